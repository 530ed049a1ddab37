using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Reading;

/// <summary>A line of an order with its progress.</summary>
internal sealed record ReadLine(OrderLine Canonical, LineProgress Progress);

/// <summary>
/// Reads the lines of an order. Stock moves on the leaves: on a line without children, and on the children of a
/// configurable or bundle (adobe-commerce.md §4.4).
/// </summary>
internal static class OrderLines
{
    private static readonly OrderItemJson Unpaid = new();

    /// <summary>Reads every line; <paramref name="wrong"/> says what keeps the order from being used.</summary>
    public static List<ReadLine> Read(
        IReadOnlyList<OrderItemJson> items, IReadOnlyList<ProductJson> products, out string? wrong)
    {
        wrong = null;
        var lines = new List<ReadLine>(items.Count);
        foreach (var item in items)
        {
            if (Read(item, items, products) is { } line)
            {
                lines.Add(line);
                continue;
            }

            wrong = $"line {item.ItemId ?? "without id"} has no usable SKU or quantity.";
        }

        return lines;
    }

    private static ReadLine? Read(
        OrderItemJson item, IReadOnlyList<OrderItemJson> items, IReadOnlyList<ProductJson> products)
    {
        var parent = item.ParentItemId is { } parentId ? items.FirstOrDefault(other => other.ItemId == parentId) : null;
        var isLeaf = items.All(other => other.ParentItemId != item.ItemId || other.ItemId == item.ItemId);
        var moves = isLeaf && item.ProductType != "bundle";
        var shipment = parent is null ? null : ShipmentOf(parent, products);
        var per = parent is null ? 1m : PerParent(item, parent);
        if (item.ItemId is not { } id || !Quantity.TryOf(item.QtyOrdered ?? 0m, out var ordered) ||
            !Quantity.TryOf(shipment is null ? 1m : per, out var perShipLine) || SkuOf(item, products) is not { } sku)
        {
            return null;
        }

        var paid = IsPaidByParts(item, items) ? Unpaid : item;
        var line = new OrderLine(id, sku, item.Name ?? sku.Text, ordered, item.ProductType ?? "simple")
        {
            ParentLine = parent?.ItemId,
            MovesStock = moves,
            ShipLine = shipment,
            PerShipLine = perShipLine.IsZero ? 1 : perShipLine,
            UnitPrice = paid.Price ?? 0m,
            Discount = (paid.DiscountAmount ?? 0m) - (paid.DiscountTaxCompensationAmount ?? 0m),
            Tax = paid.TaxAmount ?? 0m,
            TaxRate = paid.TaxPercent ?? 0m,
            // The only row figure that means the same in every tax setting: row_total is net of the discount, and in
            // shops with tax-inclusive prices net minus a gross discount (observed §1.12).
            Total = paid.RowTotalInclTax ?? 0m,
            Options = OptionsOf(item, products),
        };
        return new ReadLine(line, ProgressOf(item, parent, byParent: shipment is not null, per));
    }

    /// <summary>
    /// Whether the money is on the parts, as in a bundle with dynamic price, and the line only repeats their sum
    /// (adobe-commerce.md §4.4): it is read once, so that totals of lines add up.
    /// </summary>
    private static bool IsPaidByParts(OrderItemJson item, IReadOnlyList<OrderItemJson> items) =>
        item.ProductType == "bundle" && items.Any(other => other.ParentItemId == item.ItemId && other.Price is > 0m);

    /// <summary>
    /// The line that a shipment of the parts must name: the parent of a configurable, and of a bundle that is shipped
    /// together. The order does not say how a bundle is shipped; its product does (<c>shipment_type</c>: 0 together, 1
    /// separately). Together is the shop's default, and holds where the product is gone.
    /// </summary>
    private static string? ShipmentOf(OrderItemJson parent, IReadOnlyList<ProductJson> products) =>
        parent.ProductType == "bundle" && Find(parent, products)?.Attribute("shipment_type") == "1"
            ? null
            : parent.ItemId;

    private static decimal PerParent(OrderItemJson item, OrderItemJson parent) =>
        parent.QtyOrdered is { } parents and >= 0.0001m && item.QtyOrdered is { } units ? units / parents : 1m;

    /// <summary>
    /// How far the line has come. Virtual goods leave with the invoice, others with the shipment (adobe-commerce.md
    /// §3.3). Whatever is shipped by its parent is counted there, and so is what is invoiced, cancelled or refunded of
    /// a part without a price of its own: the child's own figures stay 0 (lifecycle J1b). A part with a price, as in a
    /// dynamic bundle, keeps its own figures, and its parent's are nonsense (observed §2). Figures never fall in the
    /// shop, so the larger of both is the newer.
    /// </summary>
    private static LineProgress ProgressOf(OrderItemJson item, OrderItemJson? parent, bool byParent, decimal per)
    {
        var payer = item.Price is > 0m ? null : parent;
        var shipper = byParent ? parent : null;
        return new LineProgress(
            item.ItemId!,
            item.IsVirtual is "1" or "true"
                ? Larger(item, item.QtyInvoiced, payer?.QtyInvoiced, per)
                : Larger(item, item.QtyShipped, shipper?.QtyShipped, per),
            Larger(item, item.QtyCanceled, payer?.QtyCanceled, per),
            Larger(item, item.QtyRefunded, payer?.QtyRefunded, per));
    }

    private static Quantity Larger(OrderItemJson item, decimal? own, decimal? parents, decimal per)
    {
        var units = Math.Min(item.QtyOrdered ?? 0m, Math.Max(own ?? 0m, (parents ?? 0m) * per));
        return Quantity.TryOf(units, out var quantity) ? quantity : Quantity.Zero;
    }

    /// <summary>
    /// The SKU that stock moves on. With custom options the line's own SKU has the options' SKUs appended and is in no
    /// catalogue; the shop itself resolves it by the product's id (observed §2). Where the product is gone its stock is
    /// gone too, and a text too long for a SKU is cut.
    /// </summary>
    private static Sku? SkuOf(OrderItemJson item, IReadOnlyList<ProductJson> products)
    {
        var text = HasCustomOptions(item) ? Find(item, products)?.Sku ?? item.Sku : item.Sku;
        text = text?.Trim();
        text = text?.Length > Sku.LengthMax ? text[..Sku.LengthMax].Trim() : text;
        return Sku.TryParse(text, out var sku) ? sku : null;
    }

    /// <summary>Whether the customer filled in custom options, which makes the line's SKU a made-up one.</summary>
    public static bool HasCustomOptions(OrderItemJson item) =>
        item.ProductOption?.ExtensionAttributes?.CustomOptions is { Count: > 0 };

    private static ProductJson? Find(OrderItemJson item, IReadOnlyList<ProductJson> products) =>
        item.ProductId is { } id ? products.FirstOrDefault(product => product.Id == id) : null;

    private static Items<OrderOption> OptionsOf(OrderItemJson item, IReadOnlyList<ProductJson> products)
    {
        var chosen = item.ProductOption?.ExtensionAttributes;
        var offered = Find(item, products)?.Options ?? [];
        return (chosen?.CustomOptions ?? []).Select(choice => Option(choice, offered))
            .Concat((chosen?.ConfigurableItemOptions ?? []).Select(choice => Option(choice, [])))
            .ToItems();
    }

    private static OrderOption Option(ChosenOptionJson choice, IReadOnlyList<CustomOptionJson> offered)
    {
        var option = offered.FirstOrDefault(known => known.OptionId == choice.OptionId);
        var value = option?.Values?.FirstOrDefault(known => known.OptionTypeId == choice.OptionValue);
        return new OrderOption(
            option?.Title ?? $"option {choice.OptionId}",
            value?.Title ?? choice.OptionValue ?? "",
            value?.Sku ?? option?.Sku);
    }
}
