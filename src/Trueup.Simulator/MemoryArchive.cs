using Trueup.Engine.Journal;

namespace Trueup.Simulator;

/// <summary>The archived orders of a <see cref="MemoryLedger"/>.</summary>
internal sealed class MemoryArchive : IOrderArchive
{
    private readonly Dictionary<string, (ArchiveLabel Label, ReadOnlyMemory<byte> Body)> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<string>> _named = new(StringComparer.Ordinal);

    /// <summary>Puts an order in, or takes it out.</summary>
    public void Set(LedgerRow row)
    {
        var label = row.Label ?? throw new ArgumentException("An archived order has a label.", nameof(row));
        foreach (var name in label.Names)
        {
            if (!_named.TryGetValue(name, out var keys))
            {
                _named[name] = keys = new SortedSet<string>(StringComparer.Ordinal);
            }

            _ = row.Body is null ? keys.Remove(row.Key) : keys.Add(row.Key);
        }

        if (row.Body is { } body)
        {
            _orders[row.Key] = (label, body);
        }
        else
        {
            _orders.Remove(row.Key);
        }
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Find(string order) =>
        _orders.TryGetValue(order, out var kept) ? kept.Body : default(ReadOnlyMemory<byte>?);

    /// <inheritdoc/>
    public IReadOnlyList<string> Named(string name) => _named.TryGetValue(name, out var keys) ? [.. keys] : [];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> CountByStage() => _orders.Values.GroupBy(kept => kept.Label.Stage, StringComparer.Ordinal)
        .ToDictionary(stage => stage.Key, stage => stage.Count(), StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<ArchivedRow> Page(ArchiveQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return [.. _orders.Where(pair => Matches(pair.Key, pair.Value.Label, query))
            .OrderBy(pair => pair.Value.Label.Rank, StringComparer.Ordinal).Take(query.Max)
            .Select(pair => new ArchivedRow(pair.Value.Label.Rank, pair.Value.Body))];
    }

    private static bool Matches(string key, ArchiveLabel label, ArchiveQuery query) =>
        (query.After is null || string.CompareOrdinal(label.Rank, query.After) > 0) &&
        (query.Stage is null || label.Stage == query.Stage) &&
        (query.Storefront is null || label.Storefront == query.Storefront) &&
        (query.Text is null || key.Contains(query.Text, StringComparison.OrdinalIgnoreCase) ||
         label.Number.Contains(query.Text, StringComparison.OrdinalIgnoreCase));
}
