using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http;

/// <summary>The settings of one connection of kind <c>http</c>, checked and compiled.</summary>
internal sealed record HttpOptions(ConnectionName Name, ConnectionLimits Limits)
{
    /// <summary>Hands an order over; null when the connection does not.</summary>
    public HttpOperation? Create { get; init; }

    /// <summary>Looks an order up by the hub's id; null when the remote cannot.</summary>
    public HttpOperation? FindOrder { get; init; }

    /// <summary>Takes an order back; null when the connection does not.</summary>
    public HttpOperation? Cancel { get; init; }

    /// <summary>Asks how far an order is; null when the remote cannot say.</summary>
    public HttpOperation? Status { get; init; }

    /// <summary>The remote's words for a payment that did not come.</summary>
    public Items<string> Unpaid { get; init; }

    /// <summary>Lists stock; null when the remote cannot.</summary>
    public StockOperation? Stock { get; init; }

    /// <summary>Lists orders; null when the remote cannot.</summary>
    public OrderListOperation? OrderList { get; init; }

    /// <summary>The remote's words for stock states; empty when none are mapped.</summary>
    public Items<string> States { get; init; }

    /// <summary>The operations beyond orders and stock, by name.</summary>
    public Items<NamedOperation> More { get; init; }

    /// <summary>An operation beyond orders and stock; null when it is not configured.</summary>
    public HttpOperation? Find(string name)
    {
        var place = More.FindIndex(known => known.Name == name);
        return place < 0 ? null : More[place].Operation;
    }
}

/// <summary>An operation and what it is called in the configuration.</summary>
internal sealed record NamedOperation(string Name, HttpOperation Operation);

/// <summary>How orders are listed.</summary>
/// <param name="Page">The request of one page.</param>
/// <param name="Items">Where a page holds its orders.</param>
/// <param name="Order">Where an order says which it is: the hub's id, or for a storefront its number.</param>
internal sealed record OrderListOperation(HttpOperation Page, ReplyPath Items, ReplyPath Order)
{
    /// <summary>Where an order names the system's own id; null when it does not.</summary>
    public ReplyPath? Id { get; init; }

    /// <summary>Where a page names the next; null where pages are counted.</summary>
    public ReplyPath? Next { get; init; }

    /// <summary>The number of the first page.</summary>
    public int FirstPage { get; init; }

    /// <summary>Whether there is more than one page.</summary>
    public bool IsPaged => Page.Line.Placeholders.FindIndex(name => name == "page") >= 0;
}

/// <summary>How stock is listed.</summary>
/// <param name="Page">The request of one page.</param>
/// <param name="Fields">Where a page holds its rows, and a row its values.</param>
/// <param name="FirstPage">The number of the first page.</param>
internal sealed record StockOperation(HttpOperation Page, StockFields Fields, int FirstPage);
