using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Fulfilment;

/// <summary>Decides what a parcel, or a carrier's report on one, means for an order. Pure and total.</summary>
public static class FulfilmentDecider
{
    /// <summary>The name of a back office's shipment among the parcels.</summary>
    public static string ShipmentOf(ConnectionName reporter, string shipment) => $"{reporter}/{shipment}";

    /// <summary>The key under which reports on a parcel wait for a shipment that names it.</summary>
    public static string WaitingKey(string number) => $"parcel/{number}";

    /// <summary>What the case about a parcel that no shipment names is about.</summary>
    public static Lineage UnknownParcel(ConnectionName reporter, string number) =>
        new() { Connection = reporter, Location = $"parcel {number}" };

    /// <summary>Goods left: their parcels are named, also those that the same shipment names only later.</summary>
    public static FulfilmentDecision Send(OrderRecord order, ConnectionName reporter, Fact.Dispatched dispatched)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(dispatched);
        var shipment = ShipmentOf(reporter, dispatched.Shipment);
        return new FulfilmentDecision(dispatched.Tracking
            .DistinctBy(parcel => parcel.Number, StringComparer.Ordinal)
            .Where(parcel => ParcelOf(order, shipment, parcel.Number) is null)
            .Select(FulfilmentEvent (parcel) => new FulfilmentEvent.ParcelSent(
                shipment, parcel.Number, parcel.Carrier, parcel.Url, dispatched.At))
            .ToItems());
    }

    /// <summary>A carrier reports on a parcel.</summary>
    public static FulfilmentDecision Track(OrderRecord order, ConnectionName reporter, Fact.ParcelTracked report)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(report);
        var lineage = UnknownParcel(reporter, report.Number);
        if (PlaceOf(order, report) is not { } place)
        {
            return new FulfilmentDecision([], Findings:
            [
                new Finding(
                    ParcelCases.Unknown, lineage,
                    $"{reporter} reports on parcel {report.Number}, which no shipment of the order names."),
            ])
            {
                WaitsFor = WaitingKey(report.Number),
            };
        }

        var status = CarrierWords.Find(report.Vocabulary, report.Status, report.Detail);
        var events = new List<FulfilmentEvent>();
        if (place.IsNew)
        {
            events.Add(new FulfilmentEvent.ParcelSent(
                place.Shipment, report.Number, report.Carrier, Url: null, report.At));
        }

        var words = string.Join(", ", new[] { report.Status, report.Detail, report.Description }
            .Where(part => !string.IsNullOrWhiteSpace(part)));
        var dated = $"scan/{place.Shipment}/{report.Number}/{status}/{(report.DatedAt ?? report.At).UtcTicks}";
        var isCounted = report.DatedAt is not null && order.HasCounted(dated);
        if (!isCounted && !IsKnown(order, place.Shipment, report, status ?? ParcelStatus.Unknown))
        {
            events.Add(new FulfilmentEvent.ParcelReported(
                place.Shipment, report.Number, status ?? ParcelStatus.Unknown, report.At, words, reporter));
        }

        Items<Finding> findings = status is not null
            ? []
            : [new Finding(
                ParcelCases.WordUnknown,
                new Lineage { Connection = reporter, Location = $"{report.Vocabulary} {report.Status}" },
                $"{reporter} reports '{report.Status}', which the table of {report.Vocabulary} does not know.")];
        return new FulfilmentDecision(
            events.ToItems(),
            // By the time that it counts from, one that is dated ahead would not be known again.
            Documents: report.DatedAt is null || isCounted ? [] : [new OrderEvent.Counted(dated)],
            Findings: findings,
            Disproofs: [new Disproof(ParcelCases.Unknown, lineage, "The parcel belongs to a shipment now.")]);
    }

    /// <summary>
    /// What an order's parcels ask for as they stand: the tracking numbers that a posted shipment lacks, notes for the
    /// customer, the order's own delivery, and cases for parcels in trouble. Safe to ask at any time.
    /// </summary>
    public static FulfilmentDecision Follow(OrderRecord order, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(contract);
        if (order.Parcels.IsEmpty)
        {
            return FulfilmentDecision.Nothing;
        }

        var findings = new List<Finding>();
        var disproofs = new List<Disproof>();
        foreach (var parcel in order.Parcels)
        {
            var about = new Lineage { Order = order.Id.Text, Location = $"parcel {parcel.Number}" };
            if (parcel.IsTroubled)
            {
                findings.Add(new Finding(ParcelCases.Troubled, about,
                    $"{parcel.Carrier ?? "The carrier"} reports parcel {parcel.Number} as " +
                    $"{CarrierWords.WordOf(parcel.Status)}: {parcel.Standing!.Words}."));
            }
            else if (!parcel.Reports.IsEmpty)
            {
                disproofs.Add(new Disproof(
                    ParcelCases.Troubled, about, $"The parcel is {CarrierWords.WordOf(parcel.Status)}."));
            }
        }

        return new FulfilmentDecision(
            [],
            FulfilmentDocuments.Missing(order, contract),
            Delivery(order),
            findings.ToItems(),
            disproofs.ToItems());
    }

    /// <summary>The order is delivered when nothing of it is open and every parcel is with the customer.</summary>
    private static Items<Fact> Delivery(OrderRecord order)
    {
        if (!order.IsAllDelivered || order.Milestones.FindIndex(milestone => milestone.Status == "delivered") >= 0)
        {
            return [];
        }

        var at = order.Parcels.Max(parcel => parcel.Standing!.OccurredAt);
        return [new Fact.OrderStatusReported(order.Id.Text, "delivered", [], at)];
    }

    private static Place? PlaceOf(OrderRecord order, Fact.ParcelTracked report)
    {
        var named = order.Parcels.Where(parcel => parcel.Number == report.Number && (report.Shipment is null ||
            parcel.Shipment.EndsWith($"/{report.Shipment}", StringComparison.Ordinal))).ToArray();
        if (named.Length > 0)
        {
            // A number that the carrier used again: the parcel that left last.
            return new Place(named.MaxBy(parcel => parcel.SentAt)!.Shipment, IsNew: false);
        }

        // A shipment that named its own parcels is not meant by a number that it did not name: another one is on its way.
        var prefix = $"{order.Id}/ship/";
        var shipments = order.Documents
            .Where(document => document.Kind == DocumentKind.PostShipment && (report.Shipment is null
                ? document.Tracking.IsEmpty
                : document.Key.EndsWith($"/{report.Shipment}", StringComparison.Ordinal)))
            .Select(document => document.Key[prefix.Length..]).ToArray();
        return shipments.Length == 1 ? new Place(shipments[0], IsNew: true) : null;
    }

    private static bool IsKnown(OrderRecord order, string shipment, Fact.ParcelTracked report, ParcelStatus status) =>
        ParcelOf(order, shipment, report.Number)?.Reports.FindIndex(
            kept => kept.Status == status && kept.OccurredAt == report.At) >= 0;

    private static Parcel? ParcelOf(OrderRecord order, string shipment, string number)
    {
        var place = order.Parcels.FindIndex(parcel => parcel.Shipment == shipment && parcel.Number == number);
        return place < 0 ? null : order.Parcels[place];
    }

    private sealed record Place(string Shipment, bool IsNew);
}
