using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Asks other systems for an order's documents, and makes the intents when they are sent.</summary>
public static partial class OrderDocuments
{
    /// <summary>What came of a document: it is made, or refused; anything else says that it is late, and is tried
    /// again.</summary>
    public static OrderDecision Settle(OrderRecord order, string key, Receipt receipt, OrderSurroundings known)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(known);
        var contract = known.Contract;
        var place = order.Documents.FindIndex(asked => asked.Key == key);
        if (place < 0 || order.Documents[place].IsSettled)
        {
            return OrderExpiry.SettleLate(order, key, receipt);
        }

        var document = order.Documents[place];
        var consequences = new Consequences();
        switch (receipt)
        {
            case Receipt.Applied applied:
                consequences.Say(new OrderEvent.DocumentMade(key, applied.RemoteId));
                Verify(order, document, applied, contract, consequences);
                AskForWhatWaited(order, new OrderEvent.DocumentMade(key, applied.RemoteId), contract, consequences);
                FindHeldTooLate(order, document, contract, consequences);
                CoverEarlier(order, place, consequences);
                if (document.Kind == DocumentKind.PostSale)
                {
                    // What was cancelled before the books had the sale.
                    AskForCancelledSales(order, order.Progress, contract, consequences);
                }

                if (key == OrderExpiry.KeyOf(order.Id))
                {
                    OrderExpiry.Conclude(order, consequences);
                }

                if (document.Kind == DocumentKind.PostShipment)
                {
                    OrderShipments.CountOwn(order, document, applied.RemoteId ?? key, contract, consequences);
                }

                break;
            case Receipt.Refused refused:
                Refuse(order, document, refused, known, consequences);
                break;
            case Receipt.Deferred late:
                consequences.Find(new Finding(
                    late.Code ?? CaseCodes.DocumentOverdue,
                    new Lineage { Connection = document.Target, Order = order.Id.Text },
                    $"{document.Kind} is still not made: {late.Detail}"));
                break;
        }

        return consequences.Conclude();
    }

    /// <summary>What was refused is a case, unless it is nobody's business any more; or of a return that is widened, which has a case of its
    /// own.</summary>
    private static void Refuse(
        OrderRecord order, OrderDocument document, Receipt.Refused refused, OrderSurroundings known, Consequences consequences)
    {
        var told = new OrderEvent.DocumentRefused(document.Key, refused.Detail);
        consequences.Say(told);
        var after = DropUnwanted(OrderEvolution.Evolve(order, told, order.Message)!, known.Contract, consequences);
        if (after.Documents.FindIndex(asked => asked.Key == document.Key) >= 0 && document.Kind != DocumentKind.AmendReturn)
        {
            consequences.Find(new Finding(
                CaseCodes.DocumentRefused,
                new Lineage { Connection = document.Target, Order = order.Id.Text },
                $"{document.Kind} was refused: {refused.Detail}{(document.Kind == DocumentKind.CreateOrder ? OrderArticles.Hint(order, known) : "")}"));
        }
    }

    /// <summary>A correction tells the whole order: what its receiver refused of those before is told with it.</summary>
    private static void CoverEarlier(OrderRecord order, int made, Consequences consequences)
    {
        var document = order.Documents[made];
        if (document.Kind is DocumentKind.AmendOrder or DocumentKind.AmendSale)
        {
            foreach (var earlier in order.Documents.Take(made).Where(known =>
                known.Target == document.Target && known.Kind == document.Kind && known.Refusal is not null))
            {
                consequences.Say(new OrderEvent.DocumentReplanned(earlier.Key, []));
            }
        }
    }

    /// <summary>Whether a receiver says that it booked what was charged, to the cent.</summary>
    public static bool IsBookedAsCharged(OrderRecord order, string key, Receipt receipt, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(order);
        return order.Documents.FirstOrDefault(known => known.Key == key) is { Kind: DocumentKind.PostSale } document &&
            receipt is Receipt.Applied { BookedGross: { } gross } applied &&
            FormOf(order, document, contract).Totals is var charged && gross == charged.Gross &&
            (applied.BookedTax is null || applied.BookedTax == charged.Tax);
    }

    /// <summary>Asks the storefront to post what left a location, as far as nobody has posted it yet.</summary>
    internal static void AskForShipment(
        OrderRecord order,
        ConnectionName reporter,
        Fact.Dispatched dispatched,
        LocationRule location,
        OrderSurroundings known,
        Consequences consequences)
    {
        var storefront = order.Canonical.Storefront;
        var units = known.Contract.Terms.Fulfilment.Subscribers.Span.Contains(storefront) ? Postable(order) : [];
        if (units.IsEmpty)
        {
            return;
        }

        if (location.Codes.FindIndex(alias => alias.Connection == storefront) < 0)
        {
            consequences.Find(new Finding(
                CaseCodes.LocationUnmapped,
                new Lineage { Connection = storefront, Location = location.Code.Text, Order = order.Id.Text },
                $"Shipment {dispatched.Shipment} left {location.Code}, which has no source in {storefront}; it is posted once it has."));
        }

        foreach (var line in order.Lines)
        {
            var canonical = order.Canonical.LineOf(line.Line);
            var place = units.FindIndex(posted => posted.Line == (canonical.ShipLine ?? line.Line));
            if (place >= 0)
            {
                var parents = PostedOf(line).CountedBy(canonical.PerShipLine) + units[place].Quantity;
                consequences.Say(new OrderEvent.LineChanged(line with { Posted = canonical.PerShipLine * parents }));
            }
        }

        consequences.Say(new OrderEvent.DocumentAsked(
            new OrderDocument($"{order.Id}/ship/{reporter}/{dispatched.Shipment}", storefront, DocumentKind.PostShipment)
            {
                Location = location.Code,
                Lines = units,
                Tracking = dispatched.Tracking,
            }));
    }

    /// <summary>Tells the customer, by way of the storefront, that an order to be collected is ready; once.</summary>
    internal static void AskForPickupNote(OrderRecord order, OwnershipContract contract, Consequences consequences)
    {
        var (key, storefront) = ($"{order.Id}/ready-for-pickup", order.Canonical.Storefront);
        if (order.Canonical.Shipping?.Method?.Contains("pickup", StringComparison.OrdinalIgnoreCase) == true &&
            contract.TargetsOf(DataKind.Tracking).Any(target => target.Connection == storefront) &&
            order.Documents.FindIndex(asked => asked.Key == key) < 0)
        {
            consequences.Say(new OrderEvent.DocumentAsked(
                new OrderDocument(key, storefront, DocumentKind.PostTracking)
                {
                    Detail = new DocumentDetail { Status = "ready-for-pickup" },
                }));
        }
    }

    /// <summary>Units per storefront line that are dispatched and not yet posted; parts shipped together count as whole
    /// parents.</summary>
    private static Items<LineQuantity> Postable(OrderRecord order) =>
        order.Lines
            .Select(line => (Line: line, Canonical: order.Canonical.LineOf(line.Line)))
            .GroupBy(pair => pair.Canonical.ShipLine ?? pair.Line.Line, StringComparer.Ordinal)
            .Select(parts => new LineQuantity(
                parts.Key,
                parts.First().Line.Sku,
                parts.Select(part => part.Line.Dispatched.CountedBy(part.Canonical.PerShipLine) -
                                     PostedOf(part.Line).CountedBy(part.Canonical.PerShipLine))
                    .Aggregate(Quantity.Min)))
            .Where(units => units.Quantity > Quantity.Zero)
            .ToItems();

    /// <summary>Compares what a receiver says that it booked with what was charged, to the cent.</summary>
    private static void Verify(
        OrderRecord order,
        OrderDocument document,
        Receipt.Applied applied,
        OwnershipContract contract,
        Consequences consequences)
    {
        if (document.Kind != DocumentKind.PostSale || applied.BookedGross is not { } gross)
        {
            return;
        }

        var charged = FormOf(order, document, contract).Totals;
        if (gross != charged.Gross || (applied.BookedTax is { } tax && tax != charged.Tax))
        {
            consequences.Find(new Finding(
                OrderCases.PostedDifferently,
                new Lineage { Connection = document.Target, Order = order.Id.Text },
                $"Charged {charged.Gross} with tax {charged.Tax}; {document.Target} holds {gross} with tax " +
                $"{applied.BookedTax?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not told"}."));
        }
    }

    private static Quantity PostedOf(LineRecord line) => Quantity.Max(line.Posted, line.Shipped);
}
