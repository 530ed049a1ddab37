namespace Trueup.Connectors.Http.Twin.Warehouse;

/// <summary>How far a warehouse is with an order.</summary>
internal enum OrderStage
{
    Accepted,
    OnHold,
    Allocated,
    Picked,
    Packed,
    Dispatched,
    Cancelled,
}

/// <summary>An order in a warehouse's books.</summary>
internal sealed class WarehouseOrder(string id, string externalId, IReadOnlyList<WarehouseLine> lines)
{
    public string Id => id;

    public string ExternalId => externalId;

    public IReadOnlyList<WarehouseLine> Lines => lines;

    public OrderStage Stage { get; set; }

    /// <summary>The status in the warehouse's own word.</summary>
    public string Status => Stage switch
    {
        OrderStage.Accepted => "accepted",
        OrderStage.OnHold => "on-hold",
        OrderStage.Allocated => "allocated",
        OrderStage.Picked => "picked",
        OrderStage.Packed => lines.Any(static line => line.Dispatched > 0m) ? "part-dispatched" : "packed",
        OrderStage.Dispatched => "dispatched",
        _ => "cancelled",
    };
}

/// <summary>A line of an order in a warehouse's books.</summary>
internal sealed class WarehouseLine(string line, string sku, string warehouse, decimal ordered)
{
    public string Line => line;

    public string Sku => sku;

    public string Warehouse => warehouse;

    public decimal Ordered => ordered;

    public decimal Allocated { get; set; }

    public decimal Dispatched { get; set; }

    public decimal Cancelled { get; set; }

    /// <summary>What the order still waits for.</summary>
    public decimal Remaining => ordered - Dispatched - Cancelled;
}
