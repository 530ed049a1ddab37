using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine.Intake;
using Trueup.Engine.Lanes;
using Trueup.Hosting;
using Trueup.Settings;

namespace Trueup.Queues;

/// <summary>
/// Reads the queue that a connection's events come through into the journal, in the order of the queue, and acknowledges to the
/// broker what is on disk. While the hub cannot take anything, it waits in the broker.
/// </summary>
/// <param name="host">The hub.</param>
/// <param name="connection">Whose events they are.</param>
/// <param name="queue">The queue.</param>
/// <param name="logger">Told when the queue cannot be read, and when it can again.</param>
public sealed class QueueReader(HubHost host, ConnectionName connection, QueueSettings queue, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan NoRoomPause = TimeSpan.FromSeconds(1);

    private long _taken;

    /// <summary>Whose events they are.</summary>
    public ConnectionName Connection => connection;

    /// <summary>Whether the queue is being read now.</summary>
    public bool IsReading { get; private set; }

    /// <summary>Events on disk and acknowledged since the start, duplicates among them.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Runs until it is stopped, or the hub has ended.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        try
        {
            while (!cancellationToken.IsCancellationRequested && !host.Ended.IsCompleted)
            {
                var before = Taken;
                await TellAsync(await ReadAsync(cancellationToken), cancellationToken);
                pause = Taken > before ? FirstPause : pause;
                await Task.Delay(pause, host.Clock, cancellationToken);
                pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What is not acknowledged is handed out again.
        }
        finally
        {
            IsReading = false;
        }
    }

    /// <summary>Reads for as long as it goes; why it does not go on.</summary>
    private async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await QueueSession.OpenAsync(queue, $"trueup {connection}", cancellationToken);
            await TellAsync(trouble: null, cancellationToken);
            while (await session.NextAsync(cancellationToken) is { Count: > 0 } deliveries)
            {
                await TakeAsync(session, deliveries, cancellationToken);
            }

            return session.WhyClosed;
        }
        catch (Exception fault) when (QueueFault.Describe(fault) is not null && !cancellationToken.IsCancellationRequested)
        {
            return QueueFault.Describe(fault)!;
        }
#pragma warning disable CA1031 // The edge to the broker: whatever it was, the operator is told, and the next try may do.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.QueueFailed(logger, connection.Text, fault);
            return $"The reading failed ({fault.GetType().Name}); the log has the details.";
        }
    }

    private async Task TakeAsync(QueueSession session, IReadOnlyList<QueueDelivery> deliveries, CancellationToken cancellationToken)
    {
        var messages = deliveries.SelectMany(delivery => QueueMessages.Of(delivery)).ToItems();
        var prepared = Receiver.Prepare(connection, messages);
        while (!session.IsClosed)
        {
            if (host.Intake.TryCount(messages.Count) && await host.Intake.AcceptAsync(prepared) is IntakeReply.Accepted)
            {
                await session.AcknowledgeAsync(deliveries[^1], cancellationToken);
                Interlocked.Add(ref _taken, messages.Count);
                return;
            }

            await Task.Delay(NoRoomPause, host.Clock, cancellationToken);
        }
    }

    /// <summary>A trouble that goes on is told once, and its end only where the hub knows of it.</summary>
    private async Task TellAsync(string? trouble, CancellationToken cancellationToken)
    {
        IsReading = trouble is null;
        var known = await host.Thread.PostAsync(hub => hub.State.Cases
            .Open(cell => cell.Code == CaseCodes.QueueDown && cell.Connection == connection.Text).FirstOrDefault()?.Detail);
        if (known == trouble)
        {
            return;
        }

        if (trouble is null)
        {
            Log.QueueRead(logger, connection.Text, queue.Name);
        }
        else
        {
            Log.QueueDown(logger, connection.Text, queue.Name, trouble);
        }

        var tick = Ticks.Queue(connection, trouble, host.Clock.GetUtcNow());
        _ = await host.Thread.RunAsync(hub => hub.Receiver.AcceptAsync(Receiver.Prepare(connection, []), _ => [tick]))
            .WaitAsync(cancellationToken);
    }
}
