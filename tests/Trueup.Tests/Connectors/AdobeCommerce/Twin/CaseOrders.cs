using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

/// <summary>Orders that a case only states, and what the shop's report says of their reservations.</summary>
internal static class CaseOrders
{
    /// <summary>The body that saves an order past the checkout, as the case states it.</summary>
    public static string Raw(JsonElement order) => new JsonObject
    {
        ["entity"] = new JsonObject
        {
            ["increment_id"] = order.Text("increment_id"),
            ["state"] = order.Text("state"),
            ["items"] = JsonNode.Parse(order.GetProperty("items").GetRawText()),
        },
    }.ToJsonString();

    /// <summary>Takes back what the given orders reserved: the case says that there are no reservations.</summary>
    public static void Unreserve(AdobeTwin twin)
    {
        foreach (var row in twin.Books.Reservations.ToList())
        {
            twin.Setup.Reservation(row.Sku, row.StockId, -row.Quantity, row.IncrementId);
        }
    }

    /// <summary>The report, by order and in the case's form.</summary>
    public static JsonArray Inconsistencies(AdobeTwin twin, Dictionary<string, int> orders)
    {
        var names = orders.ToDictionary(o => twin.Books.Order(o.Value)!.IncrementId, o => o.Key, StringComparer.Ordinal);
        return new JsonArray([.. twin.Books.Inconsistencies
            .GroupBy(found => found.IncrementId, StringComparer.Ordinal)
            .Select(group => new JsonObject
            {
                ["order"] = names.GetValueOrDefault(group.Key, group.Key),
                ["items"] = new JsonObject(group.Select(found =>
                    KeyValuePair.Create(found.Sku, (JsonNode?)JsonValue.Create(found.Quantity)))),
            })]);
    }

    /// <summary>The website that sells from a stock.</summary>
    public static string WebsiteOf(JsonElement testCase, int stock) => testCase.GetProperty("given").List("sales_channels")
        .First(channel => channel.Number("stock_id") == stock).Text("code");

    /// <summary>A line to buy.</summary>
    public static JsonElement Line(string sku, decimal quantity) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["sku"] = sku,
        ["qty"] = quantity,
    });
}
