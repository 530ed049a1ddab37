using Trueup.Core.Cases;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Engine.Lanes;

/// <summary>
/// The stock of SKUs that nobody looks at: figures and slots lie in rows beside those of others, and hold no references,
/// so that the garbage collector need not look at them; only what few SKUs have, or what seldom changes, stays an object.
/// </summary>
internal sealed class RestingStock
{
    private readonly Runs<RestingLevel> _levels = new();
    private readonly Runs<RestingSlot> _slots = new();
    private readonly Numbering<LocationCode> _locations = new();
    private readonly Numbering<ConnectionName> _connections = new();
    private readonly Numbering<RemoteCode> _sources = new();
    private readonly Numbering<CaseCode> _codes = new();

    /// <summary>Lays a SKU's stock down, in the place of what lay there before.</summary>
    public void Lay(SkuStock stock, ref RestingPlace place)
    {
        var count = CountLevels(stock);
        place.LevelsAt = _levels.Resize(place.LevelsAt, place.Levels, Math.Max(count, 0));
        place.Levels = Math.Max(count, 0);
        if (count > 0)
        {
            LayLevels(stock.Shelves, _levels.Row(place.LevelsAt, count));
        }

        place.SlotsAt = _slots.Resize(place.SlotsAt, place.Slots, stock.Slots.Count);
        place.Slots = stock.Slots.Count;
        LaySlots(stock.Slots, _slots.Row(place.SlotsAt, place.Slots));
        var shelves = count < 0 ? stock.Shelves : default;
        if (!Rest.Is(place.Rest, stock, shelves))
        {
            place.Rest = Rest.Of(stock, shelves);
        }
    }

    /// <summary>Makes an object of what lies in a place.</summary>
    public SkuStock Wake(Sku sku, in RestingPlace place)
    {
        var rest = place.Rest;
        return new SkuStock(
            sku,
            place.Levels == 0 ? rest?.Shelves ?? default : Shelves(_levels.Row(place.LevelsAt, place.Levels)),
            rest?.Demands ?? default,
            Slots(_slots.Row(place.SlotsAt, place.Slots)),
            rest?.Listings ?? default)
        {
            Pace = rest?.Pace,
        };
    }

    /// <summary>Of no meaning: what was fetched ahead is added up in it, or nothing would be fetched.</summary>
    public long Warmth { get; set; }

    /// <summary>Fetches what lies in a place ahead of its use.</summary>
    public void Warm(in RestingPlace place)
    {
        if (place.Levels > 0)
        {
            Warmth += _levels.Row(place.LevelsAt, place.Levels)[^1].Location;
        }

        if (place.Slots > 0)
        {
            Warmth += _slots.Row(place.SlotsAt, place.Slots)[^1].Connection;
        }
    }

    /// <summary>How many figures a SKU has; −1 where its shelves hold more than figures, and stay as they are.</summary>
    private static int CountLevels(SkuStock stock)
    {
        var count = 0;
        foreach (var shelf in stock.Shelves)
        {
            if (shelf.Levels.IsEmpty || !shelf.Arrivals.IsEmpty)
            {
                return -1;
            }

            count += shelf.Levels.Count;
        }

        return count;
    }

    private void LayLevels(Items<Shelf> shelves, Span<RestingLevel> row)
    {
        var next = 0;
        foreach (var shelf in shelves)
        {
            var location = _locations.Of(shelf.Location, row[next].Location);
            foreach (var level in shelf.Levels)
            {
                row[next++] = RestingLevel.Of(location, level);
            }
        }
    }

    private Items<Shelf> Shelves(ReadOnlySpan<RestingLevel> row)
    {
        if (row.Length == 1)
        {
            return [new Shelf(_locations[row[0].Location], [row[0].Level])];
        }

        var shelves = new List<Shelf>(row.Length);
        for (var first = 0; first < row.Length;)
        {
            var end = first + 1;
            while (end < row.Length && row[end].Location == row[first].Location)
            {
                end++;
            }

            var here = new Level[end - first];
            for (var i = first; i < end; i++)
            {
                here[i - first] = row[i].Level;
            }

            shelves.Add(new Shelf(_locations[row[first].Location], Items.Of<Level>(here)));
            first = end;
        }

        return shelves.ToItems();
    }

    private void LaySlots(Items<Slot> slots, Span<RestingSlot> row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var slot = slots[i];
            row[i] = RestingSlot.Of(
                slot,
                _connections.Of(slot.Connection, row[i].Connection),
                _sources.Of(slot.Source, row[i].Source),
                _locations.Of(slot.Location, row[i].Location),
                slot.Blocked is { } code ? _codes.Of(code, guess: 0) : RestingSlot.Free);
        }
    }

    private Items<Slot> Slots(ReadOnlySpan<RestingSlot> row)
    {
        if (row.IsEmpty)
        {
            return [];
        }

        if (row.Length == 1)
        {
            return [SlotOf(row[0])];
        }

        var slots = new Slot[row.Length];
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i] = SlotOf(row[i]);
        }

        return Items.Of<Slot>(slots);
    }

    private Slot SlotOf(in RestingSlot row) => row.Complete(
        new Slot(_connections[row.Connection], _sources[row.Source], _locations[row.Location])
        {
            Blocked = row.Blocked == RestingSlot.Free ? null : _codes[row.Blocked],
        });
}

/// <summary>Where the stock of a SKU lies.</summary>
internal struct RestingPlace
{
    /// <summary>What does not lie flat; null for nothing.</summary>
    public Rest? Rest;

    /// <summary>Where its figures are.</summary>
    public int LevelsAt;

    /// <summary>How many figures there are.</summary>
    public int Levels;

    /// <summary>Where its slots are.</summary>
    public int SlotsAt;

    /// <summary>How many slots there are.</summary>
    public int Slots;
}

/// <summary>What of a SKU's stock few have, or seldom changes.</summary>
internal sealed class Rest
{
    private Rest(SkuStock stock, Items<Shelf> shelves) =>
        (Shelves, Demands, Listings, Pace) = (shelves, stock.Demands, stock.Listings, stock.Pace);

    /// <summary>Shelves that hold more than figures; empty where all lies flat.</summary>
    public Items<Shelf> Shelves { get; }

    /// <summary>Open order lines.</summary>
    public Items<Demand> Demands { get; }

    /// <summary>What storefronts say of the product.</summary>
    public Items<Listing> Listings { get; }

    /// <summary>How fast it sells.</summary>
    public Pace? Pace { get; }

    /// <summary>What of a SKU's stock does not lie flat; null for nothing.</summary>
    public static Rest? Of(SkuStock stock, Items<Shelf> shelves) =>
        shelves.IsEmpty && stock.Demands.IsEmpty && stock.Listings.IsEmpty && stock.Pace is null ? null : new Rest(stock, shelves);

    /// <summary>Whether something is what does not lie flat of a SKU's stock.</summary>
    public static bool Is(Rest? rest, SkuStock stock, Items<Shelf> shelves) =>
        (rest?.Shelves ?? default) == shelves && (rest?.Demands ?? default) == stock.Demands &&
        (rest?.Listings ?? default) == stock.Listings && rest?.Pace == stock.Pace;
}
