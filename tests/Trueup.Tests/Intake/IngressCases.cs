using System.Text.Json;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Tests.Intake;

/// <summary>Published cases of how deliveries are to be taken, each with its source in the file.</summary>
internal static class IngressCases
{
    public static Dictionary<string, JsonElement> All()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Intake", "Samples", "ingress.json");
        return JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.EnumerateArray()
            .ToDictionary(one => one.GetProperty("id").GetString()!, StringComparer.Ordinal);
    }

    public static Items<WireHeader> Headers(JsonElement headers) =>
        headers.EnumerateObject().Select(header => new WireHeader(header.Name, header.Value.GetString()!)).ToItems();
}
