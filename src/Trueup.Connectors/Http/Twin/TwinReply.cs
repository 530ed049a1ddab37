using System.Globalization;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.Http.Twin;

/// <summary>Writes the answers of a system.</summary>
internal static class TwinReply
{
    /// <summary>A refusal with its reason.</summary>
    public static WireReply Refusal(int status, string message) =>
        WireReply.Json(status, writer => writer.WriteString("message"u8, message));

    /// <summary>"Not now."</summary>
    public static WireReply Later(int status, string message, TimeSpan wait)
    {
        var reply = Refusal(status, message);
        var seconds = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return reply with { Headers = reply.Headers.Add(new WireHeader("Retry-After", seconds)) };
    }
}
