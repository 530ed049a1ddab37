using System.Globalization;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.Square.Twin;

/// <summary>Writes Square's answers.</summary>
internal static class SquareReply
{
    public static WireReply Error(int status, string category, string code, string detail, string? field = null) =>
        WireReply.Json(status, writer =>
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
