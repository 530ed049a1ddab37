using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Engine.Intake;
using Trueup.Engine.Lanes;
using Trueup.Engine.Polling;

namespace Trueup.Engine.Dispatch;

/// <summary>One connection at work: its door, and the lanes and polls that go through it. A trouble here is nobody
/// else's.</summary>
public sealed class Outlet
{
    private readonly OutboundSurroundings _hub;

    internal Outlet(IConnection connection, IWire wire, OutboundSurroundings hub, Receiver receiver)
    {
        _hub = hub;
        Connection = connection;
        Paced = new PacedWire(wire, connection.Limits, hub.Clock) { HealthChanged = ReportHealth };
        var busy = new HashSet<Sku>();
        Levels = connection is ILevelWriter levels ? new LevelLane(levels, hub, Paced, busy) : null;
        Documents = connection is IDocumentWriter documents ? new DocumentLane(documents, hub, Paced, busy) : null;
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

    /// <summary>Documents on their way; null when the connection takes none.</summary>
    public DocumentLane? Documents { get; }

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

        if (ReadBack is not null)
        {
            loops.Add(ReadBack.RunAsync(cancellationToken));
        }

        loops.AddRange(Polls.Select(poll => poll.RunAsync(cancellationToken)));
        return loops;
    }

    private void ReportHealth(CaseCode? problem, string detail) =>
        _ = _hub.Tail.AppendAsync([Ticks.Health(Name, problem, detail, _hub.Clock.GetUtcNow())]).AsTask();
}
