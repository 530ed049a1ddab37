using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>
/// Accounts for the storefront's own documents: a shipment or refund moves its sources and ends its reservations.
/// </summary>
internal static class OrderShipments
{
    /// <summary>
    /// A shipment that the storefront shows. Whoever posted it, the hub does not know what it wrote since.
    /// </summary>
    public static OrderDecision See(OrderRecord order, Fact.ShipmentObserved shipment, OwnershipContract contract)
    {
        if (order.HasCounted(KeyOf(order, shipment.Shipment)))
        {
            return Correct(order, shipment, contract);
        }

        var consequences = new Consequences();
        var storefront = order.Canonical.Storefront;
        RemoteCode? source = shipment.Source is { } code ? RemoteCode.Parse(code) : null;
        var location = shipment.Source is { } known ? contract.LocationOf(storefront, known)?.Code : null;
        consequences.Say(new OrderEvent.Counted(KeyOf(order, shipment.Shipment)));
        if (order.Documents.FindIndex(document => IsOwn(order, document) && document.RemoteId is null) >= 0)
        {
            // Should it turn out to be one made for the hub, it was counted by what it holds.
            consequences.Say(new OrderEvent.Counted(CorrectedKeyOf(order, shipment.Shipment)));
        }

        foreach (var line in order.Lines)
        {
            var units = Shipped(order, line, shipment.Lines);
            if (units > Quantity.Zero)
            {
                // The first figures of an order that was shipped from before hold its earlier shipments already.
                var isKnown = line.ShippedBefore > Quantity.Zero && shipment.At <= order.FirstSeenAt;
                Count(order, line, isKnown ? Quantity.Zero : units, location, consequences);
                consequences.Address(line.Sku, new StockFact.SourcesUnsure(storefront, source));
            }
        }

        return consequences.Conclude();
    }

    /// <summary>
    /// A shipment that the storefront made for the hub: nothing was written to the source since it was asked for.
    /// </summary>
    public static void CountOwn(
        OrderRecord order, OrderDocument document, string shipment, OwnershipContract contract, Consequences consequences)
    {
        if (order.HasCounted(KeyOf(order, shipment)) || OrderDocuments.SourceOf(document, contract) is not { } source)
        {
            return;
        }

        var lowersSource = contract.Connection(document.Target)?.ShipmentsLowerSources != false;

        consequences.Say(new OrderEvent.Counted(KeyOf(order, shipment)));
        foreach (var line in order.Lines)
        {
            var units = Shipped(order, line, document.Lines);
            if (units > Quantity.Zero)
            {
                Count(order, line, units, document.Location, consequences);
                if (lowersSource)
                {
                    consequences.Address(line.Sku, new StockFact.SourceMoved(document.Target, source, -units));
                }
            }
        }
    }

    /// <summary>
    /// A shipment made for the hub that holds other units than it was asked to: the storefront cut it down to what it had still open
    /// (adobe-commerce-observed.md §1.10), and moved its source by less than was counted.
    /// </summary>
    private static OrderDecision Correct(OrderRecord order, Fact.ShipmentObserved shipment, OwnershipContract contract)
    {
        var storefront = order.Canonical.Storefront;
        var key = CorrectedKeyOf(order, shipment.Shipment);
        var asked = order.Documents.FindIndex(document => IsOwn(order, document) && document.RemoteId == shipment.Shipment);
        if (asked < 0 || shipment.Lines.IsEmpty || order.HasCounted(key) ||
            contract.Connection(storefront)?.ShipmentsLowerSources == false)
        {
            return OrderDecision.Nothing;
        }

        var consequences = new Consequences();
        RemoteCode? source = shipment.Source is { } code ? RemoteCode.Parse(code) : null;
        foreach (var line in order.Lines.Where(line =>
            Shipped(order, line, shipment.Lines) != Shipped(order, line, order.Documents[asked].Lines)))
        {
            consequences.Address(line.Sku, new StockFact.SourcesUnsure(storefront, source));
        }

        if (consequences.Stock.Count > 0)
        {
            consequences.Say(new OrderEvent.Counted(key));
        }

        return consequences.Conclude();
    }

    /// <summary>
    /// A refund exists in the storefront: it may have moved sources either way, so what was written there is not known.
    /// </summary>
    public static OrderDecision CountRefund(OrderRecord order, Fact.RefundObserved refund, OwnershipContract contract)
    {
        var key = $"refund/{order.Canonical.Storefront}/{refund.Refund}";
        if (order.HasCounted(key))
        {
            return OrderDecision.Nothing;
        }

        var consequences = new Consequences();
        consequences.Say(new OrderEvent.Counted(key));
        if (contract.Connection(order.Canonical.Storefront)?.ShipmentsLowerSources == false)
        {
            // Where no document moves a source, a refund does not either.
            return consequences.Conclude();
        }

        foreach (var sku in order.Lines.Select(line => line.Sku).Distinct())
        {
            consequences.Address(sku, new StockFact.SourcesUnsure(order.Canonical.Storefront));
        }

        return consequences.Conclude();
    }

    private static void Count(
        OrderRecord order, LineRecord line, Quantity units, LocationCode? location, Consequences consequences)
    {
        var documents = line.ShippedByDocuments + units;
        var shipped = Quantity.Max(line.Shipped, documents);

        // What the back office gave up is still held until the storefront itself cancels it.
        var held = Quantity.Min(
            line.Held, OrderCapture.OpenInStorefront(order.Progress, line.Line, line.Ordered, shipped));
        if (!units.IsZero)
        {
            consequences.Say(new OrderEvent.LineChanged(
                line with { ShippedByDocuments = documents, Shipped = shipped, Held = held }));
        }

        if (held != line.Held)
        {
            consequences.Address(line.Sku, new StockFact.Holding(order.Id, line.Line, held, location));
        }
    }

    private static string KeyOf(OrderRecord order, string shipment) =>
        $"shipment/{order.Canonical.Storefront}/{shipment}";

    /// <summary>Says that what a shipment holds is counted, whatever was asked for.</summary>
    private static string CorrectedKeyOf(OrderRecord order, string shipment) => $"other-{KeyOf(order, shipment)}";

    private static bool IsOwn(OrderRecord order, OrderDocument document) =>
        document.Kind == DocumentKind.PostShipment && document.Target == order.Canonical.Storefront;

    /// <summary>
    /// Units of a line in a shipment, named by the line itself or, for goods shipped together, by its parent.
    /// </summary>
    private static Quantity Shipped(OrderRecord order, LineRecord line, Items<LineQuantity> shipped)
    {
        var canonical = order.Canonical.LineOf(line.Line);
        var own = UnitsOf(line.Line, shipped);

        // A shipment may list a parent and its parts: the same goods twice.
        return own.IsZero && canonical.ShipLine is { } parent
            ? canonical.PerShipLine * UnitsOf(parent, shipped)
            : own;
    }

    private static Quantity UnitsOf(string line, Items<LineQuantity> shipped) =>
        shipped.Where(sent => sent.Line == line).Sum(sent => sent.Quantity);
}
