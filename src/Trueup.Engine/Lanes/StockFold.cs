using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Engine.Lanes;

/// <summary>
/// The stock of every SKU. What is looked at or changed is an object for as long as that goes on; the rest lies flat
/// (<see cref="RestingStock"/>). With a million SKUs, every change of a long-lived object would have the garbage collector
/// carry its successors into old age, and a set of changed keys beside the table would cost as much as the change.
/// </summary>
internal sealed class StockFold : IReadOnlyDictionary<Sku, SkuStock>
{
    /// <summary>SKUs kept as objects at once: those of two stretches.</summary>
    private const int OpenMax = 2 * LaneLoop.StretchMax;

    private readonly Dictionary<Sku, int> _numbers = [];
    private readonly Dictionary<Sku, Open> _open = new(OpenMax);
    private readonly RestingStock _resting = new();
    private readonly List<(int Number, SkuStock? Before)> _undo = [];
    private readonly Dictionary<Sku, SkuStock> _asTaken = [];
    private readonly List<int> _warm = [];
    private Kept[] _kept = new Kept[64];
    private List<int> _dirty = [];

    /// <inheritdoc/>
    public int Count => _numbers.Count;

    /// <summary>SKUs that changed since they were last taken.</summary>
    public int DirtyCount => _dirty.Count;

    /// <inheritdoc/>
    public IEnumerable<Sku> Keys => _numbers.Keys;

    /// <inheritdoc/>
    public IEnumerable<SkuStock> Values
    {
        get
        {
            for (var number = 0; number < Count; number++)
            {
                yield return Look(number);
            }
        }
    }

    /// <inheritdoc/>
    public SkuStock this[Sku key] => TryGetValue(key, out var stock) ? stock : throw new KeyNotFoundException($"No stock of {key}.");

    /// <inheritdoc/>
    public bool ContainsKey(Sku key) => _numbers.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(Sku key, [MaybeNullWhen(false)] out SkuStock value)
    {
        if (_open.TryGetValue(key, out var open))
        {
            value = open.Stock;
            return true;
        }

        if (!_numbers.TryGetValue(key, out var number))
        {
            value = null;
            return false;
        }

        value = Wake(number);
        if (_open.Count < OpenMax)
        {
            _open[value.Sku] = new Open(value, number, IsChanged: false);
        }

        return true;
    }

    /// <summary>Every SKU with its number: small, its own for as long as the hub runs, and of no meaning
    /// otherwise.</summary>
    public IEnumerable<NumberedStock> Numbered
    {
        get
        {
            for (var number = 0; number < Count; number++)
            {
                yield return new NumberedStock(Look(number), number);
            }
        }
    }

    /// <summary>The stock of a SKU with its number; null for one never heard of.</summary>
    public NumberedStock? FindNumbered(Sku sku) =>
        _numbers.TryGetValue(sku, out var number) ? new NumberedStock(Look(number), number) : null;

    /// <summary>
    /// Brings near what will be looked at next. With a million SKUs each lies somewhere else in memory, and fetching one
    /// place after the other takes as long as deciding; asked for together, they come together.
    /// </summary>
    public void Warm(IReadOnlyList<Sku> skus)
    {
        _warm.Clear();
        for (var i = 0; i < skus.Count; i++)
        {
            if (_numbers.TryGetValue(skus[i], out var number))
            {
                _warm.Add(number);
            }
        }

        Warm(_warm);
    }

    /// <summary>Makes a change true.</summary>
    /// <returns>The stock as it was before; one without anything for a SKU never heard of.</returns>
    public SkuStock Apply(Sku sku, StockEvent change, JournalPosition message)
    {
        ref var open = ref CollectionsMarshal.GetValueRefOrNullRef(_open, sku);
        if (Unsafe.IsNullRef(ref open))
        {
            open = ref Find(sku);
        }

        var before = open.Stock;
        ref var kept = ref _kept[open.Number];
        _undo.Add((open.Number, before));
        open = new Open(StockEvolution.Evolve(before, change, message), open.Number, IsChanged: true);
        if (kept.IsAwaited)
        {
            kept.IsAwaited = false;
            _asTaken[kept.Sku] = before;
        }

        MarkChanged(ref kept, open.Number);
        return before;
    }

    /// <summary>Makes room for so many SKUs.</summary>
    public void Expect(int skus)
    {
        _numbers.EnsureCapacity(skus);
        Array.Resize(ref _kept, Math.Max(_kept.Length, skus));
    }

    /// <summary>Puts a SKU's stock in place as the ledger kept it.</summary>
    public void Restore(SkuStock stock) => _resting.Lay(stock, ref _kept[Add(stock.Sku)].Place);

    /// <summary>Marks a SKU that the ledger could not write.</summary>
    public void Mark(Sku sku)
    {
        if (_numbers.TryGetValue(sku, out var number))
        {
            MarkChanged(ref _kept[number], number);
        }
    }

    /// <summary>Takes the SKUs that changed; from here on none counts as changed. Each is to be asked for once with
    /// <see cref="AsTaken"/>.</summary>
    public IReadOnlyList<Sku> TakeDirty()
    {
        var taken = new Sku[_dirty.Count];
        for (var i = 0; i < taken.Length; i++)
        {
            ref var kept = ref _kept[_dirty[i]];
            (taken[i], kept.IsDirty, kept.IsAwaited) = (kept.Sku, false, true);
        }

        _dirty = [];
        return taken;
    }

    /// <summary>The stock of a SKU as it was when it was taken, whatever changed since; null when it is gone.</summary>
    public SkuStock? AsTaken(Sku sku)
    {
        if (_asTaken.Remove(sku, out var before))
        {
            return before;
        }

        if (!_numbers.TryGetValue(sku, out var number))
        {
            return null;
        }

        _kept[number].IsAwaited = false;
        return Look(number);
    }

    /// <summary>Everything applied from here on can be taken back.</summary>
    public void Begin()
    {
        _undo.Clear();
        if (_open.Count >= OpenMax)
        {
            LayDown();
        }
    }

    /// <summary>Takes back what was applied since <see cref="Begin"/>.</summary>
    public void Rollback()
    {
        for (var i = _undo.Count - 1; i >= 0; i--)
        {
            var (number, before) = _undo[i];
            var sku = _kept[number].Sku;
            if (before is not null)
            {
                _open[sku] = new Open(before, number, IsChanged: true);
            }
            else
            {
                // Numbers are given in order, so the last one that was given is the first to be taken back.
                _open.Remove(sku);
                _numbers.Remove(sku);
                _kept[number] = default;
                _dirty.Remove(number);
            }
        }

        _undo.Clear();
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<Sku, SkuStock>> GetEnumerator()
    {
        for (var number = 0; number < Count; number++)
        {
            yield return new KeyValuePair<Sku, SkuStock>(_kept[number].Sku, Look(number));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Opens a SKU to change it; one without anything for a SKU never heard of.</summary>
    private ref Open Find(Sku sku)
    {
        if (!_numbers.TryGetValue(sku, out var number))
        {
            number = Add(sku);
            _undo.Add((number, null));
        }

        // The text that is kept already, so that a million changes do not keep a million copies of it alive.
        ref var open = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, _kept[number].Sku, out _);
        open = new Open(Wake(number), number, IsChanged: false);
        return ref open;
    }

    private int Add(Sku sku)
    {
        var number = _numbers.Count;
        _numbers.Add(sku, number);
        if (number == _kept.Length)
        {
            Array.Resize(ref _kept, _kept.Length * 2);
        }

        _kept[number] = new Kept { Sku = sku };
        return number;
    }

    private SkuStock Wake(int number)
    {
        ref readonly var kept = ref _kept[number];
        return _resting.Wake(kept.Sku, kept.Place);
    }

    /// <summary>The stock of a SKU, for one look: it is not kept as an object.</summary>
    private SkuStock Look(int number) =>
        _open.Count > 0 && _open.TryGetValue(_kept[number].Sku, out var open) ? open.Stock : Wake(number);

    private void LayDown()
    {
        _warm.Clear();
        foreach (var open in _open.Values)
        {
            if (open.IsChanged)
            {
                _warm.Add(open.Number);
            }
        }

        Warm(_warm);
        foreach (var open in _open.Values)
        {
            if (open.IsChanged)
            {
                _resting.Lay(open.Stock, ref _kept[open.Number].Place);
            }
        }

        _open.Clear();
    }

    /// <summary>Two rounds, because where the rows are is only known from the places.</summary>
    private void Warm(List<int> numbers)
    {
        foreach (var number in numbers)
        {
            _resting.Warmth += _kept[number].Place.At;
        }

        foreach (var number in numbers)
        {
            _resting.Warm(_kept[number].Place);
        }
    }

    private void MarkChanged(ref Kept kept, int number)
    {
        if (!kept.IsDirty)
        {
            kept.IsDirty = true;
            _dirty.Add(number);
        }
    }

    private readonly record struct Open(SkuStock Stock, int Number, bool IsChanged);

    private struct Kept
    {
        public Sku Sku;
        public RestingPlace Place;
        public bool IsDirty;
        public bool IsAwaited;
    }
}

/// <summary>The stock of a SKU with a small number to mark it by.</summary>
/// <param name="Stock">The stock.</param>
/// <param name="Number">The number.</param>
internal readonly record struct NumberedStock(SkuStock Stock, int Number);
