using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Trueup.Tests.Settings;

/// <summary>Validates against the part of JSON Schema that the configuration's schema uses.</summary>
internal sealed class SchemaWalk(JsonObject root)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly HashSet<string> Understood =
    [
        "$schema", "$defs", "$ref", "title", "description", "type", "properties", "additionalProperties", "required",
        "items", "enum", "const", "pattern", "anyOf", "oneOf",
    ];

    /// <summary>The first thing that the schema refuses; null when it accepts everything.</summary>
    public string? Refusal(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Refusal(ToJson(stream.Documents[0].RootNode), root, "");
    }

    private static JsonNode ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(
            child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, (JsonNode?)ToJson(child.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(plain.Value!),
        _ => ((YamlScalarNode)node).Value!,
    };

    private static JsonNode Plain(string text)
    {
        if (text is "true" or "false")
        {
            return text == "true";
        }

        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : text;
    }

    private static bool IsOfType(JsonNode value, string type) => (value.GetValueKind(), type) switch
    {
        (JsonValueKind.Object, "object") or (JsonValueKind.Array, "array") or (JsonValueKind.String, "string") => true,
        (JsonValueKind.True or JsonValueKind.False, "boolean") or (JsonValueKind.Number, "number") => true,
        (JsonValueKind.Number, "integer") => decimal.IsInteger(value.GetValue<decimal>()),
        _ => false,
    };

    private static IEnumerable<JsonNode> Each(JsonNode? one) =>
        one is JsonArray many ? many.OfType<JsonNode>() : new[] { one }.OfType<JsonNode>();

    private string? Refusal(JsonNode value, JsonNode schema, string path)
    {
        Assert.All(schema.AsObject(), keyword => Assert.Contains(keyword.Key, Understood));
        if (schema["$ref"] is { } pointer)
        {
            return Refusal(value, root["$defs"]![pointer.GetValue<string>().Split('/')[^1]]!, path);
        }

        if (schema["anyOf"] is JsonArray any && any.All(each => Refusal(value, each!, path) is not null))
        {
            return $"{path}: none of the alternatives";
        }

        if (schema["oneOf"] is JsonArray one && one.Count(each => Refusal(value, each!, path) is null) != 1)
        {
            return $"{path}: not exactly one of the kinds";
        }

        if (schema["type"] is { } type && !Each(type).Any(each => IsOfType(value, each.GetValue<string>())))
        {
            return $"{path}: not of type {type}";
        }

        return OfScalar(value, schema, path) ?? (value as JsonArray)?
            .Select((member, i) => schema["items"] is { } items ? Refusal(member!, items, $"{path}[{i}]") : null)
            .FirstOrDefault(refusal => refusal is not null) ?? OfObject(value as JsonObject, schema, path);
    }

    private static string? OfScalar(JsonNode value, JsonNode schema, string path)
    {
        if (schema["const"] is { } constant && !JsonNode.DeepEquals(constant, value))
        {
            return $"{path}: not {constant}";
        }

        if (schema["enum"] is { } words && !Each(words).Any(word => JsonNode.DeepEquals(word, value)))
        {
            return $"{path}: not one of the words";
        }

        return schema["pattern"] is { } pattern && value.GetValueKind() == JsonValueKind.String &&
            !Regex.IsMatch(value.GetValue<string>(), pattern.GetValue<string>(), RegexOptions.None, Patience)
            ? $"{path}: does not match {pattern}"
            : null;
    }

    private string? OfObject(JsonObject? map, JsonNode schema, string path)
    {
        if (map is null)
        {
            return null;
        }

        var missing = Each(schema["required"]).FirstOrDefault(name => !map.ContainsKey(name.GetValue<string>()));
        if (missing is not null)
        {
            return $"{path}: {missing} is missing";
        }

        foreach (var (name, value) in map)
        {
            var below = schema["properties"]?[name] ?? schema["additionalProperties"];
            if (below?.GetValueKind() == JsonValueKind.False)
            {
                return $"{path}.{name}: unknown key";
            }

            if (below is JsonObject known && Refusal(value!, known, $"{path}.{name}") is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }
}
