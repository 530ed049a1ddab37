using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Simulator.Merchants;

/// <summary>A merchant's own configuration, and the day that it is tried on.</summary>
/// <param name="Seed">Everything that is chance follows from it.</param>
/// <param name="Terms">The contract.</param>
/// <param name="Connections">The connections, in the order of the configuration.</param>
/// <param name="Trade">How much happens.</param>
/// <param name="Profile">What fails; <see cref="Profile.Calm"/> for nothing.</param>
public sealed record MerchantPlan(
    ulong Seed, ContractTerms Terms, Items<MerchantConnection> Connections, MerchantTrade Trade, Profile Profile);

/// <summary>One configured connection.</summary>
/// <param name="Rule">What the contract says of it.</param>
/// <param name="Connector">Its connector, which opens it anew for the simulated world.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="TakesDeliveries">Whether it may send events.</param>
public sealed record MerchantConnection(
    ConnectionRule Rule, IConnector Connector, ConnectionSettings Settings, bool TakesDeliveries)
{
    /// <summary>How often its vendor lets anybody call: the connector's documented limit, unless the merchant knows better; null where nothing
    /// is known of one, as of a system behind plain HTTP.</summary>
    public ConnectionLimits? Vendor { get; init; } = Rule.Kind == "http" ? null : Connector.Manifest.Limits;

    /// <summary>Its name.</summary>
    public ConnectionName Name => Rule.Name;

    /// <summary>Whether it is a storefront.</summary>
    public bool IsShop => Rule.Roles.Span.Contains("storefront");

    /// <summary>Whether the simulated world has somebody to play the other end.</summary>
    public bool IsPlayed => Rule.Kind is "adobe-commerce" or "commercetools" or "http";
}

/// <summary>How much happens on the merchant's day.</summary>
/// <param name="Skus">Articles for sale, those of the configuration among them.</param>
/// <param name="OrdersPerDay">Orders in 24 hours, over all storefronts.</param>
/// <param name="ReportsPerDay">Changes of stock in 24 hours that no order makes, over all owners.</param>
/// <param name="Hours">How long it is played.</param>
public sealed record MerchantTrade(int Skus, int OrdersPerDay, int ReportsPerDay, TimeSpan Hours)
{
    /// <summary>300 articles, 1,000 orders and 2,000 changes a day, played for eight hours.</summary>
    public static MerchantTrade Usual { get; } = new(300, 1_000, 2_000, TimeSpan.FromHours(8));
}
