using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors;

/// <summary>Facts as JSON that a person can check: by their names, words and numbers plain.</summary>
internal static class FactText
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(Items<Fact> facts) => Render(facts)!.ToJsonString(Indented) + "\n";

    private static JsonNode? Render(object? value)
    {
        switch (value)
        {
            case null:
                return null;
            case bool flag:
                return JsonValue.Create(flag);
            case DateTimeOffset time:
                return JsonValue.Create(time.ToString("u", System.Globalization.CultureInfo.InvariantCulture));
            case decimal amount:
                return JsonValue.Create(amount);
            case Quantity quantity:
                return JsonValue.Create(quantity.Value);
            case string or Enum or Sku or OrderId or ConnectionName or CaseCode:
                return JsonValue.Create(value.ToString());
            case IEnumerable items:
                return new JsonArray([.. items.Cast<object?>().Select(Render)]);
        }

        var node = new JsonObject();
        if (value is Fact)
        {
            node.Add("fact", value.GetType().Name);
        }

        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (Render(property.GetValue(value)) is { } member)
            {
                node.Add(property.Name, member);
            }
        }

        return node;
    }
}
