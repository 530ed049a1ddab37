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
internal sealed class WarehouseOrder(string id, string externalId, List<WarehouseLine> lines)
{
    public string Id => id;

    public string ExternalId => externalId;

    public IReadOnlyList<WarehouseLine> Lines => lines;

    public OrderStage Stage { get; set; }

    /// <summary>Lines that were not taken, with the reason; the others stand.</summary>
    public IReadOnlyList<RejectedLine> Rejected { get; init; } = [];

    /// <summary>Where the goods go, as last told; null when nobody said.</summary>
    public string? DeliverTo { get; set; }

    /// <summary>Lets another warehouse serve a part of a line; the part.</summary>
    public WarehouseLine Split(WarehouseLine line, string warehouse, decimal quantity)
    {
        line.Ordered -= quantity;
        var part = lines.Find(one => one.IsFor(line.Line, line.Sku, warehouse));
        if (part is null)
        {
            lines.Add(part = new WarehouseLine(line.Line, line.Sku, warehouse, 0m));
        }

        part.Ordered += quantity;
        return part;
    }

    /// <summary>The status in the warehouse's own word.</summary>
    public string Status => Stage switch
    {
        OrderStage.Accepted => Rejected.Count > 0 ? "part-accepted" : "accepted",
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

    public decimal Ordered { get; set; } = ordered;

    public decimal Allocated { get; set; }

    public decimal Dispatched { get; set; }

    public decimal Cancelled { get; set; }

    /// <summary>What the order still waits for.</summary>
    public decimal Remaining => Ordered - Dispatched - Cancelled;

    /// <summary>Whether it is this line, for this SKU, from this warehouse.</summary>
    public bool IsFor(string otherLine, string otherSku, string otherWarehouse) =>
        string.Equals(line, otherLine, StringComparison.Ordinal) && string.Equals(
            sku, otherSku, StringComparison.Ordinal) &&
        string.Equals(warehouse, otherWarehouse, StringComparison.Ordinal);
}

/// <summary>A line that a warehouse did not take.</summary>
internal sealed record RejectedLine(string Line, string Reason);
