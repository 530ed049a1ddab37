namespace Trueup.Connectors.AdobeCommerce.Twin.Sales;

/// <summary>A document table, found by id, by number, by order, and from the most recently changed backwards.</summary>
internal sealed class DocumentTable<T>
    where T : class, IDocument
{
    private readonly List<T> _rows = [];
    private readonly Dictionary<int, int> _placeById = [];
    private readonly Dictionary<string, List<T>> _byIncrementId = new(StringComparer.Ordinal);
    private readonly Dictionary<int, List<T>> _byOrder = [];
    private readonly ChangeList<T> _byChange = new(row => row.EntityId, row => row.UpdatedAt);

    /// <summary>In the order of their ids, which is that of their creation.</summary>
    public IReadOnlyList<T> All => _rows;

    public T? Find(int id) => _placeById.TryGetValue(id, out var place) ? _rows[place] : null;

    public IReadOnlyList<T> Find(string incrementId) => _byIncrementId.GetValueOrDefault(incrementId) ?? [];

    public IReadOnlyList<T> OfOrder(int orderId) => _byOrder.GetValueOrDefault(orderId) ?? [];

    public void Add(T row)
    {
        _placeById.Add(row.EntityId, _rows.Count);
        _rows.Add(row);
        Keep(_byIncrementId, row.IncrementId, row);
        if (row.OrderId is { } orderId)
        {
            Keep(_byOrder, orderId, row);
        }

        _byChange.Add(row);
    }

    /// <summary>The row was changed just now.</summary>
    public void Touched(T row) => _byChange.Touched(row);

    /// <summary>Rows changed at or after a moment, in the order of their ids.</summary>
    public IEnumerable<T> ChangedSince(DateTimeOffset moment) => _byChange.Since(moment);

    /// <summary>Rows created at or after a moment, in the order of their ids.</summary>
    public IEnumerable<T> CreatedSince(DateTimeOffset moment)
    {
        var (first, last) = (0, _rows.Count);
        while (first < last)
        {
            var middle = (first + last) / 2;
            (first, last) = _rows[middle].CreatedAt < moment ? (middle + 1, last) : (first, middle);
        }

        return _rows.Skip(first);
    }

    private static void Keep<TKey>(Dictionary<TKey, List<T>> index, TKey key, T row)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out var rows))
        {
            index[key] = rows = new List<T>(1);
        }

        rows.Add(row);
    }
}
