using System.Text.Json;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Intake.CloudEvents;

namespace Trueup.Engine.Intake;

/// <summary>
/// Reads the events that any system may send (CONTRACT §3): the same bytes always read the same, and whatever makes
/// no sense comes out as <see cref="Fact.Unusable"/> with the field, what was expected there and what came.
/// </summary>
/// <remarks>Keeps codes that it has read before, and is therefore for one thread at a time.</remarks>
public sealed class NeutralDialect
{
    private const int TypeQuoteMax = 100;

    private readonly LevelScan _levels = new();

    /// <summary>Whether a message of this form is in this dialect.</summary>
    public static bool Reads(string form) => string.Equals(form, Envelope.Form, StringComparison.Ordinal);

    /// <summary>What a message says: its facts in order, or its problems. Never throws for any bytes.</summary>
    public Items<Fact> Read(Entry message)
    {
        ArgumentNullException.ThrowIfNull(message);
        try
        {
            return _levels.Read(message.Body.Span) is { } level ? [level] : ReadAny(message);
        }
        catch (JsonException fault)
        {
            return Unreadable(
                $"The message is not JSON at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}.");
        }
    }

    private static Items<Fact> ReadAny(Entry message)
    {
        if (!JsonText.IsSound(message.Body.Span))
        {
            return Unreadable("The message is not UTF-8, or an escape in it is half a character.");
        }

        using var document = JsonDocument.Parse(message.Body);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            return Unreadable("The message is not a JSON object.");
        }

        var problems = new Problems();
        var type = new Datum(document.RootElement, "", problems)["type"].Code();
        if (problems.Count > 0)
        {
            return problems.ToFacts();
        }

        using var decoded = Decode(document.RootElement);
        var root = decoded?.RootElement ?? (document.RootElement.TryGetProperty("data", out var data) ? data : default);
        if (root.ValueKind != JsonValueKind.Object)
        {
            return NeutralFacts.Knows(type) ? Unreadable("data: expected an object.") : Unknown(type);
        }

        var facts = NeutralFacts.Read(type, new Datum(root, "", problems), problems, message);
        return facts is null ? Unknown(type) : facts.Value.AddRange(problems.ToFacts(OrderIn(type, root)));
    }

    /// <summary>The order that data is of or about, as its sender names it; null where it names none.</summary>
    private static string? OrderIn(string type, JsonElement data) =>
        data.TryGetProperty(type == NeutralTypes.OrderPlaced ? "number" : "order", out var name) &&
        RemoteCode.TryParse(name.ValueKind == JsonValueKind.Number ? name.GetRawText() : name.ValueKind == JsonValueKind.String
            ? name.GetString() : null, out var code)
            ? code.Text
            : null;

    /// <summary>Data that came in base 64, as JSON; null where there is none.</summary>
    private static JsonDocument? Decode(JsonElement root)
    {
        if (!root.TryGetProperty("data_base64", out var text) || text.ValueKind != JsonValueKind.String ||
            !text.TryGetBytesFromBase64(out var bytes))
        {
            return null;
        }

        // Half characters would throw on reading; as no object they are told of instead.
        return JsonText.IsSound(bytes) ? JsonDocument.Parse(bytes) : null;
    }

    private static Items<Fact> Unknown(string type) =>
        [new Fact.Unusable(CaseCodes.TypeUnknown, $"type: \"{Field.Cut(type, TypeQuoteMax)}\" is unknown.")];

    private static Items<Fact> Unreadable(string detail) => [new Fact.Unusable(CaseCodes.Unreadable, detail)];
}
