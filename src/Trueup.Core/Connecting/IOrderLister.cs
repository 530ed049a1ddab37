using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Core.Connecting;

/// <summary>Lists the orders that a remote holds, so that it can be proved that none is missing.</summary>
public interface IOrderLister : IConnection
{
    /// <summary>Whether the connection is set up to list them.</summary>
    bool ListsOrders { get; }

    /// <summary>Reads one page of the orders made in a stretch of time.</summary>
    ValueTask<OrderListing> ListOrdersAsync(IWire wire, OrderListingAsk ask, CancellationToken cancellationToken);
}

/// <summary>A storefront whose orders can be listed, and read by their ids.</summary>
public interface IOrderReader : IOrderLister
{
    /// <summary>Whether an order may be corrected there, in its address, without being shown as changed.</summary>
    bool HidesCorrections { get; }

    /// <summary>Reads orders as messages to be journalled; those that are gone are left out.</summary>
    /// <param name="wire">The way to the storefront.</param>
    /// <param name="ids">The storefront's own ids, as listed.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    ValueTask<PollOutcome> ReadOrdersAsync(IWire wire, Items<string> ids, CancellationToken cancellationToken);
}

/// <summary>Which orders to list.</summary>
/// <param name="From">Made at this time or later, UTC.</param>
/// <param name="Until">Made before this time, UTC.</param>
/// <param name="Page">Token of the page; empty for the first.</param>
public sealed record OrderListingAsk(DateTimeOffset From, DateTimeOffset Until, string Page = "");

/// <summary>An order in a list.</summary>
/// <param name="Id">The remote's own id; empty where the list does not show it.</param>
/// <param name="Name">What both sides know it by: a storefront's number, or in any other system the hub's id; empty where
/// the list does not show it.</param>
public readonly record struct ListedOrder(string Id, string Name);

/// <summary>What came of one page of a list.</summary>
public abstract record OrderListing
{
    private OrderListing()
    {
    }

    /// <summary>Orders, and the token of the next page (null after the last).</summary>
    /// <param name="Orders">The orders.</param>
    /// <param name="Total">How many there are on all pages; null where the remote does not say.</param>
    /// <param name="Next">The next page.</param>
    public sealed record Page(Items<ListedOrder> Orders, long? Total, string? Next) : OrderListing;

    /// <summary>The page could not be read.</summary>
    public sealed record Failed(Receipt Receipt) : OrderListing;
}
