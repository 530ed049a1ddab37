using System.Text.Json.Nodes;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>Orders: placed with their inventory mode, then changed by actions (commercetools.md §4).</summary>
internal sealed class Orders(Archive archive, Inventory inventory, TwinSwitches switches)
{
    public const string Kind = "orders";

    private readonly HashSet<string> _numbers = new(StringComparer.Ordinal);

    /// <summary>
    /// Keeps an order that is complete but for id, version and times. Its lines take stock by their mode; all of them, or
    /// there is no order.
    /// </summary>
    public JsonObject Place(JsonObject order, string message)
    {
        if (order.Text("orderNumber") is { } number && _numbers.Contains(number))
        {
            throw new Refusal(
                400, "DuplicateField", $"A duplicate value '\"{number}\"' exists for field 'orderNumber'.",
                new JsonObject { ["field"] = "orderNumber", ["duplicateValue"] = number });
        }

        var takes = new List<(JsonObject Entry, long Units, bool IsReserved)>();
        var wanting = new List<JsonObject>();
        var races = switches.RaceNextOrders > 0;
        switches.RaceNextOrders -= races ? 1 : 0;
        foreach (var line in order.List("lineItems"))
        {
            var mode = line.Text("inventoryMode") ?? order.Text("inventoryMode") ?? "None";
            if (mode == "None")
            {
                continue;
            }

            var entry = inventory.Find(
                (line["variant"] as JsonObject)?.Text("sku") ?? "", (line["supplyChannel"] as JsonObject)?.Text("id"));
            var isReserved = line["reservation"] is not null;
            var units = line.Whole("quantity");
            var already = takes.Where(take => ReferenceEquals(take.Entry, entry)).Sum(take => take.Units);
            if (isReserved || (races && entry is not null) || inventory.Allows(entry, units + already, mode))
            {
                takes.Add((entry!, units, isReserved));
            }
            else
            {
                wanting.Add(line);
            }
        }

        if (wanting.Count > 0)
        {
            throw OutOfStock(wanting);
        }

        foreach (var (entry, units, isReserved) in takes)
        {
            if (isReserved)
            {
                Inventory.Reserve(entry, -units);
            }

            inventory.Take(entry, units);
        }

        archive.Add(Kind, order);
        if (order.Text("orderNumber") is { } taken)
        {
            _numbers.Add(taken);
        }

        archive.Say("order", order, message, new JsonObject { ["order"] = order.DeepClone() });
        return order;
    }

    public JsonObject Delete(JsonObject order)
    {
        archive.Remove(Kind, order.Text("id")!);
        archive.Say("order", order, "OrderDeleted", new JsonObject { ["order"] = order.DeepClone() });
        return order;
    }

    /// <summary>Applies an order edit that adds a line (commercetools.md §4.3, §4.9).</summary>
    public bool Edit(JsonObject order, JsonObject line)
    {
        if (HasMode(order))
        {
            return false;
        }

        order.ListOf("lineItems").Add(line);
        Charge(order, line, sign: 1);
        Said(order, line, line.Whole("quantity"));
        return true;
    }

    /// <summary>Applies an order edit that raises a line to so many units, at its own price.</summary>
    public bool Raise(JsonObject order, string sku, long units)
    {
        var known = order.List("lineItems").First(line => line["variant"]!.AsObject().Text("sku") == sku);
        var more = units - known.Whole("quantity");
        if (HasMode(order) || more <= 0)
        {
            return false;
        }

        var cents = known["price"]!["value"]!.AsObject().Whole("centAmount");
        var line = OrderDraft.Line(
            archive, new TwinLine(sku, units), (known["supplyChannel"] as JsonObject)?.Text("id"), cents);
        line["id"] = known.Text("id");
        Charge(order, known, sign: -1);
        Charge(order, line, sign: 1);
        var lines = order.ListOf("lineItems");
        lines[lines.IndexOf(known)] = line;
        Said(order, line, more);
        return true;
    }

    private static bool HasMode(JsonObject order) =>
        order.Text("inventoryMode") is not (null or "None") || order.List("lineItems").Any(line => line["inventoryMode"] is not null);

    private static void Charge(JsonObject order, JsonObject line, int sign)
    {
        var total = order["totalPrice"]!.AsObject();
        total["centAmount"] = total.Whole("centAmount") + (sign * line["totalPrice"]!.AsObject().Whole("centAmount"));
        if (order["taxedPrice"] is not JsonObject taxed)
        {
            return;
        }

        foreach (var part in new[] { "totalNet", "totalGross", "totalTax" })
        {
            var amount = taxed[part]!.AsObject();
            amount["centAmount"] = amount.Whole("centAmount") +
                (sign * line["taxedPrice"]![part]!.AsObject().Whole("centAmount"));
        }

        taxed["taxPortions"]!.AsArray()[0]!["amount"] = taxed["totalTax"]!.DeepClone();
    }

    private void Said(JsonObject order, JsonObject line, long units)
    {
        archive.Touch(order);
        archive.Say("order", order, "OrderLineItemAdded", new JsonObject
        {
            ["lineItem"] = line.DeepClone(),
            ["addedQuantity"] = units,
        });
    }

    /// <summary>Applies actions, all or none.</summary>
    public JsonObject Update(JsonObject order, IReadOnlyList<JsonObject> actions)
    {
        var draft = order.DeepClone().AsObject();
        var said = new List<(string Type, JsonObject Payload)>();
        foreach (var action in actions)
        {
            Apply(draft, action, said);
        }

        if (JsonNode.DeepEquals(draft, order))
        {
            return order;
        }

        foreach (var (name, value) in draft.ToArray())
        {
            order[name] = value?.DeepClone();
        }

        archive.Touch(order);
        foreach (var (type, payload) in said)
        {
            archive.Say("order", order, type, payload);
        }

        return order;
    }

    private void Apply(JsonObject order, JsonObject action, List<(string Type, JsonObject Payload)> said)
    {
        switch (action.Text("action"))
        {
            case "changeOrderState":
                SetState(order, action, "orderState", "OrderStateChanged", ["Open", "Confirmed", "Complete", "Cancelled"], said);
                break;
            case "changeShipmentState":
                SetState(order, action, "shipmentState", "OrderShipmentStateChanged",
                    ["Shipped", "Delivered", "Ready", "Pending", "Delayed", "Partial", "Backorder", "Canceled"], said);
                break;
            case "changePaymentState":
                SetState(order, action, "paymentState", "OrderPaymentStateChanged",
                    ["BalanceDue", "Failed", "Pending", "CreditOwed", "Paid"], said);
                break;
            case "addDelivery":
                OrderDeliveries.Add(archive, order, action, said);
                break;
            case "addParcelToDelivery":
                OrderDeliveries.AddParcel(archive, order, action, said);
                break;
            case "setParcelTrackingData":
                OrderDeliveries.SetTracking(order, action, said);
                break;
            case "addReturnInfo":
                OrderReturns.Add(archive, order, action, said);
                break;
            case "setReturnInfo":
                OrderReturns.Replace(archive, order, action, said);
                break;
            case "transitionLineItemState":
                TransitionLine(order, action, said);
                break;
            case "setReturnShipmentState":
                OrderReturns.SetShipmentState(archive, order, action, said);
                break;
            case "setReturnPaymentState":
                OrderReturns.SetPaymentState(archive, order, action);
                break;
            case "updateSyncInfo":
                Sync(order, action);
                break;
            case "addPayment":
                AddPayment(order, action, said);
                break;
            case "setOrderNumber":
                if (order.Text("orderNumber") is not null)
                {
                    throw Refusal.Invalid("InvalidOperation", "The order number is already set.");
                }

                order["orderNumber"] = action.Text("orderNumber");
                break;
            default:
                throw Refusal.Invalid("InvalidInput", $"Invalid action {action.Text("action")}");
        }
    }

    private static void SetState(
        JsonObject order, JsonObject action, string field, string message, string[] allowed, List<(string, JsonObject)> said)
    {
        var state = action.Text(field);
        if (!allowed.Contains(state, StringComparer.Ordinal))
        {
            throw Refusal.Field(field, action[field], $"The value '{state}' is not valid for field '{field}'.");
        }

        if (order.Text(field) == state)
        {
            return;
        }

        var payload = new JsonObject { [field] = state };
        if (order.Text(field) is { } old)
        {
            payload[$"old{char.ToUpperInvariant(field[0])}{field[1..]}"] = old;
        }

        order[field] = state;
        said.Add((message, payload));
    }

    /// <summary>Units of a line go from one state to another; what a line holds always sums to it (commercetools.md §4.5).</summary>
    private void TransitionLine(JsonObject order, JsonObject action, List<(string, JsonObject)> said)
    {
        var line = order.List("lineItems").FirstOrDefault(known => known.Text("id") == action.Text("lineItemId")) ??
            throw Refusal.Field("lineItemId", action["lineItemId"], "The line item was not found.");
        var (from, to) = (StateOf(action, "fromState"), StateOf(action, "toState"));
        var units = action.Whole("quantity");
        var source = line.List("state").FirstOrDefault(part => (part["state"] as JsonObject)?.Text("id") == from);
        if (source is null || units < 1 || units > source.Whole("quantity"))
        {
            throw Refusal.Invalid("InvalidOperation", $"The line item does not hold {units} in that state.");
        }

        source["quantity"] = source.Whole("quantity") - units;
        var states = line.ListOf("state");
        if (source.Whole("quantity") == 0)
        {
            states.Remove(source);
        }

        var target = states.OfType<JsonObject>().FirstOrDefault(part => (part["state"] as JsonObject)?.Text("id") == to);
        if (target is null)
        {
            states.Add(new JsonObject { ["quantity"] = units, ["state"] = Inventory.Reference("state", to) });
        }
        else
        {
            target["quantity"] = target.Whole("quantity") + units;
        }

        said.Add(("LineItemStateTransition", new JsonObject
        {
            ["lineItemId"] = line.Text("id"),
            ["transitionDate"] = archive.Moment,
            ["quantity"] = units,
            ["fromState"] = Inventory.Reference("state", from),
            ["toState"] = Inventory.Reference("state", to),
        }));
    }

    private string StateOf(JsonObject action, string name)
    {
        var reference = action[name] as JsonObject ?? throw Refusal.Json($"{name}: Missing required value");
        var (id, key) = (reference.Text("id"), reference.Text("key"));
        var state = id is not null ? archive.Find("states", id) : archive.ByKey("states", key ?? "");
        return state?.Text("id") ?? throw new Refusal(
            400, "ReferencedResourceNotFound", $"The referenced object of type 'state' with {(id is null ? "key" : "identifier")} '{id ?? key}' was not found.",
            new JsonObject { ["typeId"] = "state", [id is null ? "key" : "id"] = id ?? key });
    }

    private void Sync(JsonObject order, JsonObject action)
    {
        var channel = inventory.ChannelOf(action["channel"] as JsonObject);
        var roles = channel is null ? [] : archive.Find("channels", channel)!.ListOf("roles").Select(role => role!.GetValue<string>());
        if (!roles.Any(role => role is "OrderExport" or "OrderImport"))
        {
            throw new Refusal(400, "MissingRoleOnChannel", "The channel is missing the role OrderExport.",
                new JsonObject { ["missingRole"] = "OrderExport" });
        }

        var marks = order.ListOf("syncInfo");
        var known = marks.OfType<JsonObject>().FirstOrDefault(mark => (mark["channel"] as JsonObject)?.Text("id") == channel);
        if (known is not null && known.Text("externalId") == action.Text("externalId"))
        {
            return;
        }

        marks.Remove(known);
        var mark = new JsonObject { ["channel"] = Inventory.Reference("channel", channel!), ["syncedAt"] = archive.Moment };
        if (action.Text("externalId") is { } external)
        {
            mark["externalId"] = external;
        }

        marks.Add(mark);
    }

    private void AddPayment(JsonObject order, JsonObject action, List<(string, JsonObject)> said)
    {
        var id = (action["payment"] as JsonObject)?.Text("id") ?? "";
        if (archive.Find("payments", id) is null)
        {
            throw new Refusal(400, "ReferencedResourceNotFound", $"The referenced object of type 'payment' with identifier '{id}' was not found.",
                new JsonObject { ["typeId"] = "payment", ["id"] = id });
        }

        if (archive.All(Kind).SelectMany(other => (other["paymentInfo"] as JsonObject)?.List("payments") ?? [])
            .Any(payment => payment.Text("id") == id))
        {
            throw Refusal.Invalid("InvalidOperation", "The payment belongs to another order.");
        }

        var info = order["paymentInfo"] as JsonObject ?? [];
        order["paymentInfo"] = info.Parent is null ? info : info.DeepClone();
        ((JsonObject)order["paymentInfo"]!).ListOf("payments").Add(Inventory.Reference("payment", id));
        said.Add(("OrderPaymentAdded", new JsonObject { ["paymentRef"] = Inventory.Reference("payment", id) }));
    }

    private static Refusal OutOfStock(List<JsonObject> lines)
    {
        var skus = lines.Select(line => (line["variant"] as JsonObject)?.Text("sku") ?? "").ToArray();
        return new Refusal(
            400, "OutOfStock",
            $"Some line items are out of stock at the time of placing the order: {string.Join(", ", skus)}.",
            new JsonObject
            {
                ["lineItems"] = new JsonArray([.. lines.Select(line => JsonValue.Create(line.Text("id")))]),
                ["skus"] = new JsonArray([.. skus.Select(sku => JsonValue.Create(sku))]),
            });
    }
}
