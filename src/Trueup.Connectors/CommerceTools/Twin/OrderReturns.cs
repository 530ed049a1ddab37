using System.Text.Json.Nodes;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>Returns of an order: labels, none of which moves stock or money (commercetools.md §4.7).</summary>
internal static class OrderReturns
{
    public static void Add(Archive archive, JsonObject order, JsonObject action, List<(string, JsonObject)> said)
    {
        if (!action.List("items").Any())
        {
            throw Refusal.Field("items", action["items"], "A return needs at least one item.");
        }

        var items = new JsonArray();
        foreach (var draft in action.List("items"))
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

            items.Add(item);
        }

        var info = new JsonObject { ["items"] = items, ["returnDate"] = action.Text("returnDate") ?? archive.Moment };
        if (action.Text("returnTrackingId") is { } tracking)
        {
            info["returnTrackingId"] = tracking;
        }

        order.ListOf("returnInfo").Add(info);
        said.Add(("ReturnInfoAdded", new JsonObject { ["returnInfo"] = info.DeepClone() }));
    }

    public static void SetShipmentState(JsonObject order, JsonObject action, List<(string, JsonObject)> said)
    {
        var item = Find(order, action);
        var state = action.Text("shipmentState");
        if (item.Text("shipmentState") != "Returned" || state is not ("BackInStock" or "Unusable"))
        {
            throw Refusal.Invalid(
                "InvalidOperation", $"A return item cannot go from {item.Text("shipmentState")} to {state}.");
        }

        item["shipmentState"] = state;
        said.Add(("OrderReturnShipmentStateChanged",
            new JsonObject { ["returnItemId"] = item.Text("id"), ["returnShipmentState"] = state }));
    }

    public static void SetPaymentState(JsonObject order, JsonObject action)
    {
        var item = Find(order, action);
        var state = action.Text("paymentState");
        if (state is not ("NonRefundable" or "Initial" or "Refunded" or "NotRefunded"))
        {
            throw Refusal.Field("paymentState", action["paymentState"], "No such payment state.");
        }

        item["paymentState"] = state;
    }

    private static JsonObject Find(JsonObject order, JsonObject action) =>
        order.List("returnInfo").SelectMany(info => info.List("items")).FirstOrDefault(item =>
            item.Text("id") == action.Text("returnItemId") ||
            (item.Text("key") is { } key && key == action.Text("returnItemKey"))) ??
        throw Refusal.Invalid("InvalidOperation", "The return item was not found.");
}
