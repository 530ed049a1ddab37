using Trueup.Core.Connecting;

namespace Trueup.Connectors.Http.Twin;

/// <summary>Writes the answers of a system.</summary>
internal static class TwinReply
{
    /// <summary>A refusal with its reason.</summary>
    public static WireReply Refusal(int status, string message) =>
        WireReply.Json(status, writer => writer.WriteString("message"u8, message));
}
