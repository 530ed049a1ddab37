namespace Trueup.Hosting;

/// <summary>What the host tells the operator. Ids 4200 to 4299.</summary>
internal static partial class Log
{
    [LoggerMessage(
        4200,
        LogLevel.Information,
        "Trueup serves {Address}; {Entries} journal entries read back, decided through {Through}")]
    public static partial void Serving(ILogger logger, Uri address, long entries, long through);

    [LoggerMessage(4201, LogLevel.Information, "Trueup stops: no more deliveries; {UnderWay} under way")]
    public static partial void Stopping(ILogger logger, int underWay);

    [LoggerMessage(4202, LogLevel.Information, "Trueup has stopped; the journal ends at {End}")]
    public static partial void Stopped(ILogger logger, long end);

    [LoggerMessage(
        4203,
        LogLevel.Critical,
        "The hub failed and stops, so that nothing is decided in doubt; a restart recovers it")]
    public static partial void Failed(ILogger logger, Exception fault);

    [LoggerMessage(4204, LogLevel.Warning, "Connection {Connection} is {State}: {Reason}")]
    public static partial void ConnectionTroubled(ILogger logger, string connection, string state, string reason);

    [LoggerMessage(4205, LogLevel.Information, "Connection {Connection} is {State} again")]
    public static partial void ConnectionWell(ILogger logger, string connection, string state);

    [LoggerMessage(4206, LogLevel.Warning, "Deciding is behind by {Seconds} seconds, {Entries} entries")]
    public static partial void Behind(ILogger logger, long seconds, long entries);

    [LoggerMessage(4207, LogLevel.Information, "Deciding has caught up")]
    public static partial void CaughtUp(ILogger logger);

    [LoggerMessage(
        4208,
        LogLevel.Error,
        "The journal cannot be written: deliveries are answered 503, nothing is decided. Make room in {Folder}")]
    public static partial void Unwritable(ILogger logger, string folder);

    [LoggerMessage(4209, LogLevel.Information, "The journal is written again")]
    public static partial void Writable(ILogger logger);

    [LoggerMessage(
        4210,
        LogLevel.Warning,
        "The hub did not stop within {Seconds} seconds; its ledger is caught up at the next start")]
    public static partial void SlowToStop(ILogger logger, double seconds);
}
