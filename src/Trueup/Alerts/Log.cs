namespace Trueup.Alerts;

/// <summary>What the alerts tell the operator. Ids 4400 to 4499.</summary>
internal static partial class Log
{
    [LoggerMessage(4400, LogLevel.Warning, "Alert {Kind}: {Alert}. {Explanation}")]
    public static partial void Alerted(ILogger logger, NoticeKind kind, string alert, string explanation);

    [LoggerMessage(4401, LogLevel.Warning, "The notice of {Alert} did not reach {Target}: {Failure}; {Outcome}")]
    public static partial void NotDelivered(ILogger logger, string alert, string target, string failure, string outcome);

    [LoggerMessage(4402, LogLevel.Warning, "What stands cannot be kept in {Folder}; after a restart somebody may be told twice")]
    public static partial void NotKept(ILogger logger, string folder);
}
