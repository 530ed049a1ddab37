using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Intake;
using Trueup.Engine.Intake.CloudEvents;
using Trueup.Engine.Journal;
using Trueup.Simulator.Network;

namespace Trueup.Simulator;

/// <summary>What a hub is made of in a simulation: the same for every life that it has.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="Connect">Makes the connections anew, as a host does at every start.</param>
/// <param name="Journal">The journal, which survives.</param>
/// <param name="Ledger">The ledger, which survives.</param>
/// <param name="Clock">The time.</param>
/// <param name="Door">Who may deliver, by connection.</param>
public sealed record HubParts(
    OwnershipContract Contract,
    Func<IReadOnlyList<(IConnection Connection, IWire Wire)>> Connect,
    IJournal Journal,
    ILedger Ledger,
    TimeProvider Clock,
    IReadOnlyDictionary<ConnectionName, Func<WireRequest, DateTimeOffset, bool>> Door)
{
    /// <summary>Senders that sign and wrap their deliveries in a way of their own.</summary>
    public IReadOnlyDictionary<ConnectionName, IInboundScheme> Schemes { get; init; } = new Dictionary<ConnectionName, IInboundScheme>();
}

/// <summary>The hub as a process that starts, runs the production engine unchanged, and may be killed at any
/// await.</summary>
/// <param name="parts">What it is made of.</param>
/// <param name="loop">The one thread of the simulation.</param>
/// <param name="outside">The world around it.</param>
public sealed class HubProcess(HubParts parts, SeededLoop loop, Outside outside) : IDisposable
{
    /// <summary>What a process takes at least to come up again.</summary>
    private static readonly TimeSpan ComeUp = TimeSpan.FromSeconds(1);

    private readonly List<DateTimeOffset> _starts = [];
    private DateTimeOffset _killedAt = DateTimeOffset.MinValue;
    private SeededContext? _context;
    private CancellationTokenSource? _stop;

    /// <summary>The engine of the present life; null while there is none, or it is still recovering.</summary>
    public HubLoop? Engine { get; private set; }

    /// <summary>What killed the hub without being asked to; null while nothing did.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>When it was started.</summary>
    public IReadOnlyList<DateTimeOffset> Starts => _starts;

    /// <summary>Starts it; nothing when it is running already.</summary>
    public void Start()
    {
        if (_context is { IsKilled: false })
        {
            return;
        }

        if (outside.Now < _killedAt + ComeUp)
        {
            outside.After(_killedAt + ComeUp - outside.Now, Start);
            return;
        }

        var context = _context = loop.Begin();
        _stop?.Dispose();
        var stop = _stop = new CancellationTokenSource();
        _starts.Add(outside.Now);
        outside.Note("hub", "starts");
        context.Start(() => _ = WatchAsync(RunAsync(stop.Token)));
    }

    /// <summary>Ends it at whatever await it stands.</summary>
    public void Kill()
    {
        outside.Note("hub", "is killed");
        _killedAt = outside.Now;
        _context?.Kill();
        Engine = null;
    }

    /// <summary>Asks it to end; the loops finish what they must.</summary>
    public void Stop()
    {
        outside.Note("hub", "is asked to stop");
        var stop = _stop;
        _context?.Start(() => stop?.Cancel());
        Engine = null;
    }

    /// <summary>Hands a delivery in at the door; nobody answers when the hub is not there, or dies over it.</summary>
    /// <param name="connection">The sender.</param>
    /// <param name="delivery">The delivery.</param>
    /// <param name="answer">Told the HTTP status.</param>
    /// <returns>Whether somebody was there.</returns>
    public bool Deliver(ConnectionName connection, WireRequest delivery, Action<int> answer)
    {
        if (Engine is not { } engine)
        {
            return false;
        }

        // As at the host's door: a vendor's own form first, then the events that anybody may send.
        var verdict = parts.Schemes.GetValueOrDefault(connection)?.Open(delivery, outside.Now);
        if (verdict is null ? !parts.Door[connection](delivery, outside.Now) : verdict is not InboundVerdict.Accepted)
        {
            answer(verdict is InboundVerdict.Malformed ? 400 : 401);
            return true;
        }

        var opened = (verdict as InboundVerdict.Accepted)?.Messages;
        _context!.Start(() => _ = WatchAsync(ReceiveAsync(engine.Receiver, connection, opened ?? MessagesOf(delivery), answer)));
        return true;
    }

    /// <summary>Does something on the hub's own thread, as the host does for its console.</summary>
    public void Do(Func<HubLoop, Task> work)
    {
        if (Engine is { } engine)
        {
            _context!.Start(() => _ = WatchAsync(work(engine)));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop?.Dispose();

    private async Task RunAsync(CancellationToken stop)
    {
        var engine = new HubLoop(parts.Contract, parts.Connect(), parts.Journal, parts.Ledger, parts.Clock);
        var read = await engine.RecoverAsync(stop);
        outside.Note("hub", $"recovered from {read} entries, decided through {engine.Lanes.Through}");
        Engine = engine;
        await engine.RunAsync(stop);
        outside.Note("hub", "has stopped");
    }

    private static Items<RawMessage>? MessagesOf(WireRequest delivery) =>
        Envelope.Open(delivery.ContentType, delivery.Headers, delivery.Body) is EnvelopeOpening.Opened opened ? opened.Messages : null;

    private static async Task ReceiveAsync(
        Receiver receiver, ConnectionName connection, Items<RawMessage>? messages, Action<int> answer)
    {
        if (messages is not { } opened)
        {
            answer(400);
            return;
        }

        var reply = await receiver.AcceptAsync(Receiver.Prepare(connection, opened));
        answer(reply is IntakeReply.Accepted ? 202 : 503);
    }

    private async Task WatchAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException) when (_stop?.IsCancellationRequested == true)
        {
            // A stop that was asked for.
        }
#pragma warning disable CA1031 // The host's edge: whatever brings the hub down is the simulation's finding.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Failure ??= failure;
            outside.Note("hub", $"fell: {failure}");
        }
    }
}
