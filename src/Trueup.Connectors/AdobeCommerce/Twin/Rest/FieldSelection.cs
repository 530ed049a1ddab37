using System.Text.Json.Nodes;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>The <c>fields=</c> parameter: which members of an answer are wanted, such as
/// <c>items[sku,quantity],total_count</c>.</summary>
/// <remarks>Lists that end up empty are null, objects are <c>[]</c>. Source: adobe-commerce-observed.md §4.</remarks>
internal static class FieldSelection
{
    private const int DepthMax = 32;

    public static JsonNode? Apply(JsonNode? node, string fields)
    {
        var place = 0;
        return Filter(node, Parse(fields, ref place, depth: 0));
    }

    /// <summary>Which members of every row of a list are wanted; null when all are.</summary>
    public static IReadOnlyCollection<string>? OfRows(string? fields)
    {
        var place = 0;
        return fields is not null && Parse(fields, ref place, depth: 0).TryGetValue("items", out var rows) ? rows.Members?.Keys : null;
    }

    private static Wanted ParseInner(string fields, ref int place, int depth)
    {
        place++;
        return new Wanted(Parse(fields, ref place, depth + 1));
    }

    private static Dictionary<string, Wanted> Parse(string fields, ref int place, int depth)
    {
        Dictionary<string, Wanted> wanted = new(StringComparer.Ordinal);
        var start = place;
        for (; place <= fields.Length; place++)
        {
            var sign = place < fields.Length ? fields[place] : ',';
            if (sign is ',' or ']' || (sign is '[' && depth < DepthMax))
            {
                var name = fields[start..place].Trim();
                var inner = sign is '[' ? ParseInner(fields, ref place, depth) : new Wanted(Members: null);
                if (name.Length > 0)
                {
                    wanted[name] = inner;
                }

                if (sign is ']')
                {
                    return wanted;
                }

                start = place + 1;
            }
        }

        return wanted;
    }

    /// <summary>Takes the answer apart: what is wanted of it is not copied.</summary>
    private static JsonNode? Filter(JsonNode? node, Dictionary<string, Wanted> wanted)
    {
        switch (node)
        {
            case JsonArray list:
                JsonNode?[] items = [.. list];
                list.Clear();
                return items.Length == 0 ? null : new JsonArray([.. items.Select(item => Filter(item, wanted))]);
            case JsonObject source:
                KeyValuePair<string, JsonNode?>[] members = [.. source];
                source.Clear();
                var target = new JsonObject();
                foreach (var (name, value) in members)
                {
                    if (wanted.TryGetValue(name, out var inner))
                    {
                        target[name] = inner.Members is null ? value : Filter(value, inner.Members);
                    }
                }

                return target.Count == 0 ? new JsonArray() : target;
            default:
                return node;
        }
    }

    private sealed record Wanted(Dictionary<string, Wanted>? Members);
}
