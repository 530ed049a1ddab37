using System.Globalization;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Engine.Lanes;

/// <summary>
/// The positions at which people asked for something, in order: the audit log's index, so that a page of it costs the
/// same however long the journal is.
/// </summary>
public sealed class AskedTrail
{
    private const int StretchMax = 1_024;

    private readonly List<JournalPosition> _positions = [];
    private readonly SortedDictionary<string, Items<JournalPosition>> _restored = new(StringComparer.Ordinal);

    /// <summary>How often anybody asked for anything.</summary>
    public int Count
    {
        get
        {
            Settle();
            return _positions.Count;
        }
    }

    /// <summary>Up to so many positions before one, the latest first.</summary>
    /// <param name="before">Only those before it; null for the latest of all.</param>
    /// <param name="max">How many.</param>
    public Items<JournalPosition> Before(JournalPosition? before, int max)
    {
        Settle();
        var end = before is { } limit ? FirstFrom(limit) : _positions.Count;
        var start = Math.Max(0, end - max);
        return _positions.GetRange(start, end - start).AsEnumerable().Reverse().ToItems();
    }

    /// <summary>Up to so many positions after one, the earliest first.</summary>
    public Items<JournalPosition> After(JournalPosition after, int max)
    {
        Settle();
        var start = FirstFrom(after.Plus(1));
        return _positions.GetRange(start, Math.Min(max, _positions.Count - start)).ToItems();
    }

    /// <summary>Adds a position; the stretch that changed, or null when it was known.</summary>
    internal string? Add(JournalPosition position)
    {
        Settle();
        if (_positions.Count > 0 && position <= _positions[^1])
        {
            return null;
        }

        _positions.Add(position);
        return NameOf((_positions.Count - 1) / StretchMax);
    }

    /// <summary>The positions of a stretch, for the ledger.</summary>
    internal Items<JournalPosition> StretchOf(string name)
    {
        var start = int.Parse(name, CultureInfo.InvariantCulture) * StretchMax;
        return _positions.GetRange(start, Math.Min(StretchMax, _positions.Count - start)).ToItems();
    }

    /// <summary>Puts a stretch in place as the ledger kept it; stretches come in any order.</summary>
    internal void Restore(string name, Items<JournalPosition> positions) => _restored[name] = positions;

    private static string NameOf(int stretch) => stretch.ToString("d8", CultureInfo.InvariantCulture);

    private void Settle()
    {
        foreach (var stretch in _restored.Values)
        {
            _positions.AddRange(stretch);
        }

        _restored.Clear();
    }

    private int FirstFrom(JournalPosition position)
    {
        var place = _positions.BinarySearch(position);
        return place < 0 ? ~place : place;
    }
}
