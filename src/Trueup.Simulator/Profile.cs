using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Simulator.Network;

namespace Trueup.Simulator;

/// <summary>How hard a simulation is.</summary>
/// <param name="Name">The word on the command line.</param>
/// <param name="Trading">How long the troubled phase lasts unless asked otherwise.</param>
/// <param name="Kinds">Probability, 0 to 1, that a seed has a kind of trouble at all: some seeds have many, some
/// few.</param>
/// <param name="RateMax">Highest probability per exchange of a trouble that a seed has.</param>
/// <param name="CrashesMax">Most power cuts of the hub.</param>
public sealed record Profile(string Name, TimeSpan Trading, double Kinds, double RateMax, int CrashesMax)
{
    /// <summary>A day on which nothing goes wrong but what people do.</summary>
    public static Profile Calm { get; } = new("calm", TimeSpan.FromMinutes(20), Kinds: 0, RateMax: 0, CrashesMax: 0);

    /// <summary>An ordinary bad day.</summary>
    public static Profile Lite { get; } = new("lite", TimeSpan.FromMinutes(20), Kinds: 0.4, RateMax: 0.03, CrashesMax: 1);

    /// <summary>Everything at once.</summary>
    public static Profile Swarm { get; } = new("swarm", TimeSpan.FromMinutes(20), Kinds: 0.5, RateMax: 0.2, CrashesMax: 6);

    /// <summary>All profiles.</summary>
    public static IReadOnlyList<Profile> All { get; } = [Calm, Lite, Swarm];

    /// <summary>The profile of a name; null for none.</summary>
    public static Profile? Find(string name) => All.FirstOrDefault(profile => profile.Name == name);
}

/// <summary>What one seed makes of a profile: everything about the world that does not change while it runs.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Profile">The profile.</param>
/// <param name="Trading">How long the troubled phase lasts.</param>
public sealed record Plan(ulong Seed, Profile Profile, TimeSpan Trading)
{
    /// <summary>How many locations there are, 2 or 3.</summary>
    public int Locations { get; private init; }

    /// <summary>How many SKUs the shop and the warehouse share.</summary>
    public int Skus { get; private init; }

    /// <summary>What the warehouse's figures exclude.</summary>
    public WarehouseBasis Basis { get; private init; }

    /// <summary>Units kept back at every location.</summary>
    public int Buffer { get; private init; }

    /// <summary>The shop's own threshold for every second SKU.</summary>
    public int Threshold { get; private init; }

    /// <summary>Calls per second that each connection allows.</summary>
    public int Rate { get; private init; }

    /// <summary>Whether orders are handed over only once they are invoiced.</summary>
    public bool ReleasesPaidOrders { get; private init; }

    /// <summary>Pause between two reconciliations.</summary>
    public TimeSpan ReconcileEvery { get; private init; }

    /// <summary>The weather between hub and shop while there is trouble.</summary>
    public Weather ShopWeather { get; private init; } = Weather.Calm;

    /// <summary>The weather between hub and warehouse.</summary>
    public Weather WarehouseWeather { get; private init; } = Weather.Calm;

    /// <summary>The weather on the way of pushes.</summary>
    public Weather PushWeather { get; private init; } = Weather.Calm;

    /// <summary>Power cuts of the hub.</summary>
    public int Crashes { get; private init; }

    /// <summary>Orderly restarts of the hub.</summary>
    public int Restarts { get; private init; }

    /// <summary>Times during which a remote is down.</summary>
    public int Outages { get; private init; }

    /// <summary>Times during which the journal or the ledger cannot be written.</summary>
    public int DiskFailures { get; private init; }

    /// <summary>Whether people change source quantities in the shop behind the hub's back.</summary>
    public bool HasMeddlers { get; private init; }

    /// <summary>Whether the warehouse also speaks of things that nobody mapped.</summary>
    public bool HasStrangers { get; private init; }

    /// <summary>Whether the warehouse once reports most of a place as empty at one blow: enough SKUs for a guard to hold it.</summary>
    public bool HasBlow { get; private init; }

    /// <summary>The plan of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="trading">How long the troubled phase lasts; null for the profile's own length.</param>
    public static Plan For(ulong seed, Profile profile, TimeSpan? trading = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var chance = new Chance(seed).Fork(1);
        int Some(int most) => chance.Happens(profile.Kinds) ? chance.Between(0, most) : 0;
        return new Plan(seed, profile, trading ?? profile.Trading)
        {
            Locations = chance.Between(2, 3),
            Skus = chance.Between(3, 8),
            Basis = chance.OneOf([WarehouseBasis.OnHand, WarehouseBasis.Available]),
            Buffer = chance.OneOf([0, 0, 1, 2]),
            Threshold = chance.OneOf([0, 0, 1]),
            Rate = chance.OneOf([5, 10, 20]),
            ReleasesPaidOrders = chance.Happens(0.3),
            ReconcileEvery = TimeSpan.FromMinutes(chance.Between(1, 3)),
            ShopWeather = Draw(chance, profile),
            WarehouseWeather = Draw(chance, profile),
            PushWeather = Draw(chance, profile),
            Crashes = Some(profile.CrashesMax),
            Restarts = Some(2),
            Outages = Some(3),
            DiskFailures = Some(3),
            HasMeddlers = chance.Happens(0.6),
            HasStrangers = chance.Happens(0.5),
        }.WithBlow(chance.Happens(0.15));
    }

    private Plan WithBlow(bool hasBlow) => hasBlow ? this with { HasBlow = true, Skus = 14 } : this;

    private static Weather Draw(Chance chance, Profile profile)
    {
        double Some() => chance.Happens(profile.Kinds) ? profile.RateMax * chance.Below(1_000) / 1_000 : 0;
        return new Weather
        {
            DelayMax = TimeSpan.FromMilliseconds(chance.OneOf([10, 50, 400])),
            Refused = Some(),
            RequestLost = Some(),
            ReplyLost = Some(),
            FailedBefore = Some(),
            FailedAfter = Some(),
            TooMany = Some(),
            TooManyWithoutHint = Some(),
            Twice = Some(),
            Slow = Some(),
        };
    }
}
