using Trueup.Core.Values;

namespace Trueup.Connectors.Http.Twin.Warehouse;

/// <summary>Stock to open a warehouse's books with.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Warehouse">The warehouse's code.</param>
/// <param name="Quantity">Pieces.</param>
/// <param name="Status">The status in the warehouse's word.</param>
public readonly record struct WarehouseStock(
    string Sku, string Warehouse, decimal Quantity, string Status = WarehouseStatus.Ok);

/// <summary>The warehouse's words for the state of stock.</summary>
public static class WarehouseStatus
{
    /// <summary>Free to sell.</summary>
    public const string Ok = "OK";

    /// <summary>Waiting for a quality check.</summary>
    public const string Inspection = "QC";

    /// <summary>Damaged.</summary>
    public const string Damaged = "DMG";

    /// <summary>On its way.</summary>
    public const string InTransit = "TRN";
}

/// <summary>An order as the warehouse has it now.</summary>
/// <param name="Id">The warehouse's id.</param>
/// <param name="ExternalId">The id that came with the order.</param>
/// <param name="Status">The warehouse's word for how far it is.</param>
/// <param name="Lines">Its lines.</param>
public sealed record WarehouseOrderView(string Id, string ExternalId, string Status, Items<WarehouseLineView> Lines)
{
    /// <summary>Where the goods go, as last told in JSON; null when nobody said.</summary>
    public string? DeliverTo { get; init; }
}

/// <summary>A line as the warehouse has it now.</summary>
public sealed record WarehouseLineView(
    string Line, string Sku, string Warehouse, decimal Ordered, decimal Dispatched, decimal Cancelled)
{
    /// <summary>Pieces that have been given to it and have not left.</summary>
    public decimal Allocated { get; init; }
}

/// <summary>Goods that left.</summary>
/// <param name="Shipment">The warehouse's id of the shipment.</param>
/// <param name="ExternalId">The order's external id.</param>
/// <param name="Warehouse">Where from.</param>
/// <param name="At">When.</param>
/// <param name="Lines">What left.</param>
/// <param name="Tracking">A number for each parcel.</param>
public sealed record DispatchNote(
    string Shipment,
    string ExternalId,
    string Warehouse,
    DateTimeOffset At,
    Items<DispatchedLine> Lines,
    Items<string> Tracking);

/// <summary>A line of a dispatch.</summary>
public readonly record struct DispatchedLine(string Line, string Sku, decimal Quantity);
