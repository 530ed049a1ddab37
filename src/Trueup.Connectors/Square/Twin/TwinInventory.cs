namespace Trueup.Connectors.Square.Twin;

/// <summary>One change of stock.</summary>
/// <param name="Quantity">What was counted, or by how much it changed.</param>
/// <param name="At">When it happened, by whoever says so.</param>
/// <param name="KnownAt">When Square heard of it.</param>
internal sealed record TwinChange(
    string Variation,
    string Location,
    string State,
    bool IsCount,
    decimal Quantity,
    DateTimeOffset At,
    DateTimeOffset KnownAt);

/// <summary>
/// An account's inventory. A count is the last physical count and all adjustments after it, by the time at which they
/// happened and not at which they came (Square, "Inventory API Process Flow").
/// </summary>
internal sealed class TwinInventory(TwinCatalog catalog)
{
    private readonly List<TwinChange> _changes = [];
    private readonly Dictionary<(string Variation, string Location, string State), DateTimeOffset> _calculatedAt = [];

    /// <summary>Rises with every change.</summary>
    public long Version => _changes.Count;

    /// <summary>Every change, oldest first as they came.</summary>
    public IReadOnlyList<TwinChange> Changes => _changes;

    /// <summary>Every count that there is, newest first.</summary>
    public IEnumerable<(string Variation, string Location, string State, decimal Quantity, DateTimeOffset CalculatedAt)> Counts =>
        _calculatedAt
            .OrderByDescending(static pair => pair.Value)
            .ThenBy(static pair => pair.Key.Variation, StringComparer.Ordinal)
            .ThenBy(static pair => pair.Key.Location, StringComparer.Ordinal)
            .Select(pair => (
                pair.Key.Variation,
                pair.Key.Location,
                pair.Key.State,
                CountOf(pair.Key.Variation, pair.Key.Location, pair.Key.State),
                pair.Value));

    public void Count(string variation, string location, decimal quantity, DateTimeOffset at, DateTimeOffset now) =>
        Add(new TwinChange(variation, location, "IN_STOCK", IsCount: true, quantity, at, now));

    public void Adjust(
        string variation, string location, string state, decimal delta, DateTimeOffset at, DateTimeOffset now)
    {
        if (catalog.Knows(variation))
        {
            Add(new TwinChange(variation, location, state, IsCount: false, delta, at, now));
        }
    }

    public decimal CountOf(string variation, string location, string state)
    {
        var own = _changes.Where(change => Is(change.Variation, variation) && Is(change.Location, location) &&
            Is(change.State, state)).ToList();
        var last = own.Where(static change => change.IsCount).MaxBy(static change => change.At);
        return (last?.Quantity ?? 0m) + own
            .Where(change => !change.IsCount && (last is null || change.At > last.At)).Sum(
                static change => change.Quantity);
    }

    private void Add(TwinChange change)
    {
        _changes.Add(change);
        _calculatedAt[(change.Variation, change.Location, change.State)] = change.KnownAt;
    }

    private static bool Is(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);
}
