using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Sales;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>An order as the shop writes it.</summary>
/// <remarks>Source: adobe-commerce.md §4.2; recordings order.A.5-json, order.TAX.json.</remarks>
internal static class OrderJson
{
    private const string Currency = "GBP";
    private const string MethodTitle = "Check / Money order";

    /// <summary>What an order says of itself, in the order in which the shop says it.</summary>
    private static readonly OrderedDictionary<string, Func<Order, JsonNode?>> OwnMembers = new(StringComparer.Ordinal)
    {
        ["base_currency_code"] = _ => Currency,
        ["base_to_global_rate"] = _ => 1,
        ["base_to_order_rate"] = _ => 1,
        ["billing_address_id"] = order => order.BillingAddressId,
        ["applied_rule_ids"] = order => order.CouponCode is null ? null : "1",
        ["coupon_code"] = order => order.CouponCode,
        ["discount_description"] = order => order.CouponCode,
        ["created_at"] = order => Vendor.Moment(order.CreatedAt),
        ["entity_id"] = order => order.EntityId,
        ["ext_order_id"] = order => order.ExtOrderId,
        ["global_currency_code"] = _ => Currency,
        ["hold_before_state"] = order => order.State is OrderStates.Holded ? order.StateBeforeHold : null,
        ["hold_before_status"] = order => order.State is OrderStates.Holded ? order.StatusBeforeHold : null,
        ["increment_id"] = order => order.IncrementId,
        ["is_virtual"] = order => Vendor.Flag(order.IsVirtual),
        ["order_currency_code"] = _ => Currency,
        ["protect_code"] = order => DerivedText.Hexadecimal($"order {order.IncrementId}", 32),
        ["quote_id"] = order => order.QuoteId == 0 ? null : order.QuoteId,
        ["remote_ip"] = order => order.IsFromCart ? "127.0.0.1" : null,
        ["shipping_description"] = order => order.IsVirtual ? null : "Flat Rate - Fixed",
        ["state"] = order => order.State,
        ["status"] = order => order.Status,
        ["store_currency_code"] = _ => Currency,
        ["store_id"] = order => order.StoreId,
        ["store_name"] = order => StoreName(order),
        ["store_to_base_rate"] = _ => 0,
        ["store_to_order_rate"] = _ => 0,
        ["total_item_count"] = order => order.Items.Where(i => i.Parent is null)
            .Sum(i => i.ProductType is "bundle" ? i.Children.Count : 1),
        ["total_qty_ordered"] = order => Vendor.Number(order.TotalQtyOrdered),
        ["updated_at"] = order => Vendor.Moment(order.UpdatedAt),
        ["weight"] = order => Vendor.Number(order.Items.Sum(OrderItemJson.AddedWeight)),
    };

    /// <summary>Amounts that the shop shows twice: in the base currency and in the customer's.</summary>
    public static void Twice(JsonObject json, string name, decimal value, string? baseName = null)
    {
        json[baseName ?? "base_" + name] = Vendor.Number(value);
        json[name] = Vendor.Number(value);
    }

    public static JsonObject Of(Order order) => Fill(Own(order, OwnMembers.Keys), order);

    /// <summary>An order with at least the members that are wanted.</summary>
    public static JsonObject Of(Order order, IReadOnlyCollection<string> wanted) => wanted.All(OwnMembers.ContainsKey)
        ? Vendor.WithoutNulls(Own(order, OwnMembers.Keys.Where(wanted.Contains)))
        : Of(order);

    private static JsonObject Own(Order order, IEnumerable<string> names) =>
        new(names.Select(name => KeyValuePair.Create(name, OwnMembers[name](order))));

    private static JsonObject Fill(JsonObject json, Order order)
    {
        OrderTotalsJson.Add(json, order);
        AddCustomer(json, order);
        AddRelations(json, order);
        json["items"] = Vendor.List(order.Items.Select(i => OrderItemJson.Of(i)));
        json["billing_address"] = Address(order.BillingAddress, order, "billing", order.BillingAddressId);
        json["payment"] = Payment(order);
        json["status_histories"] = Vendor.List(order.Histories.AsEnumerable().Reverse().Select(h => History(order, h)));
        if (order.IsFromCart)
        {
            json["extension_attributes"] = Extension(order);
        }

        return Vendor.WithoutNulls(json);
    }

    public static JsonObject History(Order order, StatusHistory history) => Vendor.WithoutNulls(new JsonObject
    {
        ["comment"] = history.Comment,
        ["created_at"] = Vendor.Moment(history.CreatedAt),
        ["entity_id"] = history.Id,
        ["entity_name"] = history.EntityName,
        ["is_customer_notified"] = Vendor.Flag(history.IsCustomerNotified),
        ["is_visible_on_front"] = Vendor.Flag(history.IsVisibleOnFront),
        ["parent_id"] = order.EntityId,
        ["status"] = history.Status,
    });

    /// <summary>What an edit links: an order and the one that takes its place (adobe-commerce.md §4).</summary>
    private static void AddRelations(JsonObject json, Order order)
    {
        if (order.Edited is { } edited)
        {
            json["edit_increment"] = order.EditIncrement;
            json["original_increment_id"] = order.OriginalIncrementId;
            json["relation_parent_id"] = edited.EntityId.ToString(CultureInfo.InvariantCulture);
            json["relation_parent_real_id"] = edited.IncrementId;
        }

        if (order.Successor is { } successor)
        {
            json["relation_child_id"] = successor.EntityId.ToString(CultureInfo.InvariantCulture);
            json["relation_child_real_id"] = successor.IncrementId;
        }
    }

    private static string StoreName(Order order) =>
        order.StoreId == 1 ? "Main Website\nMain Website Store\nDefault Store View" : order.StoreName;

    private static void AddCustomer(JsonObject json, Order order)
    {
        json["customer_email"] = order.Email;
        json["customer_firstname"] = order.Customer?.FirstName
            ?? JsonReading.Text(order.BillingAddress ?? default, "firstname");
        json["customer_lastname"] = order.Customer?.LastName
            ?? JsonReading.Text(order.BillingAddress ?? default, "lastname");
        json["customer_group_id"] = order.Customer?.GroupId ?? 0;
        json["customer_id"] = order.Customer?.Id;
        json["customer_is_guest"] = Vendor.Flag(order.Customer is null);
        json["customer_note_notify"] = order.IsFromCart ? Vendor.Flag(!order.IsRefunded) : null;
    }

    private static JsonObject? Address(JsonElement? fields, Order order, string type, int id)
    {
        if (fields is not { } given)
        {
            return null;
        }

        var json = new JsonObject { ["address_type"] = type };
        foreach (var name in (string[])["city", "company", "country_id", "email"])
        {
            json[name] = JsonReading.Text(given, name);
        }

        json["email"] = order.Customer is { } customer ? customer.Email : json["email"] ?? order.Email;
        json["entity_id"] = id;
        json["parent_id"] = order.EntityId;
        foreach (var name in (string[])["firstname", "lastname", "postcode", "region", "region_code", "telephone",
            "vat_id"])
        {
            json[name] = JsonReading.Text(given, name);
        }

        json["region_code"] ??= json["region"]?.DeepClone();
        json["street"] = Vendor.Copy(
            JsonReading.Member(given, "street") is { ValueKind: JsonValueKind.Array } s ? s : null);
        return Vendor.WithoutNulls(json);
    }

    private static JsonObject Payment(Order order)
    {
        var json = PlacedPayment(order);
        if (order.Totals.Invoiced > 0)
        {
            Twice(json, "amount_paid", order.Totals.Paid);
            Twice(json, "shipping_captured", order.Totals.ShippingInvoiced);
        }

        if (order.Totals.Refunded > 0)
        {
            Twice(json, "amount_refunded", order.Totals.Refunded);
            Twice(json, "shipping_refunded", order.Totals.ShippingRefunded);
        }

        return json;
    }

    private static JsonObject PlacedPayment(Order order) => new()
    {
        ["account_status"] = null,
        ["additional_information"] = order.IsFromCart ? new JsonArray(MethodTitle) : new JsonArray(),
        ["amount_ordered"] = Vendor.Number(order.Totals.GrandTotal),
        ["base_amount_ordered"] = Vendor.Number(order.Totals.GrandTotal),
        ["base_shipping_amount"] = Vendor.Number(order.Totals.Shipping),
        ["cc_last4"] = null,
        ["entity_id"] = order.EntityId,
        ["method"] = order.PaymentMethod,
        ["parent_id"] = order.EntityId,
        ["shipping_amount"] = Vendor.Number(order.Totals.Shipping),
    };

    private static JsonObject Extension(Order order)
    {
        var shipping = new JsonObject();
        if (!order.IsVirtual)
        {
            shipping["address"] = Address(order.ShippingAddress, order, "shipping", order.ShippingAddressId);
            shipping["method"] = "flatrate_flatrate";
        }

        shipping["total"] = OrderTotalsJson.Shipping(order);
        var extension = new JsonObject
        {
            ["shipping_assignments"] = new JsonArray(new JsonObject
            {
                ["shipping"] = shipping,
                ["items"] = Vendor.List(order.Items.Select(i => OrderItemJson.Of(i))),
            }),
            ["payment_additional_info"] =
                new JsonArray(new JsonObject { ["key"] = "method_title", ["value"] = MethodTitle }),
            ["converting_from_quote"] = false,
        };
        TaxJson.Add(extension, order);
        return extension;
    }
}
