using System.Text.Json.Nodes;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>Returns of an order: labels, none of which moves stock or money (commercetools.md §4.7).</summary>
internal static class OrderReturns
{
    public static void Add(Archive archive, JsonObject order, JsonObject action, List<(string, JsonObject)> said)
    {
        var info = Info(archive, action);
        order.ListOf("returnInfo").Add(info);
        said.Add(("ReturnInfoAdded", new JsonObject { ["returnInfo"] = info.DeepClone() }));
    }

    /// <summary>Puts others in the place of all returns that there are: what was known of those is lost.</summary>
    public static void Replace(Archive archive, JsonObject order, JsonObject action, List<(string, JsonObject)> said)
    {
        order["returnInfo"] = new JsonArray([.. action.List("items").Select(draft => (JsonNode)Info(archive, draft))]);
        said.Add(("ReturnInfoSet", new JsonObject { ["returnInfo"] = order["returnInfo"]!.DeepClone() }));
    }

    private static JsonObject Info(Archive archive, JsonObject draft)
    {
        if (!draft.List("items").Any())
        {
            throw Refusal.Field("items", draft["items"], "A return needs at least one item.");
        }

        var info = new JsonObject
        {
            ["items"] = new JsonArray([.. draft.List("items").Select(item => (JsonNode)Item(archive, item))]),
            ["returnDate"] = draft.Text("returnDate") ?? archive.Moment,
        };
        if (draft.Text("returnTrackingId") is { } tracking)
        {
            info["returnTrackingId"] = tracking;
        }

        return info;
    }

    private static JsonObject Item(Archive archive, JsonObject draft)
    {
        var state = draft.Text("shipmentState");
        if (state is not ("Advised" or "Returned"))
        {
            throw Refusal.Field("shipmentState", draft["shipmentState"], "A return begins as Advised or Returned.");
        }

        var item = new JsonObject
        {
            ["id"] = archive.NextId(),
            ["type"] = "LineItemReturnItem",
            ["quantity"] = draft.Whole("quantity"),
            ["lineItemId"] = draft.Text("lineItemId"),
            ["shipmentState"] = state,
            ["paymentState"] = state == "Advised" ? "NonRefundable" : "Initial",
            ["createdAt"] = archive.Moment,
            ["lastModifiedAt"] = archive.Moment,
        };
        foreach (var name in new[] { "key", "comment" })
        {
            if (draft.Text(name) is { } text)
            {
                item[name] = text;
            }
        }

        return item;
    }

    public static void SetShipmentState(
        Archive archive, JsonObject order, JsonObject action, List<(string, JsonObject)> said)
    {
        var item = Find(order, action);
        var state = action.Text("shipmentState");
        if (item.Text("shipmentState") != "Returned" || state is not ("BackInStock" or "Unusable"))
        {
            throw Refusal.Invalid(
                "InvalidOperation", $"A return item cannot go from {item.Text("shipmentState")} to {state}.");
        }

        item["shipmentState"] = state;
        item["lastModifiedAt"] = archive.Moment;
        said.Add(("OrderReturnShipmentStateChanged",
            new JsonObject { ["returnItemId"] = item.Text("id"), ["returnShipmentState"] = state }));
    }

    public static void SetPaymentState(Archive archive, JsonObject order, JsonObject action)
    {
        var item = Find(order, action);
        var state = action.Text("paymentState");
        if (state is not ("NonRefundable" or "Initial" or "Refunded" or "NotRefunded"))
        {
            throw Refusal.Field("paymentState", action["paymentState"], "No such payment state.");
        }

        item["paymentState"] = state;
        item["lastModifiedAt"] = archive.Moment;
    }

    private static JsonObject Find(JsonObject order, JsonObject action) =>
        order.List("returnInfo").SelectMany(info => info.List("items")).FirstOrDefault(item =>
            item.Text("id") == action.Text("returnItemId") ||
            (item.Text("key") is { } key && key == action.Text("returnItemKey"))) ??
        throw Refusal.Invalid("InvalidOperation", "The return item was not found.");
}
