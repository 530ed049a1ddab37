using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Engine.Views;

/// <summary>Who is right about what, who follows, and what is mapped to what, as the hub has it at work.</summary>
public sealed record ContractView
{
    /// <summary>Every connection's part in it.</summary>
    public Items<ContractConnection> Connections { get; init; }

    /// <summary>Every location with its code in each system.</summary>
    public Items<ContractLocation> Locations { get; init; }

    /// <summary>Owner and followers of each kind of data.</summary>
    public Items<ContractOwnership> Ownership { get; init; }

    /// <summary>Stock states that count for sale.</summary>
    public Items<string> Sellable { get; init; }

    /// <summary>Units kept back where no rule says otherwise.</summary>
    public Quantity BufferDefault { get; init; }

    /// <summary>Rules of what is kept back, the most specific wins.</summary>
    public Items<BufferRule> Buffers { get; init; }

    /// <summary>What is sold before it is there.</summary>
    public Items<BackorderRule> Backorders { get; init; }

    /// <summary>What happens when little or nothing is left; null: nothing.</summary>
    public LowStockTerms? LowStock { get; init; }

    /// <summary>What is held for approval.</summary>
    public required GuardRule Guards { get; init; }

    /// <summary>Where order lines are served from.</summary>
    public Items<LocationCode> SourcingOrder { get; init; }

    /// <summary>How they are spread.</summary>
    public required string Sourcing { get; init; }

    /// <summary>SKUs that are sold as sets.</summary>
    public Items<KitRule> Kits { get; init; }

    /// <summary>Words of senders that nothing is mapped to, with the messages that wait for it.</summary>
    public Items<UnmappedWord> Unmapped { get; init; }

    /// <summary>Seconds between two comparisons; null: only on demand.</summary>
    public double? ReconcileSeconds { get; init; }

    /// <summary>Whether comparisons correct what differs.</summary>
    public bool Heals { get; init; }

    /// <summary>The contract at work.</summary>
    public static ContractView Of(HubLoop hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        var terms = hub.Contract.Terms;
        return new ContractView
        {
            Connections = terms.Connections.Select(Show).ToItems(),
            Locations = terms.Locations.Select(rule => Show(hub, rule)).ToItems(),
            Ownership =
            [
                Show("stock", terms.Stock), Show("order", terms.Order), Show("fulfilment", terms.Fulfilment),
                Show("return", terms.Return),
            ],
            Sellable = terms.Sellable.Select(StockLocationView.WordOf).ToItems(),
            BufferDefault = terms.BufferDefault,
            Buffers = terms.Buffers,
            Backorders = terms.Backorders,
            LowStock = terms.LowStock,
            Guards = terms.Guards,
            SourcingOrder = terms.Sourcing.Order,
            Sourcing = terms.Sourcing.Policy.ToString().ToLowerInvariant(),
            Kits = hub.Contract.Kits,
            Unmapped = hub.State.ParkedMessages.Select(parked => (Parts: parked.Key.Split('/', 3), parked.Value.Count))
                .Where(parked => parked.Parts.Length == 3 && hub.Contract.Connection(
                    ConnectionName.TryParse(parked.Parts[1], provider: null, out var name) ? name : default) is not null)
                .Select(parked => new UnmappedWord(parked.Parts[0], parked.Parts[1], parked.Parts[2], parked.Count))
                .ToItems(),
            ReconcileSeconds = terms.Reconcile.Every?.TotalSeconds,
            Heals = terms.Reconcile.Heal,
        };
    }

    private static ContractConnection Show(ConnectionRule rule) => new(
        rule.Name,
        rule.Kind,
        rule.Roles,
        rule.Basis == Basis.OnHand ? "on-hand" : "available",
        rule.States.Select(alias => new ContractWord(alias.Word, StockLocationView.WordOf(alias.State))).ToItems());

    private static ContractLocation Show(HubLoop hub, LocationRule rule) =>
        new(rule.Code, rule.Title, rule.Owner, rule.Codes)
        {
            Latitude = rule.At?.Latitude,
            Longitude = rule.At?.Longitude,
            Skus = hub.State.PopulationOf(rule.Code),
            Missing = hub.Contract.Terms.Stock.Subscribers.Append(rule.Owner)
                .Where(connection => rule.Codes.All(alias => alias.Connection != connection)).ToItems(),
        };

    private static ContractOwnership Show(string data, OwnershipRule rule) =>
        new(data, rule.Owner?.Text ?? "by location", rule.Subscribers);
}

/// <summary>A connection's part in the contract.</summary>
/// <param name="Name">The connection.</param>
/// <param name="Kind">The connector's kind.</param>
/// <param name="Roles">Its roles.</param>
/// <param name="Basis"><c>on-hand</c> or <c>available</c>: what its figures exclude already.</param>
/// <param name="States">Its words for stock states.</param>
public sealed record ContractConnection(
    ConnectionName Name, string Kind, Items<string> Roles, string Basis, Items<ContractWord> States);

/// <summary>A word of a connection and the stock state that it means.</summary>
public sealed record ContractWord(string Word, string State);

/// <summary>A location and its code in each system.</summary>
public sealed record ContractLocation(LocationCode Code, string Title, ConnectionName Owner, Items<LocationAlias> Codes)
{
    /// <summary>Degrees north of the equator (WGS 84); null where nobody says where it is.</summary>
    public decimal? Latitude { get; init; }

    /// <summary>Degrees east of Greenwich (WGS 84); null where nobody says where it is.</summary>
    public decimal? Longitude { get; init; }

    /// <summary>SKUs that its owner has reported.</summary>
    public int Skus { get; init; }

    /// <summary>The owner or storefronts that it has no code in.</summary>
    public Items<ConnectionName> Missing { get; init; }
}

/// <summary>Who is right about a kind of data, and who follows.</summary>
public sealed record ContractOwnership(string Data, string Owner, Items<ConnectionName> Subscribers);

/// <summary>A word that nothing is mapped to.</summary>
/// <param name="What">What kind of word: <c>location</c>, <c>state</c>, …</param>
/// <param name="Connection">Who says it.</param>
/// <param name="Word">The word.</param>
/// <param name="Waiting">Messages that wait for it.</param>
public sealed record UnmappedWord(string What, string Connection, string Word, int Waiting);
