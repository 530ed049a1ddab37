using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>How far an order has come in its own storefront, as absolute figures that never decrease.</summary>
/// <param name="RemoteId">The storefront's internal id of the order, which its commands want.</param>
/// <param name="State">The storefront's own word for the order's state, matched against <c>release_when</c>.</param>
/// <param name="UpdatedAt">When the storefront last changed the order, UTC.</param>
/// <param name="Phase">What the state means to the hub.</param>
/// <param name="Reserves">Whether the storefront made reservations when the order was placed.</param>
/// <param name="Lines">Progress by line.</param>
public sealed record OrderProgress(
    string RemoteId,
    string State,
    DateTimeOffset UpdatedAt,
    OrderPhase Phase,
    bool Reserves,
    Items<LineProgress> Lines);

/// <summary>What an order's state in its storefront means to the hub. The numbers are on disk: never change
/// one.</summary>
public enum OrderPhase
{
    /// <summary>Placed, waiting or being worked on.</summary>
    Open = 0,

    /// <summary>Stopped by the shop until somebody releases it.</summary>
    OnHold = 1,

    /// <summary>Nothing more will happen: complete, closed or cancelled.</summary>
    Finished = 2,

    /// <summary>Cancelled as a whole.</summary>
    Cancelled = 3,
}

/// <summary>Progress of one line in the storefront.</summary>
/// <param name="Line">The storefront's id of the line.</param>
/// <param name="Shipped">Units for which the storefront has already given up its reservation by moving its own quantity
/// (for goods
/// without shipment: by invoice).</param>
/// <param name="Cancelled">Units cancelled.</param>
/// <param name="Refunded">Units refunded.</param>
public sealed record LineProgress(string Line, Quantity Shipped, Quantity Cancelled, Quantity Refunded);

/// <summary>A quantity of a line, as back-office systems name it.</summary>
/// <param name="Line">The line; null when the sender names only the SKU.</param>
/// <param name="Sku">The SKU.</param>
/// <param name="Quantity">Units.</param>
public sealed record LineQuantity(string? Line, Sku Sku, Quantity Quantity);

/// <summary>A parcel's tracking number.</summary>
public sealed record Tracking(string Number, string? Carrier = null, string? Url = null);
