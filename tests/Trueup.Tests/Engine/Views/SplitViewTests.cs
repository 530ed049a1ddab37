using Trueup.Core.Contract;
using Trueup.Engine.Journal;
using Trueup.Engine.Views;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Engine.Views;

public class SplitViewTests
{
    [Fact]
    public void Each_channel_shows_what_goes_in_several_parcels_why_and_for_how_much()
    {
        var contract = new OwnershipContract(Agreed().Terms with
        {
            Sourcing = new SourcingRule(SourcingPolicy.Priority, [Leeds, Paris, Soho]) { ParcelCost = 4.50m },
        });
        var hub = new Hub(contract).Report(Cap, Leeds, 3, At(0)).Report(Cap, Paris, 90, At(0))
            .See(Order("A", Line(Cap, 2))).See(Order("B", Line(Cap, 91)));

        var view = SplitView.Of(hub.Orders, new NoArchive(), contract, At(-60));

        Assert.True(view.Complete);
        Assert.Equal(("priority", (decimal?)4.50m), (view.Policy, view.ParcelCost));
        Assert.Equal(
            new SplitChannelView("adobe-uk", 2, 1, 1, 4.50m, [new SplitCauseView("line", 1, 1, 4.50m)]), Assert.Single(view.Channels));
    }

    private sealed class NoArchive : IOrderArchive
    {
        public ReadOnlyMemory<byte>? Find(string order) => null;

        public IReadOnlyList<string> Named(string name) => [];

        public IReadOnlyDictionary<string, int> CountByStage() => new Dictionary<string, int>(StringComparer.Ordinal);

        public IReadOnlyList<ArchivedRow> Page(ArchiveQuery query) => [];
    }
}
