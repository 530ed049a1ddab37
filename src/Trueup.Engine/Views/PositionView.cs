using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Engine.Views;

/// <summary>One SKU at one location, in brief.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Location">The location.</param>
/// <param name="Owner">The connection that is right about it; null when the location is not in the contract any
/// more.</param>
/// <param name="Sellable">The owner's figure over sellable states; null while not reported.</param>
/// <param name="Unseen">Units of open orders that the figure does not exclude yet.</param>
/// <param name="Ats">Available to sell; null while not known.</param>
/// <param name="AsOf">When the figure was true, UTC.</param>
/// <param name="Status">The worst status of its storefront sources; <c>in-step</c> when there are none.</param>
public sealed record PositionView(
    Sku Sku, LocationCode Location, string? Owner, Quantity? Sellable, Quantity Unseen, Quantity? Ats,
    DateTimeOffset? AsOf, string Status)
{
    private static readonly string[] WorstFirst = ["drift", "held", "unmapped", "in-flight", "pending", "in-step"];

    /// <summary>The positions of a SKU that are looked for; none for one that the hub never heard of.</summary>
    public static Items<PositionView> Of(Sku sku, StockContext context, PositionQuery query)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(query);
        return context.State.Find(sku) is { } stock ? Of(stock, context, query).ToItems() : [];
    }

    private static IEnumerable<PositionView> Of(SkuStock stock, StockContext context, PositionQuery query) =>
        StockView.LocationsOf(stock, context.Contract)
            .Where(location => query.Location is null || location.Text == query.Location)
            .Select(location => Of(stock, location, context))
            .Where(position => query.State is null || position.Status == query.State ||
                               HasState(stock, position.Location, query.State));

    private static PositionView Of(SkuStock stock, LocationCode location, StockContext context)
    {
        var statuses = StorefrontView.Of(stock, context)
            .Where(storefront => storefront.Location == location)
            .Select(storefront => storefront.Status)
            .ToHashSet(StringComparer.Ordinal);
        return new PositionView(
            stock.Sku,
            location,
            context.Contract.Location(location)?.Owner.Text,
            StockTruth.OwnerFigure(stock, location, context.Contract),
            StockTruth.Unseen(stock, location),
            StockTruth.Available(stock, location, context.Contract, context.State.Find),
            StockTruth.FigureAsOf(stock, location, context.Contract),
            WorstFirst.FirstOrDefault(statuses.Contains, "in-step"));
    }

    private static bool HasState(SkuStock stock, LocationCode location, string state) => stock.ShelfAt(location)?.Levels
        .FindIndex(level => StockLocationView.WordOf(level.State) == state && !level.Quantity.IsZero) >= 0;
}

/// <summary>What positions are looked for.</summary>
/// <param name="Text">Part of the SKU, in any letter case; null for all.</param>
/// <param name="Location">Only at this location; null for all.</param>
/// <param name="State">Only with this status, or with goods in this stock state; null for all.</param>
/// <param name="After">The last SKU of the page before; null for the first page.</param>
/// <param name="Limit">SKUs on a page.</param>
public sealed record PositionQuery(string? Text, string? Location, string? State, string? After, int Limit);

/// <summary>What may be sold of a SKU in a storefront, for the final check before payment.</summary>
/// <param name="Sku">The SKU as asked.</param>
/// <param name="Available">Units that may be sold over all locations that serve the storefront; null when the hub does
/// not know.</param>
/// <param name="AsOf">When the oldest figure behind it was true, UTC; null when there is none.</param>
public sealed record AvailabilityView(string Sku, Quantity? Available, DateTimeOffset? AsOf)
{
    /// <summary>What may be sold of a SKU in a storefront.</summary>
    public static AvailabilityView Of(string text, ConnectionName storefront, StockContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!Core.Values.Sku.TryParse(text, out var sku) || context.State.Find(sku) is not { } stock)
        {
            return new AvailabilityView(text, Available: null, AsOf: null);
        }

        Quantity? sum = null;
        DateTimeOffset? oldest = null;
        foreach (var location in StockView.LocationsOf(stock, context.Contract))
        {
            if (context.Contract.Serves(location, storefront) &&
                StockTruth.Available(stock, location, context.Contract, context.State.Find) is { } available)
            {
                sum = (sum ?? Quantity.Zero) + available;
                var asOf = StockTruth.FigureAsOf(stock, location, context.Contract);
                oldest = oldest is null || asOf < oldest ? asOf : oldest;
            }
        }

        return new AvailabilityView(text, sum, oldest);
    }
}
