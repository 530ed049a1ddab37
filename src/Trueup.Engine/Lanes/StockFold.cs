using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Engine.Lanes;

/// <summary>
/// The stock of every SKU. Each is marked in its own place when it changes: with a million of them, a set of changed
/// keys beside the table would cost as much as the change.
/// </summary>
internal sealed class StockFold : IReadOnlyDictionary<Sku, SkuStock>
{
    private readonly Dictionary<Sku, Kept> _kept = [];
    private readonly List<(Sku Sku, SkuStock? Before)> _undo = [];
    private List<Sku> _dirty = [];

    /// <inheritdoc/>
    public int Count => _kept.Count;

    /// <summary>One more than the largest number given to a SKU.</summary>
    public int Numbers { get; private set; }

    /// <summary>SKUs that changed since they were last taken.</summary>
    public int DirtyCount => _dirty.Count;

    /// <inheritdoc/>
    public IEnumerable<Sku> Keys => _kept.Keys;

    /// <inheritdoc/>
    public IEnumerable<SkuStock> Values
    {
        get
        {
            foreach (var kept in _kept.Values)
            {
                yield return kept.Stock;
            }
        }
    }

    /// <inheritdoc/>
    public SkuStock this[Sku key] => _kept[key].Stock;

    /// <inheritdoc/>
    public bool ContainsKey(Sku key) => _kept.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(Sku key, [MaybeNullWhen(false)] out SkuStock value)
    {
        var isKnown = _kept.TryGetValue(key, out var kept);
        value = kept.Stock;
        return isKnown;
    }

    /// <summary>Every SKU with its number: small, its own for as long as the hub runs, and of no meaning
    /// otherwise.</summary>
    public IEnumerable<NumberedStock> Numbered
    {
        get
        {
            foreach (var kept in _kept.Values)
            {
                yield return new NumberedStock(kept.Stock, kept.Number);
            }
        }
    }

    /// <summary>The stock of a SKU with its number; null for one never heard of.</summary>
    public NumberedStock? FindNumbered(Sku sku) =>
        _kept.TryGetValue(sku, out var kept) ? new NumberedStock(kept.Stock, kept.Number) : null;

    /// <summary>Makes a change true.</summary>
    /// <returns>The stock as it was before; one without anything for a SKU never heard of.</returns>
    public SkuStock Apply(Sku sku, StockEvent change, JournalPosition message)
    {
        ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(_kept, sku, out var isKnown);
        kept.Number = isKnown ? kept.Number : Numbers++;
        _undo.Add((sku, kept.Stock));

        // The text that is kept already, so that a million changes do not keep a million copies of it alive.
        var before = kept.Stock ?? new SkuStock(sku);
        kept.Stock = StockEvolution.Evolve(before, change, message);
        if (!kept.IsDirty)
        {
            kept.IsDirty = true;
            _dirty.Add(before.Sku);
        }

        return before;
    }

    /// <summary>Makes room for so many SKUs.</summary>
    public void Expect(int skus) => _kept.EnsureCapacity(skus);

    /// <summary>Puts a SKU's stock in place as the ledger kept it.</summary>
    public void Restore(SkuStock stock) => _kept[stock.Sku] = new Kept { Stock = stock, Number = Numbers++ };

    /// <summary>Marks a SKU that the ledger could not write.</summary>
    public void Mark(Sku sku)
    {
        ref var kept = ref CollectionsMarshal.GetValueRefOrNullRef(_kept, sku);
        if (!Unsafe.IsNullRef(ref kept) && !kept.IsDirty)
        {
            kept.IsDirty = true;
            _dirty.Add(sku);
        }
    }

    /// <summary>Takes the SKUs that changed; from here on none counts as changed.</summary>
    public IReadOnlyList<Sku> TakeDirty()
    {
        var taken = _dirty;
        _dirty = [];
        foreach (var sku in taken)
        {
            ref var kept = ref CollectionsMarshal.GetValueRefOrNullRef(_kept, sku);
            if (!Unsafe.IsNullRef(ref kept))
            {
                kept.IsDirty = false;
            }
        }

        return taken;
    }

    /// <summary>Everything applied from here on can be taken back.</summary>
    public void Begin() => _undo.Clear();

    /// <summary>Takes back what was applied since <see cref="Begin"/>.</summary>
    public void Rollback()
    {
        for (var i = _undo.Count - 1; i >= 0; i--)
        {
            var (sku, before) = _undo[i];
            if (before is null)
            {
                _kept.Remove(sku);
            }
            else
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_kept, sku, out _).Stock = before;
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<Sku, SkuStock>> GetEnumerator()
    {
        foreach (var (sku, kept) in _kept)
        {
            yield return new KeyValuePair<Sku, SkuStock>(sku, kept.Stock);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private struct Kept
    {
        public SkuStock Stock;
        public bool IsDirty;
        public int Number;
    }
}

/// <summary>The stock of a SKU with a small number to mark it by.</summary>
/// <param name="Stock">The stock.</param>
/// <param name="Number">The number.</param>
internal readonly record struct NumberedStock(SkuStock Stock, int Number);
