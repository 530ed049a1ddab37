using System.Text.Json.Nodes;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>Makes complete orders out of what a shopper or an importer says.</summary>
internal static class OrderDraft
{
    /// <summary>A line to buy.</summary>
    public static JsonObject Line(Archive archive, TwinLine bought, string? channelId, long cents)
    {
        var total = cents * bought.Quantity;
        var net = NetOf(total);
        var line = new JsonObject
        {
            ["id"] = archive.NextId(),
            ["productId"] = archive.NextId(),
            ["name"] = new JsonObject { ["en"] = bought.Sku },
            ["productType"] = Inventory.Reference("product-type", "type-goods"),
            ["variant"] = new JsonObject { ["id"] = 1, ["sku"] = bought.Sku, ["attributes"] = Products.AttributesOf(archive, bought.Sku) },
            ["price"] = new JsonObject { ["id"] = archive.NextId(), ["value"] = Money(cents) },
            ["quantity"] = bought.Quantity,
            ["totalPrice"] = Money(total),
            ["discountedPricePerQuantity"] = new JsonArray(),
            ["taxedPrice"] = Taxed(net, total),
            ["taxedPricePortions"] = new JsonArray(),
            ["taxRate"] = TaxRate(),
            ["state"] = new JsonArray(new JsonObject
            {
                ["quantity"] = bought.Quantity,
                ["state"] = States.InitialOf(archive),
            }),
            ["perMethodTaxRate"] = new JsonArray(),
            ["priceMode"] = "Platform",
            ["lineItemMode"] = "Standard",
        };
        if (channelId is not null)
        {
            line["supplyChannel"] = Inventory.Reference("channel", channelId);
        }

        return line;
    }

    /// <summary>An order of these lines, as a shopper's cart becomes one.</summary>
    public static JsonObject Order(Archive archive, TwinPurchase purchase, IReadOnlyList<JsonObject> lines, string number)
    {
        const long Shipping = 490;
        var total = lines.Sum(line => line["totalPrice"]!.AsObject().Whole("centAmount")) + Shipping;
        var net = lines.Sum(line => line["taxedPrice"]!["totalNet"]!.AsObject().Whole("centAmount")) + NetOf(Shipping);
        var order = Bare(number, purchase.Mode, total);
        order["customerEmail"] = purchase.Email;
        order["lineItems"] = new JsonArray([.. lines]);
        order["taxedPrice"] = Taxed(net, total);
        order["shippingAddress"] = Address();
        order["billingAddress"] = Address();
        order["shippingInfo"] = new JsonObject
        {
            ["shippingMethodName"] = "standard",
            ["price"] = Money(Shipping),
            ["shippingRate"] = new JsonObject { ["price"] = Money(Shipping), ["tiers"] = new JsonArray() },
            ["taxedPrice"] = Taxed(NetOf(Shipping), Shipping),
            ["taxRate"] = TaxRate(),
            ["deliveries"] = new JsonArray(),
            ["shippingMethodState"] = "MatchesCart",
        };
        order["taxedShippingPrice"] = Taxed(NetOf(Shipping), Shipping);
        order["paymentState"] = purchase.PaymentState;
        order["shipmentState"] = "Pending";
        if (purchase.Store is { } store)
        {
            order["store"] = new JsonObject { ["typeId"] = "store", ["key"] = store };
        }

        return order;
    }

    /// <summary>An order as an importer gives it; totals are taken as given (commercetools.md §4.3).</summary>
    public static JsonObject Import(Archive archive, Inventory inventory, JsonObject draft)
    {
        if (!draft.List("lineItems").Any() && !draft.List("customLineItems").Any())
        {
            throw Refusal.Field("lineItems", null, "An order needs at least one line.");
        }

        if (draft["totalPrice"] is not JsonObject total)
        {
            throw Refusal.Json("totalPrice: Missing required value");
        }

        var order = Bare(draft.Text("orderNumber"), draft.Text("inventoryMode") ?? "None", total.Whole("centAmount"));
        foreach (var name in new[]
        {
            "customerEmail", "shippingAddress", "billingAddress", "orderState", "shipmentState", "paymentState", "completedAt",
            "country", "taxedPrice", "shippingInfo",
        })
        {
            if (draft[name] is { } value)
            {
                order[name] = value.DeepClone();
            }
        }

        foreach (var item in draft.List("lineItems"))
        {
            var sku = (item["variant"] as JsonObject)?.Text("sku") ?? "";
            var cents = (item["price"]?["value"] as JsonObject)?.Whole("centAmount") ?? 0;
            var line = Line(
                archive, new TwinLine(sku, item.Whole("quantity")),
                inventory.ChannelOf(item["supplyChannel"] as JsonObject), cents);
            if (item.Text("inventoryMode") is { } mode)
            {
                line["inventoryMode"] = mode;
            }

            order.ListOf("lineItems").Add(line);
        }

        return order;
    }

    /// <summary>An amount; of the project's usual currency unless another is named.</summary>
    public static JsonObject Money(long cents, string currency = "EUR") => new()
    {
        ["type"] = "centPrecision",
        ["currencyCode"] = currency,
        ["centAmount"] = cents,
        ["fractionDigits"] = currency switch { "JPY" => 0, "BHD" => 3, _ => 2 },
    };

    private static JsonObject Bare(string? number, string mode, long total)
    {
        var order = new JsonObject
        {
            ["lineItems"] = new JsonArray(),
            ["customLineItems"] = new JsonArray(),
            ["totalPrice"] = Money(total),
            ["taxMode"] = "Platform",
            ["taxRoundingMode"] = "HalfEven",
            ["taxCalculationMode"] = "LineItemLevel",
            ["inventoryMode"] = mode,
            ["shippingMode"] = "Single",
            ["shipping"] = new JsonArray(),
            ["refusedGifts"] = new JsonArray(),
            ["origin"] = "Customer",
            ["orderState"] = "Open",
            ["syncInfo"] = new JsonArray(),
        };
        if (number is not null)
        {
            order["orderNumber"] = number;
        }

        return order;
    }

    /// <summary>19 % within a price, rounded half to even.</summary>
    private static long NetOf(long gross) => (long)Math.Round(gross / 1.19m, MidpointRounding.ToEven);

    private static JsonObject Taxed(long net, long gross) => new()
    {
        ["totalNet"] = Money(net),
        ["totalGross"] = Money(gross),
        ["totalTax"] = Money(gross - net),
        ["taxPortions"] = new JsonArray(new JsonObject { ["rate"] = 0.19, ["amount"] = Money(gross - net), ["name"] = "19 %" }),
    };

    private static JsonObject TaxRate() => new()
    {
        ["name"] = "19 %",
        ["amount"] = 0.19,
        ["includedInPrice"] = true,
        ["country"] = "DE",
    };

    private static JsonObject Address() => new()
    {
        ["firstName"] = "Ada",
        ["lastName"] = "Shopper",
        ["streetName"] = "Hauptstrasse",
        ["streetNumber"] = "1",
        ["postalCode"] = "10115",
        ["city"] = "Berlin",
        ["country"] = "DE",
    };
}
