namespace Trueup.Shapes;

/// <summary>What the watch over payloads tells the operator. Ids 4700 to 4799.</summary>
internal static partial class Log
{
    [LoggerMessage(4700, LogLevel.Warning, "What payloads look like cannot be kept in {Folder}; after a restart it is learned anew")]
    public static partial void NotKept(ILogger logger, string folder);
}
