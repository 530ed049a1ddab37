using System.Text.Json;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.AdobeCommerce.Writing;

/// <summary>Finds the rows that a refused batch is refused for.</summary>
internal static class RowErrors
{
    /// <summary>
    /// The source and SKU of every error whose parameters are a list that begins with them; empty when none is.
    /// </summary>
    public static List<(string Source, string Sku)> Read(ReadOnlyMemory<byte> body)
    {
        var rows = new List<(string Source, string Sku)>();
        try
        {
            using var document = JsonText.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object ||
                !document.RootElement.TryGetProperty("errors", out var errors) ||
                errors.ValueKind != JsonValueKind.Array)
            {
                return rows;
            }

            foreach (var error in errors.EnumerateArray())
            {
                if (error.ValueKind == JsonValueKind.Object && error.TryGetProperty("parameters", out var named) &&
                    named.ValueKind == JsonValueKind.Array && named.GetArrayLength() >= 2)
                {
                    rows.Add((named[0].ToString(), named[1].ToString()));
                }
            }
        }
        catch (JsonException)
        {
            rows.Clear();
        }

        return rows;
    }
}
