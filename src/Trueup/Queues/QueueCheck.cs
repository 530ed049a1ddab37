using Trueup.Settings;

namespace Trueup.Queues;

/// <summary>Tries whether a queue is there, taking nothing from it.</summary>
internal static class QueueCheck
{
    /// <summary>What is wrong, in a sentence without the broker's address, which holds a password; null when nothing is.</summary>
    public static async Task<string?> FaultOfAsync(QueueSettings queue, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await QueueSession.ConnectAsync(queue, "trueup check", cancellationToken);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            _ = await channel.QueueDeclarePassiveAsync(queue.Name, cancellationToken);
            return null;
        }
        catch (Exception fault) when (QueueFault.Describe(fault) is not null && !cancellationToken.IsCancellationRequested)
        {
            return QueueFault.Describe(fault);
        }
    }
}
