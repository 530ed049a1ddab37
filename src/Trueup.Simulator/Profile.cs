using System.Collections.Immutable;
using Trueup.Simulator.Network;

namespace Trueup.Simulator;

/// <summary>Trouble that comes at moments or for a while, not with single exchanges.</summary>
public enum Trouble
{
    /// <summary>The hub is killed at some await; what was durable remains.</summary>
    Crash,

    /// <summary>The hub is killed while its journal is being written: of the appends under way only the oldest are there.</summary>
    TornWrite,

    /// <summary>The hub is stopped in an orderly way and started again.</summary>
    Restart,

    /// <summary>A remote is not to be reached.</summary>
    Outage,

    /// <summary>A remote takes seconds for everything.</summary>
    Sluggishness,

    /// <summary>A remote no longer accepts the hub's credentials, and later does again.</summary>
    Lockout,

    /// <summary>A remote calls a member of its answers something else, and later what it was called before.</summary>
    SchemaChange,

    /// <summary>The disk is full: nothing can be written to the journal or to the ledger.</summary>
    DiskFull,

    /// <summary>A rule throws at some messages, until it is mended.</summary>
    BrokenRule,

    /// <summary>A remote's clock is ahead or behind, all the time.</summary>
    ClockSkew,
}

/// <summary>How hard a simulation is, and what kind of a merchant it has.</summary>
/// <param name="Name">The word on the command line.</param>
/// <param name="Trading">How long the troubled phase lasts unless asked otherwise.</param>
public sealed record Profile(string Name, TimeSpan Trading)
{
    private static readonly ImmutableArray<double> Everything =
        [.. Enum.GetValues<Fate>().Select(fate => fate switch
        {
            // How often a byte is damaged every plan says for itself.
            Fate.Fine or Fate.Damaged => 0,
            Fate.Rejected or Fate.Overtaken => 0.02,
            Fate.Truncated or Fate.WrongContent => 0.1,
            Fate.HalfApplied => 0.3,
            _ => 0.2,
        })];

    /// <summary>A day on which nothing goes wrong but what people do.</summary>
    public static Profile Calm { get; } = new("calm", TimeSpan.FromMinutes(20));

    /// <summary>An ordinary bad day.</summary>
    public static Profile Lite { get; } = new("lite", TimeSpan.FromMinutes(20))
    {
        Kinds = 0.4,
        Rates = [.. Everything.Select(rate => rate * 0.15)],
        Troubles = trouble => trouble is Trouble.BrokenRule or Trouble.SchemaChange or Trouble.ClockSkew ? 0 : 1,
        SlowMax = 0.03,
    };

    /// <summary>Everything at once, a random mix per seed.</summary>
    public static Profile Swarm { get; } = new("swarm", TimeSpan.FromMinutes(20))
    {
        Kinds = 0.5,
        Rates = Everything,
        Troubles = trouble => trouble switch
        {
            Trouble.Crash => 6,
            Trouble.TornWrite or Trouble.Restart => 2,
            Trouble.ClockSkew or Trouble.BrokenRule or Trouble.SchemaChange or Trouble.Lockout => 1,
            _ => 3,
        },
        SlowMax = 0.2,
    };

    /// <summary>Everybody wants the same few things at once, and the shops stagger.</summary>
    public static Profile FlashSale { get; } = new("flash-sale", TimeSpan.FromMinutes(15))
    {
        Kinds = 0.7,
        Rates = [.. Enum.GetValues<Fate>().Select(fate => fate switch
        {
            Fate.TooMany or Fate.TooManyWithoutHint or Fate.FailedBefore => 0.25,
            Fate.ReplyLost or Fate.FailedAfter => 0.08,
            _ => 0,
        })],
        Troubles = trouble => trouble is Trouble.Crash or Trouble.Sluggishness ? 2 : 0,
        SlowMax = 0.3,
        BuyEvery = TimeSpan.FromSeconds(1.5),
        IsRush = true,
    };

    /// <summary>A mid-size merchant over days: thousands of SKUs, five places, two shops, a till, now and then an outage of hours.</summary>
    public static Profile LongHaul { get; } = new("long-haul", TimeSpan.FromHours(24))
    {
        Kinds = 0.6,
        Rates = [.. Everything.Select(rate => rate * 0.02)],
        Troubles = trouble => trouble switch
        {
            Trouble.Outage or Trouble.Restart => 2,
            Trouble.ClockSkew or Trouble.BrokenRule or Trouble.SchemaChange => 0,
            _ => 1,
        },
        SlowMax = 0.01,
        BuyEvery = TimeSpan.FromSeconds(43),
        OutageMax = TimeSpan.FromHours(4),
        IsMidSize = true,
    };

    /// <summary>All profiles.</summary>
    public static IReadOnlyList<Profile> All { get; } = [Calm, Lite, Swarm, FlashSale, LongHaul];

    /// <summary>Probability, 0 to 1, that a seed has a kind of trouble at all: some seeds have many, some few.</summary>
    public double Kinds { get; private init; }

    /// <summary>Highest probability per exchange of every <see cref="Fate"/> that a seed has, in the order of the choices.</summary>
    public ImmutableArray<double> Rates { get; private init; } = [.. new double[Enum.GetValues<Fate>().Length]];

    /// <summary>How often a kind of trouble comes at most.</summary>
    public Func<Trouble, int> Troubles { get; private init; } = _ => 0;

    /// <summary>Highest probability that one way takes seconds.</summary>
    public double SlowMax { get; private init; }

    /// <summary>How often somebody buys, on average.</summary>
    public TimeSpan BuyEvery { get; private init; } = TimeSpan.FromSeconds(25);

    /// <summary>The longest outage.</summary>
    public TimeSpan OutageMax { get; private init; } = TimeSpan.FromMinutes(3);

    /// <summary>Whether shoppers all want the same.</summary>
    public bool IsRush { get; private init; }

    /// <summary>Whether the merchant is one of 5,000 SKUs, five places and two shops.</summary>
    public bool IsMidSize { get; private init; }

    /// <summary>The profile of a name; null for none.</summary>
    public static Profile? Find(string name) => All.FirstOrDefault(profile => profile.Name == name);
}
