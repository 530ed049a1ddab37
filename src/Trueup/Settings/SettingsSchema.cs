using System.Globalization;
using System.Text.Json.Nodes;

namespace Trueup.Settings;

/// <summary>
/// The JSON Schema of <c>trueup.yaml</c> for editors, made from the same declarations that check the file.
/// </summary>
/// <remarks>Never stricter than the check: what a schema cannot say (names that must exist) it leaves open.</remarks>
public static class SettingsSchema
{
    private const string Reference = "reference";

    /// <summary>The schema, draft 2020-12, with a definition for each kind of connection.</summary>
    public static JsonObject Of(ConnectorCatalogue connectors)
    {
        var root = KeyTree.Of(connectors);
        var definitions = new JsonObject
        {
            [Reference] = new JsonObject
            {
                ["description"] = "A value that ${NAME} or ${file:PATH} is part of.",
                ["type"] = "string",
                ["pattern"] = @"\$\{",
            },
        };
        foreach (var (kind, keys) in root.Below("connections")!.Any!.Kinds)
        {
            definitions[kind] = OfKind(kind, keys);
        }

        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "trueup.yaml",
        };
        foreach (var (name, part) in OfSection(root).ToList())
        {
            schema[name] = part?.DeepClone();
        }

        schema["$defs"] = definitions;
        return schema;
    }

    private static JsonObject OfKind(string kind, KeyTree keys)
    {
        var section = OfSection(keys);
        section["properties"]!["kind"] = new JsonObject { ["const"] = kind };
        return section;
    }

    private static JsonObject Of(KeyTree keys)
    {
        var schema = keys switch
        {
            { Kinds.Count: > 0 } => new JsonObject
            {
                ["oneOf"] = new JsonArray([.. keys.Kinds.Keys.Select(PointerTo)]),
            },
            { Member: { } member } => ListOf(Of(member)),
            { Form.Shape: FormShape.Section or FormShape.AnyMap } => OfSection(keys),
            { Form.Shape: FormShape.AnyList } => new JsonObject { ["type"] = "array" },
            { Form.Shape: FormShape.Many } => ListOf(OfValue(keys.Form)),
            { Form.Shape: FormShape.OneOrMany } => AnyOf(OfValue(keys.Form), ListOf(OfValue(keys.Form))),
            _ => OfValue(keys.Form),
        };
        if (keys.Rule is { } rule)
        {
            schema["description"] = rule.Meaning;
        }

        return schema;
    }

    private static JsonObject OfSection(KeyTree keys)
    {
        var properties = new JsonObject();
        foreach (var (name, below) in keys.Names)
        {
            properties[name] = Of(below);
        }

        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = keys.Any is { } any ? Of(any) : keys.Form.Shape == FormShape.AnyMap,
        };
        var required = keys.Keys.Where(key => key.Rule is { Required: true })
            .Select(key => (JsonNode)key.Segment).ToArray();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray(required);
        }

        return schema;
    }

    private static JsonObject OfValue(Form form)
    {
        if (!form.Choices.IsEmpty)
        {
            var words = new JsonObject { ["enum"] = new JsonArray([.. form.Choices.SelectMany(Spellings)]) };
            return AnyOf(words, PointerTo(Reference));
        }

        if (form.Pattern == Form.Text.Pattern)
        {
            var types = new JsonArray("string", "number", "boolean");
            return new JsonObject { ["type"] = types, ["description"] = form.Expected };
        }

        var type = form.JsonType == "string" ? (JsonNode)"string" : new JsonArray(form.JsonType, "string");
        var value = new JsonObject { ["type"] = type, ["pattern"] = form.Pattern, ["description"] = form.Expected };
        return AnyOf(value, PointerTo(Reference));
    }

    /// <summary>A word as text and, where YAML reads a number in it, as that number.</summary>
    private static IEnumerable<JsonNode> Spellings(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? [number, word] : [word];

    private static JsonObject ListOf(JsonObject member) => new() { ["type"] = "array", ["items"] = member };

    private static JsonObject AnyOf(params JsonNode[] schemas) => new() { ["anyOf"] = new JsonArray(schemas) };

    private static JsonObject PointerTo(string definition) => new() { ["$ref"] = $"#/$defs/{definition}" };
}
