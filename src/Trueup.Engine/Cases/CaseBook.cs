using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Engine.Cases;

/// <summary>
/// All cases, packed: a slot of figures each, their words in UTF-8, their keys in one slab. A case is unpacked when
/// somebody asks for it; searching, sorting and grouping read the slots alone.
/// </summary>
#pragma warning disable CA1710 // A book is what people would call it.
public sealed class CaseBook : IReadOnlyDictionary<string, Case>
#pragma warning restore CA1710
{
    private const int ChunkMax = 8_192;

    private readonly List<CaseSlot[]> _slots = [];
    private readonly Dictionary<ulong, int> _byId = [];
    private readonly Dictionary<CaseCell, int> _cellIds = [];
    private readonly Dictionary<string, int> _people = new(StringComparer.Ordinal);
    private readonly List<string> _peopleNames = [""];
    private readonly Dictionary<ulong, int> _drifting = [];
    private readonly Dictionary<string, int> _driftingSkus = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _openByCode = new(StringComparer.Ordinal);
    private readonly KeySlab _keys = new();
    private readonly CaseWords _words = new();
    private int _used;
    private int _next;

    /// <summary>Cases known.</summary>
    public int Count => _byId.Count;

    /// <summary>Raised by every change.</summary>
    public long Version { get; private set; }

    /// <summary>The combinations of code and wide levels that were ever met.</summary>
    internal List<CaseCell> Cells { get; } = [];

    /// <summary>Slots in use, gone ones included.</summary>
    internal int Slots => _used;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => Values.Select(known => known.Key);

    /// <inheritdoc/>
    public IEnumerable<Case> Values
    {
        get
        {
            for (var i = 0; i < _used; i++)
            {
                if (!At(i).IsGone)
                {
                    yield return Unpack(i);
                }
            }
        }
    }

    /// <inheritdoc/>
    public Case this[string key] => TryGetValue(key, out var known) ? known : throw new KeyNotFoundException(key);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => FindSlot(key, out _) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Case value)
    {
        var slot = FindSlot(key, out _);
        value = slot < 0 ? null : Unpack(slot);
        return slot >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Case>> GetEnumerator() =>
        Values.Select(known => KeyValuePair.Create(known.Key, known)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Open cases of a code.</summary>
    public int OpenOf(CaseCode code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return _openByCode.GetValueOrDefault(code.Code);
    }

    /// <summary>Open cases of kinds that are asked for; only those are unpacked.</summary>
    public IEnumerable<Case> Open(Func<CaseCell, bool> asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var wanted = Cells.Select(asked).ToArray();
        for (var i = 0; i < _used; i++)
        {
            if (IsOpen(in At(i)) && At(i).Cell < wanted.Length && wanted[At(i).Cell])
            {
                yield return Unpack(i);
            }
        }
    }

    /// <summary>The keys of cases that ended before a time: the last thing said or found about them is older.</summary>
    internal Items<string> EndedBefore(DateTimeOffset time, int max)
    {
        var found = new List<string>();
        for (var i = 0; i < _used && found.Count < max; i++)
        {
            ref var kept = ref At(i);
            if (kept.IsGone || kept.State == CaseState.Open || kept.LastAt >= time.UtcTicks)
            {
                continue;
            }

            var known = Unpack(i);
            if (known.Notes.IsEmpty || known.Notes[^1].At < time)
            {
                found.Add(known.Key);
            }
        }

        return found.ToItems();
    }

    /// <summary>Whether an open case says that a storefront differs for a SKU.</summary>
    public bool IsDrifting(ConnectionName storefront, Sku sku) => _drifting.ContainsKey(DriftKey(storefront.Text, sku.Text));

    /// <summary>SKUs with an open case, by storefront.</summary>
    public IReadOnlyDictionary<string, int> Drifting => _driftingSkus;

    /// <summary>Whether a slot's case is open.</summary>
    internal static bool IsOpen(in CaseSlot slot) => !slot.IsGone && slot.State == CaseState.Open;

    /// <summary>The slot of an id; −1 when there is none.</summary>
    internal int FindId(ulong id) => _byId.GetValueOrDefault(id, -1);

    /// <summary>The id of a key.</summary>
    internal static ulong IdOf(string key) => unchecked((ulong)StableHash.Of(Encoding.UTF8.GetBytes(key)));

    /// <summary>A slot.</summary>
    internal ref CaseSlot At(int slot) => ref _slots[slot / ChunkMax][slot % ChunkMax];

    /// <summary>Slots whose key contains a text.</summary>
    internal List<int> FindText(string text) => _keys.Find(text);

    /// <summary>The number of a person; 0 for none, −1 for one that no case was assigned to.</summary>
    internal int PersonOf(string name) => name.Length == 0 ? 0 : _people.GetValueOrDefault(name, -1);

    /// <summary>The narrow levels of a slot's lineage.</summary>
    internal (string? Sku, string? Order) NarrowOf(int slot) => _words.NarrowOf(At(slot).Words);

    /// <summary>The case of a slot.</summary>
    internal Case Unpack(int slot)
    {
        ref var kept = ref At(slot);
        var cell = Cells[kept.Cell];
        var words = _words.Unpack(kept.Words);
        return new Case(Encoding.UTF8.GetString(_keys.Of(kept)), cell.Code, new Lineage
        {
            Connection = ConnectionName.TryParse(cell.Connection, out var connection) ? connection : null,
            Storefront = ConnectionName.TryParse(cell.Storefront, out var storefront) ? storefront : null,
            Location = cell.Location,
            Sku = words.Sku,
            Order = words.Order,
        })
        {
            State = kept.State,
            Detail = words.Detail,
            Met = kept.Met,
            OpenedAt = new DateTimeOffset(kept.OpenedAt, TimeSpan.Zero),
            LastAt = new DateTimeOffset(kept.LastAt, TimeSpan.Zero),
            SnoozedUntil = kept.SnoozedUntil == 0 ? null : new DateTimeOffset(kept.SnoozedUntil, TimeSpan.Zero),
            FirstMessage = new JournalPosition(kept.First),
            LastMessage = new JournalPosition(kept.Last),
            Assignee = kept.Assignee == 0 ? null : _peopleNames[kept.Assignee],
            Waiting = kept.Waits ? words.Waiting : null,
            Tags = words.Tags,
            Notes = words.Notes,
        };
    }

    /// <summary>Puts a case in place, over what was there of its key.</summary>
    internal void Set(Case known)
    {
        var slot = FindSlot(known.Key, out var id);
        if (slot < 0)
        {
            slot = Add(known.Key, id);
        }
        else
        {
            Tally(slot, -1);
        }

        ref var kept = ref At(slot);
        kept.Cell = CellOf(known);
        kept.State = known.State;
        kept.Met = (int)Math.Min(known.Met, int.MaxValue);
        kept.OpenedAt = known.OpenedAt.UtcTicks;
        kept.LastAt = known.LastAt.UtcTicks;
        kept.SnoozedUntil = known.SnoozedUntil?.UtcTicks ?? 0;
        kept.First = known.FirstMessage.Value;
        kept.Last = known.LastMessage.Value;
        kept.Assignee = PersonFor(known.Assignee);
        kept.Waits = known.Waiting is not null;
        kept.Words = _words.Pack(known);
        Tally(slot, +1);
        Version++;
    }

    /// <summary>Notes what a case touches, to rank by.</summary>
    internal void Appraise(string key, Stake stake)
    {
        var slot = FindSlot(key, out _);
        if (slot >= 0)
        {
            (At(slot).Stake, At(slot).Orders) = (stake.Weight, stake.Orders);
        }
    }

    /// <summary>Looks again at what some open cases touch, all of them in turn and each once at most.</summary>
    /// <param name="state">Where to look.</param>
    /// <param name="max">How many cases, and orders that they touch, are looked at.</param>
    public void Refresh(Lanes.HubState state, int max)
    {
        var work = max;
        for (var left = _used; left > 0 && work > 0; left--, work--)
        {
            _next = (_next + 1) % _used;
            if (IsOpen(in At(_next)))
            {
                var stake = Stake.Of(state, Unpack(_next).About);
                (At(_next).Stake, At(_next).Orders) = (stake.Weight, stake.Orders);
                work -= stake.Orders;
            }
        }
    }

    /// <summary>Takes a case away, as if it had never been.</summary>
    internal void Remove(string key)
    {
        var slot = FindSlot(key, out var id);
        if (slot >= 0)
        {
            Tally(slot, -1);
            At(slot).IsGone = true;
            At(slot).Words = [];
            _byId.Remove(id);
            Version++;
        }
    }

    private int FindSlot(string key, out ulong id)
    {
        id = IdOf(key);
        Span<byte> small = stackalloc byte[256];
        var bytes = Encoding.UTF8.GetByteCount(key);
        var text = bytes <= small.Length ? small[..bytes] : new byte[bytes];
        Encoding.UTF8.GetBytes(key, text);

        // Two keys of one hash, in 64 bits, are next to impossible; the second of them moves on by one.
        while (_byId.TryGetValue(id, out var slot))
        {
            if (_keys.Of(At(slot)).SequenceEqual(text))
            {
                return slot;
            }

            id++;
        }

        return -1;
    }

    private int Add(string key, ulong id)
    {
        if (_used == _slots.Count * ChunkMax)
        {
            _slots.Add(new CaseSlot[ChunkMax]);
        }

        var slot = _used++;
        ref var fresh = ref At(slot);
        fresh = new CaseSlot { Id = id, Words = [] };
        (fresh.Chunk, fresh.Offset, fresh.Length) = _keys.Add(key, slot);
        _byId[id] = slot;
        return slot;
    }

    private int CellOf(Case known)
    {
        var cell = new CaseCell(known.Code, known.About.Connection?.Text, known.About.Storefront?.Text, known.About.Location);
        if (!_cellIds.TryGetValue(cell, out var place))
        {
            _cellIds[cell] = place = Cells.Count;
            Cells.Add(cell);
        }

        return place;
    }

    private int PersonFor(string? name)
    {
        if (name is null)
        {
            return 0;
        }

        if (!_people.TryGetValue(name, out var place))
        {
            _people[name] = place = _peopleNames.Count;
            _peopleNames.Add(name);
        }

        return place;
    }

    /// <summary>Counts an open case in or out of what is asked for at every request.</summary>
    private void Tally(int slot, int delta)
    {
        if (!IsOpen(in At(slot)))
        {
            return;
        }

        var cell = Cells[At(slot).Cell];
        _openByCode[cell.Code.Code] = _openByCode.GetValueOrDefault(cell.Code.Code) + delta;
        if (cell.Storefront is not { } storefront || NarrowOf(slot).Sku is not { } sku)
        {
            return;
        }

        var key = DriftKey(storefront, sku);
        var before = _drifting.GetValueOrDefault(key);
        if (before + delta == 0)
        {
            _drifting.Remove(key);
        }
        else
        {
            _drifting[key] = before + delta;
        }

        var change = (before + delta > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
        _driftingSkus[storefront] = _driftingSkus.GetValueOrDefault(storefront) + change;
    }

    private static ulong DriftKey(string storefront, string sku) => IdOf($"{storefront}\n{sku}");
}
