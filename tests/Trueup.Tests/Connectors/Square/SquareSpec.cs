using System.Text.Json;
using Trueup.Core.Connecting;

namespace Trueup.Tests.Connectors.Square;

/// <summary>Holds requests and answers against Square's own description of its interface.</summary>
internal static class SquareSpec
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "Connectors", "Square", "Samples", "square-openapi.json"))).RootElement;

    /// <summary>What in a request and its answer breaks the description; empty when nothing does.</summary>
    public static List<string> Problems(WireRequest request, WireReply reply)
    {
        var problems = new List<string>();
        var path = request.Target.Split('?')[0];
        if (!Root.GetProperty("paths").TryGetProperty(path, out var at) ||
            !at.TryGetProperty(request.Method.ToLowerInvariant(), out var operation))
        {
            return [$"{request.Method} {path} is no call of Square's."];
        }

        if (operation.TryGetProperty("requestBody", out var body))
        {
            using var sent = JsonDocument.Parse(request.Body);
            Check(sent.RootElement, SchemaOf(body), "request", problems, isStrict: true);
        }

        if (reply.Status == 200)
        {
            using var answer = JsonDocument.Parse(reply.Body);
            Check(
                answer.RootElement,
                SchemaOf(operation.GetProperty("responses").GetProperty("200")),
                "answer",
                problems,
                isStrict: true);
        }

        return problems;
    }

    private static JsonElement SchemaOf(JsonElement content) =>
        content.GetProperty("content").GetProperty("application/json").GetProperty("schema");

    private static void Check(JsonElement value, JsonElement schema, string at, List<string> problems, bool isStrict)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var name = reference.GetString()!.Split('/')[^1];
            Check(
                value, Root.GetProperty("components").GetProperty("schemas").GetProperty(name), at, problems, isStrict);
            return;
        }

        if (schema.TryGetProperty("enum", out var words) &&
            !words.EnumerateArray().Any(
                word => word.GetString() == (value.ValueKind == JsonValueKind.String ? value.GetString() : null)))
        {
            problems.Add($"{at}: '{value}' is none of the words");
        }

        switch (schema.TryGetProperty("type", out var type) ? type.GetString() : null)
        {
            case "object":
                CheckObject(value, schema, at, problems, isStrict);
                break;
            case "array":
                CheckArray(value, schema, at, problems, isStrict);
                break;
            case "string":
                CheckText(value, schema, at, problems);
                break;
            case "integer":
                if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var whole) ||
                    (schema.TryGetProperty("maximum", out var most) && whole > most.GetDouble()) ||
                    (schema.TryGetProperty("minimum", out var least) && whole < least.GetDouble()))
                {
                    problems.Add($"{at}: {value} is no such whole number");
                }

                break;
            case "boolean":
                if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                {
                    problems.Add($"{at}: {value} is neither true nor false");
                }

                break;
        }
    }

    private static void CheckObject(
        JsonElement value, JsonElement schema, string at, List<string> problems, bool isStrict)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            problems.Add($"{at}: is no object");
            return;
        }

        foreach (
            var needed in schema.TryGetProperty("required", out var required) ? required.EnumerateArray() : default)
        {
            if (!value.TryGetProperty(needed.GetString()!, out _))
            {
                problems.Add($"{at}: {needed} is missing");
            }
        }

        foreach (var member in value.EnumerateObject())
        {
            if (schema.TryGetProperty("properties", out var known) && known.TryGetProperty(member.Name, out var own))
            {
                Check(member.Value, own, $"{at}.{member.Name}", problems, isStrict);
            }
            else if (isStrict)
            {
                problems.Add($"{at}.{member.Name} is unknown to Square");
            }
        }
    }

    private static void CheckArray(
        JsonElement value, JsonElement schema, string at, List<string> problems, bool isStrict)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            problems.Add($"{at}: is no list");
            return;
        }

        var place = 0;
        foreach (var member in value.EnumerateArray())
        {
            Check(member, schema.GetProperty("items"), $"{at}[{place++}]", problems, isStrict);
        }
    }

    private static void CheckText(JsonElement value, JsonElement schema, string at, List<string> problems)
    {
        if (value.ValueKind != JsonValueKind.String ||
            (schema.TryGetProperty("maxLength", out var most) && value.GetString()!.Length > most.GetInt32()) ||
            (schema.TryGetProperty("minLength", out var least) && value.GetString()!.Length < least.GetInt32()))
        {
            problems.Add($"{at}: '{value}' is no such text");
        }
    }
}
