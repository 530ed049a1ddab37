using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

/// <summary>Compares what the twin said with what the real shop said.</summary>
internal static class Likeness
{
    /// <summary>Where the two differ first, as a path and both values; null when they do not.</summary>
    /// <param name="expected">What the real shop said.</param>
    /// <param name="actual">What the twin said.</param>
    /// <param name="isFree">Members whose value may differ.</param>
    /// <param name="path">Where the two stand in the whole.</param>
    public static string? Difference(
        JsonElement expected, JsonNode? actual, Func<string, bool>? isFree = null, string path = "$") =>
        expected.ValueKind switch
        {
            JsonValueKind.Object => OfObject(expected, actual, isFree, path),
            JsonValueKind.Array => OfList(expected, actual, isFree, path),
            JsonValueKind.Number when actual?.GetValueKind() == JsonValueKind.Number =>
                OfNumber(expected, actual, path),
            JsonValueKind.Null when actual is null => null,
            JsonValueKind.String when actual?.GetValueKind() == JsonValueKind.String => OfText(expected, actual, path),
            _ when actual is not null && expected.ValueKind == actual.GetValueKind() => null,
            _ => Differ(expected, actual, path),
        };

    private static string? OfNumber(JsonElement expected, JsonNode actual, string path)
    {
        var number = decimal.Parse(actual.ToJsonString(), CultureInfo.InvariantCulture);
        return Math.Abs(expected.GetDecimal() - number) < 0.00005m ? null : Differ(expected, actual, path);
    }

    /// <summary>Compares a list whose order the real shop does not promise: what it showed must be there.</summary>
    public static string? Unordered(JsonElement expected, JsonNode? actual) => expected.EnumerateArray()
        .Where(static wanted => wanted.ValueKind == JsonValueKind.Object)
        .Where(wanted => actual is not JsonArray list || list.All(each => Difference(wanted, each) is not null))
        .Select(static wanted => $"{wanted.GetRawText()} is missing").FirstOrDefault();

    private static string? OfText(JsonElement expected, JsonNode actual, string path) =>
        string.Equals(expected.GetString(), actual.GetValue<string>(), StringComparison.Ordinal)
            || (IsNumberInText(expected.GetString()!) && IsNumberInText(actual.GetValue<string>()))
            ? null
            : Differ(expected, actual, path);

    /// <summary>A number that a database gave out, as the text that an operation's result is kept as.</summary>
    private static bool IsNumberInText(string text) =>
        text is ['"', _, .., '"'] && text[1..^1].All(char.IsAsciiDigit);

    private static string? OfObject(JsonElement expected, JsonNode? actual, Func<string, bool>? isFree, string path)
    {
        if (actual is not JsonObject members)
        {
            return Differ(expected, actual, path);
        }

        foreach (var property in expected.EnumerateObject())
        {
            if (!members.TryGetPropertyValue(property.Name, out var value))
            {
                if (isFree?.Invoke(property.Name) != true)
                {
                    return $"{path}.{property.Name} is missing";
                }
            }
            else if (isFree?.Invoke(property.Name) != true
                && Difference(property.Value, value, isFree, $"{path}.{property.Name}") is { } difference)
            {
                return difference;
            }
        }

        return members.Select(m => m.Key)
            .FirstOrDefault(n => !expected.TryGetProperty(n, out _) && isFree?.Invoke(n) != true) is { } extra
            ? $"{path}.{extra} should not be there"
            : null;
    }

    private static string? OfList(JsonElement expected, JsonNode? actual, Func<string, bool>? isFree, string path)
    {
        if (actual is not JsonArray list)
        {
            return Differ(expected, actual, path);
        }

        var wanted = expected.EnumerateArray().ToList();
        var cut = wanted.FindIndex(w => w.ValueKind == JsonValueKind.String
            && w.GetString()!.StartsWith("... ", StringComparison.Ordinal));
        if (cut < 0 && wanted.Count != list.Count)
        {
            return $"{path} has {list.Count} entries instead of {wanted.Count}";
        }

        for (var i = 0; i < (cut < 0 ? wanted.Count : Math.Min(cut, list.Count)); i++)
        {
            if (Difference(wanted[i], list[i], isFree, $"{path}[{i}]") is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private static string Differ(JsonElement expected, JsonNode? actual, string path) =>
        $"{path} is {Short(actual?.ToJsonString() ?? "null")} instead of {Short(expected.GetRawText())}";

    private static string Short(string text) => text.Length > 200 ? text[..200] + "…" : text;
}
