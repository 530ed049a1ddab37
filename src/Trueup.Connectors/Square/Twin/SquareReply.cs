using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.Square.Twin;

/// <summary>Writes Square's answers.</summary>
internal static class SquareReply
{
    private static readonly WireHeader Json = new("Content-Type", "application/json");

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

    public static WireReply Error(int status, string category, string code, string detail, string? field = null) =>
        Of(status, writer =>
        {
            writer.WriteStartArray("errors");
            writer.WriteStartObject();
            writer.WriteString("category", category);
            writer.WriteString("code", code);
            writer.WriteString("detail", detail);
            if (field is not null)
            {
                writer.WriteString("field", field);
            }

            writer.WriteEndObject();
            writer.WriteEndArray();
        });

    public static WireReply Wrong(string detail, string? field = null, string code = "INVALID_VALUE") =>
        Error(400, "INVALID_REQUEST_ERROR", code, detail, field);

    public static string Text(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
