using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Cases;

/// <summary>
/// All cases, laid flat (docs/adr/0008): a slot of figures each, the narrow part of their keys in one place, what is said
/// about them in another. A case is made an object when somebody asks for it; searching, sorting and grouping read the
/// slots alone.
/// </summary>
#pragma warning disable CA1710 // A book is what people would call it.
public sealed class CaseBook : IReadOnlyDictionary<string, Case>
#pragma warning restore CA1710
{
    /// <summary>With fewer slots of cases that are gone, nothing is moved together.</summary>
    private const int GoneMin = 1_024;

    private readonly CaseCells _cells = new();
    private readonly CaseSlots _slots;
    private readonly CaseWords _words = new();
    private readonly CaseTally _tally = new();
    private readonly Dictionary<string, int> _people = new(StringComparer.Ordinal);
    private readonly List<string> _peopleNames = [""];
    private CaseKeys _keys;
    private int _next;

    /// <summary>No cases.</summary>
    public CaseBook()
    {
        _slots = new CaseSlots(_cells);
        _keys = new CaseKeys(_slots);
    }

    /// <summary>Cases known.</summary>
    public int Count => _slots.Used - _slots.Gone;

    /// <summary>Raised by every change.</summary>
    public long Version { get; private set; }

    /// <summary>The combinations of code and wide levels that were ever met.</summary>
    internal IReadOnlyList<CaseCell> Cells => _cells.All;

    /// <summary>The slots of figures.</summary>
    internal CaseSlots Slots => _slots;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => Values.Select(known => known.Key);

    /// <inheritdoc/>
    public IEnumerable<Case> Values
    {
        get
        {
            for (var slot = 0; slot < _slots.Used; slot++)
            {
                if (!_slots[slot].IsGone)
                {
                    yield return Unpack(slot);
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
        return _tally.OpenOf(code);
    }

    /// <summary>Open cases of kinds that are asked for; only those become objects.</summary>
    public IEnumerable<Case> Open(Func<CaseCell, bool> asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var wanted = Cells.Select(asked).ToArray();
        for (var slot = 0; slot < _slots.Used; slot++)
        {
            if (_slots[slot].IsOpen && _slots[slot].Cell < wanted.Length && wanted[_slots[slot].Cell])
            {
                yield return Unpack(slot);
            }
        }
    }

    /// <summary>The keys of cases that ended before a time: the last thing said or found about them is older.</summary>
    internal Items<string> EndedBefore(DateTimeOffset time, int max)
    {
        var found = new List<string>();
        for (var slot = 0; slot < _slots.Used && found.Count < max; slot++)
        {
            ref var kept = ref _slots[slot];
            if (kept.IsGone || kept.State == CaseState.Open || kept.LastAt >= time.UtcTicks)
            {
                continue;
            }

            var known = Unpack(slot);
            if (known.Notes.IsEmpty || known.Notes[^1].At < time)
            {
                found.Add(known.Key);
            }
        }

        return found.ToItems();
    }

    /// <summary>Whether an open case says that a storefront differs for a SKU.</summary>
    public bool IsDrifting(ConnectionName storefront, Sku sku) => _tally.IsDrifting(storefront, sku);

    /// <summary>SKUs with an open case, by storefront.</summary>
    public IReadOnlyDictionary<string, int> Drifting => _tally.DriftingSkus;

    /// <summary>The slot of an id; −1 when there is none.</summary>
    internal int FindId(ulong id) => _slots.Find(id);

    /// <summary>The id of a key.</summary>
    internal static ulong IdOf(string key)
    {
        Span<byte> small = stackalloc byte[256];
        return StableHash.Of64(Utf8Of(key, small));
    }

    /// <summary>Slots whose key contains a text, in any letter case of a–z.</summary>
    internal SlotSet FindText(string text) => CaseTextSearch.Find(text, _slots, _cells, _keys);

    /// <summary>The number of a person; 0 for none, −1 for one that no case was assigned to.</summary>
    internal int PersonOf(string name) => name.Length == 0 ? 0 : _people.GetValueOrDefault(name, -1);

    /// <summary>The narrow levels of a slot's lineage.</summary>
    internal (string? Sku, string? Order) NarrowOf(int slot) => _keys.Read(_slots[slot]);

    /// <summary>Whether nobody need look at a slot's case yet.</summary>
    internal bool IsPutOff(in CaseSlot slot, long now) => slot.IsSnoozed && _words.SnoozedUntil(slot) > now;

    /// <summary>Until when a slot's case is put off, UTC ticks; 0 when it is not.</summary>
    internal long SnoozedUntil(in CaseSlot slot) => _words.SnoozedUntil(slot);

    /// <summary>The case of a slot.</summary>
    internal Case Unpack(int slot)
    {
        ref var kept = ref _slots[slot];
        var about = LineageOf(kept);
        var code = Cells[kept.Cell].Code;
        return _words.Complete(
            new Case(new Finding(code, about, "").CaseKey, code, about)
            {
                State = kept.State,
                OpenedAt = new DateTimeOffset(kept.OpenedAt, TimeSpan.Zero),
                LastAt = new DateTimeOffset(kept.LastAt, TimeSpan.Zero),
                Assignee = kept.Assignee == 0 ? null : _peopleNames[kept.Assignee],
            },
            kept);
    }

    /// <summary>Puts a case in place, over what was there of its key.</summary>
    internal void Set(Case known)
    {
        var slot = FindSlot(known.Key, out var id);
        if (slot < 0)
        {
            slot = _slots.Add(id);
            _slots[slot].Cell = _cells.NumberOf(known);
            _keys.Add(ref _slots[slot], known.About.Sku, known.About.Order);
        }
        else
        {
            Tally(slot, -1);
        }

        ref var kept = ref _slots[slot];
        kept.State = known.State;
        kept.OpenedAt = known.OpenedAt.UtcTicks;
        kept.LastAt = known.LastAt.UtcTicks;
        kept.Assignee = PersonFor(known.Assignee);
        _words.Lay(known, ref kept);
        _slots.Changed(slot);
        Tally(slot, +1);
        Version++;
    }

    /// <summary>Notes what a case touches, to rank by.</summary>
    internal void Appraise(string key, Stake stake)
    {
        var slot = FindSlot(key, out _);
        if (slot >= 0)
        {
            _slots[slot].Stake = stake.Weight;
            _slots.Changed(slot);
        }
    }

    /// <summary>Looks again at what some open cases touch, all of them in turn and each once at most.</summary>
    /// <param name="state">Where to look.</param>
    /// <param name="max">How many cases, and orders that they touch, are looked at.</param>
    public void Refresh(HubState state, int max)
    {
        var work = max;
        for (var left = _slots.Used; left > 0 && work > 0; left--, work--)
        {
            _next = (_next + 1) % _slots.Used;
            if (_slots[_next].IsOpen)
            {
                var stake = Stake.Of(state, LineageOf(_slots[_next]));
                _slots[_next].Stake = stake.Weight;
                _slots.Changed(_next);
                work -= stake.Orders;
            }
        }
    }

    /// <summary>Takes a case away, as if it had never been.</summary>
    internal void Remove(string key)
    {
        var slot = FindSlot(key, out _);
        if (slot < 0)
        {
            return;
        }

        Tally(slot, -1);
        _words.LetGo(ref _slots[slot]);
        _slots.Remove(slot);
        Version++;
        if (_slots.Gone > Math.Max(GoneMin, _slots.Used / 4))
        {
            CloseGaps();
        }
    }

    /// <summary>Moves slots and keys together where some are gone.</summary>
    private void CloseGaps()
    {
        var before = _keys;
        _keys = new CaseKeys(_slots);
        _slots.CloseGaps();
        for (var slot = 0; slot < _slots.Used; slot++)
        {
            _keys.Add(ref _slots[slot], before.Of(_slots[slot]));
        }
    }

    private int FindSlot(string key, out ulong id)
    {
        Span<byte> small = stackalloc byte[256];
        var text = Utf8Of(key, small);
        id = StableHash.Of64(text);

        // Two keys of one hash, in 64 bits, are next to impossible; the second of them moves on by one.
        for (int slot; (slot = _slots.Find(id)) >= 0; id = unchecked(id + 1))
        {
            ref var kept = ref _slots[slot];
            var prefix = _cells.PrefixOf(kept.Cell);
            if (text.StartsWith(prefix) && text[prefix.Length..].SequenceEqual(_keys.Of(kept)))
            {
                return slot;
            }
        }

        return -1;
    }

    private static ReadOnlySpan<byte> Utf8Of(string key, Span<byte> small)
    {
        var room = Encoding.UTF8.GetMaxByteCount(key.Length) <= small.Length ? small : new byte[Encoding.UTF8.GetByteCount(key)];
        return room[..Encoding.UTF8.GetBytes(key, room)];
    }

    private Lineage LineageOf(in CaseSlot slot)
    {
        var (sku, order) = _keys.Read(slot);
        return Cells[slot.Cell].LineageOf(sku, order);
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

    private void Tally(int slot, int delta)
    {
        if (_slots[slot].IsOpen)
        {
            _tally.Count(Cells[_slots[slot].Cell], NarrowOf(slot).Sku, delta);
        }
    }
}
