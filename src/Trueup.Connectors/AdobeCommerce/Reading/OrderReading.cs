using System.Text.Json;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Reading;

/// <summary>Reads an order of the shop as the canonical order and its progress.</summary>
internal static class OrderReading
{
    /// <summary>What a journalled order says: <see cref="Fact.OrderObserved"/>, or why it cannot be used.</summary>
    public static Fact Read(ConnectionName connection, ReadOnlySpan<byte> body)
    {
        try
        {
            var envelope = JsonSerializer.Deserialize(body, AdobeJson.Default.OrderEnvelopeJson);
            var order = envelope?.Order ?? JsonSerializer.Deserialize(body, AdobeJson.Default.OrderJson);
            return order is null ? Unusable("The order is empty.") : Read(connection, order, envelope);
        }
        catch (JsonException)
        {
            return Unusable("The order is not JSON of the expected form.");
        }
    }

    private static Fact Read(ConnectionName connection, OrderJson json, OrderEnvelopeJson? envelope)
    {
        if (json is not { EntityId: { Length: > 0 } remoteId, IncrementId: { Length: > 0 } number } ||
            json.Items is not { Count: > 0 } items)
        {
            return Unusable($"Order {json.EntityId ?? "without id"} has no id, number or items.");
        }

        if (ShopTime.Read(json.CreatedAt) is not { } placed ||
            (json.OrderCurrencyCode ?? json.BaseCurrencyCode) is not { } currency ||
            !OrderId.TryParse($"{connection}:{number}", out var id))
        {
            return Unusable($"Order {remoteId} has no usable number, time or currency.");
        }

        var lines = OrderLines.Read(items, envelope?.Products ?? [], out var wrong);
        if (wrong is not null)
        {
            return Unusable($"Order {remoteId}: {wrong}");
        }

        var order = new CanonicalOrder(id, number, connection, placed, currency)
        {
            Channel = json.StoreName?.Replace("\n", " / ", StringComparison.Ordinal),
            Customer = OrderParties.Customer(json),
            Billing = OrderParties.Address(json.BillingAddress),
            Shipping = OrderParties.Shipping(json),
            Payment = OrderMoney.Payment(json),
            Lines = lines.Select(line => line.Canonical).ToItems(),
            Discounts = OrderMoney.Discounts(json),
            Promotions = OrderTraits.Promotions(json),
            Attributes = OrderTraits.Of(json),
            Totals = OrderMoney.Totals(json),

            // An edit in the Admin cancels the old order and places a new one that names it (adobe-commerce.md §3.2).
            Replaces = json.RelationParentId is { Length: > 0 } replaced && replaced != "0" ? replaced : null,
        };
        return new Fact.OrderObserved(order, new OrderProgress(
            remoteId,
            json.State ?? "",
            ShopTime.Read(json.UpdatedAt) ?? placed,
            PhaseOf(json.State),
            Reserves(json),
            lines.Where(line => line.Canonical.MovesStock).Select(line => line.Progress).ToItems()))
        {
            Unlisted = envelope?.Unlisted?.ToItems(),
        };
    }

    /// <summary>
    /// States are fixed in the core, statuses are labels that a shop invents (adobe-commerce.md §4.5).
    /// </summary>
    private static OrderPhase PhaseOf(string? state) => state switch
    {
        "holded" => OrderPhase.OnHold,
        "complete" or "closed" => OrderPhase.Finished,
        "canceled" => OrderPhase.Cancelled,
        _ => OrderPhase.Open,
    };

    /// <summary>
    /// Only placing a quote makes reservations. An order saved straight through the repository (<c>POST /V1/orders</c>,
    /// <c>PUT /V1/orders/create</c>) comes from no quote and has no <c>quote_id</c> (recording orders.28.create;
    /// observed §1.11). Orders made in the Admin do come from a quote, and do reserve.
    /// </summary>
    private static bool Reserves(OrderJson json) => json.QuoteId is { Length: > 0 } quote && quote != "0";

    private static Fact.Unusable Unusable(string detail) => new(CaseCodes.Unreadable, detail);
}
