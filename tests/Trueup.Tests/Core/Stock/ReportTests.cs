using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Stock;

public class ReportTests
{
    private static readonly Hub Start = new Hub(Agreed()).Report(Cap, Leeds, 100, At(10), version: 5);

    [Theory]
    [InlineData(4, 20, "Stale")]
    [InlineData(5, 5, "Stale")]
    [InlineData(5, 10, "Newer")]
    [InlineData(5, 20, "Newer")]
    [InlineData(6, 5, "Newer")]
    public void Another_figure_is_newer_by_its_version_and_only_then_by_its_time(
        int version, int minute, string expected) =>
        Assert.Equal(expected, $"{FreshnessOf(quantity: 90, version, minute)}");

    [Theory]
    [InlineData(5, 10, true, "Same")]
    [InlineData(5, 5, true, "Same")]
    [InlineData(5, 20, true, "Newer")]
    [InlineData(5, 20, false, "Same")]
    [InlineData(null, 10, true, "Same")]
    [InlineData(null, 20, false, "Newer")]
    [InlineData(null, 5, true, "Stale")]
    public void The_same_figure_again_tells_something_only_when_it_is_dated_later(
        int? version, int minute, bool isDated, string expected) =>
        Assert.Equal(expected, $"{FreshnessOf(quantity: 100, version, minute, isDated)}");

    [Fact]
    public void A_stale_report_changes_nothing() =>
        Assert.Equal(Start.Stocks, Start.Report(Cap, Leeds, 1, At(60), version: 4).Stocks);

    [Fact]
    public void A_dispatch_before_the_report_is_covered_by_it()
    {
        var hub = Start.See(Order("A", Line(Cap, 5))).Hear(Wms, IdOf("A"), Dispatched(20, [Units(Cap, 5)]));
        Assert.Equal<Quantity>(95, hub.Available(Cap, Leeds));

        hub = hub.Report(Cap, Leeds, 95, At(20), version: 6);

        Assert.Equal<Quantity>(95, hub.Available(Cap, Leeds));
        Assert.True(hub.Unseen(Cap, Leeds).IsZero);
    }

    [Fact]
    public void A_dispatch_heard_after_the_report_that_excludes_it_is_covered_at_once()
    {
        var hub = Start.See(Order("A", Line(Cap, 5))).Report(Cap, Leeds, 95, At(20), version: 6);
        Assert.Equal<Quantity>(90, hub.Available(Cap, Leeds));

        hub = hub.Hear(Wms, IdOf("A"), Dispatched(20, [Units(Cap, 5)]));

        Assert.Equal<Quantity>(95, hub.Available(Cap, Leeds));
        Assert.True(hub.Unseen(Cap, Leeds).IsZero);
    }

    [Fact]
    public void A_report_from_before_the_dispatch_does_not_cover_it()
    {
        var hub = Start.See(Order("A", Line(Cap, 5))).Hear(Wms, IdOf("A"), Dispatched(20, [Units(Cap, 5)]));

        hub = hub.Report(Cap, Leeds, 110, At(19), version: 6);

        Assert.Equal<Quantity>(5, hub.Unseen(Cap, Leeds));
        Assert.Equal<Quantity>(105, hub.Available(Cap, Leeds));
    }

    [Fact]
    public void An_old_message_delivered_again_does_not_cover_what_left_since()
    {
        var hub = Start.See(Order("A", Line(Cap, 5))).Hear(Wms, IdOf("A"), Dispatched(20, [Units(Cap, 5)]));

        hub = hub.Apply(
            Cap, new StockFact.Reported(Leeds, StockState.Available, 100, Version: 5, At(30)) { IsDated = false });

        Assert.Equal<Quantity>(95, hub.Available(Cap, Leeds));
    }

    [Fact]
    public void A_movement_covers_what_left_before_it_as_a_report_does()
    {
        var hub = Start.See(Order("A", Line(Cap, 5))).Hear(Wms, IdOf("A"), Dispatched(20, [Units(Cap, 5)]));

        hub = hub.Apply(Cap, new StockFact.Moved(Leeds, StockState.Available, -5, At(20)));

        Assert.Equal<Quantity>(95, hub.Available(Cap, Leeds));
        Assert.True(hub.Unseen(Cap, Leeds).IsZero);
    }

    [Fact]
    public void Only_sellable_states_count()
    {
        var hub = Start.Apply(Cap, new StockFact.Reported(Leeds, StockState.Damaged, 7, Version: null, At(20)));

        Assert.Equal<Quantity>(100, hub.Available(Cap, Leeds));
        Assert.Equal<Quantity>(7, hub.StockOf(Cap).ShelfAt(Leeds)!.Value.In(StockState.Damaged)!.Value.Quantity);
    }

    [Fact]
    public void States_that_the_contract_sells_are_summed()
    {
        var contract = new OwnershipContract(Terms() with { Sellable = [StockState.Available, StockState.InTransit] });
        var hub = new Hub(contract).Report(Cap, Leeds, 10, At(0))
            .Apply(Cap, new StockFact.Reported(Leeds, StockState.InTransit, 4, Version: null, At(1)));

        Assert.Equal<Quantity>(14, hub.Available(Cap, Leeds));
    }

    [Fact]
    public void Nothing_is_desired_of_a_source_before_its_owner_reports()
    {
        var hub = new Hub(Agreed()).See(Order("A", Line(Cap, 5)));

        Assert.Null(hub.SlotAt(Cap, Leeds));
        Assert.Null(StockTruth.Available(hub.StockOf(Cap), Leeds, hub.Contract, _ => null));
    }

    [Fact]
    public void A_negative_figure_offers_nothing_and_still_leaves_what_is_held_in_the_source()
    {
        var hub = Start.See(Order("A", Line(Cap, 5))).Report(Cap, Leeds, -3, At(20), version: 6);

        Assert.Equal<Quantity>(0, hub.Available(Cap, Leeds));
        Assert.Equal<Quantity?>(-8, StockTruth.Free(hub.StockOf(Cap), Leeds, hub.Contract));
        Assert.Equal<Quantity?>(5, hub.Desired(Cap, Leeds));
    }

    private static Freshness FreshnessOf(int quantity, int? version, int minute, bool isDated = true) =>
        StockDecider.FreshnessOf(
            Start.StockOf(Cap),
            new StockFact.Reported(Leeds, StockState.Available, quantity, version, At(minute)) { IsDated = isDated });
}
