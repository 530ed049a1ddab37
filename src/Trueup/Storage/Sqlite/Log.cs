namespace Trueup.Storage.Sqlite;

/// <summary>What the store tells the operator. Ids 4100 to 4199.</summary>
internal static partial class Log
{
    [LoggerMessage(4100, LogLevel.Warning, "The journal's log could not be copied into its file, and grows: {Reason}")]
    public static partial void CheckpointFailed(ILogger logger, string reason);

    [LoggerMessage(4101, LogLevel.Warning, "The ledger could not be written and is tried again later: {Reason}")]
    public static partial void LedgerNotWritten(ILogger logger, string reason);
}
