using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Products;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Orders;

/// <summary>A line as read.</summary>
/// <param name="Canonical">The line as charged.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Mode">The inventory mode that held when it was ordered.</param>
/// <param name="Channel">Key of its supply channel, or its id where the channel is gone; null for none.</param>
internal sealed record ReadLine(OrderLine Canonical, LineProgress Progress, string Mode, string? Channel);

/// <summary>Reads the lines of an order.</summary>
internal sealed class OrderLineReading(CommerceToolsOptions options)
{
    /// <summary>Digits of a unit price that is worked out: enough for any quantity to come back to the cent.</summary>
    private const int UnitDigits = 8;

    /// <summary>The lines; what is wrong with them otherwise.</summary>
    public List<ReadLine> Read(JsonElement order, out string? wrong)
    {
        wrong = null;
        var lines = new List<ReadLine>();
        var delivered = DeliveredUnits(order);
        var parents = ParentsOf(order, options.Bundles);
        foreach (var item in order.List("lineItems"))
        {
            if (item.Text("id") is not { } id || item.Whole("quantity") is not { } quantity ||
                !Sku.TryParse(item.At("variant").Text("sku"), out var sku))
            {
                wrong = $"line {item.Text("id") ?? "without id"} has no usable SKU or quantity.";
                return lines;
            }

            var parent = parents.GetValueOrDefault(id);
            var canonical = Charged(item, id, sku, quantity) with
            {
                ParentLine = parent,
                Type = parents.ContainsValue(id) ? "bundle" : "simple",
                MovesStock = quantity > 0 && !parents.ContainsValue(id),
                Components = options.Bundles.ParentField is null ? PartsOf(item) : [],
            };
            lines.Add(new ReadLine(
                canonical,
                ProgressOf(order, item, id, quantity, delivered.GetValueOrDefault(id)),
                item.Text("inventoryMode") ?? order.Text("inventoryMode") ?? "None",
                item.At("supplyChannel").At("obj").Text("key") ?? item.At("supplyChannel").Text("id")));
        }

        foreach (var item in order.List("customLineItems"))
        {
            // Fees, gift wrap, deposits: charged, and never stock (commercetools.md §4.1).
            if (item.Text("id") is { } id && Sku.TryParse(item.Text("slug"), out var slug))
            {
                var line = Charged(item, id, slug, item.Whole("quantity") ?? 1);
                lines.Add(new ReadLine(
                    line with { Type = "custom", MovesStock = false },
                    new LineProgress(id, Shipped: 0, Cancelled: 0, Refunded: 0), "None", Channel: null));
            }
        }

        if (lines.Count == 0)
        {
            wrong = "it has no lines.";
            return lines;
        }

        return DiscountSpreading.Spread(order, lines);
    }

    /// <summary>What a bundle was made of when it was ordered, where only the bundle is a line.</summary>
    private Items<LineComponent> PartsOf(JsonElement item) =>
        (BundleReading.Read(item.At("variant"), options.Bundles, out _) ?? [])
        .Select(part => new LineComponent(part.Sku, part.PerKit)).ToItems();

    private static OrderLine Charged(JsonElement item, string id, Sku sku, long quantity)
    {
        var total = CentMoney.OrZero(item, "totalPrice");
        var taxed = item.At("taxedPrice");
        var net = CentMoney.Read(taxed.At("totalNet")) ?? total;
        var (unit, discount) = Priced(item, quantity, total, net);
        return new OrderLine(id, sku, item.Localised("name") ?? sku.Text, Quantity.Of(quantity), "simple")
        {
            UnitPrice = unit,
            Discount = discount,
            Tax = CentMoney.Read(taxed.At("totalTax")) ?? (CentMoney.Read(taxed.At("totalGross")) ?? net) - net,
            TaxRate = (item.At("taxRate").Number("amount") ?? 0m) * 100m,
            Total = total,
            Options = item.At("custom").Values("fields")
                .Where(static field => field.Form is JsonValueKind.String or JsonValueKind.Number)
                .Select(static field => new OrderOption(field.Name, field.Value, field.Name)).ToItems(),
        };
    }

    /// <summary>
    /// Prices of an order are without tax: what the platform's hold of it is taken out, so that the line makes its net. A
    /// total that is more than its price makes (a total given from outside, a precise price that is rounded up) is the price.
    /// </summary>
    private static (decimal Unit, decimal Discount) Priced(JsonElement item, long quantity, decimal total, decimal net)
    {
        var unit = CentMoney.Read(item.At("price").At("value")) ?? CentMoney.OrZero(item, "money");
        if (quantity <= 0)
        {
            return (unit, 0m);
        }

        var discount = unit == 0m ? 0m : (unit * quantity) - total;
        if (discount >= 0m && net == total)
        {
            return (unit, discount);
        }

        discount = discount <= 0m || total == 0m ? 0m : Math.Round(discount * net / total, UnitDigits, MidpointRounding.ToEven);
        return total == 0m ? (unit, unit * quantity)
            : (Math.Round((net + discount) / quantity, UnitDigits, MidpointRounding.ToEven), discount);
    }

    private LineProgress ProgressOf(JsonElement order, JsonElement item, string id, long quantity, long delivered)
    {
        // Deliveries are not compared with what was ordered, and a state may be set without any (commercetools.md §4.6).
        var givenUp = Math.Min(quantity, LineStates.GivenUp(item, options));
        var most = quantity - givenUp;
        var shipped = order.Text("shipmentState") is "Shipped" or "Delivered" ? most : Math.Min(most, delivered);
        var cancelled = order.Text("orderState") == "Cancelled" ? quantity - shipped : givenUp;

        // Refunds of goods that came back concern what was shipped; only what was refunded beyond that is given up.
        var refunded = Math.Max(0, RefundedUnits(order, id) - shipped);
        return new LineProgress(
            id, Quantity.Of(shipped), Quantity.Of(cancelled), Quantity.Of(Math.Min(refunded, quantity - shipped - cancelled)));
    }

    private static long RefundedUnits(JsonElement order, string line) =>
        order.List("returnInfo").SelectMany(info => info.List("items"))
            .Where(item => item.Text("lineItemId") == line && item.Text("paymentState") == "Refunded")
            .Sum(item => item.Whole("quantity") ?? 0);

    /// <summary>Units of each line in the order's deliveries.</summary>
    public static Dictionary<string, long> DeliveredUnits(JsonElement order)
    {
        var units = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var item in DeliveriesOf(order).SelectMany(delivery => delivery.List("items")))
        {
            if (item.Text("id") is { } id)
            {
                units[id] = units.GetValueOrDefault(id) + (item.Whole("quantity") ?? 0);
            }
        }

        return units;
    }

    /// <summary>Deliveries of an order with one way of shipping or with several.</summary>
    public static IEnumerable<JsonElement> DeliveriesOf(JsonElement order) =>
        order.At("shippingInfo").List("deliveries").Concat(
            order.List("shipping").SelectMany(shipping => shipping.At("shippingInfo").List("deliveries")));

    /// <summary>The parent line of every part that is a line of its own, by its id.</summary>
    public static Dictionary<string, string> ParentsOf(JsonElement order, BundleOptions bundles)
    {
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        if (bundles.ParentField is not { } field)
        {
            return parents;
        }

        var lines = order.List("lineItems").ToList();
        foreach (var item in lines)
        {
            if (item.At("custom").At("fields").Text(field) is { } named && item.Text("id") is { } id &&
                lines.Find(line => line.Text("id") == named || line.Text("key") == named ||
                                   line.At("custom").At("fields").Text("external-id") == named).Text("id") is { } parent &&
                parent != id)
            {
                parents[id] = parent;
            }
        }

        return parents;
    }
}
