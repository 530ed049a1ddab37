using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.Http.Twin;

/// <summary>Writes the answers of a system.</summary>
internal static class TwinReply
{
    private static readonly WireHeader Json = new("Content-Type", "application/json");

    /// <summary>An answer in JSON.</summary>
    public static WireReply Of(int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
        writer.Flush();
        return new WireReply(status, buffer.WrittenMemory, [Json]);
    }

    /// <summary>A refusal with its reason.</summary>
    public static WireReply Refusal(int status, string message) =>
        Of(status, writer => writer.WriteString("message"u8, message));

    /// <summary>"Not now."</summary>
    public static WireReply Later(int status, string message, TimeSpan wait)
    {
        var reply = Refusal(status, message);
        var seconds = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return reply with { Headers = reply.Headers.Add(new WireHeader("Retry-After", seconds)) };
    }
}
