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

    /// <summary>Every word that positions can be looked for by: their status, and the states that stock is in.</summary>
    public static Items<string> States { get; } = [.. WorstFirst, .. Enum.GetValues<StockState>().Select(Words.Of)];

    /// <summary>How much is left in the storefront that is worst off of those that sell from here: <c>enough</c> (or nobody
    /// knows), <c>low</c>, <c>later</c> where it can be ordered but is not there, or <c>sold-out</c>.</summary>
    public string Left { get; init; } = "enough";

    /// <summary>The positions of a SKU that are looked for; none for one that the hub never heard of.</summary>
    public static Items<PositionView> Of(Sku sku, StockContext context, PositionQuery query)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(query);
        return context.State.Find(sku) is { } stock ? Of(stock, context, query).ToItems() : [];
    }

    private static IEnumerable<PositionView> Of(SkuStock stock, StockContext context, PositionQuery query)
    {
        // What is left counts all locations of a storefront: once for each, and only for what is shown.
        var left = new Dictionary<ConnectionName, StockLeft>();
        return StockView.LocationsOf(stock, context.Contract)
            .Where(location => query.Location is null || location.Text == query.Location)
            .Select(location => Of(stock, location, context))
            .Where(position => query.State is null || position.Status == query.State ||
                               HasState(stock, position.Location, query.State))
            .Select(position => position with { Left = Words.Of(LeftAt(stock, position.Location, context, left)) })
            .Where(position => query.Left is null || position.Left == query.Left);
    }

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

    private static StockLeft LeftAt(
        SkuStock stock, LocationCode location, StockContext context, Dictionary<ConnectionName, StockLeft> known)
    {
        var worst = StockLeft.Enough;
        foreach (var storefront in context.Contract.Terms.Stock.Subscribers.Where(shop => context.Contract.Serves(location, shop)))
        {
            if (!known.TryGetValue(storefront, out var left))
            {
                known[storefront] = left = Scarcity.Of(stock, storefront, context.Contract, context.State.Find);
            }

            worst = left > worst ? left : worst;
        }

        return worst;
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
public sealed record PositionQuery(string? Text, string? Location, string? State, string? After, int Limit)
{
    /// <summary>Only where so much is left, in the words of <see cref="PositionView.Left"/>; null for all.</summary>
    public string? Left { get; init; }
}

/// <summary>What may be sold of a SKU in a storefront, for the final check before payment.</summary>
/// <param name="Sku">The SKU as asked.</param>
/// <param name="Available">Units that may be sold over all locations that serve the storefront; null when the hub does
/// not know.</param>
/// <param name="AsOf">When the oldest figure behind it was true, UTC; null when there is none.</param>
public sealed record AvailabilityView(string Sku, Quantity? Available, DateTimeOffset? AsOf)
{
    /// <summary>Units of <see cref="Available"/> that are there; null when the hub does not know.</summary>
    public Quantity? Now { get; init; }

    /// <summary>How the rest is sold, which is not there yet; null where nothing is.</summary>
    public LaterView? Later { get; init; }

    /// <summary>How much is left: <c>enough</c>, <c>low</c>, <c>later</c> where it can be ordered but is not there, or
    /// <c>sold-out</c>; null when the hub does not know the SKU.</summary>
    public string? Left { get; init; }

    /// <summary>What the storefront is asked to do with it: <c>show</c>, <c>mark</c> as sold out, or <c>hide</c>.</summary>
    public string Display { get; init; } = "show";

    /// <summary>What may be offered instead, the best first: only what is there. Empty while enough is left.</summary>
    public Items<SubstituteView> Substitutes { get; init; }

    /// <summary>What may be sold of a SKU in a storefront.</summary>
    public static AvailabilityView Of(string text, ConnectionName storefront, StockContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!Core.Values.Sku.TryParse(text, out var sku) || context.State.Find(sku) is not { } stock)
        {
            return new AvailabilityView(text, Available: null, AsOf: null);
        }

        Quantity? sum = null;
        Quantity? there = null;
        LaterView? later = null;
        DateTimeOffset? oldest = null;
        foreach (var location in StockView.LocationsOf(stock, context.Contract))
        {
            if (context.Contract.Serves(location, storefront) &&
                StockTruth.Available(stock, location, context.Contract, context.State.Find) is { } available)
            {
                sum = (sum ?? Quantity.Zero) + available;
                there = (there ?? Quantity.Zero) +
                    (StockTruth.AvailableNow(stock, location, context.Contract, context.State.Find) ?? Quantity.Zero);
                later = LaterView.Worse(later, LaterView.Of(stock, location, context));
                var asOf = StockTruth.FigureAsOf(stock, location, context.Contract);
                oldest = oldest is null || asOf < oldest ? asOf : oldest;
            }
        }

        var left = Scarcity.Of(stock, storefront, context.Contract, context.State.Find);
        return new AvailabilityView(text, sum, oldest)
        {
            Left = Words.Of(left),
            Display = left == StockLeft.SoldOut && context.Contract.Terms.LowStock is { } terms
                ? terms.SoldOut.ToString().ToLowerInvariant()
                : "show",
            Substitutes = left == StockLeft.Enough ? [] : SubstituteView.Of(sku, storefront, context),
            Now = there,
            Later = sum > there ? later! with { Units = (sum - there).Value } : null,
        };
    }
}

/// <summary>What may be offered instead.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Available">Units of it that are there.</param>
public sealed record SubstituteView(Sku Sku, Quantity Available)
{
    /// <summary>What may be offered instead of a SKU in a storefront.</summary>
    internal static Items<SubstituteView> Of(Sku sku, ConnectionName storefront, StockContext context) =>
        context.Contract.SubstitutesOf(sku)
            .Select(other => new SubstituteView(other, context.State.Find(other) is { } stock
                ? context.Contract.Terms.Locations.Where(place => context.Contract.Serves(place.Code, storefront))
                    .Sum(place => StockTruth.AvailableNow(
                        stock, place.Code, context.Contract, context.State.Find) ?? Quantity.Zero)
                : Quantity.Zero))
            .Where(other => other.Available > Quantity.Zero).ToItems();
}

/// <summary>Units that may be sold although they are not there yet.</summary>
/// <param name="Units">Units.</param>
/// <param name="Kind"><c>backorder</c> or <c>pre-order</c>.</param>
/// <param name="Expected">When they are expected at the latest; null when nobody knows.</param>
/// <param name="Consent">Whether the buyer has to agree to wait.</param>
public sealed record LaterView(Quantity Units, string Kind, DateOnly? Expected, bool Consent)
{
    /// <summary>What the contract says of a SKU at a location, of a kit what it says of the components; null where nothing
    /// is sold beyond what is there.</summary>
    internal static LaterView? Of(SkuStock stock, LocationCode location, StockContext context)
    {
        if (context.Contract.KitOf(stock.Sku) is { } kit)
        {
            return kit.Components.Select(part => context.State.Find(part.Sku)).OfType<SkuStock>()
                .Select(part => Of(part, location, context)).Aggregate((LaterView?)null, Worse);
        }

        return StockTruth.Beyond(stock, location, context.Contract) is var units && units > Quantity.Zero &&
            context.Contract.BackorderOf(stock, location) is { } rule
                ? new LaterView(units, WordOf(rule.Kind), rule.Expected, rule.AsksConsent)
                : null;
    }

    /// <summary>What holds for both: the later day, and consent where either asks for it.</summary>
    internal static LaterView? Worse(LaterView? one, LaterView? other) =>
        one is null || other is null ? one ?? other : one with
        {
            Kind = one.Kind == other.Kind ? one.Kind : WordOf(Core.Contract.BackorderKind.Backorder),
            Expected = one.Expected is { } day && other.Expected is { } second ? (day > second ? day : second) : null,
            Consent = one.Consent || other.Consent,
        };

    /// <summary>The word for a kind.</summary>
    internal static string WordOf(Core.Contract.BackorderKind kind) =>
        kind == Core.Contract.BackorderKind.Preorder ? "pre-order" : "backorder";
}
