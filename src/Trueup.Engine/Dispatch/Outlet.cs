using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Intake;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;
using Trueup.Engine.Polling;

namespace Trueup.Engine.Dispatch;

/// <summary>One connection at work: its door, and the lanes and polls that go through it. A trouble here is nobody
/// else's.</summary>
public sealed class Outlet
{
    /// <summary>What may be wrong with a connection as a whole.</summary>
    private static readonly CaseCode[] Troubles = [CaseCodes.ConnectionDown, CaseCodes.PermissionDenied, CaseCodes.RateLimited];

    private static readonly TimeSpan TellAgain = TimeSpan.FromSeconds(1);

    private readonly OutboundSurroundings _hub;
    private (CaseCode? Problem, string Detail)? _health;
    private bool _isTelling;
    private string _paceTold = "";

    internal Outlet(IConnection connection, IWire wire, OutboundSurroundings hub, Receiver receiver)
    {
        _hub = hub;
        Connection = connection;
        Paced = new PacedWire(wire, connection.Limits, hub.Clock) { HealthChanged = ReportHealth, PaceLearned = ReportPace };
        var busy = new HashSet<Sku>();
        Levels = connection is ILevelWriter levels ? new LevelLane(levels, hub, Paced, busy) : null;
        Documents = connection is IDocumentWriter documents ? new DocumentLane(documents, hub, Paced, busy) : null;
        StoreDays = connection is IDocumentWriter books ? new StoreDayLane(books, hub, Paced) : null;
        Polls = connection is IPoller poller
            ? poller.Polls.Select(plan => new PollLoop(poller, plan, Paced, hub, receiver)).ToItems()
            : [];
        hub.SelfLowering.Add(connection, Polls);

        // A storefront that lowers itself answers a write with what it then holds; reading back would cost its orders, too.
        ReadBack = Levels is not null && connection is IStockObserver observer and not ILowersItself ? new ReadBack(observer, Levels, hub, Paced) : null;
        if (connection is IProductObserver products)
        {
            hub.Listings.Add(products, Paced.For(CallPriority.Routine));
        }
    }

    /// <summary>The connection.</summary>
    public IConnection Connection { get; }

    /// <summary>Its name.</summary>
    public ConnectionName Name => Connection.Name;

    /// <summary>The door to the remote.</summary>
    public PacedWire Paced { get; }

    /// <summary>Levels on their way; null when the connection takes none.</summary>
    public LevelLane? Levels { get; }

    /// <summary>Levels that one call takes.</summary>
    public int LevelsPerCall => Math.Max(1, Connection is ILevelWriter levels ? levels.LevelsPerCall : Connection.Limits.Batch);

    /// <summary>Documents on their way; null when the connection takes none.</summary>
    public DocumentLane? Documents { get; }

    /// <summary>Stores' days on their way; null when the connection takes no documents.</summary>
    public StoreDayLane? StoreDays { get; }

    /// <summary>Why it is not to be asked anything at leisure now; null when it may be.</summary>
    public string? Trouble => Paced.IsPaused ? $"{Name} is paused."
        : Paced.Circuit.IsOpen ? $"{Name} does not answer."
        : null;

    /// <summary>What is polled.</summary>
    public Items<PollLoop> Polls { get; }

    /// <summary>Proof of what was written; null when the connection cannot show its rows.</summary>
    public ReadBack? ReadBack { get; }

    /// <summary>Starts the lanes and polls.</summary>
    public IEnumerable<Task> Start(CancellationToken cancellationToken)
    {
        var loops = new List<Task>();
        if (Levels is not null)
        {
            loops.Add(Levels.RunAsync(cancellationToken));
        }

        if (Documents is not null)
        {
            loops.Add(Documents.RunAsync(cancellationToken));
        }

        if (StoreDays is not null && _hub.Contract.TargetsOf(DataKind.StoreDay).Any(target => target.Connection == Name))
        {
            loops.Add(StoreDays.RunAsync(cancellationToken));
        }

        if (ReadBack is not null)
        {
            loops.Add(ReadBack.RunAsync(cancellationToken));
        }

        loops.AddRange(Polls.Select(poll => poll.RunAsync(cancellationToken)));
        return loops;
    }

    /// <summary>Takes up what an earlier run of the hub learned about the remote's limits.</summary>
    internal void ResumePace()
    {
        _paceTold = _hub.State.Cursors.GetValueOrDefault((Name, LearnedPace.CursorName), "");
        if (LearnedPace.Read(_paceTold) is { } learned)
        {
            Paced.Bucket.Resume(learned, _hub.Clock.GetUtcNow());
        }
    }

    /// <summary>Journals what was learned about the remote's limits; where it cannot be written, the next lesson
    /// is.</summary>
    private void ReportPace()
    {
        var pace = LearnedPace.Write(Paced.Bucket.Learned);
        if (pace != _paceTold)
        {
            _paceTold = pace;
            _ = _hub.Tail.AppendAsync([Ticks.Cursor(Name, LearnedPace.CursorName, pace, _hub.Clock.GetUtcNow())]).AsTask();
        }
    }

    /// <summary>
    /// Tells the journal how the remote fares, as soon as it can be written, and once after every start: an earlier run may
    /// have died between a trouble and its end.
    /// </summary>
    private void ReportHealth(CaseCode? problem, string detail)
    {
        _health = (problem, detail);
        if (!_isTelling)
        {
            _ = TellHealthAsync();
        }
    }

    private async Task TellHealthAsync()
    {
        _isTelling = true;
        try
        {
            while (_health is { } health)
            {
                _health = null;
                // A trouble that is taken in and not decided yet has no case so far.
                if (health.Problem is null && _hub.Lanes.Through >= _hub.Tail.End && !Troubles.Any(code => _hub.State.OpenCases(code) > 0))
                {
                    continue;
                }

                Entry[] tick = [Ticks.Health(Name, health.Problem, health.Detail, _hub.Clock.GetUtcNow())];
                if (await _hub.Tail.AppendAsync(tick) is not AppendOutcome.Durable)
                {
                    await Task.Delay(TellAgain, _hub.Clock, CancellationToken.None);
                    _health ??= health;
                }
            }
        }
        finally
        {
            _isTelling = false;
        }
    }
}
