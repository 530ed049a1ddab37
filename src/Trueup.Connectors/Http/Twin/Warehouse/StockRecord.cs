namespace Trueup.Connectors.Http.Twin.Warehouse;

/// <summary>A warehouse's book of one SKU in one warehouse and status.</summary>
internal sealed class StockRecord(string sku, string warehouse, string status)
{
    public string Sku => sku;

    public string Warehouse => warehouse;

    public string Status => status;

    /// <summary>What is there.</summary>
    public decimal OnHand { get; private set; }

    /// <summary>What of it belongs to orders.</summary>
    public decimal Allocated { get; private set; }

    /// <summary>Rises by one with every change.</summary>
    public long Version { get; private set; }

    /// <summary>Books a change of both figures at once.</summary>
    public void Book(decimal onHand, decimal allocated)
    {
        OnHand += onHand;
        Allocated += allocated;
        Version++;
    }

    /// <summary>The figure that the warehouse tells others.</summary>
    public decimal Reported(WarehouseBasis basis) => basis == WarehouseBasis.OnHand ? OnHand : OnHand - Allocated;
}
