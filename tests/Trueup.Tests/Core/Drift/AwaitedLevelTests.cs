using Trueup.Core.Drift;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;

namespace Trueup.Tests.Core.Drift;

/// <summary>What a difference is called whose level is owed and was never known to be there.</summary>
public class AwaitedLevelTests
{
    private static readonly RemoteCode LeedsSource = RemoteCode.Parse("leeds_src");
    private static readonly RemoteCode ParisSource = RemoteCode.Parse("paris_src");

    [Theory]
    [InlineData(12, true, DriftClass.InFlight)]
    [InlineData(4, true, DriftClass.InFlight)]
    [InlineData(12, false, DriftClass.GhostStock)]
    [InlineData(4, false, DriftClass.HiddenStock)]
    public void It_is_in_flight_while_it_may_still_come_and_what_it_is_afterwards(int shown, bool isAwaited, DriftClass expected)
    {
        var hub = new Hub(Agreed()).Report(Cap, Leeds, 10, At(0));

        Assert.Equal(expected, Between(hub, shown, [new ObservedSource(LeedsSource, shown)], isAwaited)!.Class);
    }

    [Fact]
    public void It_hides_nothing_that_is_wrong_at_another_source()
    {
        var hub = new Hub(Agreed()).Report(Cap, Leeds, 10, At(0)).Report(Cap, Paris, 5, At(0))
            .Apply(Cap, new StockFact.SourceWritten(Adobe, ParisSource, 5));

        var found = Between(hub, 5, [new ObservedSource(LeedsSource, 4), new ObservedSource(ParisSource, 1)], isAwaited: true)!;

        Assert.Equal((DriftClass.ExternalEdit, Paris), (found.Class, found.Location));
    }

    private static Discrepancy? Between(Hub hub, int salable, Items<ObservedSource> rows, bool isAwaited) => Classify.Between(
        new Comparison(hub.StockOf(Cap), Adobe, Quantity.Of(salable), rows, IsUnderWay: false) { Awaited = isAwaited ? [LeedsSource] : [] },
        hub.Contract, sku => hub.Stocks.FirstOrDefault(known => known.Sku == sku));
}
