using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Sales;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>Orders written straight into the repository: no check, no reservation, columns as given.</summary>
/// <remarks>Source: adobe-commerce-observed.md §1.11; recordings orders.26.put-order, orders.28.create.</remarks>
internal sealed class RawOrder(Shop shop, JsonReading reading)
{
    /// <summary>What a new raw order shows.</summary>
    private static readonly HashSet<string> Shown = new(StringComparer.Ordinal)
    {
        "base_currency_code", "base_grand_total", "base_total_due", "billing_address_id", "created_at",
        "customer_email", "entity_id", "ext_order_id", "grand_total", "increment_id", "order_currency_code",
        "protect_code", "state", "status", "store_id", "store_name", "total_due", "total_item_count", "updated_at",
        "items", "billing_address", "payment", "status_histories",
    };

    public Order Create(JsonElement entity)
    {
        var storeId = reading.Integer(entity, "store_id") ?? 1;
        var website = shop.Sources.WebsiteOfStore(storeId) ?? shop.Sources.Websites[0];
        var billing = JsonReading.Member(entity, "billing_address");
        var incrementId = JsonReading.Text(entity, "increment_id") ?? shop.Sales.NextIncrementId("order", storeId);
        var grandTotal = reading.Number(entity, "grand_total") ?? 0;
        var order = new Order(shop.Sales.OrderIds.Next(), incrementId, storeId)
        {
            Website = website.Code,
            StoreName = website.StoreName,
            CreatedAt = shop.Now,
            UpdatedAt = shop.Now,
            State = JsonReading.Text(entity, "state") ?? OrderStates.New,
            Status = JsonReading.Text(entity, "status") ?? "pending",
            Email = JsonReading.Text(entity, "customer_email"),
            ExtOrderId = JsonReading.Text(entity, "ext_order_id"),
            BillingAddress = billing.ValueKind == JsonValueKind.Object ? billing : null,
            BillingAddressId = shop.Sales.AddressIds.Next(),
            PaymentMethod = JsonReading.Text(JsonReading.Member(entity, "payment"), "method") ?? "checkmo",
            IsFromCart = false,
            Totals = new OrderTotals { GrandTotal = grandTotal, Subtotal = grandTotal },
        };
        foreach (var item in JsonReading.List(JsonReading.Member(entity, "items")))
        {
            var added = NewItem(order, item);
            order.Items.Add(added);
            shop.Sales.AddItem(added);
        }

        shop.Sales.Orders.Add(order);
        return order;
    }

    /// <summary>What a line of a new raw order shows: what was given, and row totals that nobody computed.</summary>
    private static readonly HashSet<string> ShownOfLine = new(StringComparer.Ordinal)
    {
        "base_price", "created_at", "item_id", "name", "order_id", "original_price", "price", "product_id", "product_type",
        "qty_ordered", "sku", "updated_at", "row_total", "base_row_total", "row_total_incl_tax", "base_row_total_incl_tax",
    };

    /// <summary>A new raw order: only what was given.</summary>
    public static JsonObject Json(Order order)
    {
        var json = OrderJson.Of(order);
        foreach (var name in json.Select(p => p.Key).Where(n => !Shown.Contains(n)).ToList())
        {
            json.Remove(name);
        }

        var payment = json["payment"]!.AsObject();
        foreach (var name in payment.Select(static p => p.Key).Where(static n => n.EndsWith("amount", StringComparison.Ordinal)
            || n.EndsWith("amount_ordered", StringComparison.Ordinal)).ToList())
        {
            payment.Remove(name);
        }

        foreach (var line in json["items"]!.AsArray().Select(static line => line!.AsObject()))
        {
            foreach (var name in line.Select(static p => p.Key).Where(static n => !ShownOfLine.Contains(n)).ToList())
            {
                line.Remove(name);
            }
        }

        return json;
    }

    /// <summary>An overwritten order: columns that were not given are shown as null, although they are kept.</summary>
    public static JsonObject Echo(Order order, JsonElement given)
    {
        var full = OrderJson.Of(order);
        var json = new JsonObject();
        foreach (var name in (string[])["base_grand_total", "customer_email", "grand_total"])
        {
            var isGiven = JsonReading.Member(given, name).ValueKind != JsonValueKind.Undefined;
            json[name] = isGiven ? full[name]?.DeepClone() : null;
        }

        json["base_total_due"] = 0;
        json["total_due"] = 0;
        foreach (var name in (string[])[
            "billing_address_id", "created_at", "entity_id", "state", "status", "ext_order_id", "updated_at", "items",
            "billing_address", "payment", "status_histories"])
        {
            if (full[name] is { } value)
            {
                json[name] = value.DeepClone();
            }
        }

        foreach (var item in json["items"]!.AsArray())
        {
            item!.AsObject().Remove("extension_attributes");
        }

        return json;
    }

    private OrderItem NewItem(Order order, JsonElement item)
    {
        var sku = JsonReading.Text(item, "sku") ?? "";
        var product = reading.Integer(item, "product_id") is { } id ? shop.Products.Find(id) : null;
        var price = reading.Number(item, "price") ?? 0;
        var quantity = reading.Number(item, "qty_ordered") ?? 0;
        return new OrderItem(shop.Sales.NextItemId, order, product ?? shop.Products.Find(sku))
        {
            Sku = sku,
            CatalogueSku = product?.Sku ?? sku,
            Name = JsonReading.Text(item, "name") ?? sku,
            Price = price,
            OriginalPrice = price,
            QtyOrdered = quantity,
            QtyInvoiced = reading.Number(item, "qty_invoiced") ?? 0,
            QtyShipped = reading.Number(item, "qty_shipped") ?? 0,
            QtyCanceled = reading.Number(item, "qty_canceled") ?? 0,
            QtyRefunded = reading.Number(item, "qty_refunded") ?? 0,
            Money = new ItemMoney { RowTotal = reading.Number(item, "row_total") ?? 0 },
        };
    }
}
