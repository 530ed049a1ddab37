using Trueup.Core.Connecting;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Engine.Journal.Packing;

/// <summary>Packs everything known about the stock of one SKU.</summary>
internal static class StockCodec
{
    /// <summary>Begins a row that says more than the first version's did; no SKU is of length 0.</summary>
    private const byte LongRow = 0;

    public static PackWriter Put(PackWriter pack, SkuStock stock)
    {
        var isLong = HasMore(stock);
        (isLong ? pack.Byte(LongRow) : pack).Sku(stock.Sku)
            .List(stock.Shelves, PutShelf)
            .List(stock.Demands, PutDemand)
            .List(stock.Slots, PutSlot)
            .List(stock.Listings, PutListing);
        return isLong
            ? pack.OptionalRecord(stock.Pace, PutPace).List(stock.Listings, PutCategories)
                .Optional(stock.Price, PutMoney).List(stock.Overrides, PutOverride)
            : pack;
    }

    public static SkuStock Take(PackReader pack)
    {
        var isLong = pack.Skip(LongRow);
        var stock = new SkuStock(
            pack.Sku(), pack.List(TakeShelf), pack.List(TakeDemand), pack.List(TakeSlot), pack.List(TakeListing));
        if (!isLong)
        {
            return stock;
        }

        var pace = pack.OptionalRecord(TakePace);
        var categories = pack.List(static inner => inner.Optional(TakeTexts));
        if (categories.Count != stock.Listings.Count)
        {
            throw pack.Broken($"{categories.Count} lists of categories do not fit {stock.Listings.Count} listings");
        }

        return stock with
        {
            Pace = pace,
            Price = pack.Optional(TakeMoney),
            Overrides = pack.List(TakeOverride),
            Listings = stock.Listings
                .Select((listing, place) => listing with { Traits = listing.Traits with { Categories = categories[place] } })
                .ToItems(),
        };
    }

    /// <summary>Whether there is more to say than rows of earlier versions did, and most of a million still
    /// do.</summary>
    private static bool HasMore(SkuStock stock)
    {
        if (stock.Pace is not null || stock.Price is not null || !stock.Overrides.IsEmpty)
        {
            return true;
        }

        foreach (var listing in stock.Listings)
        {
            if (listing.Traits.Categories is not null)
            {
                return true;
            }
        }

        return false;
    }

    public static PackWriter PutTexts(PackWriter pack, Items<string> texts) =>
        pack.List(texts, static (inner, text) => inner.Text(text));

    public static Items<string> TakeTexts(PackReader pack) => pack.List(static inner => inner.Code());

    public static PackWriter PutMoney(PackWriter pack, Money money) => pack.Amount(money.Amount).Text(money.Currency);

    public static Money TakeMoney(PackReader pack) => new(pack.Amount(), pack.Code());

    private static PackWriter PutOverride(PackWriter pack, Override kept) => pack
        .Connection(kept.Connection).Source(kept.Source).Quantity(kept.Quantity).Time(kept.Since).Time(kept.Until)
        .Text(kept.By).Text(kept.Reason).Position(kept.Message);

    private static Override TakeOverride(PackReader pack) => new(
        pack.Connection(), pack.Source(), pack.Quantity(), pack.Time(), pack.Time(), pack.Text(), pack.Text(), pack.Position());

    private static PackWriter PutPace(PackWriter pack, Pace pace) => pack.Quantity(pace.Weight).Time(pace.At);

    private static Pace TakePace(PackReader pack) => new(pack.Quantity(), pack.Time());

    private static PackWriter PutCategories(PackWriter pack, Listing listing) =>
        pack.Optional(listing.Traits.Categories, PutTexts);

    public static PackWriter PutTraits(PackWriter pack, ProductTraits traits) => pack
        .Optional(traits.HoldsStock, PutFlag).Optional(traits.Managed, PutFlag).Optional(traits.Backorders, PutFlag)
        .OptionalQuantity(traits.Threshold).Optional(traits.Enabled, PutFlag).Optional(traits.Children, PutSkus);

    public static ProductTraits TakeTraits(PackReader pack) => new()
    {
        HoldsStock = pack.Optional(TakeFlag),
        Managed = pack.Optional(TakeFlag),
        Backorders = pack.Optional(TakeFlag),
        Threshold = pack.OptionalQuantity(),
        Enabled = pack.Optional(TakeFlag),
        Children = pack.Optional(TakeSkus),
    };

    private static PackWriter PutShelf(PackWriter pack, Shelf shelf) =>
        pack.Location(shelf.Location).List(shelf.Levels, PutLevel).List(shelf.Arrivals, PutArrival);

    private static Shelf TakeShelf(PackReader pack) => new(pack.Location(), pack.List(TakeLevel))
    {
        Arrivals = pack.List(TakeArrival),
    };

    private static PackWriter PutArrival(PackWriter pack, Arrival arrival) => pack
        .Choice(arrival.State).Quantity(arrival.Quantity).Time(arrival.At).Text(arrival.Reference)
        .Position(arrival.Message);

    private static Arrival TakeArrival(PackReader pack) => new(
        pack.Choice<StockState>(), pack.Quantity(), pack.Time(), pack.Text(), pack.Position());

    private static PackWriter PutLevel(PackWriter pack, Level level) => pack
        .Choice(level.State).Quantity(level.Quantity).OptionalWhole(level.Version)
        .Time(level.AsOf).Position(level.Message).Position(level.EmptiedBy);

    private static Level TakeLevel(PackReader pack) => new(
        pack.Choice<StockState>(), pack.Quantity(), pack.OptionalWhole(), pack.Time(), pack.Position())
    {
        EmptiedBy = pack.Position(),
    };

    private static PackWriter PutDemand(PackWriter pack, Demand demand) => pack
        .Order(demand.Order).Text(demand.Line).Location(demand.Location).Quantity(demand.Quantity)
        .Position(demand.Message)
        .Quantity(demand.Covered).List(demand.Departures, PutDeparture)
        .OptionalConnection(demand.Holder).Quantity(demand.Held).Position(demand.HeldMessage);

    private static Demand TakeDemand(PackReader pack) => new(
        pack.Order(), pack.Code(), pack.Location(), pack.Quantity(), pack.Position())
    {
        Covered = pack.Quantity(),
        Departures = pack.List(TakeDeparture),
        Holder = pack.OptionalConnection(),
        Held = pack.Quantity(),
        HeldMessage = pack.Position(),
    };

    private static PackWriter PutDeparture(PackWriter pack, Departure departure) =>
        pack.Quantity(departure.Quantity).Time(departure.At).Position(departure.Message);

    private static Departure TakeDeparture(PackReader pack) => new(pack.Quantity(), pack.Time(), pack.Position());

    private static PackWriter PutSlot(PackWriter pack, Slot slot) => pack
        .Connection(slot.Connection).Source(slot.Source).Location(slot.Location)
        .OptionalQuantity(slot.Desired).Position(slot.DesiredMessage)
        .OptionalQuantity(slot.Written).OptionalQuantity(slot.Observed).OptionalText(slot.Blocked?.Code)
        .Flag(slot.IsHalfDone);

    private static Slot TakeSlot(PackReader pack) => new(pack.Connection(), pack.Source(), pack.Location())
    {
        Desired = pack.OptionalQuantity(),
        DesiredMessage = pack.Position(),
        Written = pack.OptionalQuantity(),
        Observed = pack.OptionalQuantity(),
        Blocked = pack.OptionalRecord(CaseCodec.TakeCode),
        IsHalfDone = pack.Flag(),
    };

    private static PackWriter PutListing(PackWriter pack, Listing listing) =>
        PutTraits(pack.Connection(listing.Connection).Text(listing.RemoteId).Text(listing.Type), listing.Traits);

    private static Listing TakeListing(PackReader pack) =>
        new(pack.Connection(), pack.Text(), pack.Code(), TakeTraits(pack));

    private static PackWriter PutFlag(PackWriter pack, bool flag) => pack.Flag(flag);

    private static bool TakeFlag(PackReader pack) => pack.Flag();

    private static PackWriter PutSkus(PackWriter pack, Items<Sku> skus) =>
        pack.List(skus, static (inner, sku) => inner.Sku(sku));

    private static Items<Sku> TakeSkus(PackReader pack) => pack.List(static inner => inner.Sku());
}
