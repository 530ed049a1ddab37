using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Drift;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Tests.Core.Drift;

/// <summary>What made two ends part company, told from the steps that the journal holds.</summary>
public sealed class AutopsyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly ConnectionName Shop = ConnectionName.Parse("shop");
    private static readonly RemoteCode Source = RemoteCode.Parse("leeds_src");
    private static readonly LocationCode Leeds = LocationCode.Parse("leeds");
    private static readonly Sku Cap = Sku.Parse("CAP");

    [Fact]
    public void A_figure_that_the_hub_did_not_write_is_somebodys_edit() =>
        AssertCause(DriftCause.ManualEdit, 3, Desired(1, 10), Written(2, 10), Seen(3, 25));

    [Fact]
    public void A_change_that_left_no_trace_lies_after_the_last_agreement() =>
        AssertCause(DriftCause.ManualEdit, 2, Desired(1, 10), Written(2, 10));

    [Fact]
    public void An_older_figure_written_late_is_stale() =>
        AssertCause(DriftCause.StaleWrite, 4, Desired(1, 10), Written(2, 10), Desired(3, 8), Written(3, 8), Written(4, 10));

    [Fact]
    public void A_figure_that_waits_is_not_sent_yet() =>
        AssertCause(DriftCause.NotSentYet, 3, Desired(1, 10), Written(2, 10), Desired(3, 8));

    [Fact]
    public void A_figure_that_fell_due_in_an_outage_is_the_outages()
    {
        var found = Examine([Desired(1, 10), Written(2, 10), Desired(3, 8)], [new DriftOutage(Noon.AddMinutes(3), To: null)]);

        Assert.Equal((DriftCause.Outage, new JournalPosition(3)), (found.Cause, found.First));
    }

    [Fact]
    public void A_figure_that_only_a_reading_told_is_a_missed_message()
    {
        var reading = Step(3, new StockEvent.LevelSet(Leeds, StockState.Available, 8, Version: null, Noon)) with { IsReading = true };

        AssertCause(DriftCause.MissedMessage, 3, Desired(1, 10), Written(2, 10), reading, Desired(3, 8) with { IsReading = true });
    }

    [Fact]
    public void A_refused_figure_is_a_matter_of_mapping() =>
        AssertCause(
            DriftCause.Mapping, 3, Desired(1, 10), Written(2, 10), Step(3, new StockEvent.SlotBlocked(Shop, Source, CaseCodes.SourceUnknown)));

    [Fact]
    public void A_switch_is_found_where_it_was_turned()
    {
        var found = Examine(
            [Listing(1, managed: true), Listing(2, managed: false), Listing(3, managed: false)], [], DriftClass.NotManaged);

        Assert.Equal((DriftCause.Toggle, new JournalPosition(2)), (found.Cause, found.First));
    }

    [Fact]
    public void Without_any_history_nothing_is_claimed()
    {
        var found = Examine([], []);

        Assert.Equal((DriftCause.Unknown, null), (found.Cause, found.First));
    }

    [Fact]
    public void Many_edits_within_a_minute_are_another_programs()
    {
        var skus = Enumerable.Range(0, 12).Select(i => Sku.Parse($"S{i}")).ToItems();

        var examined = Autopsy.Examine(
            Shop, skus.Select(sku => Difference(sku, DriftClass.ExternalEdit)).ToItems(),
            _ => [Desired(1, 10), Written(2, 10), Seen(3, 25)], []);

        Assert.All(examined, each => Assert.Equal(DriftCause.OtherWriter, each.Cause));
    }

    private static void AssertCause(DriftCause cause, long first, params DriftStep[] steps)
    {
        var found = Examine(steps, []);

        Assert.Equal((cause, new JournalPosition(first)), (found.Cause, found.First));
        Assert.Equal(Noon.AddMinutes(first), found.At);
    }

    private static DriftAutopsy Examine(
        IEnumerable<DriftStep> steps, Items<DriftOutage> outages, DriftClass drift = DriftClass.GhostStock) =>
        Assert.Single(Autopsy.Examine(Shop, [Difference(Cap, drift)], _ => steps.ToItems(), outages));

    private static Discrepancy Difference(Sku sku, DriftClass drift) => new(sku, drift, Expected: 10, Observed: 25, "");

    private static DriftStep Desired(long message, int quantity) =>
        Step(message, new StockEvent.SlotDesired(Shop, Source, Leeds, quantity, Urgency.Routine));

    private static DriftStep Written(long message, int quantity) => Step(message, new StockEvent.SlotWritten(Shop, Source, quantity));

    private static DriftStep Seen(long message, int quantity) => Step(message, new StockEvent.SlotObserved(Shop, Source, quantity));

    private static DriftStep Listing(long message, bool managed) =>
        Step(message, new StockEvent.ListingSet(Shop, "1", "simple", new ProductTraits { Managed = managed }));

    private static DriftStep Step(long message, StockEvent change) =>
        new(new JournalPosition(message), Noon.AddMinutes(message), IsReading: false, change);
}
