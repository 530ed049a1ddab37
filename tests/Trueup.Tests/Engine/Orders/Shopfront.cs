using System.Text;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Tests.Engine.Orders;

/// <summary>A storefront that takes orders, whether or not it tells anybody, and lists them when it is asked.</summary>
internal sealed class Shopfront : IOrderReader
{
    private readonly List<(string Number, DateTimeOffset At, string Data)> _orders = [];

    public ConnectionName Name => House.Shop;

    public ConnectionLimits Limits { get; } = new(RequestsPerSecond: 1_000, Burst: 1_000, Batch: 1, Concurrency: 1);

    public bool ListsOrders => true;

    public bool HidesCorrections { get; init; }

    /// <summary>Whether it does not answer.</summary>
    public bool IsDown { get; set; }

    /// <summary>Orders on a page of its list.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>Whether its list lacks what it counts.</summary>
    public bool CountsWrong { get; set; }

    public int Calls { get; private set; }

    public void Take(string number, DateTimeOffset at, string data) => _orders.Add((number, at, data));

    /// <summary>Shows an order otherwise, without dating it anew.</summary>
    public void Correct(string number, string data) =>
        _orders[_orders.FindIndex(order => order.Number == number)] = (number, _orders.Find(order => order.Number == number).At, data);

    public ValueTask<OrderListing> ListOrdersAsync(IWire wire, OrderListingAsk ask, CancellationToken cancellationToken)
    {
        Calls++;
        if (IsDown)
        {
            return ValueTask.FromResult<OrderListing>(new OrderListing.Failed(new Receipt.Deferred("Down.")));
        }

        var all = _orders.Where(order => order.At >= ask.From && order.At < ask.Until).ToArray();
        var first = ask.Page.Length == 0 ? 0 : int.Parse(ask.Page, System.Globalization.CultureInfo.InvariantCulture);
        var page = all.Skip(first).Take(PageSize).Select(order => new ListedOrder($"r{order.Number}", order.Number)).ToItems();
        var next = first + page.Count < all.Length ? $"{first + page.Count}" : null;
        return ValueTask.FromResult<OrderListing>(
            new OrderListing.Page(page, all.Length + (CountsWrong ? 1 : 0), next));
    }

    public ValueTask<PollOutcome> ReadOrdersAsync(IWire wire, Items<string> ids, CancellationToken cancellationToken) =>
        ValueTask.FromResult<PollOutcome>(new PollOutcome.Page(
            _orders.Where(order => ids.Contains($"r{order.Number}", StringComparer.Ordinal)).Select(MessageOf).ToItems(),
            Cursor: "",
            More: false));

    /// <summary>The same order read again is the same message, as with every storefront that is polled.</summary>
    private static RawMessage MessageOf((string Number, DateTimeOffset At, string Data) order)
    {
        var body = Encoding.UTF8.GetBytes(
            $$"""{"specversion":"1.0","id":"o{{order.Number}}","source":"/x","type":"trueup.order.placed.v1","data":{{order.Data}}}""");
        return new RawMessage(RecordKey.Of("orders", $"r{order.Number}", body), "cloudevent", body);
    }
}
