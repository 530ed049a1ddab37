namespace Trueup.Core.Fulfilment;

/// <summary>
/// How far a parcel is, in the hub's words. The number is the rank: of two reports the higher one holds, and it is on
/// disk: never change one (reference/carriers.md §4).
/// </summary>
public enum ParcelStatus
{
    /// <summary>Nothing that proves anything.</summary>
    Unknown = 0,

    /// <summary>A label exists; the carrier has no parcel yet.</summary>
    LabelCreated = 10,

    /// <summary>On its way.</summary>
    InTransit = 20,

    /// <summary>On the last van.</summary>
    OutForDelivery = 30,

    /// <summary>Waiting for the customer at a shop or locker.</summary>
    ReadyForPickup = 35,

    /// <summary>The carrier found nobody; it tries again.</summary>
    DeliveryAttempted = 36,

    /// <summary>Something went wrong that a person has to look at.</summary>
    Exception = 40,

    /// <summary>On its way back to the sender.</summary>
    Returning = 50,

    /// <summary>Back with the sender. Neither refunded nor restocked by itself.</summary>
    Returned = 60,

    /// <summary>With the customer.</summary>
    Delivered = 70,

    /// <summary>The label was voided.</summary>
    Cancelled = 80,

    /// <summary>No news for so long that the carrier follows it no longer; no proof of loss.</summary>
    Expired = 85,
}
