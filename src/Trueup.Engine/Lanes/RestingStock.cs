using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Engine.Lanes;

/// <summary>
/// The stock of SKUs that nobody looks at: figures and slots lie packed beside those of others, some thirty bytes a position,
/// and hold no references, so that the garbage collector need not look at them; only what few SKUs have, or what seldom
/// changes, stays an object.
/// </summary>
internal sealed class RestingStock
{
    /// <summary>Rows are of few lengths, so that what changes mostly stays where it is, and what is given back fits
    /// another.</summary>
    private const int Step = 16;

    /// <summary>In the place of how many figures there are: the shelves hold more than figures, and stay as they are.</summary>
    private const int Elsewhere = -1;

    /// <summary>In the place of the code of a problem: nothing keeps a slot from being written.</summary>
    private const int Free = -1;

    /// <summary>Beside the state of a figure: a version follows.</summary>
    private const int HasVersion = 0x80;

    /// <summary>Of a slot's quantity: it follows, or is the same as the one before; otherwise there is none.</summary>
    private const int Kind = 0x3;
    private const int Other = 1;
    private const int Same = 2;
    private const int WrittenShift = 2;
    private const int ObservedShift = 4;

    /// <summary>Beside the quantities: the last write of the slot may be half done.</summary>
    private const int HalfDone = 0x40;

    private readonly Runs<byte> _rows = new(chunkBits: 16);
    private readonly RestingWriter _writer = new();
    private readonly Numbering<LocationCode> _locations = new();
    private readonly Numbering<ConnectionName> _connections = new();
    private readonly Numbering<RemoteCode> _sources = new();
    private readonly Numbering<CaseCode> _codes = new();

    /// <summary>Lays a SKU's stock down, in the place of what lay there before.</summary>
    public void Lay(SkuStock stock, ref RestingPlace place)
    {
        _writer.Begin();
        var levels = CountLevels(stock);
        _writer.Whole(levels);
        if (levels > 0)
        {
            PutLevels(stock.Shelves);
        }

        _writer.Whole(stock.Slots.Count);
        foreach (var slot in stock.Slots)
        {
            Put(slot);
        }

        var row = _writer.Written;
        var room = (row.Length + Step - 1) / Step * Step;
        place.At = _rows.Resize(place.At, place.Bytes, room);
        place.Bytes = room;
        row.CopyTo(_rows.Row(place.At, room));
        var shelves = levels == Elsewhere ? stock.Shelves : default;
        if (!Rest.Is(place.Rest, stock, shelves))
        {
            place.Rest = Rest.Of(stock, shelves);
        }
    }

    /// <summary>Makes an object of what lies in a place.</summary>
    public SkuStock Wake(Sku sku, in RestingPlace place)
    {
        var rest = place.Rest;
        if (place.Bytes == 0)
        {
            return new SkuStock(sku, default, default, default, default);
        }

        var row = new RestingReader(_rows.Row(place.At, place.Bytes));
        var levels = (int)row.Whole();
        var shelves = levels == Elsewhere ? rest?.Shelves ?? default : TakeShelves(ref row, levels);
        return new SkuStock(sku, shelves, rest?.Demands ?? default, TakeSlots(ref row), rest?.Listings ?? default)
        {
            Pace = rest?.Pace,
            Price = rest?.Price,
            Overrides = rest?.Overrides ?? default,
        };
    }

    /// <summary>Of no meaning: what was fetched ahead is added up in it, or nothing would be fetched.</summary>
    public long Warmth { get; set; }

    /// <summary>Fetches what lies in a place ahead of its use.</summary>
    public void Warm(in RestingPlace place)
    {
        if (place.Bytes > 0)
        {
            Warmth += _rows.Row(place.At, place.Bytes)[^1];
        }
    }

    /// <summary>How many figures a SKU has.</summary>
    private static int CountLevels(SkuStock stock)
    {
        var count = 0;
        foreach (var shelf in stock.Shelves)
        {
            if (shelf.Levels.IsEmpty || !shelf.Arrivals.IsEmpty)
            {
                return Elsewhere;
            }

            count += shelf.Levels.Count;
        }

        return count;
    }

    private void PutLevels(Items<Shelf> shelves)
    {
        foreach (var shelf in shelves)
        {
            var location = _locations.Of(shelf.Location);
            foreach (var level in shelf.Levels)
            {
                _writer.Whole(location);
                _writer.Mark((int)level.State | (level.Version is null ? 0 : HasVersion));
                _writer.Quantity(level.Quantity);
                if (level.Version is { } version)
                {
                    _writer.Whole(version);
                }

                _writer.Time(level.AsOf);
                _writer.Whole(level.Message.Value);
                _writer.Whole(level.EmptiedBy.Value);
            }
        }
    }

    private Items<Shelf> TakeShelves(ref RestingReader row, int levels)
    {
        var shelves = new List<Shelf>(levels);
        var here = new List<Level>(levels);
        for (var location = -1; levels > 0; levels--)
        {
            var next = row.Number();
            if (next != location && here.Count > 0)
            {
                shelves.Add(new Shelf(_locations[location], here.ToItems()));
                here.Clear();
            }

            location = next;
            here.Add(TakeLevel(ref row));
            if (levels == 1)
            {
                shelves.Add(new Shelf(_locations[location], here.ToItems()));
            }
        }

        return shelves.ToItems();
    }

    private static Level TakeLevel(ref RestingReader row)
    {
        var mark = row.Mark();
        return new Level(
            (StockState)(mark & ~HasVersion),
            row.Quantity(),
            (mark & HasVersion) == 0 ? null : row.Whole(),
            row.Time(),
            new JournalPosition(row.Whole()))
        {
            EmptiedBy = new JournalPosition(row.Whole()),
        };
    }

    private void Put(in Slot slot)
    {
        _writer.Whole(_connections.Of(slot.Connection));
        _writer.Whole(_sources.Of(slot.Source));
        _writer.Whole(_locations.Of(slot.Location));
        _writer.Whole(slot.Blocked is { } code ? _codes.Of(code) : Free);
        _writer.Whole(slot.DesiredMessage.Value);

        // Most of the time all three say the same.
        var marks = (slot.IsHalfDone ? HalfDone : 0) | MarkOf(slot.Desired, before: null) |
            (MarkOf(slot.Written, slot.Desired) << WrittenShift) | (MarkOf(slot.Observed, slot.Written) << ObservedShift);
        _writer.Mark(marks);
        PutQuantity(slot.Desired, marks);
        PutQuantity(slot.Written, marks >> WrittenShift);
        PutQuantity(slot.Observed, marks >> ObservedShift);
    }

    private static int MarkOf(Quantity? quantity, Quantity? before) => quantity is null ? 0 : quantity == before ? Same : Other;

    private void PutQuantity(Quantity? quantity, int marks)
    {
        if ((marks & Kind) == Other)
        {
            _writer.Quantity(quantity!.Value);
        }
    }

    private Items<Slot> TakeSlots(ref RestingReader row)
    {
        var slots = new Slot[row.Number()];
        for (var i = 0; i < slots.Length; i++)
        {
            var slot = new Slot(_connections[row.Number()], _sources[row.Number()], _locations[row.Number()]);
            var blocked = row.Number();
            var message = new JournalPosition(row.Whole());
            var marks = row.Mark();
            var desired = TakeQuantity(ref row, marks, before: null);
            var written = TakeQuantity(ref row, marks >> WrittenShift, desired);
            slots[i] = slot with
            {
                Blocked = blocked == Free ? null : _codes[blocked],
                DesiredMessage = message,
                IsHalfDone = (marks & HalfDone) != 0,
                Desired = desired,
                Written = written,
                Observed = TakeQuantity(ref row, marks >> ObservedShift, written),
            };
        }

        return slots.Length == 0 ? [] : Items.Of<Slot>(slots);
    }

    private static Quantity? TakeQuantity(ref RestingReader row, int marks, Quantity? before) =>
        (marks & Kind) switch
        {
            Same => before,
            Other => row.Quantity(),
            _ => null,
        };
}

/// <summary>Where the stock of a SKU lies.</summary>
internal struct RestingPlace
{
    /// <summary>What does not lie flat; null for nothing.</summary>
    public Rest? Rest;

    /// <summary>Where its row is.</summary>
    public int At;

    /// <summary>How long its row is; 0 before it was laid down.</summary>
    public int Bytes;
}

/// <summary>What of a SKU's stock few have, or seldom changes.</summary>
internal sealed class Rest
{
    private Rest(SkuStock stock, Items<Shelf> shelves) =>
        (Shelves, Demands, Listings, Pace, Price, Overrides) =
            (shelves, stock.Demands, stock.Listings, stock.Pace, stock.Price, stock.Overrides);

    /// <summary>Shelves that hold more than figures; empty where all lies flat.</summary>
    public Items<Shelf> Shelves { get; }

    /// <summary>Open order lines.</summary>
    public Items<Demand> Demands { get; }

    /// <summary>What storefronts say of the product.</summary>
    public Items<Listing> Listings { get; }

    /// <summary>How fast it sells.</summary>
    public Pace? Pace { get; }

    /// <summary>What was last charged for one unit.</summary>
    public Money? Price { get; }

    /// <summary>Figures that people keep.</summary>
    public Items<Override> Overrides { get; }

    /// <summary>What of a SKU's stock does not lie flat; null for nothing.</summary>
    public static Rest? Of(SkuStock stock, Items<Shelf> shelves) =>
        shelves.IsEmpty && stock.Demands.IsEmpty && stock.Listings.IsEmpty && stock.Pace is null && stock.Price is null &&
        stock.Overrides.IsEmpty
            ? null
            : new Rest(stock, shelves);

    /// <summary>Whether something is what does not lie flat of a SKU's stock.</summary>
    public static bool Is(Rest? rest, SkuStock stock, Items<Shelf> shelves) =>
        (rest?.Shelves ?? default) == shelves && (rest?.Demands ?? default) == stock.Demands &&
        (rest?.Listings ?? default) == stock.Listings && rest?.Pace == stock.Pace && rest?.Price == stock.Price &&
        (rest?.Overrides ?? default) == stock.Overrides;
}
