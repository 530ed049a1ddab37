using Trueup.Core.Values;

namespace Trueup.Engine.Reconcile;

/// <summary>
/// Says what the next rolling comparison looks at: what sells fast, what moved, what is in question, and a slice of all
/// the rest. The slices go round, so that a quantity typed into a storefront is found even where nothing ever moves.
/// </summary>
public sealed class RollingScope
{
    /// <summary>More SKUs than this make a rolling comparison a full one.</summary>
    public const int SkusMax = 2_000;

    /// <summary>SKUs of all the rest in one comparison: ten pages of a hundred rows each way, once in the
    /// cadence.</summary>
    public const int SliceMax = 500;

    /// <summary>Fast sellers looked at every time; beyond that they take their turn with the rest.</summary>
    public const int FastMax = 1_000;

    private readonly HashSet<Sku> _moved = [];
    private readonly HashSet<Sku> _fast = [];
    private readonly Queue<Sku> _round = new();

    /// <summary>A SKU changed.</summary>
    public void Note(Sku sku)
    {
        // Past the limit one more name changes nothing.
        if (_moved.Count <= SkusMax)
        {
            _moved.Add(sku);
        }
    }

    /// <summary>A SKU belongs to the tier that is looked at every time, or does not any more.</summary>
    public void Watch(Sku sku, bool isFast)
    {
        if (!isFast)
        {
            _fast.Remove(sku);
        }
        else if (_fast.Count < FastMax)
        {
            _fast.Add(sku);
        }
    }

    /// <summary>What to look at now; empty for everything.</summary>
    /// <param name="known">Every SKU that there is.</param>
    /// <param name="inQuestion">SKUs known to be wrong.</param>
    public Items<Sku> Next(IEnumerable<Sku> known, IEnumerable<Sku> inQuestion)
    {
        ArgumentNullException.ThrowIfNull(known);
        var skus = new HashSet<Sku>(_moved);
        skus.UnionWith(inQuestion);
        _moved.Clear();
        if (skus.Count > SkusMax)
        {
            return [];
        }

        if (_round.Count == 0)
        {
            foreach (var sku in known)
            {
                _round.Enqueue(sku);
            }
        }

        skus.UnionWith(_fast);
        for (var room = SliceMax; room > 0 && _round.TryDequeue(out var sku); room--)
        {
            skus.Add(sku);
        }

        return skus.ToItems();
    }
}
