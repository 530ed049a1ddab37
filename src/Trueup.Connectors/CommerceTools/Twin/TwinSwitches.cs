namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>The faults, limits and habits of the twin. A fresh twin is a healthy project.</summary>
public sealed class TwinSwitches
{
    /// <summary>
    /// How long an order takes to show in the figures of its entries. Default zero; the platform says up to 10 seconds
    /// (commercetools.md §2.6).
    /// </summary>
    public TimeSpan StockLag { get; set; }

    /// <summary>
    /// Whether units that an order takes raise the entry's version and time of change. Nobody says (commercetools.md §13).
    /// Default true.
    /// </summary>
    public bool OrdersRaiseVersions { get; set; } = true;

    /// <summary>
    /// Whether an order lowers only what is available and leaves what is on stock. Nobody says for certain
    /// (commercetools.md §13). Default false.
    /// </summary>
    public bool OrdersOnlyReserve { get; set; }

    /// <summary>How much a version grows with an update; steps above 1 are on record. Default 1.</summary>
    public int VersionStep { get; set; } = 1;

    /// <summary>Whether the Messages Query keeps messages. Default true.</summary>
    public bool KeepsMessages { get; set; } = true;

    /// <summary>Whether deltas are taken; the third-party mock takes none. Default true.</summary>
    public bool TakesDeltas { get; set; } = true;

    /// <summary>Calls answered in any one second before 429; null (default): none is ever refused.</summary>
    public int? CallsPerSecondMax { get; set; }

    /// <summary>Answers of 503 <c>OverCapacity</c> still to be given. Default 0.</summary>
    public int OverCapacityNext { get; set; }

    /// <summary>How many of the next writes take effect and are answered with 500 all the same. Default 0.</summary>
    public int FailAfterCommitNext { get; set; }

    /// <summary>Whether the API client's secret has been revoked. Default false.</summary>
    public bool SecretIsExpired { get; set; }

    /// <summary>How long a token lives. Default 48 hours.</summary>
    public TimeSpan TokenLife { get; set; } = TimeSpan.FromHours(48);

    /// <summary>Scopes that the client is given, whatever it asks for; null (default): what it asks for.</summary>
    public IReadOnlyList<string>? ScopesGranted { get; set; }

    /// <summary>How many of the next orders skip the stock check, as when checkouts race. Default 0.</summary>
    public int RaceNextOrders { get; set; }

    /// <summary>How many of the next messages never appear, though their numbers are used up. Default 0.</summary>
    public int LoseNextMessages { get; set; }

    /// <summary>How many of the next messages the query does not show until they are released. Default 0.</summary>
    public int HoldBackNextMessages { get; set; }

    /// <summary>Whether what is pushed comes without its payload, as when it is too large for its queue. Default
    /// false.</summary>
    public bool LeavesPayloadsOut { get; set; }
}
