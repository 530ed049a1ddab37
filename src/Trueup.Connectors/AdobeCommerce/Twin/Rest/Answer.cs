using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>An answer before it is written down: JSON, or a text of some other type.</summary>
internal sealed record Answer(int Status, JsonNode? Json, string? Text = null, string ContentType = Answer.JsonType)
{
    private const string JsonType = "application/json; charset=utf-8";
    private const string PlainType = "text/plain; charset=utf-8";
    private const string HtmlType = "text/html; charset=utf-8";

    public Items<WireHeader> ExtraHeaders { get; init; }

    public static Answer Ok(JsonNode? json) => new(200, json);

    public static Answer Empty => new(200, new JsonArray());

    public static Answer Html(int status, string text) => new(status, Json: null, text, HtmlType);

    public static Answer Of(Refusal refusal) => refusal.IsPlainText
        ? new Answer(refusal.Status, Json: null, refusal.Message, PlainType)
        : new Answer(refusal.Status, Envelope(refusal));

    public static Answer Of(Refusal? refusal, JsonNode? json) => refusal is null ? Ok(json) : Of(refusal);

    public static Answer Of<T>(Outcome<T> outcome, Func<T, JsonNode?> json) =>
        outcome.IsDone ? Ok(json(outcome.Value)) : Of(outcome.Refusal);

    /// <summary>An internal error with a report number, which the shop gives for what it did not foresee.</summary>
    public static Answer InternalError(string seed) => Of(new Refusal(
        500,
        "Internal Error. Details are available in Magento log file. Report ID: webapi-"
            + DerivedText.Hexadecimal(seed, 13)));

    /// <summary>The answer written down.</summary>
    /// <param name="sheet">What it is written on first; it may be used for the next answer.</param>
    public WireReply ToReply(ArrayBufferWriter<byte> sheet) => new(
        Status,
        Text is null ? Written(Json, sheet) : Encoding.UTF8.GetBytes(Text),
        ExtraHeaders.Add(new WireHeader("Content-Type", ContentType)));

    private static byte[] Written(JsonNode? json, ArrayBufferWriter<byte> sheet)
    {
        if (json is null)
        {
            return "null"u8.ToArray();
        }

        sheet.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(sheet))
        {
            json.WriteTo(writer);
        }

        return sheet.WrittenSpan.ToArray();
    }

    private static JsonObject Envelope(Refusal refusal)
    {
        var envelope = new JsonObject { ["message"] = refusal.Message };
        if (!refusal.Errors.IsEmpty)
        {
            envelope["errors"] = new JsonArray([.. refusal.Errors.Select(e => (JsonNode?)new JsonObject
            {
                ["message"] = e.Message,
                ["parameters"] = Parameters(e),
            })]);
        }

        if (!refusal.Parameters.IsEmpty)
        {
            envelope["parameters"] = Parameters(refusal);
        }

        return envelope;
    }

    private static JsonNode Parameters(Refusal refusal)
    {
        if (refusal.Parameters.IsEmpty || refusal.Parameters[0].Name is null)
        {
            return new JsonArray([.. refusal.Parameters.Select(p => (JsonNode?)JsonValue.Create(p.Value))]);
        }

        var named = new JsonObject();
        foreach (var parameter in refusal.Parameters)
        {
            named[parameter.Name!] = parameter.IsNumber
                ? JsonValue.Create(decimal.Parse(parameter.Value, CultureInfo.InvariantCulture))
                : JsonValue.Create(parameter.Value);
        }

        return named;
    }
}
