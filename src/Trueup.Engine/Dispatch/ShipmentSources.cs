using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// The sources that shipments are taken off in a storefront that reserves: it refuses a shipment where the source holds too little, so the source is
/// looked at and set right first (DESIGN §4).
/// </summary>
/// <param name="storefront">The connection.</param>
/// <param name="hub">The hub around it.</param>
internal sealed class ShipmentSources(ConnectionName storefront, OutboundSurroundings hub)
{
    /// <summary>The SKUs whose sources a document moves.</summary>
    public static Sku[] SkusOf(OrderRecord order, OrderDocument document) => document.Kind == DocumentKind.PostShipment
        ? order.Lines.Where(line => Ships(order, line.Line, document)).Select(line => line.Sku).Distinct().ToArray()
        : [];

    /// <summary>
    /// What a source lacks for a shipment. Null where nothing is known to be short, and where the source is not to hold that
    /// much: of an order that the storefront has given up, it is for the storefront to say no.
    /// </summary>
    public string? ShortageOf(DocumentWork work)
    {
        foreach (var (sku, units, slot) in Of(work))
        {
            if (slot.Written is { } there && there < units && !(slot.Desired < units))
            {
                return $"Source {slot.Source} holds {there} of {sku}, and {units} are to be shipped.";
            }
        }

        return null;
    }

    /// <summary>Whether a shipment's source is never to hold what left, so that waiting for it is in vain: a warehouse sent
    /// from one place what another was to send.</summary>
    public bool IsNeverToHold(DocumentWork work) => Of(work).Any(needed => needed.Slot.Desired < needed.Units);

    /// <summary>
    /// Whether the source of a shipment is about to be looked at or set. Asking again before that is in vain, and doubting
    /// what it holds once more keeps it from being set: many shipments together would give one another up.
    /// </summary>
    public bool IsAboutToBeSet(DocumentWork work) =>
        work.Intent is DocumentIntent.PostShipment shipment && work.Order.Progress.Reserves &&
        SkusOf(work.Order, work.Document).Any(sku => hub.State.Find(sku)?.SlotOf(storefront, shipment.Source) is { IsOwed: true });

    /// <summary>A shipment that is not taken mostly means that the source holds too little: doubts about all it would move. Null where there is
    /// nothing to doubt, or a look is coming anyway.</summary>
    public Settlement.Levels? DoubtsAfter(DocumentWork work, Receipt receipt) =>
        work.Intent is DocumentIntent.PostShipment shipment && receipt is Receipt.Deferred && !IsAboutToBeSet(work)
            ? new Settlement.Levels(SkusOf(work.Order, work.Document)
                .Select(sku => new SettledLevel(
                    sku, shipment.Source, Quantity.Zero, new Receipt.Unknown("A shipment from this source was not taken.")))
                .ToItems())
            : null;

    /// <summary>What a storefront that reserves takes off its source for a shipment, SKU by SKU.</summary>
    private IEnumerable<(Sku Sku, Quantity Units, Slot Slot)> Of(DocumentWork work)
    {
        if (work.Intent is not DocumentIntent.PostShipment shipment || !work.Order.Progress.Reserves)
        {
            yield break;
        }

        foreach (var lines in work.Order.Lines.GroupBy(line => line.Sku))
        {
            var units = lines.Sum(line => UnitsOf(work.Order, line.Line, shipment));
            if (hub.State.Find(lines.Key)?.SlotOf(storefront, shipment.Source) is { } slot)
            {
                yield return (lines.Key, units, slot);
            }
        }
    }

    private static Quantity UnitsOf(OrderRecord order, string line, DocumentIntent.PostShipment shipment)
    {
        var sold = order.Canonical.LineOf(line);
        return shipment.Lines.Where(units => units.Line == (sold.ShipLine ?? line))
            .Sum(units => sold.PerShipLine * units.Quantity);
    }

    private static bool Ships(OrderRecord order, string line, OrderDocument document)
    {
        var canonical = order.Canonical.LineOf(line);
        return document.Lines.FindIndex(units => units.Line == line || units.Line == canonical.ShipLine) >= 0;
    }
}

/// <summary>A document to be made.</summary>
/// <param name="Order">Its order, as it was when the document was built.</param>
/// <param name="Document">What was asked for.</param>
/// <param name="Intent">What is to be sent.</param>
internal sealed record DocumentWork(OrderRecord Order, OrderDocument Document, DocumentIntent Intent);
