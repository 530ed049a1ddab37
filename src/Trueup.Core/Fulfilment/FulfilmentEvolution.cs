using System.Diagnostics;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Core.Fulfilment;

/// <summary>What an order's parcels are after an event. Never refuses.</summary>
public static class FulfilmentEvolution
{
    /// <summary>Reports kept per parcel; beyond that the oldest that does not decide its status goes first.</summary>
    public const int ReportsMax = 50;

    /// <summary>The parcels after the event.</summary>
    public static Items<Parcel> Evolve(Items<Parcel> parcels, FulfilmentEvent change, JournalPosition message)
    {
        switch (change)
        {
            case FulfilmentEvent.ParcelSent sent:
                return PlaceOf(parcels, sent.Shipment, sent.Number) >= 0
                    ? parcels
                    : parcels.Add(new Parcel(sent.Shipment, sent.Number, sent.Carrier, sent.Url, sent.At));
            case FulfilmentEvent.ParcelReported reported:
                var place = PlaceOf(parcels, reported.Shipment, reported.Number);
                return place < 0
                    ? parcels
                    : parcels.SetItem(place, Report(parcels[place], reported, message));
            default:
                throw new UnreachableException($"No evolution for {change?.GetType().Name}.");
        }
    }

    private static int PlaceOf(Items<Parcel> parcels, string shipment, string number) =>
        parcels.FindIndex(parcel => parcel.Shipment == shipment && parcel.Number == number);

    private static Parcel Report(Parcel parcel, FulfilmentEvent.ParcelReported reported, JournalPosition message)
    {
        var report = new ParcelReport(
            reported.Status, reported.OccurredAt, reported.Words, reported.Reporter, message);
        var after = parcel with { Reports = parcel.Reports.Add(report) };
        return after.Reports.Count <= ReportsMax
            ? after
            : after with
            {
                Reports = after.Reports.RemoveAt(after.Reports.FindIndex(known => known != after.Standing)),
            };
    }
}
