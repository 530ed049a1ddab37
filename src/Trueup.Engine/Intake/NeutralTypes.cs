namespace Trueup.Engine.Intake;

/// <summary>The types of event that any system may send (CONTRACT §3). Published names: never change one.</summary>
public static class NeutralTypes
{
    /// <summary>An absolute quantity.</summary>
    public const string StockLevel = "trueup.stock.level.v1";

    /// <summary>Many absolute quantities of one location.</summary>
    public const string StockLevels = "trueup.stock.levels.v1";

    /// <summary>A movement, from owners that cannot send quantities.</summary>
    public const string StockMovement = "trueup.stock.movement.v1";

    /// <summary>A finished sale at a till.</summary>
    public const string SaleCompleted = "trueup.sale.completed.v1";

    /// <summary>A store's day is over: the final transaction of its tills.</summary>
    public const string StoreDayClosed = "trueup.day.closed.v1";

    /// <summary>An order from a storefront without a connector of its own.</summary>
    public const string OrderPlaced = "trueup.order.placed.v1";

    /// <summary>How far a back office is with an order.</summary>
    public const string OrderStatus = "trueup.order.status.v1";

    /// <summary>Goods left for a customer.</summary>
    public const string ShipmentDispatched = "trueup.shipment.dispatched.v1";

    /// <summary>A back office cancelled an order or a part of it.</summary>
    public const string OrderCancelled = "trueup.order.cancelled.v1";

    /// <summary>A carrier, or a service that follows carriers, reports on a parcel.</summary>
    public const string TrackingUpdated = "trueup.tracking.updated.v1";

    /// <summary>A return was promised to a customer under a number.</summary>
    public const string ReturnAuthorised = "trueup.return.authorised.v1";

    /// <summary>Returned goods arrived.</summary>
    public const string ReturnReceived = "trueup.return.received.v1";

    /// <summary>Returned goods were inspected.</summary>
    public const string ReturnInspected = "trueup.return.inspected.v1";

    /// <summary>A product changed.</summary>
    public const string ProductChanged = "trueup.product.changed.v1";

    /// <summary><see cref="StockLevel"/> as it stands in a message.</summary>
    internal static ReadOnlySpan<byte> StockLevelUtf8 => "trueup.stock.level.v1"u8;
}
