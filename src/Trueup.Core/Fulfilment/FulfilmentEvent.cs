using Trueup.Core.Values;

namespace Trueup.Core.Fulfilment;

/// <summary>A change in what the hub knows of an order's parcels. Journalled; every version ever written stays
/// readable.</summary>
public abstract record FulfilmentEvent
{
    private FulfilmentEvent()
    {
    }

    /// <summary>A parcel was named.</summary>
    public sealed record ParcelSent(
        string Shipment, string Number, string? Carrier, string? Url, DateTimeOffset At) : FulfilmentEvent;

    /// <summary>A carrier reported on a parcel.</summary>
    public sealed record ParcelReported(
        string Shipment, string Number, ParcelStatus Status, DateTimeOffset OccurredAt, string Words,
        ConnectionName Reporter) : FulfilmentEvent;
}
