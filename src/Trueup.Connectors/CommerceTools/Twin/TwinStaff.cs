using System.Text.Json.Nodes;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>People who work in the Merchant Center, and other programs: nobody asks the hub.</summary>
public sealed class TwinStaff
{
    private readonly CommerceToolsTwin _twin;
    private readonly Archive _archive;
    private readonly Inventory _inventory;
    private readonly Orders _orders;
    private readonly Products _products;
    private readonly Payments _payments;

    internal TwinStaff(CommerceToolsTwin twin, Archive archive, Inventory inventory, Orders orders) =>
        (_twin, _archive, _inventory, _orders, _products, _payments) =
            (twin, archive, inventory, orders, new Products(archive), new Payments(archive));

    /// <summary>Sets a quantity by hand.</summary>
    public void ChangeQuantity(string sku, string? channel, long quantity, DateTimeOffset now)
    {
        _twin.Advance(now);
        _inventory.Update(Entry(sku, channel), [new JsonObject { ["action"] = "changeQuantity", ["quantity"] = quantity }]);
    }

    /// <summary>Changes something of an entry that is not its quantity: only the version rises.</summary>
    public void Annotate(string sku, string? channel, int restockableInDays, DateTimeOffset now)
    {
        _twin.Advance(now);
        _inventory.Update(
            Entry(sku, channel),
            [new JsonObject { ["action"] = "setRestockableInDays", ["restockableInDays"] = restockableInDays }]);
    }

    /// <summary>Deletes an entry.</summary>
    public void DeleteEntry(string sku, string? channel, DateTimeOffset now)
    {
        _twin.Advance(now);
        _inventory.Delete(Entry(sku, channel));
    }

    /// <summary>Cancels an order.</summary>
    public void Cancel(string orderId, DateTimeOffset now) =>
        Act(orderId, now, new JsonObject { ["action"] = "changeOrderState", ["orderState"] = "Cancelled" });

    /// <summary>The money of an order came: its label says so.</summary>
    public void MarkPaid(string orderId, DateTimeOffset now) =>
        Act(orderId, now, new JsonObject { ["action"] = "changePaymentState", ["paymentState"] = "Paid" });

    /// <summary>All of an order was shipped: its label says so, whatever its deliveries have.</summary>
    public void MarkShipped(string orderId, DateTimeOffset now) =>
        Act(orderId, now, new JsonObject { ["action"] = "changeShipmentState", ["shipmentState"] = "Shipped" });

    /// <summary>Deletes an order.</summary>
    public void Delete(string orderId, DateTimeOffset now)
    {
        _twin.Advance(now);
        _orders.Delete(Order(orderId));
    }

    /// <summary>Applies an order edit that adds a line; the platform takes none for orders with an inventory mode.</summary>
    /// <returns>Whether it was applied.</returns>
    public bool AddLine(string orderId, string sku, long units, long cents, DateTimeOffset now)
    {
        _twin.Advance(now);
        return _orders.Edit(Order(orderId), OrderDraft.Line(_archive, new TwinLine(sku, units), channelId: null, cents));
    }

    /// <summary>Applies an order edit that raises a line to so many units; none where the order has an inventory
    /// mode.</summary>
    /// <returns>Whether it was applied.</returns>
    public bool RaiseLine(string orderId, string sku, long units, DateTimeOffset now)
    {
        _twin.Advance(now);
        return _orders.Raise(Order(orderId), sku, units);
    }

    /// <summary>Links a payment to an order.</summary>
    public void AddPayment(string orderId, string paymentId, DateTimeOffset now) => Act(orderId, now, new JsonObject
    {
        ["action"] = "addPayment",
        ["payment"] = new JsonObject { ["typeId"] = "payment", ["id"] = paymentId },
    });

    /// <summary>Announces, or takes in, a return of an order's line.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="lineId">Its line.</param>
    /// <param name="units">Units that come back.</param>
    /// <param name="state"><c>Advised</c> or <c>Returned</c>.</param>
    /// <param name="now">The moment.</param>
    /// <param name="rma">The number that people know it by; null for none.</param>
    /// <returns>Id of the item.</returns>
    public string AddReturn(string orderId, string lineId, long units, string state, DateTimeOffset now, string? rma = null)
    {
        Act(orderId, now, new JsonObject
        {
            ["action"] = "addReturnInfo",
            ["returnTrackingId"] = rma,
            ["items"] = new JsonArray(new JsonObject
            {
                ["lineItemId"] = lineId,
                ["quantity"] = units,
                ["shipmentState"] = state,
            }),
        });
        return Order(orderId).List("returnInfo").Last().List("items").Last().Text("id")!;
    }

    /// <summary>Says of a return's item that its money was given back.</summary>
    public void MarkRefunded(string orderId, string itemId, DateTimeOffset now) => Act(orderId, now, new JsonObject
    {
        ["action"] = "setReturnPaymentState",
        ["returnItemId"] = itemId,
        ["paymentState"] = "Refunded",
    });

    /// <summary>Puts one return in the place of all that an order has.</summary>
    public void ReplaceReturns(string orderId, string lineId, long units, DateTimeOffset now, string rma) =>
        Act(orderId, now, new JsonObject
        {
            ["action"] = "setReturnInfo",
            ["items"] = new JsonArray(new JsonObject
            {
                ["returnTrackingId"] = rma,
                ["items"] = new JsonArray(new JsonObject
                {
                    ["lineItemId"] = lineId,
                    ["quantity"] = units,
                    ["shipmentState"] = "Advised",
                }),
            }),
        });

    /// <summary>Moves units of a line to another state.</summary>
    public void MoveLine(string orderId, string lineId, long units, string toKey, DateTimeOffset now)
    {
        var line = Order(orderId).List("lineItems").First(known => known.Text("id") == lineId);
        Act(orderId, now, new JsonObject
        {
            ["action"] = "transitionLineItemState",
            ["lineItemId"] = lineId,
            ["quantity"] = units,
            ["fromState"] = line.List("state").First()["state"]!.DeepClone(),
            ["toState"] = new JsonObject { ["typeId"] = "state", ["key"] = toKey },
        });
    }

    /// <summary>The payment provider gives money back, or takes a refund that was asked for.</summary>
    /// <returns>Id of the transaction.</returns>
    public string Refund(string paymentId, long cents, DateTimeOffset now, string state = "Success", string? interaction = null)
    {
        _twin.Advance(now);
        var payment = _archive.Find(Payments.Kind, paymentId)!;
        _payments.Update(payment, [new JsonObject
        {
            ["action"] = "addTransaction",
            ["transaction"] = new JsonObject
            {
                ["type"] = "Refund",
                ["amount"] = new JsonObject
                {
                    ["currencyCode"] = payment["amountPlanned"]!["currencyCode"]!.DeepClone(),
                    ["centAmount"] = cents,
                },
                ["state"] = state,
                ["interactionId"] = interaction,
            },
        }]);
        return payment.List("transactions").Last().Text("id")!;
    }

    /// <summary>The payment provider says what became of a transaction.</summary>
    public void Settle(string paymentId, string transactionId, string state, DateTimeOffset now)
    {
        _twin.Advance(now);
        _payments.Update(_archive.Find(Payments.Kind, paymentId)!, [new JsonObject
        {
            ["action"] = "changeTransactionState",
            ["transactionId"] = transactionId,
            ["state"] = state,
        }]);
    }

    /// <summary>Publishes a product with one variant.</summary>
    /// <param name="sku">SKU of the variant.</param>
    /// <param name="now">The moment.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <returns>Id of the product; the same for the same SKU.</returns>
    public string Publish(string sku, DateTimeOffset now, params (string Name, string Value)[] attributes)
    {
        _twin.Advance(now);
        return _products.Publish(sku, new JsonArray([.. attributes.Select(attribute =>
            (JsonNode)new JsonObject { ["name"] = attribute.Name, ["value"] = attribute.Value })]));
    }

    /// <summary>Publishes a bundle whose attribute <c>products</c> lists its parts, nested as the bundles starter does
    /// (commercetools.md §6).</summary>
    /// <returns>Id of the product.</returns>
    public string PublishBundle(string sku, DateTimeOffset now, params (string Sku, int Quantity)[] parts)
    {
        _twin.Advance(now);
        return _products.Publish(sku, new JsonArray(new JsonObject
        {
            ["name"] = "products",
            ["value"] = new JsonArray([.. parts.Select(part => (JsonNode)new JsonArray(
                new JsonObject { ["name"] = "quantity", ["value"] = part.Quantity },
                new JsonObject { ["name"] = "sku", ["value"] = part.Sku }))]),
        }));
    }

    /// <summary>Takes a product off sale.</summary>
    public void Unpublish(string productId, DateTimeOffset now)
    {
        _twin.Advance(now);
        _products.Unpublish(productId);
    }

    /// <summary>Deletes a product.</summary>
    public void DeleteProduct(string productId, DateTimeOffset now)
    {
        _twin.Advance(now);
        _products.Delete(productId);
    }

    /// <summary>Messages that the query held back are there now.</summary>
    public void ReleaseMessages(DateTimeOffset now)
    {
        _twin.Advance(now);
        _archive.ReleaseMessages();
    }

    /// <summary>A message of a type that nobody has heard of.</summary>
    public void SayUnheardOf(string orderId, DateTimeOffset now)
    {
        _twin.Advance(now);
        _archive.Say("order", Order(orderId), "SomethingNewIn2031");
    }

    private void Act(string orderId, DateTimeOffset now, JsonObject action)
    {
        _twin.Advance(now);
        _orders.Update(Order(orderId), [action]);
    }

    private JsonObject Order(string id) => _archive.Find(Orders.Kind, id)
        ?? throw new ArgumentException($"The twin has no order {id}.", nameof(id));

    private JsonObject Entry(string sku, string? channel) =>
        _inventory.Find(sku, channel is null ? null : _archive.ByKey("channels", channel)?.Text("id"))
        ?? throw new ArgumentException($"The twin has no entry of {sku} at {channel ?? "no channel"}.", nameof(sku));
}
