using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Dispatch;
using Trueup.Engine.Intake;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Lanes;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine;

/// <summary>
/// The way through the house, in one screen:
/// <code>
/// Receiver ─► journal ─► LaneLoop ─► Deciding ─► journal ─► dispatch lanes ─► remote
///    ▲                   (in order)   (pure)     (durable)  (paced, batched)      │
///    └──── polls, observations, receipts, requests of people ◄────────────────────┘
/// </code>
/// Everything runs on one logical thread: the host lends a real one, the simulator a seeded one. So nothing here locks.
/// </summary>
public sealed class HubLoop
{
    private readonly OutboundSurroundings _outbound;
    private readonly Recovery _recovery;

    /// <summary>Puts a hub together; nothing runs and nothing is called yet.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="connections">The connections, each with its way to the remote.</param>
    /// <param name="journal">The journal.</param>
    /// <param name="ledger">The ledger behind it.</param>
    /// <param name="clock">The time.</param>
    public HubLoop(
        OwnershipContract contract,
        IReadOnlyList<(IConnection Connection, IWire Wire)> connections,
        IJournal journal,
        ILedger ledger,
        TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(connections);
        Contract = contract;
        Clock = clock;
        Journal = journal;
        Archive = ledger.Archive;
        State = new HubState { Amended = contract.Amend, KitChanged = contract.Show };
        var codecs = new Codecs();
        Tail = new JournalTail(journal);
        Receiver = new Receiver(Tail, new SeenIndex(Recovery.RememberedMax / 2), clock);
        Deciding = new Deciding(State, contract, connections.Select(pair => pair.Connection), codecs) { ReadAgainAsked = ReadAgain };
        Lanes = new LaneLoop(Tail, journal, State, Deciding, clock, codecs) { Published = Publish };
        Ledger = new LedgerKeeper(ledger, State, Lanes, contract, clock, codecs);
        _recovery = new Recovery(journal, Ledger, Lanes, Receiver, State, contract.Terms.Guards.Over);
        _outbound = new OutboundSurroundings(State, contract, Tail, Lanes, clock, codecs)
        {
            Listings = new ListingCheck(State, Tail, Receiver, clock, codecs),
        };
        Outlets = connections.Select(pair => new Outlet(pair.Connection, pair.Wire, _outbound, Receiver)).ToItems();
        Reconciler = new Reconciler(_outbound, Outlets);
        Sweep = new OrderSweep(_outbound, Outlets, Receiver, journal);
        Orders = new OrderWatch(State, journal, Tail, contract, clock);
        Overrides = new OverrideWatch(State, Tail, clock);
        Lag = new CaptureLag(clock);
        Flows = new FlowCounts(State, clock);
        Retention = new CaseRetention(State, Tail, contract.Terms.CaseRetention, clock);
    }

    /// <summary>The contract.</summary>
    public OwnershipContract Contract { get; }

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The journal.</summary>
    public IJournal Journal { get; }

    /// <summary>What is true now; read it on the hub's thread only.</summary>
    public HubState State { get; }

    /// <summary>The end of the journal.</summary>
    public JournalTail Tail { get; }

    /// <summary>The door for messages.</summary>
    public Receiver Receiver { get; }

    /// <summary>The rules at work.</summary>
    public Deciding Deciding { get; }

    /// <summary>The deciding loop.</summary>
    public LaneLoop Lanes { get; }

    /// <summary>The folds behind the journal.</summary>
    public LedgerKeeper Ledger { get; }

    /// <summary>The connections at work, in the order of the configuration.</summary>
    public Items<Outlet> Outlets { get; }

    /// <summary>Orders that are only on disk; may be listed from any thread.</summary>
    public IOrderArchive Archive { get; }

    /// <summary>Comparison of the two ends.</summary>
    public Reconciler Reconciler { get; }

    /// <summary>The proof that every order is everywhere.</summary>
    public OrderSweep Sweep { get; }

    /// <summary>The eye on orders that take too long.</summary>
    public OrderWatch Orders { get; }

    /// <summary>The eye on figures that people keep.</summary>
    public OverrideWatch Overrides { get; }

    /// <summary>What came of writes since the start.</summary>
    public FlowCounts Flows { get; }

    /// <summary>Who follows messages through the hub; null: nobody. Set before <see cref="RunAsync"/>.</summary>
    public IFollower? Follower
    {
        get => _outbound.Follower;
        set
        {
            _outbound.Follower = value;
            Lanes.TakenUp = value is null ? null : value.Take;
        }
    }

    /// <summary>Forgets cases some time after they ended.</summary>
    public CaseRetention Retention { get; }

    /// <summary>How long orders take until they are off the figures.</summary>
    public CaptureLag Lag { get; }

    /// <summary>Brings the state back from disk; call once, before <see cref="RunAsync"/>.</summary>
    /// <returns>Journal entries read.</returns>
    public ValueTask<long> RecoverAsync(CancellationToken cancellationToken) => RecoverAsync(aside: null, cancellationToken);

    /// <summary>Brings the state back from disk, reading ahead aside.</summary>
    /// <returns>Journal entries read.</returns>
    public ValueTask<long> RecoverAsync(Aside? aside, CancellationToken cancellationToken) =>
        _recovery.RunAsync(aside, cancellationToken);

    /// <summary>Runs everything until it is stopped; then writes the ledger a last time.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        TakeUpWork();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var loops = new List<Task>
        {
            Lanes.RunAsync(stop.Token), Ledger.RunAsync(stop.Token), Reconciler.RunAsync(stop.Token),
            Orders.RunAsync(stop.Token), Sweep.RunAsync(stop.Token), Overrides.RunAsync(stop.Token), Retention.RunAsync(stop.Token),
        };
        await ReleaseMappedAsync();
        foreach (var outlet in Outlets)
        {
            loops.AddRange(outlet.Start(stop.Token));
        }

        await Task.WhenAll(loops.Select(loop => StopAllOnFault(loop, stop))).ContinueOnCancel();
        await Ledger.SaveAsync();
    }

    /// <summary>Compares the two ends once and sends nothing: for a look at live systems beside, or instead of, a
    /// running hub. Over a <see cref="ScratchJournal"/> it leaves no trace.</summary>
    /// <param name="connection">The storefront; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<Items<ParityRun>> LookAsync(ConnectionName? connection, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var deciding = Lanes.RunAsync(stop.Token);
        try
        {
            return await Reconciler.LookAsync(connection, cancellationToken);
        }
        finally
        {
            Stop(stop);
            await deciding.ContinueOnCancel();
        }
    }

    /// <summary>Decides whatever is not decided yet, here and now: for a hub that does not run.</summary>
    /// <returns>What was decided.</returns>
    public async ValueTask<Items<Decided>> SettleAsync(CancellationToken cancellationToken)
    {
        var decided = new List<Decided>();
        Lanes.Published = batch => decided.AddRange(batch.Decisions);
        while (await Lanes.RunOnceAsync(cancellationToken))
        {
            // Until the journal is decided.
        }

        Lanes.Published = Publish;
        return decided.ToItems();
    }

    /// <summary>A loop that fails stops the others: a hub that works in part is worse than one that is
    /// restarted.</summary>
    private static async Task StopAllOnFault(Task loop, CancellationTokenSource stop)
    {
        try
        {
            await loop;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Stop(stop);
            throw;
        }
    }

    /// <summary>Here and now: whoever waits for the token goes on on this thread.</summary>
    private static void Stop(CancellationTokenSource stop) => stop.Cancel();

    /// <summary>Journals what a person asks for, and waits until it is decided.</summary>
    /// <returns>Whether it could be journalled.</returns>
    public ValueTask<bool> AskAsync(Request request, CancellationToken cancellationToken) => AskAsync([request], cancellationToken);

    /// <summary>Journals what a person asks for, all or none of it, and waits until it is decided.</summary>
    /// <returns>Whether it could be journalled.</returns>
    public async ValueTask<bool> AskAsync(IReadOnlyList<Request> requests, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return await AskForAsync(requests, cancellationToken) is not null;
    }

    /// <summary>Journals what a person asks for, all or none of it, and waits until it is decided.</summary>
    /// <returns>The position of the first request; null when they could not be journalled.</returns>
    public async ValueTask<JournalPosition?> AskForAsync(IReadOnlyList<Request> requests, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var now = Clock.GetUtcNow();
        if (await Tail.AppendAsync([.. requests.Select(request => request.ToEntry(now))]) is not AppendOutcome.Durable durable)
        {
            return null;
        }

        while (Lanes.Through < durable.First.Plus(requests.Count - 1))
        {
            await Lanes.WaitForProgressAsync(cancellationToken);
        }

        return durable.First;
    }

    /// <summary>Dispatch is told only of what is durable.</summary>
    private void Publish(DecidedBatch batch)
    {
        Lag.Note(batch);
        Flows.Note(batch);
        Follower?.Note(batch);
        foreach (var decided in batch.Decisions)
        {
            foreach (var change in decided.Changes)
            {
                if (change is Change.StockChanged moved)
                {
                    Reconciler.Note(moved.Sku);
                }

                switch (change)
                {
                    case Change.ConnectionPaused paused:
                        Find(paused.Connection)?.Paced.Pause(paused.By is not null);
                        break;
                    case Change.StockChanged { Event: StockEvent.SlotDesired desired } stock:
                        Find(desired.Connection)?.Levels?.Touch(stock.Sku, desired.Source, desired.Urgency);
                        break;
                    case Change.StockChanged { Event: StockEvent.SlotWritten written } stock:
                        Find(written.Connection)?.Levels?.Touch(stock.Sku, written.Source, Urgency.Routine);
                        break;
                    case Change.StockChanged { Event: StockEvent.SlotObserved seen } stock:
                        Find(seen.Connection)?.Levels?.Touch(stock.Sku, seen.Source, Urgency.Routine);
                        break;
                    case Change.StockChanged { Event: StockEvent.SlotLowered lowered } stock:
                        _outbound.SelfLowering.Note(lowered.Connection, stock.Sku);
                        Find(lowered.Connection)?.Levels?.Touch(stock.Sku, lowered.Source, Urgency.Routine);
                        break;
                    case Change.StockChanged { Event: StockEvent.SlotBlocked { Code: null } free } stock:
                        Find(free.Connection)?.Levels?.Touch(stock.Sku, free.Source, Urgency.Routine);
                        break;
                    case Change.StoreDayChanged:
                        foreach (var outlet in Outlets)
                        {
                            outlet.StoreDays?.Touch();
                        }

                        break;
                    case Change.OrderChanged:
                        foreach (var outlet in Outlets)
                        {
                            outlet.Documents?.Touch();
                        }

                        break;
                }
            }
        }
    }

    private void ReadAgain(ConnectionName connection, string poll)
    {
        foreach (var loop in Find(connection)?.Polls ?? [])
        {
            if (loop.Name == poll)
            {
                loop.Nudge();
            }
        }
    }

    /// <summary>After a recovery everything that is owed is work; a fall may have been caused by an order.</summary>
    private void TakeUpWork()
    {
        foreach (var paused in State.Paused.Keys)
        {
            Find(paused)?.Paced.Pause(isPaused: true);
        }

        foreach (var outlet in Outlets)
        {
            outlet.ResumePace();
        }

        foreach (var stock in State.Stock.Values)
        {
            foreach (var slot in stock.Slots)
            {
                Find(slot.Connection)?.Levels?.Touch(
                    stock.Sku, slot.Source, slot.Desired < slot.Written ? Urgency.Urgent : Urgency.Routine);
            }
        }
    }

    /// <summary>Messages that waited for a mapping which the contract has by now are decided again.</summary>
    private async ValueTask ReleaseMappedAsync()
    {
        foreach (var key in State.ParkedMessages.Keys.ToArray())
        {
            var parts = key.Split('/', 3);
            var isMapped = parts switch
            {
                ["location", var connection, var code] => Contract.LocationOf(ConnectionName.Parse(connection), code) is not null,
                ["state", var connection, var word] => Contract.StateOf(ConnectionName.Parse(connection), word) is not null,
                _ => false,
            };
            if (isMapped)
            {
                await Tail.AppendAsync([new Request(Request.ReleaseWaiting, "hub", key).ToEntry(Clock.GetUtcNow())]);
            }
        }
    }

    private Outlet? Find(ConnectionName connection)
    {
        foreach (var outlet in Outlets)
        {
            if (outlet.Name == connection)
            {
                return outlet;
            }
        }

        return null;
    }
}
