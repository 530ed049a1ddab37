using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Fulfilment;

/// <summary>
/// What a storefront is told of parcels: tracking numbers that became known after the shipment was posted, and how
/// delivery goes.
/// </summary>
internal static class FulfilmentDocuments
{
    /// <summary>Statuses that a customer wants to read of; the others say nothing new.</summary>
    private static readonly ParcelStatus[] Told =
    [
        ParcelStatus.ReadyForPickup, ParcelStatus.DeliveryAttempted, ParcelStatus.Exception, ParcelStatus.Returning,
        ParcelStatus.Returned, ParcelStatus.Delivered,
    ];

    /// <summary>Documents that are not asked for yet. A shipment has to exist before anything is added to it.</summary>
    public static Items<OrderEvent> Missing(OrderRecord order, OwnershipContract contract)
    {
        var storefront = order.Canonical.Storefront;
        if (contract.TargetsOf(DataKind.Tracking).FindIndex(target => target.Connection == storefront) < 0)
        {
            return [];
        }

        var missing = new List<OrderEvent>();
        foreach (var parcel in order.Parcels)
        {
            if (PostedAs(order, parcel) is not { } shipment)
            {
                continue;
            }

            var tracking = new Tracking(parcel.Number, parcel.Carrier, parcel.Url);
            if (shipment.Tracking.FindIndex(sent => sent.Number == parcel.Number) < 0)
            {
                Ask($"{order.Id}/track/{parcel.Shipment}/{parcel.Number}", shipment, tracking, status: null);
            }

            if (Told.Contains(parcel.Status))
            {
                var word = CarrierWords.WordOf(parcel.Status);
                Ask($"{order.Id}/note/{parcel.Shipment}/{parcel.Number}/{word}", shipment, tracking, word);
            }
        }

        return missing.ToItems();

        void Ask(string key, OrderDocument shipment, Tracking tracking, string? status)
        {
            if (order.Documents.FindIndex(asked => asked.Key == key) < 0)
            {
                missing.Add(new OrderEvent.DocumentAsked(
                    new OrderDocument(key, storefront, DocumentKind.PostTracking)
                    {
                        Tracking = [tracking],
                        Detail = new DocumentDetail { About = shipment.RemoteId, Status = status },
                    }));
            }
        }
    }

    /// <summary>The shipment as it was made in the storefront; null while it is not.</summary>
    private static OrderDocument? PostedAs(OrderRecord order, Parcel parcel)
    {
        var shipments = order.Documents.Where(document => document.Kind == DocumentKind.PostShipment).ToArray();
        var own = shipments.FirstOrDefault(document => document.Key == $"{order.Id}/ship/{parcel.Shipment}");

        // A parcel with parts of a set has no shipment of its own: it belongs to the one that the last part completed.
        own ??= WaitsForParts(order) ? null : shipments.LastOrDefault(document => document.RemoteId is not null);
        return own?.RemoteId is null ? null : own;
    }

    /// <summary>Whether parts of a set have left and others of it are still to come: their shipment is not posted yet.</summary>
    private static bool WaitsForParts(OrderRecord order)
    {
        foreach (var parts in order.Lines.Where(line => line.Open > Quantity.Zero || line.Dispatched > Quantity.Zero)
            .Select(line => (Line: line, Sold: order.Canonical.LineOf(line.Line)))
            .GroupBy(part => part.Sold.ShipLine ?? part.Line.Line, StringComparer.Ordinal))
        {
            var whole = parts.Select(part => (part.Line.Dispatched - part.Line.ShippedBefore).CountedBy(part.Sold.PerShipLine))
                .Aggregate(Quantity.Min);
            if (parts.Any(part => part.Line.Open > Quantity.Zero) && parts.Any(part => HasLeft(part.Line, part.Sold.PerShipLine * whole)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether more of anything picked for a line has left than so many units of it need.</summary>
    private static bool HasLeft(LineRecord line, Quantity units) =>
        line.ByPart(static pick => pick.Dispatched).Any(sent => sent.Units > sent.Part.PerUnit * units);
}
