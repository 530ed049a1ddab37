using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

/// <summary>The files of observed behaviour, beside the tests in the source tree.</summary>
internal static class CaseFile
{
    public static IReadOnlyList<JsonElement> Read(string name, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "..", "Cases", name);
        return [.. JsonDocument.Parse(File.ReadAllText(path)).RootElement.EnumerateArray()];
    }

    public static string Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    /// <summary>Whether a member is exactly this text.</summary>
    public static bool Is(this JsonElement element, string name, string text) =>
        string.Equals(element.Text(name), text, StringComparison.Ordinal);

    public static decimal? Number(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDecimal()
            : null;

    public static bool? Flag(this JsonElement element, string name) => element.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => value.GetDecimal() != 0,
            _ => null,
        }
        : null;

    public static IEnumerable<JsonElement> List(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : [];

    public static IEnumerable<JsonProperty> Members(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject()
            : [];
}
