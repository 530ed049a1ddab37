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

    /// <summary>Takes out of the answer what is not wanted.</summary>
    private static JsonNode? Filter(JsonNode? node, Dictionary<string, Wanted> wanted)
    {
        switch (node)
        {
            case JsonArray list:
                for (var place = 0; place < list.Count; place++)
                {
                    var kept = Filter(list[place], wanted);
                    if (!ReferenceEquals(kept, list[place]))
                    {
                        list[place] = kept;
                    }
                }

                return list.Count == 0 ? null : list;
            case JsonObject row:
                for (var place = row.Count - 1; place >= 0; place--)
                {
                    var (name, value) = row.GetAt(place);
                    if (!wanted.TryGetValue(name, out var inner))
                    {
                        row.RemoveAt(place);
                    }
                    else if (inner.Members is { } members && Filter(value, members) is var kept && !ReferenceEquals(kept, value))
                    {
                        row.SetAt(place, kept);
                    }
                }

                return row.Count == 0 ? new JsonArray() : row;
            default:
                return node;
        }
    }

    private sealed record Wanted(Dictionary<string, Wanted>? Members);
}
