using System.Globalization;
using System.Text;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Drift;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Intake;
using Trueup.Engine.Journal;
using Trueup.Engine.Reconcile;
using Trueup.Simulator;

namespace Trueup.Tests.Engine.Dispatch;

/// <summary>G9: what is sold out is told at once, whatever else is owed, in doubt or on its way.</summary>
public sealed class UrgentFirstTests
{
    private static readonly ConnectionName Wms = ConnectionName.Parse("wms");
    private static readonly ConnectionName Shop = ConnectionName.Parse("shop");
    private static readonly Sku Known = Sku.Parse("KNOWN");
    private static readonly Sku Doubtful = Sku.Parse("DOUBTFUL");

    private readonly VirtualClock _clock = new(DateTimeOffset.UnixEpoch);
    private int _events;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_zero_out_does_not_wait_for_another_that_cannot_be_looked_at(bool looksFail)
    {
        var shelf = new DoubtfulShelf(_clock);
        Quantity? shown = null;

        Live(shelf, new NoRemote(), TimeSpan.FromMinutes(1), async hub =>
        {
            await ReportAsync(hub, (Known, 5), (Doubtful, 5));
            await PassAsync(10);
            shelf.Loses = Doubtful;
            shelf.Look = looksFail ? _ => Task.FromResult(false) : async clock => await HangAsync(clock);
            await ReportAsync(hub, (Doubtful, 4));
            await PassAsync(10);
            await ReportAsync(hub, (Known, 0), (Doubtful, 0));
            await PassAsync(1);
            shown = shelf.Held[Known];
        });

        Assert.Equal<Quantity?>(0, shown);
    }

    [Fact]
    public void A_zero_out_does_not_wait_until_what_came_of_the_last_one_is_decided()
    {
        var shelf = new DoubtfulShelf(_clock);
        var journal = new SlowToDecide(_clock);
        var shown = new List<(Quantity First, Quantity Second)>();

        Live(shelf, new NoRemote(), TimeSpan.FromMinutes(3), async hub =>
        {
            await ReportAsync(hub, (Known, 5), (Doubtful, 5));
            await PassAsync(10);
            journal.Takes = TimeSpan.FromSeconds(10);
            await ReportAsync(hub, (Doubtful, 0));
            await PassAsync(5);
            await ReportAsync(hub, (Known, 0));
            foreach (var wait in (int[])[6, 10])
            {
                await PassAsync(wait);
                shown.Add((shelf.Held[Doubtful], shelf.Held[Known]));
            }
        }, journal);

        Assert.Equal([(0, 5), (0, 0)], shown);
    }

    [Fact]
    public void A_level_is_not_written_again_before_what_came_of_its_last_write_is_decided()
    {
        var till = new OneByOne(perCall: 1);
        var journal = new SlowToDecide(_clock);
        var meanwhile = 0;

        Live(till, new SlowRemote(_clock), TimeSpan.FromMinutes(5), async hub =>
        {
            await ReportAsync(hub, (Known, 5));
            await PassAsync(60);
            journal.Takes = TimeSpan.FromSeconds(10);
            await ReportAsync(hub, (Known, 1));
            await PassAsync(10.5);
            await ReportAsync(hub, (Known, 0));
            await PassAsync(15);
            meanwhile = till.Said.Count;
        }, journal);

        Assert.Equal([(Known, 5), (Known, 1), (Known, 0)], till.Said);
        Assert.Equal(2, meanwhile);
    }

    [Fact]
    public void What_is_in_doubt_is_looked_at_and_written_however_many_others_come()
    {
        var shelf = new DoubtfulShelf(_clock);
        Quantity? shown = null;

        Live(shelf, new NoRemote(), TimeSpan.FromMinutes(2), async hub =>
        {
            await ReportAsync(hub, (Known, 5), (Doubtful, 5));
            await PassAsync(10);
            shelf.Loses = Doubtful;
            shelf.Look = async clock =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), clock);
                return true;
            };
            await ReportAsync(hub, (Doubtful, 0));
            for (var i = 0; i < 60; i++)
            {
                await ReportAsync(hub, (Known, 1 - (i % 2)));
                await PassAsync(0.05);
            }

            shown = shelf.Held[Doubtful];
        });

        Assert.Equal<Quantity?>(0, shown);
    }

    [Theory]
    [InlineData("KNOWN")]
    [InlineData("SKU-49")]
    public void Where_every_level_is_a_call_a_zero_out_comes_between_routine_ones(string sold)
    {
        var till = new OneByOne(perCall: 1);
        var before = 0;

        Live(till, new SlowRemote(_clock), TimeSpan.FromMinutes(5), async hub =>
        {
            await ReportAsync(hub, [(Known, 5), .. Others(5)]);
            await PassAsync(120);
            await ReportAsync(hub, Others(8));
            await PassAsync(3);
            before = till.Said.Count;
            await ReportAsync(hub, (Sku.Parse(sold), 0));
        });

        var since = till.Said.Skip(before).ToList();
        Assert.InRange(since.IndexOf((Sku.Parse(sold), 0)), 0, 1);
        Assert.DoesNotContain((Sku.Parse(sold), (Quantity)8), till.Said);
        Assert.All(Others(8).Where(other => other.Sku.Text != sold), other => Assert.Equal(other.Units, till.Held[other.Sku]));
        Assert.Equal(since.Count, since.Distinct().Count());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 10)]
    [InlineData(100, 51)]
    public void Urgent_levels_are_filled_up_with_routine_ones_only_where_that_costs_no_call_more(int perCall, int together)
    {
        var till = new OneByOne(perCall);
        var before = 0;

        Live(till, new SlowRemote(_clock), TimeSpan.FromMinutes(5), async hub =>
        {
            await ReportAsync(hub, [(Known, 5), .. Others(5)]);
            await PassAsync(120);
            before = till.Batches.Count;
            await ReportAsync(hub, [.. Others(8), (Known, 0)]);
        });

        var first = till.Batches[before];
        Assert.Equal(together, first.Count);
        Assert.Equal(Known, first[0].Sku);
    }

    [Fact]
    public void A_level_that_is_owed_in_doubt_is_in_flight_at_first_and_ghost_stock_after_a_round()
    {
        var shelf = new DoubtfulShelf(_clock) { NeverSure = true };
        var runs = new List<ParityRun>();

        Live(shelf, new NoRemote(), TimeSpan.FromMinutes(7), async hub =>
        {
            shelf.Held[Known] = 7;
            await ReportAsync(hub, (Known, 5));
            foreach (var wait in (int[])[10, 120, 240])
            {
                await PassAsync(wait);
                runs.AddRange(await hub.Reconciler.CompareAsync(Shop, [], heal: false, CancellationToken.None));
            }
        });

        Assert.Equal([null, null, DriftClass.GhostStock], runs.Select(run => run.Discrepancies.Select(found => (DriftClass?)found.Class).SingleOrDefault()));
        Assert.Equal([1, 1, 0], runs.Select(run => run.InFlight));
    }

    private static (Sku Sku, int Units)[] Others(int units) =>
        [.. Enumerable.Range(0, 50).Select(i => (Sku.Parse(string.Create(CultureInfo.InvariantCulture, $"SKU-{i}")), units))];

    private static async Task<bool> HangAsync(TimeProvider clock)
    {
        await Task.Delay(TimeSpan.FromHours(1), clock);
        return true;
    }

    private void Live(IConnection shop, IWire wire, TimeSpan time, Func<HubLoop, Task> story, IJournal? journal = null)
    {
        var loop = new SeededLoop(_clock, new Chance(seed: 1));
        var hub = new HubLoop(Contract(), [(shop, wire)], journal ?? new MemoryJournal(), new MemoryLedger(), _clock);
        loop.Begin().Start(() => _ = LiveAsync(hub));
        loop.RunUntil(_clock.GetUtcNow() + time);

        async Task LiveAsync(HubLoop alive)
        {
            await alive.RecoverAsync(CancellationToken.None);
            _ = story(alive);
            await alive.RunAsync(CancellationToken.None);
        }
    }

    private Task PassAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), _clock);

    private async Task ReportAsync(HubLoop hub, params (Sku Sku, int Units)[] levels) =>
        await hub.Receiver.AcceptAsync(Receiver.Prepare(Wms, [.. levels.Select(level => new RawMessage(
            $"e{++_events}", "cloudevent", Encoding.UTF8.GetBytes(
                $$$"""
                {"specversion":"1.0","id":"e{{{_events}}}","source":"/wms","type":"trueup.stock.level.v1",
                 "data":{"sku":"{{{level.Sku}}}","location":"LDS","quantity":{{{level.Units}}}}}
                """)))]));

    private static OwnershipContract Contract() => new(new ContractTerms
    {
        Connections =
        [
            new ConnectionRule(Wms, "http", ["warehouse"], Basis.OnHand, []),
            new ConnectionRule(Shop, "http", ["storefront"], Basis.OnHand, []),
        ],
        Locations = [new LocationRule(LocationCode.Parse("leeds"), "Leeds", Wms, [new LocationAlias(Wms, "LDS"), new LocationAlias(Shop, "leeds_src")])],
        Stock = new OwnershipRule([Shop]),
        Guards = GuardRule.None,
        Reconcile = new ReconcileRule(Every: null, FullAt: null),
    });

    /// <summary>A shop that loses a write now and then, and can be looked at, or not.</summary>
    private sealed class DoubtfulShelf(TimeProvider clock) : ILevelWriter, IStockObserver
    {
        public Dictionary<Sku, Quantity> Held { get; } = [];

        /// <summary>The SKU whose next write is lost without an answer.</summary>
        public Sku? Loses { get; set; }

        /// <summary>Whether no write is ever answered.</summary>
        public bool NeverSure { get; init; }

        /// <summary>How a look goes: whether it succeeds.</summary>
        public Func<TimeProvider, Task<bool>> Look { get; set; } = _ => Task.FromResult(true);

        public ConnectionName Name => Shop;

        public ConnectionLimits Limits { get; } = new(RequestsPerSecond: 50, Burst: 50, Batch: 100, Concurrency: 1);

        public ValueTask<Items<Receipt>> SetAsync(IWire wire, Items<SetLevel> levels, CancellationToken cancellationToken) =>
            ValueTask.FromResult(levels.Select(Set).ToItems());

        public async ValueTask<ObserveOutcome> ObserveAsync(IWire wire, ObserveAsk ask, CancellationToken cancellationToken) => await Look(clock)
            ? new ObserveOutcome.Page([.. Shown(ask).Select(sku => new ObservedRow(sku, "leeds_src", State: null, Held.GetValueOrDefault(sku)))], Next: null)
            : new ObserveOutcome.Failed(new Receipt.Deferred("Not now."));

        public ValueTask<ObserveOutcome> ObserveSalableAsync(IWire wire, ObserveAsk ask, CancellationToken cancellationToken) =>
            ValueTask.FromResult<ObserveOutcome>(new ObserveOutcome.Page(
                [.. Shown(ask).Select(sku => new ObservedRow(sku, "", State: null, Held.GetValueOrDefault(sku)))], Next: null));

        private IEnumerable<Sku> Shown(ObserveAsk ask) => ask.Skus.IsEmpty ? Held.Keys : ask.Skus;

        private Receipt Set(SetLevel level)
        {
            if (NeverSure || Loses == level.Sku)
            {
                Loses = null;
                return new Receipt.Unknown("No answer.") { IsHalfDone = NeverSure };
            }

            Held[level.Sku] = level.Quantity;
            return new Receipt.Applied();
        }
    }

    /// <summary>A till that is told a few levels in each call, one call at a time.</summary>
    private sealed class OneByOne(int perCall) : ILevelWriter
    {
        public Dictionary<Sku, Quantity> Held { get; } = [];

        public List<(Sku Sku, Quantity Units)> Said { get; } = [];

        public List<Items<SetLevel>> Batches { get; } = [];

        public ConnectionName Name => Shop;

        public ConnectionLimits Limits { get; } = new(RequestsPerSecond: 50, Burst: 50, Batch: 100, Concurrency: 1);

        public int LevelsPerCall => perCall;

        public async ValueTask<Items<Receipt>> SetAsync(IWire wire, Items<SetLevel> levels, CancellationToken cancellationToken)
        {
            Batches.Add(levels);
            var receipts = new List<Receipt>();
            foreach (var call in levels.Chunk(perCall))
            {
                var outcome = await wire.SendAsync(new WireRequest("POST", "/levels"), cancellationToken);
                receipts.AddRange(call.Select(Receipt (level) => outcome is WireOutcome.Answered ? Set(level) : new Receipt.Deferred("Not sent.")));
            }

            return receipts.ToItems();
        }

        private Receipt.Applied Set(SetLevel level)
        {
            Said.Add((level.Sku, level.Quantity));
            Held[level.Sku] = level.Quantity;
            return new Receipt.Applied();
        }
    }

    /// <summary>A journal that takes everything at once, but decisions only after a while.</summary>
    private sealed class SlowToDecide(TimeProvider clock) : IJournal
    {
        private readonly MemoryJournal _inner = new();

        public TimeSpan Takes { get; set; }

        public JournalPosition End => _inner.End;

        public async ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<Entry> entries)
        {
            if (entries.Any(entry => entry.Kind == EntryKind.Decided))
            {
                await Task.Delay(Takes, clock);
            }

            return await _inner.AppendAsync(entries);
        }

        public ValueTask<IReadOnlyList<Recorded>> ReadAsync(JournalPosition after, int max, CancellationToken cancellationToken) =>
            _inner.ReadAsync(after, max, cancellationToken);

        public ValueTask<JournalPosition> ScanAsync(JournalPosition after, int max, EntryVisitor visit, CancellationToken cancellationToken) =>
            _inner.ScanAsync(after, max, visit, cancellationToken);
    }

    /// <summary>Every call takes a second.</summary>
    private sealed class SlowRemote(TimeProvider clock) : IWire
    {
        public async ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellationToken);
            return new WireOutcome.Answered(new WireReply(200));
        }
    }
}
