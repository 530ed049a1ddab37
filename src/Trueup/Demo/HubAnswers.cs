using System.Text.Json.Serialization;

namespace Trueup.Demo;

/// <summary>How the hub fares, as it says itself (CONTRACT §4).</summary>
/// <param name="Parity">Share of SKUs in step, 0 to 1.</param>
/// <param name="Journal">How far deciding is.</param>
/// <param name="Connections">Every connection.</param>
/// <param name="Exceptions">Open exceptions.</param>
public sealed record HubStatus(
    decimal Parity, HubJournal Journal, IReadOnlyList<HubConnection> Connections, HubCaseCount Exceptions)
{
    /// <summary>How orders stand.</summary>
    public HubOrders Orders { get; init; } = new(new Dictionary<string, int>(StringComparer.Ordinal), 0);

    /// <summary>Before it was looked at.</summary>
    public static HubStatus Unknown { get; } = new(0, new HubJournal(0, 0, 0), [], new HubCaseCount(0));
}

/// <summary>How orders stand.</summary>
/// <param name="ByStage">Orders by the stage they are in.</param>
/// <param name="Stuck">Those that have been in it for too long.</param>
public sealed record HubOrders(IReadOnlyDictionary<string, int> ByStage, int Stuck);

/// <summary>A store's day.</summary>
/// <param name="Id">What names it.</param>
/// <param name="Day">The day.</param>
/// <param name="State">How it compares with the tills'.</param>
/// <param name="Transactions">Transactions.</param>
/// <param name="Net">What was charged without tax.</param>
/// <param name="Tax">The tax.</param>
public sealed record HubStoreDay(string Id, string Day, string State, int Transactions, decimal Net, decimal Tax);

/// <summary>How far deciding is.</summary>
/// <param name="Accepted">Entries in the journal.</param>
/// <param name="Applied">Entries decided.</param>
/// <param name="LagMs">Age of the oldest that is not, in milliseconds.</param>
public sealed record HubJournal(long Accepted, long Applied, long LagMs);

/// <summary>One connection.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">How it fares.</param>
/// <param name="Pending">What waits for it.</param>
/// <param name="Rate">Its calls.</param>
public sealed record HubConnection(string Name, string State, HubPending Pending, HubRate Rate);

/// <summary>What waits for a connection.</summary>
/// <param name="Orders">Documents.</param>
/// <param name="Stock">Levels.</param>
public sealed record HubPending(int Orders, int Stock);

/// <summary>Calls a second.</summary>
/// <param name="Limit">The most.</param>
/// <param name="Used">Made within the last second.</param>
public sealed record HubRate(double Limit, int Used);

/// <summary>Open exceptions.</summary>
/// <param name="Open">How many.</param>
public sealed record HubCaseCount(int Open);

/// <summary>A SKU at a location.</summary>
/// <param name="Sku">SKU.</param>
/// <param name="Location">The hub's name of the location.</param>
/// <param name="Sellable">The owner's figure over sellable states; null while not reported.</param>
public sealed record HubPosition(string Sku, string Location, decimal? Sellable);

/// <summary>An exception.</summary>
/// <param name="Code">The kind of problem.</param>
/// <param name="Title">In plain words.</param>
/// <param name="State"><c>open</c>, <c>resolved</c> or <c>ignored</c>.</param>
/// <param name="Severity"><c>notice</c>, <c>warning</c> or <c>critical</c>.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="NextAction">What to do next.</param>
/// <param name="Detail">What was found.</param>
/// <param name="About">What it is about.</param>
/// <param name="LastAt">When it was last met.</param>
public sealed record HubCase(
    string Code,
    string Title,
    string State,
    string Severity,
    string Owner,
    string NextAction,
    string Detail,
    HubLineage? About,
    DateTimeOffset LastAt)
{
    /// <summary>Whether nobody and nothing has settled it.</summary>
    [JsonIgnore]
    public bool IsOpen => State == "open";

    /// <summary>Whether it is about a SKU, location or order, or says so.</summary>
    public bool Concerns(string subject) =>
        Detail.Contains(subject, StringComparison.Ordinal) ||
        (About is { } about && new[] { about.Location, about.Sku, about.Order }
            .Any(level => level?.Contains(subject, StringComparison.Ordinal) == true));
}

/// <summary>What an exception is about.</summary>
public sealed record HubLineage(string? Connection, string? Storefront, string? Location, string? Sku, string? Order);

/// <summary>A page of a longer list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Next">Where the next page begins; null after the last.</param>
public sealed record HubPage<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Asks for a comparison of both ends.</summary>
/// <param name="Heal">Whether differences are corrected.</param>
public sealed record HubParityAsk(bool Heal);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HubStatus))]
[JsonSerializable(typeof(HubPage<HubPosition>))]
[JsonSerializable(typeof(HubPage<HubCase>))]
[JsonSerializable(typeof(HubPage<HubStoreDay>))]
[JsonSerializable(typeof(HubParityAsk))]
internal sealed partial class HubJson : JsonSerializerContext;
