using System.Runtime.InteropServices;

namespace Trueup.Connectors.Http.Twin.Warehouse;

/// <summary>
/// A warehouse's books of stock: every record by its key, and all of them in the order in which they were opened.
/// </summary>
internal sealed class StockBooks
{
    private readonly Dictionary<(string Sku, string Warehouse, string Status), StockRecord> _records = [];
    private readonly List<StockRecord> _inOrder = [];
    private readonly HashSet<string> _skus = new(StringComparer.Ordinal);
    private readonly HashSet<string> _warehouses = new(StringComparer.Ordinal);

    /// <summary>All records, oldest first.</summary>
    public IReadOnlyList<StockRecord> All => _inOrder;

    public bool KnowsSku(string sku) => _skus.Contains(sku);

    public bool KnowsWarehouse(string warehouse) => _warehouses.Contains(warehouse);

    /// <summary>The record, opened at nothing where there was none.</summary>
    public StockRecord Open(string sku, string warehouse, string status)
    {
        ref var record = ref CollectionsMarshal.GetValueRefOrAddDefault(_records, (sku, warehouse, status), out _);
        if (record is null)
        {
            record = new StockRecord(sku, warehouse, status);
            _inOrder.Add(record);
            _skus.Add(sku);
            _warehouses.Add(warehouse);
        }

        return record;
    }

    /// <summary>The record; null where there is none.</summary>
    public StockRecord? Find(string sku, string warehouse, string status) =>
        _records.GetValueOrDefault((sku, warehouse, status));
}
