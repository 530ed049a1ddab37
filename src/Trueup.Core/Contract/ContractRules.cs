using Trueup.Core.Drift;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Contract;

/// <summary>What an owner's figure already excludes.</summary>
public enum Basis
{
    /// <summary>Physical stock: the figure falls when goods are dispatched.</summary>
    OnHand,

    /// <summary>Stock less what is promised: the figure falls when the owner accepts or allocates an order.</summary>
    Available,
}

/// <summary>A location and what every system calls it.</summary>
/// <param name="Code">The hub's name.</param>
/// <param name="Title">The name for people.</param>
/// <param name="Owner">The connection that is right about its stock.</param>
/// <param name="Codes">The location's code in each connection that knows it.</param>
public sealed record LocationRule(LocationCode Code, string Title, ConnectionName Owner, Items<LocationAlias> Codes)
{
    /// <summary>Where it is; null where nobody says.</summary>
    public Coordinates? At { get; init; }
}

/// <summary>A location's code in one connection.</summary>
public sealed record LocationAlias(ConnectionName Connection, string Code);

/// <summary>What the contract says of one connection.</summary>
/// <param name="Name">The connection.</param>
/// <param name="Kind">The connector's kind.</param>
/// <param name="Roles">Its roles.</param>
/// <param name="Basis">What its stock figures exclude, when it owns locations.</param>
/// <param name="States">Its words for stock states.</param>
public sealed record ConnectionRule(
    ConnectionName Name, string Kind, Items<string> Roles, Basis Basis, Items<StateAlias> States)
{
    /// <summary>States of an order in this storefront in which it is handed over; empty: as soon as it is
    /// placed.</summary>
    public Items<string> ReleaseWhen { get; init; }

    /// <summary>Whether a shipment in this storefront lowers its own figure: true where orders only reserve, false where
    /// the order itself took the units off.</summary>
    public bool ShipmentsLowerSources { get; init; } = true;

    /// <summary>When this storefront's orders are handed over; empty: when they are placed.</summary>
    public Items<ReleaseRule> Release { get; init; }

    /// <summary>How long this storefront's orders may wait for their payment; empty: for ever.</summary>
    public Items<ExpiryRule> Expiry { get; init; }

    /// <summary>States of an order in this storefront that count as approval.</summary>
    public Items<string> ApprovedWhen { get; init; }

    /// <summary>Steps of an order that a warehouse may report before it sends the goods, in their order.</summary>
    public static Items<string> Steps { get; } = ["allocated", "picked", "packed"];

    /// <summary>Steps that a shipment of this system implies where it did not report them; goods of which another step was not
    /// reported do not count as sent until it is.</summary>
    public Items<string> Implied { get; init; } = Steps;

    /// <summary>Currencies that this storefront charges in; empty: any.</summary>
    public Items<string> Currencies { get; init; }

    /// <summary>Channels of this storefront that charge in one currency only.</summary>
    public Items<ChannelCurrency> ChannelCurrencies { get; init; }

    /// <summary>Its words: what a storefront's mean to the hub, or what the hub's are to a receiver.</summary>
    public CodeLists Codes { get; init; } = CodeLists.None;

    /// <summary>How it wants its sales forms; null for plain ones.</summary>
    public BooksRule? Books { get; init; }

    /// <summary>Its own rules, checked before anything is sent to it.</summary>
    public Items<ReceiverRule> Requires { get; init; }

    /// <summary>What becomes of custom options on their way to it; an option <c>*</c> stands for every other.</summary>
    public Items<OptionRule> Options { get; init; }

    /// <summary>Traits of an order that it gets as packing instructions.</summary>
    public Items<string> Packing { get; init; }

    /// <summary>Currencies that a channel of this storefront charges in: its own one, else the storefront's; empty where
    /// neither is named.</summary>
    public Items<string> CurrenciesOf(string? channel) =>
        ChannelCurrencies.FirstOrDefault(known => known.Channel == channel) is { } own ? [own.Currency] : Currencies;

    /// <summary>Whether it keeps the books.</summary>
    public bool IsFinance => Roles.Span.Contains("erp");
}

/// <summary>The one currency of a channel.</summary>
/// <param name="Channel">The storefront's name of the channel.</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record ChannelCurrency(string Channel, string Currency);

/// <summary>A connection's word for a stock state.</summary>
public sealed record StateAlias(string Word, StockState State);

/// <summary>Units kept back from sale, where the scope applies.</summary>
/// <param name="Sku">Only this SKU; null for any.</param>
/// <param name="Location">Only at this location; null for any.</param>
/// <param name="Quantity">Units kept back at each location it applies to.</param>
public sealed record BufferRule(Sku? Sku, LocationCode? Location, Quantity Quantity)
{
    /// <summary>Only products of this category, in the word of whoever lists them; null for any.</summary>
    public string? Category { get; init; }

    /// <summary>Only SKUs that sell so fast; null for any.</summary>
    public Velocity? Velocity { get; init; }

    /// <summary>What it applies to.</summary>
    internal StockScope Scope => new(Sku, Location) { Category = Category, Velocity = Velocity };
}

/// <summary>From how many units a week on a SKU counts as medium or fast.</summary>
public sealed record VelocityRule(Quantity MediumFrom, Quantity FastFrom)
{
    /// <summary>What holds where the contract says nothing.</summary>
    public static VelocityRule Default { get; } = new(3, 20);
}

/// <summary>
/// The blast-radius guard: when more than a share of a location's SKUs would go to zero, or change at all, within a
/// window, what goes beyond is held for approval.
/// </summary>
/// <param name="ZeroedMax">Largest share of SKUs that may go to zero, 0 to 1; null: no limit.</param>
/// <param name="ChangedMax">Largest share of SKUs that may change, 0 to 1; null: no limit.</param>
/// <param name="Over">Length of the window.</param>
public sealed record GuardRule(decimal? ZeroedMax, decimal? ChangedMax, TimeSpan Over)
{
    /// <summary>Fewer SKUs than this never trip a guard: in a tiny location any change is a large share.</summary>
    public int SkusMin { get; init; } = 10;

    /// <summary>No limits at all.</summary>
    public static GuardRule None { get; } = new(ZeroedMax: null, ChangedMax: null, TimeSpan.FromMinutes(5));

    /// <summary>What holds where the contract says nothing: an outage must not empty the shop.</summary>
    public static GuardRule Default { get; } = new(ZeroedMax: 0.2m, ChangedMax: null, TimeSpan.FromMinutes(5));
}

/// <summary>How a line without a location is given one.</summary>
public enum SourcingPolicy
{
    /// <summary>The first location in the contract's order that has enough.</summary>
    Priority,

    /// <summary>The location with the most available.</summary>
    MostStock,

    /// <summary>The location nearest to where the order goes that has enough.</summary>
    Nearest,
}

/// <summary>The sourcing rule.</summary>
/// <param name="Policy">How to choose.</param>
/// <param name="Order">Locations from first to last choice; also breaks ties.</param>
public sealed record SourcingRule(SourcingPolicy Policy, Items<LocationCode> Order)
{
    /// <summary>What every parcel of an order beyond the first costs, in the hub's currency; null when nobody
    /// says.</summary>
    public decimal? ParcelCost { get; init; }

    /// <summary>Where the postcodes are that orders go to; null where nobody says.</summary>
    public PostcodeTable? Postcodes { get; init; }
}

/// <summary>A SKU that is sold as one and picked as several.</summary>
/// <param name="Sku">The SKU sold.</param>
/// <param name="Components">What it is made of; at least one, each quantity positive.</param>
public sealed record KitRule(Sku Sku, Items<KitComponent> Components);

/// <summary>A part of a kit.</summary>
public sealed record KitComponent(Sku Sku, Quantity PerKit)
{
    /// <summary>What one unit is worth beside the others, by which the kit's charge is spread; null where nobody
    /// knows.</summary>
    public decimal? Price { get; init; }
}

/// <summary>Who is right about a kind of data, and who follows.</summary>
/// <param name="Subscribers">The connections that follow.</param>
/// <param name="Owner">The connection that is right; null where ownership goes by location.</param>
public sealed record OwnershipRule(Items<ConnectionName> Subscribers, ConnectionName? Owner = null)
{
    /// <summary>In which order the followers get it.</summary>
    public TargetSequence Sequence { get; init; } = TargetSequence.FinanceFirst;
}

/// <summary>How often the two ends are compared.</summary>
/// <param name="Every">Pause between rolling rounds; null: never.</param>
/// <param name="FullAt">Local time of the daily full comparison; null: none.</param>
/// <param name="Heal">Whether a difference is corrected by the hub.</param>
public sealed record ReconcileRule(TimeSpan? Every, TimeOnly? FullAt, bool Heal = true)
{
    /// <summary>What may be corrected without a person's approval.</summary>
    public HealCap Cap { get; init; } = HealCap.None;

    /// <summary>What differences cost.</summary>
    public GapCosts Costs { get; init; } = GapCosts.None;

    /// <summary>Local time of the daily comparison of catalogues; null: none.</summary>
    public TimeOnly? CatalogueAt { get; init; }

    /// <summary>The time zone of times of day.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>How long a level that a source was never known to hold may be owed before its absence is drift: a round, so that the next
    /// one tells; the usual five minutes where there are no rounds.</summary>
    public TimeSpan OwedFor => Every ?? TimeSpan.FromMinutes(5);

    /// <summary>When a time of day comes next.</summary>
    /// <param name="time">The local time; null: never.</param>
    /// <param name="now">The present time.</param>
    public DateTimeOffset NextAt(TimeOnly? time, DateTimeOffset now)
    {
        if (time is not { } at)
        {
            return DateTimeOffset.MaxValue;
        }

        var local = TimeZoneInfo.ConvertTime(now, Zone);
        var today = new DateTime(DateOnly.FromDateTime(local.DateTime), at, DateTimeKind.Unspecified);
        var next = today > local.DateTime ? today : today.AddDays(1);

        // An hour that a clock change skips does not exist; the hour after it does.
        next = Zone.IsInvalidTime(next) ? next.AddHours(1) : next;
        return new DateTimeOffset(next, Zone.GetUtcOffset(next));
    }
}

/// <summary>How much one comparison may correct in one storefront by itself; beyond it everything waits for approval.</summary>
/// <param name="Skus">SKUs; null: any number.</param>
/// <param name="Worth">What the units that differ sell for, in the hub's currency; null: any amount.</param>
public sealed record HealCap(int? Skus, Money? Worth)
{
    /// <summary>No cap.</summary>
    public static HealCap None { get; } = new(Skus: null, Worth: null);

    /// <summary>Whether there is no cap.</summary>
    public bool IsNone => Skus is null && Worth is null;

    /// <summary>Whether all of that may be corrected unasked. What is sold in another currency, or was never sold, has no worth.</summary>
    /// <param name="repairs">What is to be corrected.</param>
    /// <param name="known">Looks SKUs up.</param>
    public bool Allows(Items<Repair> repairs, Func<Sku, SkuStock?> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (repairs.Select(repair => repair.Sku).Distinct().Count() > (Skus ?? int.MaxValue))
        {
            return false;
        }

        return Worth is not { } most || repairs.Sum(repair =>
            known(repair.Sku)?.Price is { } price && price.Currency == most.Currency
                ? Math.Abs((repair.To - repair.From).Value) * price.Amount
                : 0m) <= most.Amount;
    }
}

/// <summary>What it costs when the two ends differ.</summary>
/// <param name="Oversold">What a unit costs that was sold and cannot be shipped: the ticket, and what makes up for it.</param>
/// <param name="Margin">The share of the price that a sale that was not made would have earned, 0 to 1.</param>
public sealed record GapCosts(Money Oversold, decimal Margin)
{
    /// <summary>What holds where the contract says nothing: a lost sale costs its price, an oversold unit nothing beyond it.</summary>
    public static GapCosts None { get; } = new(new Money(0m, ""), 1m);
}
