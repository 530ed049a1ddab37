using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Engine.Views;

/// <summary>Everything about the stock of one SKU (CONTRACT §4).</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Type"><c>kit</c>, or a storefront's word for the product type; null when no storefront showed
/// it.</param>
/// <param name="Locations">What owners report, by location.</param>
/// <param name="Storefronts">What storefronts are to hold and hold, by source.</param>
public sealed record StockView(
    Sku Sku, string? Type, Items<StockLocationView> Locations, Items<StorefrontView> Storefronts)
{
    /// <summary>Figures that people keep in storefronts.</summary>
    public Items<OverrideView> Overrides { get; init; }

    /// <summary>What was last charged for one unit; null while none was ever ordered.</summary>
    public decimal? Price { get; init; }

    /// <summary>ISO 4217 code of <see cref="Price"/>; null without one.</summary>
    public string? PriceCurrency { get; init; }

    /// <summary>Shows a SKU; null when the hub never heard of it.</summary>
    public static StockView? Of(Sku sku, StockContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.State.Find(sku) is not { } stock)
        {
            return null;
        }

        return new StockView(
            sku,
            TypeOf(stock, context.Contract),
            LocationsOf(stock, context.Contract)
                .Select(location => StockLocationView.Of(stock, location, context))
                .ToItems(),
            StorefrontView.Of(stock, context))
        {
            Overrides = OverrideView.Of(stock),
            Price = stock.Price?.Amount,
            PriceCurrency = stock.Price?.Currency,
        };
    }

    /// <summary>The word for what the SKU is; null when nobody said.</summary>
    public static string? TypeOf(SkuStock stock, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(stock);
        ArgumentNullException.ThrowIfNull(contract);
        return contract.KitOf(stock.Sku) is not null ? "kit"
            : stock.Listings is [var listing, ..] ? listing.Type
            : null;
    }

    /// <summary>Locations that say something of a SKU: those whose owner reported it; for a kit, those of all its
    /// components.</summary>
    public static Items<LocationCode> LocationsOf(SkuStock stock, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(stock);
        ArgumentNullException.ThrowIfNull(contract);
        return contract.KitOf(stock.Sku) is null
            ? stock.Shelves.Select(shelf => shelf.Location).ToItems()
            : stock.Slots.Select(slot => slot.Location).Distinct().ToItems();
    }
}

/// <summary>What the owner of a location reports of a SKU, and what may be sold of it.</summary>
/// <param name="Location">The location.</param>
/// <param name="Owner">The connection that is right about it.</param>
/// <param name="Basis"><c>on-hand</c> or <c>available</c>: what the owner's figure already excludes.</param>
/// <param name="Levels">The owner's figures by stock state.</param>
/// <param name="Sellable">Their sum over sellable states; null while none of those is reported.</param>
/// <param name="Unseen">Units of open orders that the figure does not exclude yet.</param>
/// <param name="Buffer">Units kept back.</param>
/// <param name="Ats">Available to sell; null while not known.</param>
/// <param name="Version">The newest version that the owner gave; null for none.</param>
/// <param name="AsOf">When the newest figure was true, UTC; null for a kit.</param>
public sealed record StockLocationView(
    LocationCode Location,
    string? Owner,
    string? Basis,
    IReadOnlyDictionary<string, Quantity> Levels,
    Quantity? Sellable,
    Quantity Unseen,
    Quantity Buffer,
    Quantity? Ats,
    long? Version,
    DateTimeOffset? AsOf)
{
    /// <summary>Shows a SKU at a location.</summary>
    public static StockLocationView Of(SkuStock stock, LocationCode location, StockContext context)
    {
        ArgumentNullException.ThrowIfNull(stock);
        ArgumentNullException.ThrowIfNull(context);
        var contract = context.Contract;
        var rule = contract.Location(location);
        var levels = stock.ShelfAt(location)?.Levels ?? [];
        return new StockLocationView(
            location,
            rule?.Owner.Text,
            rule is null ? null : contract.BasisOf(rule) == Core.Contract.Basis.OnHand ? "on-hand" : "available",
            levels.ToDictionary(level => WordOf(level.State), level => level.Quantity, StringComparer.Ordinal),
            StockTruth.OwnerFigure(stock, location, contract),
            StockTruth.Unseen(stock, location),
            contract.BufferOf(stock, location),
            StockTruth.Available(stock, location, contract, context.State.Find),
            levels.Max(level => level.Version),
            levels.IsEmpty ? null : levels.Max(level => level.AsOf));
    }

    /// <summary>The word for a stock state (CONTRACT §2).</summary>
    public static string WordOf(StockState state) =>
        state == StockState.InTransit ? "in-transit" : state.ToString().ToLowerInvariant();
}

/// <summary>What a storefront's source is to hold of a SKU, was told, and was seen to hold.</summary>
/// <param name="Connection">The storefront.</param>
/// <param name="Source">The source in the storefront's code; null where the location is not mapped.</param>
/// <param name="Location">The location it stands for.</param>
/// <param name="Desired">What it must hold; null while not known.</param>
/// <param name="Written">What it holds as far as our own writes tell; null while not known.</param>
/// <param name="Observed">What it was last seen to hold; null when never read.</param>
/// <param name="Held">Units that the storefront itself holds back for open orders.</param>
/// <param name="Status"><c>in-step</c>, <c>pending</c>, <c>in-flight</c>, <c>held</c>, <c>drift</c> or
/// <c>unmapped</c>.</param>
public sealed record StorefrontView(
    ConnectionName Connection,
    string? Source,
    LocationCode Location,
    Quantity? Desired,
    Quantity? Written,
    Quantity? Observed,
    Quantity Held,
    string Status)
{
    /// <summary>Why nothing is written; null when writing is free.</summary>
    public string? Blocked { get; init; }

    /// <summary>The message that last moved <see cref="Desired"/>; null before the first.</summary>
    public long? Because { get; init; }

    /// <summary>Shows a SKU in every storefront that follows stock.</summary>
    public static Items<StorefrontView> Of(SkuStock stock, StockContext context)
    {
        ArgumentNullException.ThrowIfNull(stock);
        ArgumentNullException.ThrowIfNull(context);
        var slots = stock.Slots.Select(slot => Of(stock, slot, context));
        var unmapped = context.Contract.Terms.Stock.Subscribers.SelectMany(storefront => stock.Shelves
            .Where(shelf => !context.Contract.Serves(shelf.Location, storefront))
            .Select(shelf => new StorefrontView(
                storefront, Source: null, shelf.Location, Desired: null, Written: null, Observed: null, Quantity.Zero,
                "unmapped")));
        return slots.Concat(unmapped).ToItems();
    }

    private static StorefrontView Of(SkuStock stock, Slot slot, StockContext context) => new(
        slot.Connection,
        slot.Source.Text,
        slot.Location,
        slot.Desired,
        slot.Written,
        slot.Observed,
        StockTruth.Held(stock, slot.Location, slot.Connection),
        StatusOf(stock.Sku, slot, context))
    {
        Blocked = slot.Blocked?.Code,
        Because = slot.Desired is null ? null : slot.DesiredMessage.Value,
    };

    private static string StatusOf(Sku sku, Slot slot, StockContext context) =>
        slot.Blocked is not null ? "held"
        : context.IsUnderWay(slot.Connection, sku) ? "in-flight"
        : slot.IsOwed ? "pending"
        : context.IsDrifting(slot.Connection, sku) ? "drift"
        : "in-step";
}
