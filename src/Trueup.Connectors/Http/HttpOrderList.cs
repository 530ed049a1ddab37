using System.Globalization;
using Newtonsoft.Json.Linq;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http;

/// <summary>Lists the orders that the system holds.</summary>
/// <param name="operation">How they are listed; null where they cannot be.</param>
internal sealed class HttpOrderList(OrderListOperation? operation)
{
    private const int PagesMax = 100_000;

    /// <summary>Whether the operation is configured.</summary>
    public bool IsConfigured => operation is not null;

    /// <summary>Reads one page.</summary>
    public async ValueTask<OrderListing> ListAsync(IWire wire, OrderListingAsk ask, CancellationToken cancellationToken)
    {
        if (operation is null)
        {
            return Failed(CaseCodes.ConnectionDown, "operations.order.list is not configured.");
        }

        var asked = ask.Page.Length > 0 ? ask.Page
            : operation.Next is null ? operation.FirstPage.ToString(CultureInfo.InvariantCulture) : "";
        var request = operation.Page.Request(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["from"] = Moment(ask.From),
                ["until"] = Moment(ask.Until),
                ["page"] = asked,
            },
            key: null,
            out var fault);
        if (fault is not null)
        {
            return Failed(CaseCodes.ConnectionDown, fault);
        }

        var outcome = await wire.SendAsync(request, cancellationToken);
        if (outcome is not WireOutcome.Answered { Reply: var reply } || !Replies.IsSuccess(reply))
        {
            return new OrderListing.Failed(Replies.OfRead(outcome));
        }

        return ReplyPath.Read(reply.Body) is { } answer && operation.Items.ListIn(answer).ToArray() is var items &&
            (items.Length > 0 || operation.Items.Exists(answer))
            ? Page(answer, items, asked)
            : Failed(CaseCodes.Unreadable, "The answer holds no list of orders.");
    }

    private OrderListing Page(JToken answer, JToken[] items, string asked)
    {
        var orders = items.Select(item => new ListedOrder(
            operation!.Id?.TextIn(item) ?? "", operation.Order.TextIn(item) ?? "")).ToItems();
        if (orders.FindIndex(order => order.Name.Length == 0) is >= 0 and var nameless)
        {
            return Failed(CaseCodes.Unreadable, $"Row {nameless + 1} of the page does not say which order it is.");
        }

        // Where pages are counted, an empty one is the end.
        var next = operation!.Next is { } path ? path.TextIn(answer)
            : !operation.IsPaged || orders.IsEmpty ? null
            : (int.Parse(asked, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
        next = string.IsNullOrEmpty(next) ? null : next;
        var isEndless = next == asked ||
            (operation.Next is null && next is not null && int.Parse(next, CultureInfo.InvariantCulture) > PagesMax);
        return isEndless
            ? Failed(CaseCodes.Unreadable, "The list of orders has no end: a page is its own next, or too many.")
            : new OrderListing.Page(orders, Total: null, next);
    }

    private static string Moment(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static OrderListing.Failed Failed(CaseCode code, string detail) => new(new Receipt.Refused(code, detail));
}
