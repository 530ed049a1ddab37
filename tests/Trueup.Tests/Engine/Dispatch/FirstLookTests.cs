using System.Text;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Intake;
using Trueup.Simulator;

namespace Trueup.Tests.Engine.Dispatch;

/// <summary>A shop whose rows are looked at before they are first written, and that answers badly now and then.</summary>
public sealed class FirstLookTests
{
    private const int Articles = 30;

    private static readonly ConnectionName Wms = ConnectionName.Parse("wms");
    private static readonly ConnectionName Shop = ConnectionName.Parse("shop");

    [Fact]
    public void A_look_that_succeeds_ends_the_pause_that_failed_ones_have_lengthened()
    {
        var clock = new VirtualClock(DateTimeOffset.UnixEpoch);
        var loop = new SeededLoop(clock, new Chance(seed: 1));
        var shelf = new FickleShelf();
        var hub = new HubLoop(Contract(), [(shelf, new NoRemote())], new MemoryJournal(), new MemoryLedger(), clock);

        loop.Begin().Start(() => _ = LiveAsync(hub));
        loop.RunUntil(clock.GetUtcNow().AddMinutes(3));

        Assert.Equal(Articles, shelf.Held.Count);
    }

    private static async Task LiveAsync(HubLoop hub)
    {
        await hub.RecoverAsync(CancellationToken.None);
        await hub.Receiver.AcceptAsync(Receiver.Prepare(Wms, [.. Enumerable.Range(0, Articles).Select(i => new RawMessage(
            $"e{i}", "cloudevent", Encoding.UTF8.GetBytes(
                $$$"""
                {"specversion":"1.0","id":"e{{{i}}}","source":"/wms","type":"trueup.stock.level.v1",
                 "data":{"sku":"SKU-{{{i}}}","location":"LDS","quantity":5}}
                """)))]));
        await hub.RunAsync(CancellationToken.None);
    }

    private static OwnershipContract Contract() => new(new ContractTerms
    {
        Connections =
        [
            new ConnectionRule(Wms, "http", ["warehouse"], Basis.OnHand, []),
            new ConnectionRule(Shop, "http", ["storefront"], Basis.OnHand, []),
        ],
        Locations = [new LocationRule(LocationCode.Parse("leeds"), "Leeds", Wms, [new LocationAlias(Wms, "LDS"), new LocationAlias(Shop, "leeds_src")])],
        Stock = new OwnershipRule([Shop]),
        Reconcile = new ReconcileRule(Every: null, FullAt: null),
    });

    /// <summary>Every other look fails; what is written is taken, one at a time.</summary>
    private sealed class FickleShelf : ILevelWriter, IStockObserver
    {
        private int _looks;

        public Dictionary<Sku, Quantity> Held { get; } = [];

        public ConnectionName Name => Shop;

        public ConnectionLimits Limits { get; } = new(RequestsPerSecond: 50, Burst: 50, Batch: 1, Concurrency: 1);

        public ValueTask<Items<Receipt>> SetAsync(IWire wire, Items<SetLevel> levels, CancellationToken cancellationToken)
        {
            foreach (var level in levels)
            {
                Held[level.Sku] = level.Quantity;
            }

            return ValueTask.FromResult(levels.Select(_ => (Receipt)new Receipt.Applied()).ToItems());
        }

        public ValueTask<ObserveOutcome> ObserveAsync(IWire wire, ObserveAsk ask, CancellationToken cancellationToken) =>
            ValueTask.FromResult<ObserveOutcome>(++_looks % 2 == 1
                ? new ObserveOutcome.Failed(new Receipt.Deferred("Not now."))
                : new ObserveOutcome.Page([.. ask.Skus.Select(sku => new ObservedRow(sku, "leeds_src", State: null, Held.GetValueOrDefault(sku)))], Next: null));

        public ValueTask<ObserveOutcome> ObserveSalableAsync(IWire wire, ObserveAsk ask, CancellationToken cancellationToken) =>
            ValueTask.FromResult<ObserveOutcome>(new ObserveOutcome.Page([], Next: null));
    }
}
