using System.Text.Json;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Reading;

/// <summary>Reads everything but orders: shipments, credit memos, products and the wiring of sources.</summary>
internal static class RecordReading
{
    /// <summary>A shipment that lowered a source.</summary>
    public static Fact Shipment(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = JsonSerializer.Deserialize(body, AdobeJson.Default.ShipmentJson);
            return json is { EntityId: { } id, OrderId: { } order } && ShopTime.Read(json.CreatedAt) is { } at
                ? new Fact.ShipmentObserved(id, order, json.ExtensionAttributes?.SourceCode, at, Lines(json.Items))
                : Unusable("The shipment has no id, order or time.");
        }
        catch (JsonException)
        {
            return Unusable("The shipment is not JSON of the expected form.");
        }
    }

    /// <summary>Whether a body is a product at all: a proxy's page, or an answer cut short, is not.</summary>
    public static bool IsProduct(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonText.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("sku", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>A refund, which may have moved any source.</summary>
    public static Fact CreditMemo(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = JsonSerializer.Deserialize(body, AdobeJson.Default.CreditMemoJson);
            return json is { EntityId: { } id, OrderId: { } order } && ShopTime.Read(json.CreatedAt) is { } at
                ? new Fact.RefundObserved(id, order, at, Lines(json.Items))
                {
                    Amounts = Amounts(json),
                    Number = json.IncrementId,
                    Reference = DocumentMark.KeyIn(json.Comments),
                }
                : Unusable("The credit memo has no id, order or time.");
        }
        catch (JsonException)
        {
            return Unusable("The credit memo is not JSON of the expected form.");
        }
    }

    /// <summary>
    /// The money as the shop has it, down to discounts that it does not round (adobe-commerce-observed.md §4); null for
    /// a memo that was saved past the workflow, which has no totals and no effect (§1.11).
    /// </summary>
    private static RefundAmounts? Amounts(CreditMemoJson json) => json.GrandTotal is not { } gross
        ? null
        : new RefundAmounts(json.ShippingAmount ?? 0m, json.Adjustment ?? 0m, json.TaxAmount ?? 0m, gross)
        {
            Lines = (json.Items ?? [])
                .Where(item => item.OrderItemId is not null && item.RowTotal is not null &&
                    item.Qty is { } units && Quantity.TryOf(units, out _))
                .Select(item => new RefundedLine(
                    item.OrderItemId!,
                    Quantity.Of(item.Qty!.Value),
                    item.RowTotal!.Value - (item.DiscountAmount ?? 0m) + (item.DiscountTaxCompensationAmount ?? 0m),
                    item.TaxAmount ?? 0m))
                .ToItems(),
        };

    /// <summary>A product, with its stock settings where the message holds them.</summary>
    public static Fact Product(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = JsonSerializer.Deserialize(body, AdobeJson.Default.ProductJson);
            return json is { Id: { } id, TypeId: { } type } && Sku.TryParse(json.Sku, out var sku)
                ? new Fact.ProductObserved(sku, id, type, Traits(json, type))
                : Unusable("The product has no id, type or usable SKU.");
        }
        catch (JsonException)
        {
            return Unusable("The product is not JSON of the expected form.");
        }
    }

    /// <summary>The sources and those that count for the stock.</summary>
    public static Fact Wiring(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = JsonSerializer.Deserialize(body, AdobeJson.Default.WiringJson);
            return json is { Sources: { } sources, Linked: { } linked }
                ? new Fact.WiringObserved(sources.ToItems(), linked.ToItems())
                : Unusable("The wiring names no sources.");
        }
        catch (JsonException)
        {
            return Unusable("The wiring is not JSON of the expected form.");
        }
    }

    private static ProductTraits Traits(ProductJson json, string type)
    {
        var stock = json.ExtensionAttributes?.StockItem;
        bool? backorders = stock?.Backorders is { } word ? word != "0" : null;
        return new ProductTraits
        {
            HoldsStock = type switch
            {
                "simple" or "virtual" or "downloadable" => true,
                "configurable" or "bundle" or "grouped" => false,
                _ => null,
            },
            Managed = stock?.ManageStock is { } managed ? managed is "1" or "true" : null,
            Backorders = backorders,
            Threshold = Threshold(stock?.MinQty, backorders),
            Enabled = json.Status is { } status ? status == "1" : null,
            Children = Children(json, type),
            Categories = json.ExtensionAttributes?.CategoryLinks?
                .Select(link => link?.CategoryId).OfType<string>().Order(StringComparer.Ordinal).ToItems(),
        };
    }

    /// <summary>
    /// The threshold in force: a negative one counts only with back-orders, where it is the depth they may reach; a
    /// positive one only without (adobe-commerce.md §2.4).
    /// </summary>
    private static Quantity? Threshold(decimal? minimum, bool? backorders) =>
        minimum is { } units && backorders is { } allowed &&
        Quantity.TryOf(allowed ? Math.Min(units, 0m) : Math.Max(units, 0m), out var threshold)
            ? threshold
            : null;

    /// <summary>
    /// Parts of a bundle or members of a group. A configurable names its children by id only, so they are not known
    /// here.
    /// </summary>
    private static Items<Sku>? Children(ProductJson json, string type)
    {
        var skus = type switch
        {
            "bundle" => json.ExtensionAttributes?.BundleProductOptions?
                .SelectMany(option => option.ProductLinks ?? []).Select(link => link.Sku),
            "grouped" => json.ProductLinks?
                .Where(link => link.LinkType == "associated").Select(link => link.LinkedProductSku),
            _ => null,
        };
        return skus?.Select(text => Sku.TryParse(text, out var sku) ? sku : (Sku?)null)
            .OfType<Sku>().Distinct().ToItems();
    }

    private static Items<LineQuantity> Lines(IReadOnlyList<RecordItemJson>? items)
    {
        var lines = new List<LineQuantity>();
        foreach (var item in items ?? [])
        {
            // The line decides; a made-up SKU too long to be one is cut like the order's own.
            var text = item.Sku?.Length > Sku.LengthMax ? item.Sku[..Sku.LengthMax].Trim() : item.Sku;
            if (item.OrderItemId is { } line && item.Qty is { } units and > 0m &&
                Quantity.TryOf(units, out var quantity) && Sku.TryParse(text, out var sku))
            {
                lines.Add(new LineQuantity(line, sku, quantity));
            }
        }

        return lines.ToItems();
    }

    private static Fact.Unusable Unusable(string detail) => new(CaseCodes.Unreadable, detail);
}
