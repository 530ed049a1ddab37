using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

/// <summary>What must hold after a step of a case.</summary>
internal sealed class CaseExpectation(JsonElement testCase, JsonElement then, AdobeTwin twin, Action<string> problem)
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "step", "after_step", "note", "reservation_rows",
        "result", "status", "message", "body", "body_contains", "body_item_0", "body_source_codes", "source_qty",
        "source_status", "source_item_absent", "source_items_for", "reservation_sum", "salable_qty", "index_is_salable",
        "order_created", "order_item_0", "added", "equal_steps", "selection", "shippable", "legacy_stock_item",
        "legacy_stock_status", "sales_channels", "sales_channels_contain", "inconsistencies", "inconsistency_count",
        "first_inconsistency_items", "source_items_unchanged", "has_error", "item_backorders",
    };

    public void Check(List<JsonNode?> results, TwinReply? reply, int step, Outcome<TwinOrder>? placed)
    {
        foreach (var property in then.EnumerateObject().Where(p => !Known.Contains(p.Name)))
        {
            problem($"nobody checks \"{property.Name}\"");
        }

        CheckReply(reply);
        CheckResults(results, step);
        CheckBooks();
        if (then.Flag("order_created") is { } isCreated && placed?.IsDone != isCreated)
        {
            problem($"order: {placed?.Refusal?.Message ?? "created"}");
        }
    }

    private void CheckReply(TwinReply? reply)
    {
        if (then.Number("status") is { } status && reply?.Status != status)
        {
            problem($"status {reply?.Status} instead of {status}: {reply?.Text}");
        }

        if (then.Text("message") is { Length: > 0 } message && !then.TryGetProperty("has_error", out _)
            && !string.Equals(reply?.Json?["message"]?.GetValue<string>(), message, StringComparison.Ordinal))
        {
            problem($"message {reply?.Text}");
        }

        Compare("body", reply?.Json);
        Compare("body_item_0", (reply?.Json as JsonArray)?.FirstOrDefault());
        if (then.TryGetProperty("body_contains", out var part))
        {
            foreach (var member in part.EnumerateObject())
            {
                Report(Likeness.Difference(member.Value, reply?.Json?[member.Name], isFree: null, member.Name));
            }
        }

        if (then.TryGetProperty("body_source_codes", out _))
        {
            Compare("body_source_codes", new JsonArray(
                [.. reply!.Json!.AsArray().Select(s => s!["source_code"]!.DeepClone())]));
        }
    }

    private void CheckResults(List<JsonNode?> results, int step)
    {
        Compare("result", results[step]);
        Compare("added", results[step]);
        Compare("sales_channels", (results[step] as JsonObject)?["sales_channels"]);
        Compare("inconsistencies", results[step]);
        Compare("inconsistency_count", (results[step] as JsonArray)?.Count);
        Compare("first_inconsistency_items", (results[step] as JsonArray)?.FirstOrDefault()?["items"]);
        if (then.TryGetProperty("has_error", out _))
        {
            Compare("has_error", results[step]?["has_error"]);
            Compare("message", results[step]?["message"]);
            Compare("item_backorders", results[step]?["item_backorders"]);
        }

        Compare("shippable", (results[step] as JsonObject)?["shippable"]);
        if (then.TryGetProperty("selection", out _))
        {
            Compare("selection", new JsonArray([.. results[step]!["source_selection_items"]!.AsArray()
                .Where(i => i!["qty_to_deduct"]!.ToJsonString() is not "0")
                .Select(i => i!.DeepClone())]));
        }

        foreach (var channel in then.List("sales_channels_contain"))
        {
            if (!results[step]!["sales_channels"]!.AsArray().Any(c => Likeness.Difference(channel, c) is null))
            {
                problem($"no channel {channel}");
            }
        }

        var equal = then.List("equal_steps").Select(s => results[s.GetInt32()]?.ToJsonString()).ToList();
        if (equal.Distinct(StringComparer.Ordinal).Count() > 1)
        {
            problem($"steps differ: {string.Join(", ", equal)}");
        }
    }

    private void CheckBooks()
    {
        Each("source_qty", (sku, source) => twin.Books.SourceQuantity(sku, source));
        Each("source_status", (sku, source) => twin.Books.SourceStatus(sku, source) == true ? 1 : 0);
        Each("reservation_sum", (sku, stock) => twin.Books.ReservationSum(sku, int.Parse(stock, null)));
        Each("salable_qty", (sku, stock) => twin.Books.Salable(sku, int.Parse(stock, null)));
        Each("index_is_salable", (sku, stock) =>
            twin.Books.Index(sku, int.Parse(stock, null))?.IsSalable == true ? 1 : 0);
        foreach (var absent in then.List("source_item_absent").Select(a => a.GetString()!.Split('@')))
        {
            if (twin.Books.SourceQuantity(absent[0], absent[1]) is not null)
            {
                problem($"{absent[0]} has a row at {absent[1]}");
            }
        }

        foreach (var item in then.Flag("source_items_unchanged") == true ? testCase.GetProperty("given").List("source_items") : [])
        {
            if (twin.Books.SourceQuantity(item.Text("sku"), item.Text("source_code")) != item.Number("quantity"))
            {
                problem($"{item.Text("sku")} at {item.Text("source_code")} has changed");
            }
        }

        foreach (var rows in then.Members("source_items_for").Where(r => r.Value.ValueKind == JsonValueKind.Array))
        {
            foreach (var source in testCase.GetProperty("given").List("sources").Select(s => s.Text("source_code")))
            {
                if (twin.Books.SourceQuantity(rows.Name, source) is not null)
                {
                    problem($"{rows.Name} still has a row at {source}");
                }
            }
        }

        foreach (var name in (string[])["legacy_stock_item", "legacy_stock_status"])
        {
            foreach (var legacy in then.Members(name))
            {
                var row = twin.Books.LegacyStockItem(legacy.Name)!;
                var isInStock = legacy.Value.Flag("is_in_stock") ?? legacy.Value.Flag("stock_status");
                if (row.Quantity != legacy.Value.Number("qty") || row.IsSalable != isInStock)
                {
                    problem($"{name} of {legacy.Name} is {row}");
                }
            }
        }
    }

    private void Each(string name, Func<string, string, decimal?> read)
    {
        foreach (var expected in then.Members(name))
        {
            var parts = expected.Name.Split('@');
            var actual = read(parts[0], parts[1]);
            if (actual != expected.Value.GetDecimal())
            {
                problem($"{name} of {expected.Name} is {actual} instead of {expected.Value}");
            }
        }
    }

    private void Compare(string name, JsonNode? actual)
    {
        if (then.TryGetProperty(name, out var expected))
        {
            Report(Likeness.Difference(expected, actual, isFree: null, name));
        }
    }

    private void Report(string? difference)
    {
        if (difference is not null)
        {
            problem(difference);
        }
    }
}
