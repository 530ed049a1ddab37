using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Engine.Views;

/// <summary>
/// How a figure comes about: terms that sum to it exactly, each with the messages that made it. The figure is what a
/// storefront's sources must hold, or, where no storefront is named, what may be sold.
/// </summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Storefront">The storefront; null for what may be sold.</param>
/// <param name="Location">The location; null for all that count.</param>
/// <param name="Value">The figure; null while no owner has reported.</param>
/// <param name="Terms">What it is the sum of.</param>
public sealed record Explanation(
    Sku Sku, string? Storefront, string? Location, Quantity? Value, Items<ExplainedTerm> Terms)
{
    /// <summary>Of a kit: its components at each location, whose scarcest one sets how many kits there are.</summary>
    public Items<ExplainedKit> Kits { get; init; }

    /// <summary>Explains a SKU's figure; null when the hub never heard of the SKU.</summary>
    public static Explanation? Of(Sku sku, ConnectionName? storefront, LocationCode? location, StockContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.State.Find(sku) is not { } stock)
        {
            return null;
        }

        Quantity? value = null;
        var terms = new List<ExplainedTerm>();
        var kits = new List<ExplainedKit>();
        foreach (var place in StockView.LocationsOf(stock, context.Contract))
        {
            if ((location is null || location == place) &&
                (storefront is not { } shop || context.Contract.Serves(place, shop)) &&
                FigureOf(stock, place, storefront, context) is { } figure)
            {
                var summands = TermsOf(stock, place, storefront, context, kits);
                if (Kept(stock, place, storefront) is { } kept)
                {
                    summands.Add(new ExplainedTerm("kept by hand", kept.Quantity - figure, place, [Reason.Kept(kept)]));
                    figure = kept.Quantity;
                }

                value = (value ?? Quantity.Zero) + figure;
                terms.AddRange(summands);
            }
        }

        return new Explanation(sku, storefront?.Text, location?.Text, value, terms.ToItems()) { Kits = kits.ToItems() };
    }

    private static Quantity? FigureOf(
        SkuStock stock, LocationCode place, ConnectionName? storefront, StockContext context) =>
        storefront is { } shop
            ? StockTruth.Desired(stock, place, shop, context.Contract, context.State.Find)
            : StockTruth.Available(stock, place, context.Contract, context.State.Find);

    private static Override? Kept(SkuStock stock, LocationCode place, ConnectionName? storefront) =>
        stock.Overrides.FirstOrDefault(kept => kept.Connection == storefront && stock.SlotOf(kept.Connection, kept.Source)?.Location == place);

    private static List<ExplainedTerm> TermsOf(
        SkuStock stock, LocationCode place, ConnectionName? storefront, StockContext context, List<ExplainedKit> kits)
    {
        List<ExplainedTerm> terms;
        if (context.Contract.KitOf(stock.Sku) is { } rule)
        {
            var kit = new ExplainedKit(
                place, rule.Components.Select(component => PartOf(component, place, context)).ToItems());
            kits.Add(kit);
            terms = [kit.Sets];
        }
        else
        {
            terms = OwnTerms(stock, place, context.Contract);
        }

        var buffer = context.Contract.BufferOf(stock, place);
        if (!buffer.IsZero)
        {
            terms.Add(
                new ExplainedTerm("buffer", -buffer, place, [new Reason(Message: null, "kept back by the contract")]));
        }

        AddFloor(terms, place);
        foreach (var demand in stock.Demands)
        {
            if (storefront is not null && demand.Holder == storefront && demand.Location == place &&
                !demand.Held.IsZero)
            {
                terms.Add(new ExplainedTerm("held by the storefront", demand.Held, place, [Reason.Held(demand)]));
            }
        }

        return terms;
    }

    private static List<ExplainedTerm> OwnTerms(SkuStock stock, LocationCode place, OwnershipContract contract)
    {
        var terms = new List<ExplainedTerm>();
        foreach (var level in stock.ShelfAt(place)?.Levels ?? [])
        {
            if (contract.IsSellable(level.State))
            {
                terms.Add(new ExplainedTerm(
                    $"reported {StockLocationView.WordOf(level.State)}", level.Quantity, place,
                    [Reason.Reported(level)]));
            }
        }

        foreach (var arrival in stock.ShelfAt(place)?.Arrivals ?? [])
        {
            if (contract.IsSellable(arrival.State))
            {
                terms.Add(new ExplainedTerm(
                    "returned since the report", arrival.Quantity, place, [Reason.Arrived(arrival)]));
            }
        }

        var beyond = StockTruth.Beyond(stock, place, contract);
        if (!beyond.IsZero)
        {
            terms.Add(new ExplainedTerm(
                "sold beyond what is there", beyond, place,
                [new Reason(Message: null, "the contract lets it be sold before it is there")]));
        }

        foreach (var demand in stock.Demands)
        {
            if (demand.Location == place && !demand.Unseen.IsZero)
            {
                terms.Add(new ExplainedTerm("unseen by the owner", -demand.Unseen, place, Reason.Unseen(demand)));
            }
        }

        return terms;
    }

    private static ExplainedPart PartOf(KitComponent component, LocationCode place, StockContext context)
    {
        var stock = context.State.Find(component.Sku)!;
        var terms = OwnTerms(stock, place, context.Contract);
        var buffer = context.Contract.BufferOf(stock, place);
        if (!buffer.IsZero)
        {
            terms.Add(
                new ExplainedTerm("buffer", -buffer, place, [new Reason(Message: null, "kept back by the contract")]));
        }

        AddFloor(terms, place);
        var available = StockTruth.OwnAvailable(stock, place, context.Contract)!.Value;
        return new ExplainedPart(
            component.Sku, component.PerKit, available, available.WholeSetsOf(component.PerKit), terms.ToItems());
    }

    private static void AddFloor(List<ExplainedTerm> terms, LocationCode place)
    {
        var sum = terms.Sum(term => term.Quantity);
        if (sum < Quantity.Zero)
        {
            terms.Add(new ExplainedTerm(
                "never below zero", -sum, place, [new Reason(Message: null, "more is promised than there is")]));
        }
    }
}

/// <summary>One summand of a figure.</summary>
/// <param name="Term">What it is.</param>
/// <param name="Quantity">How much it adds.</param>
/// <param name="Location">Where.</param>
/// <param name="Because">The messages that made it.</param>
public sealed record ExplainedTerm(string Term, Quantity Quantity, LocationCode Location, Items<Reason> Because);

/// <summary>The components of a kit at a location.</summary>
public sealed record ExplainedKit(LocationCode Location, Items<ExplainedPart> Parts)
{
    /// <summary>Whole sets that the components make: as many as the scarcest one allows.</summary>
    internal ExplainedTerm Sets
    {
        get
        {
            var scarcest = Parts.MinBy(part => part.Sets.Value)!;
            return new ExplainedTerm(
                $"sets of {scarcest.Sku}, the scarcest component",
                scarcest.Sets,
                Location,
                scarcest.Terms.SelectMany(term => term.Because).ToItems());
        }
    }
}

/// <summary>A component of a kit.</summary>
/// <param name="Sku">The component.</param>
/// <param name="PerKit">Units in one kit.</param>
/// <param name="Available">Units that may be sold: the sum of the terms.</param>
/// <param name="Sets">Whole sets that they make.</param>
/// <param name="Terms">What <paramref name="Available"/> is the sum of.</param>
public sealed record ExplainedPart(
    Sku Sku, Quantity PerKit, Quantity Available, Quantity Sets, Items<ExplainedTerm> Terms);

/// <summary>A message that made a figure what it is.</summary>
/// <param name="Message">Its journal position; null where the contract, not a message, is the reason.</param>
/// <param name="Event">What it did.</param>
/// <param name="At">When, UTC; null where there is no message.</param>
/// <param name="Order">The order concerned; null for none.</param>
public sealed record Reason(long? Message, string Event, DateTimeOffset? At = null, string? Order = null)
{
    internal static Reason Reported(Level level) => new(level.Message.Value, "the owner reported it", level.AsOf);

    internal static Reason Arrived(Arrival arrival) => new(
        arrival.Message.Value, $"inspected ({arrival.Reference}); no report of the owner is as new yet", arrival.At);

    internal static Reason Kept(Override kept) =>
        new(kept.Message.Value, $"{kept.By} keeps it until {kept.Until:u}: {kept.Reason}", kept.Since);

    internal static Reason Held(Demand demand) =>
        new(MessageOf(demand.HeldMessage, demand.Message), "the storefront holds it back", Order: demand.Order.Text);

    internal static Items<Reason> Unseen(Demand demand) =>
    [
        new(demand.Message.Value, "the order wants it", Order: demand.Order.Text),
        .. demand.Departures.Select(departure => new Reason(
            departure.Message.Value, "the owner took it; no report is as new yet", departure.At, demand.Order.Text)),
    ];

    private static long MessageOf(JournalPosition moved, JournalPosition opened) =>
        moved == default ? opened.Value : moved.Value;
}
