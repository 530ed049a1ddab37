namespace Trueup.Queues;

/// <summary>What the operator is told about queues.</summary>
internal static partial class Log
{
    [LoggerMessage(4601, LogLevel.Warning, "The queue {Queue} of connection {Connection} cannot be read: {Trouble}")]
    public static partial void QueueDown(ILogger logger, string connection, string queue, string trouble);

    [LoggerMessage(4603, LogLevel.Error, "Reading the queue of connection {Connection} failed; it is tried again")]
    public static partial void QueueFailed(ILogger logger, string connection, Exception fault);

    [LoggerMessage(4602, LogLevel.Information, "The queue {Queue} of connection {Connection} is read again")]
    public static partial void QueueRead(ILogger logger, string connection, string queue);
}
