using Trueup.Engine.Lanes;

namespace Trueup.Engine.Cases;

/// <summary>
/// The slots of all cases, in the order in which the cases came, and the way from an id to its slot: a table of numbers,
/// four bytes a place, at most three quarters full.
/// </summary>
/// <param name="cells">What they share.</param>
internal sealed class CaseSlots(CaseCells cells)
{
    private const int ChunkBits = 13;
    private const int ChunkSize = 1 << ChunkBits;

    private readonly List<CaseSlot[]> _chunks = [];
    private readonly List<CaseZone> _zones = [];

    /// <summary>The slot of an id, and one; 0 for a free place. What clashes lies in the next free one.</summary>
    private int[] _places = new int[64];

    /// <summary>Slots in use, gone ones included.</summary>
    public int Used { get; private set; }

    /// <summary>Slots of cases that were taken away.</summary>
    public int Gone { get; private set; }

    /// <summary>A slot.</summary>
    public ref CaseSlot this[int slot] => ref _chunks[slot >> ChunkBits][slot & (ChunkSize - 1)];

    /// <summary>The slots, so many beside one another at a time.</summary>
    public IEnumerable<(int First, Memory<CaseSlot> Slots)> Stretches
    {
        get
        {
            for (var first = 0; first < Used; first += ChunkSize)
            {
                yield return (first, _chunks[first >> ChunkBits].AsMemory(0, Math.Min(ChunkSize, Used - first)));
            }
        }
    }

    /// <summary>What is known of so many slots beside one another, in order.</summary>
    public IReadOnlyList<CaseZone> Zones => _zones;

    /// <summary>The slot of an id; −1 when there is none.</summary>
    public int Find(ulong id) => _places[PlaceOf(id)] - 1;

    /// <summary>Takes a slot for an id that has none.</summary>
    public int Add(ulong id)
    {
        if (Used == _chunks.Count << ChunkBits)
        {
            _chunks.Add(Flat.Rows<CaseSlot>(ChunkSize));
        }

        if ((Used - Gone + 1) * 4L > _places.Length * 3L)
        {
            Place(new int[_places.Length * 2]);
        }

        var slot = Used++;
        this[slot] = new CaseSlot { Id = id };
        if (slot % CaseZone.Size == 0)
        {
            _zones.Add(CaseZone.Empty);
        }

        _places[PlaceOf(id)] = slot + 1;
        return slot;
    }

    /// <summary>Notes that a slot's figures changed.</summary>
    public void Changed(int slot) => _zones[slot / CaseZone.Size] =
        _zones[slot / CaseZone.Size].With(this[slot], cells.All[this[slot].Cell].Code.Severity);

    /// <summary>Takes a slot's case away; the slot itself stays until <see cref="CloseGaps"/>.</summary>
    public void Remove(int slot)
    {
        this[slot].IsGone = true;
        Gone++;
        var mask = _places.Length - 1;
        var hole = PlaceOf(this[slot].Id);

        // Whatever probed past the hole moves up, or it could not be found any more.
        for (var place = (hole + 1) & mask; _places[place] != 0; place = (place + 1) & mask)
        {
            var home = HomeOf(this[_places[place] - 1].Id);
            if (((place - home) & mask) >= ((place - hole) & mask))
            {
                _places[hole] = _places[place];
                hole = place;
            }
        }

        _places[hole] = 0;
    }

    /// <summary>Moves the slots together where some are gone: their order stays, their numbers do not.</summary>
    public void CloseGaps()
    {
        var kept = 0;
        for (var slot = 0; slot < Used; slot++)
        {
            if (!this[slot].IsGone)
            {
                this[kept++] = this[slot];
            }
        }

        (Used, Gone) = (kept, 0);
        _zones.Clear();
        for (var slot = 0; slot < Used; slot++)
        {
            if (slot % CaseZone.Size == 0)
            {
                _zones.Add(CaseZone.Empty);
            }

            Changed(slot);
        }

        var chunks = (kept + ChunkSize - 1) >> ChunkBits;
        _chunks.RemoveRange(chunks, _chunks.Count - chunks);
        Place(new int[_places.Length]);
    }

    private void Place(int[] places)
    {
        _places = places;
        for (var slot = 0; slot < Used; slot++)
        {
            if (!this[slot].IsGone)
            {
                _places[PlaceOf(this[slot].Id)] = slot + 1;
            }
        }
    }

    private int PlaceOf(ulong id)
    {
        var mask = _places.Length - 1;
        var place = HomeOf(id);
        while (_places[place] != 0 && this[_places[place] - 1].Id != id)
        {
            place = (place + 1) & mask;
        }

        return place;
    }

    private int HomeOf(ulong id) => (int)(id & (ulong)(_places.Length - 1));
}
