using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Orders;

/// <summary>
/// Lists orders by the time of their creation, for the proof that none is missing. Read by id and without an offset, so that
/// nothing ends at 10,000 rows (commercetools.md §4.4).
/// </summary>
internal sealed class OrderListingReader(ProjectApi api, OrderPolling orders)
{
    private const int PageSize = 200;

    /// <summary>One page of the list; the token of the next is the last id of this one.</summary>
    public async ValueTask<OrderListing> ListAsync(
        IWire wire, OrderListingAsk ask, CancellationToken cancellationToken)
    {
        var query = new ProjectQuery(orders.Resource)
            .Where($"createdAt >= \"{Loose.Moment(ask.From)}\" and createdAt < \"{Loose.Moment(ask.Until)}\"").By("id asc");
        if (ask.Page.Length > 0)
        {
            query.Where($"id > \"{ask.Page}\"");
        }

        var answer = await api.GetAsync(wire, query.Page(PageSize), cancellationToken);
        if (!answer.IsDone || Loose.Parse(answer.Body) is not { } body)
        {
            return new OrderListing.Failed(answer.AsReadReceipt(CaseCodes.ConnectionDown));
        }

        var listed = body.List("results").Select(Listed).ToItems();
        return new OrderListing.Page(listed, Total: null, listed.Count < PageSize ? null : listed[^1].Id);
    }

    /// <summary>Orders as messages, as the poll would bring them.</summary>
    public async ValueTask<PollOutcome> ReadAsync(IWire wire, Items<string> ids, CancellationToken cancellationToken)
    {
        var (failure, read) = await orders.ByIdsAsync(wire, "id", ids, cancellationToken);
        return failure is not null
            ? new PollOutcome.Failed(failure.AsReadReceipt(CaseCodes.ConnectionDown))
            : new PollOutcome.Page(read.Select(OrderPolling.MessageOf).ToItems(), Cursor: "", More: false);
    }

    private static ListedOrder Listed(JsonElement order)
    {
        var id = order.Text("id") ?? "";
        return new ListedOrder(id, order.Text("orderNumber") is { Length: > 0 } number ? number : id);
    }
}
