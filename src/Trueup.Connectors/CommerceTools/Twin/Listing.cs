using System.Globalization;
using System.Text.Json.Nodes;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>Answers queries: predicates, order, pages, references in full (commercetools.md §4.4).</summary>
internal sealed class Listing(Archive archive, Inventory inventory)
{
    private const int LimitMax = 500;
    private const int OffsetMax = 10_000;

    public JsonObject Page(string resource, List<(string Name, string Value)> query, string? store)
    {
        var (limit, offset) = (Number(query, "limit", 20, LimitMax), Number(query, "offset", 0, OffsetMax));
        var variables = query.Where(pair => pair.Name.StartsWith("var.", StringComparison.Ordinal))
            .GroupBy(pair => pair.Name[4..], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal);
        var wheres = query.Where(pair => pair.Name == "where").Select(pair => pair.Value).ToList();
        var tests = wheres.ConvertAll(where => Predicate.Parse(where, variables));
        var found = Candidates(resource, wheres, variables).Where(document => tests.TrueForAll(test => test(document)) &&
            (resource != Products.Kind || Products.IsShown(document, query)) &&
            (store is null || (document["store"] as JsonObject)?.Text("key") == store));
        var sorts = query.Where(pair => pair.Name == "sort").Select(pair => pair.Value).ToList();

        // Documents lie in the order of their ids: only the page is looked for, however many there are.
        var sorted = sorts is ["id asc"] ? found : Sorted(found, sorts);
        var results = sorted.Skip(offset).Take(limit).Select(document => Shown(document, query)).ToArray();
        var page = new JsonObject
        {
            ["limit"] = limit,
            ["offset"] = offset,
            ["count"] = results.Length,
            ["results"] = new JsonArray(results),
        };
        if (!query.Contains(("withTotal", "false")))
        {
            // Counting stops where something is filtered.
            var total = found.Count();
            page["total"] = tests.Count > 0 ? Math.Min(total, OffsetMax) : total;
        }

        return page;
    }

    /// <summary>Where to look: by SKU, or after an id, without looking at everything; always in the order of ids.</summary>
    private IEnumerable<JsonObject> Candidates(
        string resource, List<string> wheres, IReadOnlyDictionary<string, string> variables)
    {
        foreach (var where in resource == Inventory.Kind ? wheres : [])
        {
            if ((Predicate.ValuesOf(where, "sku", "in", variables) ?? Predicate.ValuesOf(where, "sku", "=", variables)) is { } skus)
            {
                return skus.Distinct(StringComparer.Ordinal).SelectMany(inventory.OfSku)
                    .OrderBy(entry => entry.Text("id"), StringComparer.Ordinal);
            }
        }

        foreach (var where in wheres)
        {
            if (Predicate.ValuesOf(where, "id", ">", variables) is [var after])
            {
                return archive.After(resource, after);
            }
        }

        return archive.All(resource);
    }

    /// <summary>A document with the references that are asked for shown in full.</summary>
    public JsonNode Shown(JsonObject document, List<(string Name, string Value)> query)
    {
        var shown = document.DeepClone();
        foreach (var (_, path) in query.Where(pair => pair.Name == "expand"))
        {
            Expand(shown, path.Split('.'), at: 0);
        }

        return shown;
    }

    private void Expand(JsonNode? node, string[] path, int at)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                Expand(item, path, at);
            }
        }
        else if (node is JsonObject members)
        {
            if (at < path.Length)
            {
                Expand(members[path[at].Replace("[*]", "", StringComparison.Ordinal)], path, at + 1);
            }
            else if (members.Text("typeId") is { } type && members.Text("id") is { } id &&
                     archive.Find(type + "s", id) is { } referred)
            {
                members["obj"] = referred.DeepClone();
            }
        }
    }

    /// <summary>Without a sort the order means nothing, and is made to look it.</summary>
    private static List<JsonObject> Sorted(IEnumerable<JsonObject> found, List<string> sorts)
    {
        if (sorts.Count == 0)
        {
            return found.OrderBy(document => document.Text("id")![^1]).ThenByDescending(document => document.Text("id"), StringComparer.Ordinal)
                .ToList();
        }

        IOrderedEnumerable<JsonObject>? ordered = null;
        foreach (var sort in sorts)
        {
            var (field, falls) = (sort.Split(' ')[0], sort.EndsWith(" desc", StringComparison.Ordinal));
            string Key(JsonObject document) => document[field]?.ToString() ?? "";
            ordered = ordered is null
                ? falls ? found.OrderByDescending(Key, StringComparer.Ordinal) : found.OrderBy(Key, StringComparer.Ordinal)
                : falls ? ordered.ThenByDescending(Key, StringComparer.Ordinal) : ordered.ThenBy(Key, StringComparer.Ordinal);
        }

        return ordered!.ToList();
    }

    private static int Number(List<(string Name, string Value)> query, string name, int missing, int max)
    {
        if (query.Find(pair => pair.Name == name).Value is not { } text)
        {
            return missing;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max
            ? number
            : throw Refusal.Invalid("InvalidInput", $"Malformed parameter: {name}: {text} is not between 0 and {max}.");
    }
}
