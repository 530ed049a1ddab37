using System.Collections.Immutable;
using System.Globalization;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Simulator.Network;

namespace Trueup.Simulator;

/// <summary>What one seed makes of a profile: everything about the world that does not change while it runs.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Profile">The profile.</param>
/// <param name="Trading">How long the troubled phase lasts.</param>
public sealed record Plan(ulong Seed, Profile Profile, TimeSpan Trading)
{
    private const int MidSizeSkus = 5_000;
    private const double DamageMax = 0.1;

    /// <summary>How many storefronts there are, 1 or 2.</summary>
    public int Shops { get; init; }

    /// <summary>How many places of the warehouse there are, 2 to 4.</summary>
    public int Locations { get; init; }

    /// <summary>How many SKUs the shops and the warehouse share.</summary>
    public int Skus { get; init; }

    /// <summary>Whether the warehouse says at which of its places it gives something up; every other one does.</summary>
    public bool NamesPlaces => Seed % 2 == 0;

    /// <summary>Whether a store with a till owns a place of its own.</summary>
    public bool HasTill { get; init; }

    /// <summary>Whether the shops sell a set made of other SKUs.</summary>
    public bool HasKit { get; init; }

    /// <summary>What the warehouse's figures exclude.</summary>
    public WarehouseBasis Basis { get; init; }

    /// <summary>Units kept back at every location.</summary>
    public int Buffer { get; init; }

    /// <summary>The shops' own threshold for every second SKU.</summary>
    public int Threshold { get; init; }

    /// <summary>Calls per second that each connection allows.</summary>
    public int Rate { get; init; }

    /// <summary>Levels that a shop takes with one call; null for as many as one usually takes.</summary>
    public int? Batch { get; init; }

    /// <summary>Whether orders are handed over only once they are paid; always where others expire.</summary>
    public bool ReleasesPaidOrders { get => field || Expiry is not null; init; }

    /// <summary>How long an order may wait for its payment; null for ever.</summary>
    public TimeSpan? Expiry { get; init; }

    /// <summary>Whether a line is served from the place that is nearest to where its order goes; else from the first that has it.</summary>
    public bool IsNearest { get; init; }

    /// <summary>Whether somebody in the shops' administration switches sources and products off, and on again.</summary>
    public bool HasAdmin { get; init; }

    /// <summary>Whether they also stop the shops from counting an article, and have it counted again.</summary>
    public bool StopsCounting { get => HasAdmin && field; init; }

    /// <summary>Whether somebody there holds and edits orders, and corrects where they go.</summary>
    public bool HasEditors { get; init; }

    /// <summary>Whether customers who are promised a return send more after all.</summary>
    public bool HasSecondThoughts { get; init; }

    /// <summary>Whether people of the project write returns without a number.</summary>
    public bool HasClerk { get => HasProject && field; init; }

    /// <summary>Whether the warehouse allocates orders in part, and its pickers miss units of them.</summary>
    public bool HasShortPicks { get; init; }

    /// <summary>Probability, 0 to 1, that a byte of an answer, or of a delivery, is damaged on its way.</summary>
    public double Damage { get; init; }

    /// <summary>How far the project's clock is ahead of the hub's, where clocks are wrong.</summary>
    public TimeSpan ProjectSkew { get => TimesOf(Trouble.ClockSkew) > 0 ? field : TimeSpan.Zero; init; }

    /// <summary>How far Square's clock is ahead of the hub's, where clocks are wrong.</summary>
    public TimeSpan SquareSkew { get => TimesOf(Trouble.ClockSkew) > 0 ? field : TimeSpan.Zero; init; }

    /// <summary>Pause between two reconciliations.</summary>
    public TimeSpan ReconcileEvery { get; init; }

    /// <summary>The weather between the hub and each remote while there is trouble, in the order of the remotes.</summary>
    public ImmutableArray<Weather> Weathers { get; init; } = [];

    /// <summary>The weather on the way of pushes.</summary>
    public Weather PushWeather { get; init; } = Weather.Calm;

    /// <summary>How far each remote's clock is ahead of the hub's, in the order of the remotes.</summary>
    public ImmutableArray<TimeSpan> Skews { get; init; } = [];

    /// <summary>How often each <see cref="Trouble"/> comes, in the order of the choices.</summary>
    public ImmutableArray<int> Troubles { get; init; } = [];

    /// <summary>Whether people change source quantities in the shops behind the hub's back.</summary>
    public bool HasMeddlers { get; init; }

    /// <summary>Whether the warehouse also speaks of things that nobody mapped.</summary>
    public bool HasStrangers { get; init; }

    /// <summary>Whether somebody tries to get in who may not.</summary>
    public bool HasIntruders { get; init; }

    /// <summary>Whether the warehouse once reports most of a place as empty at one blow: enough SKUs for a guard to hold it.</summary>
    public bool HasBlow { get; init; }

    /// <summary>Whether the warehouse takes an order that it has as another one; a careless system does.</summary>
    public bool TakesDuplicates { get; init; }

    /// <summary>Whether the accounts are told of orders, too.</summary>
    public bool HasBooks { get; init; }

    /// <summary>Whether a commercetools project sells from the same places.</summary>
    public bool HasProject { get; init; }

    /// <summary>The weather between the hub and the project.</summary>
    public Weather ProjectWeather { get; init; } = Weather.Calm;

    /// <summary>Whether the accounts are a back office with a ledger, credit memos, returns, stores' days and months that end.</summary>
    public bool HasOffice { get; init; }

    /// <summary>Whether a carrier tells where parcels are.</summary>
    public bool HasCarrier { get; init; }

    /// <summary>Whether the hub refunds what came back and was inspected.</summary>
    public bool RefundsReturns { get; init; }

    /// <summary>Whether customer service promises returns under numbers of its own.</summary>
    public bool HasDesk { get; init; }

    /// <summary>Whether the store's till is Square's; else one that tells what happens by itself.</summary>
    public bool HasSquare { get; init; }

    /// <summary>Whether Square tells of what happens by webhooks; else all of them are lost.</summary>
    public bool HasWebhooks { get; init; }

    /// <summary>The weather between the hub and Square.</summary>
    public Weather SquareWeather { get; init; } = Weather.Calm;

    /// <summary>When the world begins, UTC: a Monday morning, or, where months end, so that one ends in the middle of it.</summary>
    public DateTimeOffset Begin => HasOffice ? MonthEnd - (Trading / 2) : World.Begin;

    /// <summary>When a month ends and the next one begins.</summary>
    public static DateTimeOffset MonthEnd { get; } = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>So many hours of trading, as a plan has them: to the millisecond, so that hours that are written down can be read again.</summary>
    public static TimeSpan TradingOf(double hours) => TimeSpan.FromMilliseconds(Math.Round(hours * 3_600_000));

    /// <summary>The plan of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="trading">How long the troubled phase lasts; null for the profile's own length.</param>
    public static Plan For(ulong seed, Profile profile, TimeSpan? trading = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var chance = new Chance(seed).Fork(1);
        int Some(int most) => chance.Happens(profile.Kinds) ? chance.Between(0, most) : 0;
        var plan = new Plan(seed, profile, trading ?? profile.Trading)
        {
            Shops = chance.Between(1, 2),
            Locations = chance.Between(2, 3),
            Skus = chance.Between(3, 8),
            HasTill = chance.Happens(0.4),
            HasKit = chance.Happens(0.4),
            Basis = chance.OneOf([WarehouseBasis.OnHand, WarehouseBasis.Available]),
            Buffer = chance.OneOf([0, 0, 1, 2]),
            Threshold = chance.OneOf([0, 0, 1]),
            Rate = chance.OneOf([5, 10, 20]),
            ReleasesPaidOrders = chance.Happens(0.3),
            ReconcileEvery = TimeSpan.FromMinutes(chance.Between(1, 3)),
            Weathers = [.. Enumerable.Range(0, Estate.RemotesMax).Select(_ => Draw(chance, profile))],
            PushWeather = Draw(chance, profile),
            Troubles = [.. Enum.GetValues<Trouble>().Select(trouble => Some(profile.Troubles(trouble)))],
            Skews = [.. Enumerable.Range(0, Estate.RemotesMax).Select(_ => TimeSpan.FromSeconds(chance.Between(-90, 90)))],
            HasMeddlers = chance.Happens(0.6),
            HasStrangers = chance.Happens(0.5),
            HasIntruders = chance.Happens(0.5),
            HasBlow = chance.Happens(0.15),
            HasBooks = chance.Happens(0.5),
            HasProject = chance.Happens(0.3),
            ProjectWeather = Draw(chance, profile),
        };
        plan = plan.HasBlow ? plan with { Skus = 14 } : plan;
        plan = plan.WithOthers(new Chance(seed).Fork(3));
        plan = profile == Profile.Swarm ? plan.WithTerms(new Chance(seed).Fork(4)) : plan;
        return profile.IsMidSize ? plan.OfMidSize() : plan;
    }

    /// <summary>How often a trouble comes.</summary>
    public int TimesOf(Trouble trouble) => Troubles[(int)trouble];

    /// <summary>How far a remote's clock is ahead of the hub's.</summary>
    /// <param name="remote">Its place among the remotes.</param>
    public TimeSpan SkewOf(int remote) => TimesOf(Trouble.ClockSkew) > 0 ? Skews[remote] : TimeSpan.Zero;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
         {Shops} shops, {Locations} places, {Skus} SKUs, basis {Basis}, buffer {Buffer}, threshold {Threshold}, {Rate} calls/s, compared every {ReconcileEvery}
         {string.Concat(Features().Where(feature => feature.Has).Select(feature => $"{feature.Word}, "))}trading {Trading}
         weather: {string.Join(" | ", Weathers)}; pushes {PushWeather}; damaged {Damage:0.0%}
         troubles: {string.Join(", ", Enum.GetValues<Trouble>().Where(trouble => TimesOf(trouble) > 0).Select(trouble => $"{trouble} × {TimesOf(trouble)}"))}
         """);

    private (bool Has, string Word)[] Features() =>
    [
        (HasTill, "a till"), (HasKit, "a kit"), (ReleasesPaidOrders, "paid orders only"), (HasMeddlers, "meddlers"),
        (HasStrangers, "strangers"), (HasBooks && !HasOffice, "books"), (HasOffice, "a back office"), (HasProject, "a project"),
        (HasSquare, "Square"), (HasSquare && HasWebhooks, "its webhooks"), (HasCarrier, "a carrier"), (HasDesk, "a service desk"),
        (HasDesk && HasSecondThoughts, "second thoughts"),
        (Expiry is not null, $"unpaid orders expire after {Expiry}"), (IsNearest, "nearest places"), (HasAdmin, "an admin"),
        (StopsCounting, "stock not managed"), (HasEditors, "editors"), (HasClerk, "returns without a number"), (HasShortPicks, "short picks"),
        (RefundsReturns, "refunds of returns"), (HasBlow, "a blow"), (HasIntruders, "intruders"),
    ];

    /// <summary>Those who came later, drawn on their own so that older seeds stay what they were.</summary>
    private Plan WithOthers(Chance chance) => this with
    {
        HasOffice = HasBooks && chance.Happens(0.6),
        HasCarrier = chance.Happens(0.4),
        RefundsReturns = chance.Happens(0.4),
        HasSquare = HasTill && chance.Happens(0.4),
        SquareWeather = Draw(chance, Profile),
        HasDesk = chance.Happens(0.5),
        HasWebhooks = chance.Happens(0.6),
    };

    /// <summary>What the contract of some worlds says besides, and who else works there, drawn on its own for the same reason.</summary>
    private Plan WithTerms(Chance chance) => this with
    {
        Expiry = chance.Happens(0.25) ? TimeSpan.FromSeconds(chance.Between(40, 90)) : null,
        IsNearest = chance.Happens(0.25),
        HasAdmin = chance.Happens(0.25),
        Damage = chance.Happens(0.25) ? DamageMax * chance.Below(1_000) / 1_000 : 0,
        ProjectSkew = TimeSpan.FromSeconds(chance.Between(-90, 90)),
        SquareSkew = TimeSpan.FromSeconds(chance.Between(-90, 90)),
        HasEditors = chance.Happens(0.25),
        HasClerk = chance.Happens(0.5),
        HasSecondThoughts = chance.Happens(0.5),
        HasShortPicks = chance.Happens(0.5),
        StopsCounting = chance.Happens(0.6),
    };

    private Plan OfMidSize() => this with
    {
        Shops = 2,
        Locations = 4,
        HasTill = true,
        Skus = MidSizeSkus,
        Rate = 20,
        HasBlow = false,
        HasProject = false,
        HasSquare = false,
        ReconcileEvery = TimeSpan.FromMinutes(15),
    };

    private static Weather Draw(Chance chance, Profile profile)
    {
        double Some(double most) => chance.Happens(profile.Kinds) ? most * chance.Below(1_000) / 1_000 : 0;
        var weather = new Weather
        {
            DelayMax = TimeSpan.FromMilliseconds(chance.OneOf([10, 50, 400])),
            Slow = Some(profile.SlowMax),
        };
        return Enum.GetValues<Fate>().Where(fate => fate != Fate.Damaged).Aggregate(weather, (now, fate) => now.With(fate, Some(profile.Rates[(int)fate])));
    }
}
