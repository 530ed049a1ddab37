namespace Trueup.Telemetry;

/// <summary>What the export tells the operator. Ids 4500 to 4599.</summary>
internal static partial class Log
{
    [LoggerMessage(4500, LogLevel.Warning, "The collector at {Host} does not take the metrics; the hub goes on without")]
    public static partial void NotTaken(ILogger logger, string host);

    [LoggerMessage(4501, LogLevel.Information, "The collector at {Host} takes the metrics again")]
    public static partial void TakenAgain(ILogger logger, string host);
}
