using System.Text;
using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Orders;

/// <summary>
/// Reads orders by what changed since the last round. No offset is counted, so nothing ends at 10,000 rows and no row that
/// moves while it is being read is missed (commercetools.md §4.4).
/// </summary>
internal sealed class OrderPolling(ProjectApi api)
{
    /// <summary>Orders of one page: with all that is expanded they may be large.</summary>
    public const int PageSize = 100;

    /// <summary>The list of orders: of the store, where the connection is for one.</summary>
    public string Resource => api.Options.Store is { } store
        ? $"/in-store/key={Uri.EscapeDataString(store)}/orders"
        : "/orders";

    /// <summary>One page of changes.</summary>
    public async ValueTask<PollOutcome> PollAsync(
        IWire wire, string cursor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var at = OrderCursor.Parse(cursor, now).Begin(api.Options.Overlap);
        var query = Query();
        if (at.IsFirst)
        {
            query.Where("orderState != \"Complete\" and orderState != \"Cancelled\"").By("id asc");
            if (at.Id.Length > 0)
            {
                query.Where($"id > \"{at.Id}\"");
            }
        }
        else
        {
            query.Where(at.Id.Length == 0
                ? $"lastModifiedAt >= \"{at.Time}\""
                : $"lastModifiedAt = \"{at.Time}\" and id > \"{at.Id}\" or lastModifiedAt > \"{at.Time}\"")
                .By("lastModifiedAt asc").By("id asc");
        }

        var (failure, orders) = await ReadAsync(wire, query, cancellationToken);
        if (failure is not null)
        {
            return new PollOutcome.Failed(failure.AsReadReceipt(CaseCodes.ConnectionDown));
        }

        var more = orders.Count >= PageSize;
        var last = orders.Count == 0 ? default : orders[^1];
        var next = at.After(last.Text("lastModifiedAt") ?? "", last.Text("id") ?? "", more);
        return new PollOutcome.Page(orders.Select(MessageOf).ToItems(), next.ToString(), more);
    }

    /// <summary>The orders of these ids as they are now; those that are gone are left out.</summary>
    public async ValueTask<(Answer? Failure, List<JsonElement> Orders)> ByIdsAsync(
        IWire wire, string field, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var orders = new List<JsonElement>();
        foreach (var group in ProjectQuery.Groups(ids.Distinct(StringComparer.Ordinal), countMax: 50))
        {
            var query = Query();
            var names = string.Join(", ", group.Select(id => $"\"{id}\""));
            query.Where(field == "id" ? $"id in ({names})" : $"paymentInfo(payments(id in ({names})))").By("id asc");
            var (failure, read) = await ReadAsync(wire, query, cancellationToken);
            if (failure is not null)
            {
                return (failure, orders);
            }

            orders.AddRange(read);
        }

        return (null, orders);
    }

    /// <summary>One order with what it refers to; no order and no failure when it does not exist.</summary>
    public ValueTask<(Answer? Failure, JsonElement? Order)> OneAsync(IWire wire, string id, CancellationToken cancellationToken) =>
        api.OneAsync(wire, "/orders", id, cancellationToken, query =>
            query.Expand("lineItems[*].state[*].state").Expand("paymentInfo.payments[*]"));

    /// <summary>The first orders that are not marked on a channel.</summary>
    public async ValueTask<(Answer? Failure, List<JsonElement> Orders)> UnmarkedAsync(
        IWire wire, string channelId, CancellationToken cancellationToken)
    {
        var query = Query().Where($"syncInfo is empty or not(syncInfo(channel(id=\"{channelId}\")))")
            .Where("orderState != \"Complete\" and orderState != \"Cancelled\"").By("id asc");
        return await ReadAsync(wire, query, cancellationToken);
    }

    /// <summary>An order on its way into the journal: the same order read again is the same message.</summary>
    public static RawMessage MessageOf(JsonElement order)
    {
        var body = Encoding.UTF8.GetBytes(order.GetRawText());
        return new RawMessage(RecordKey.Of("orders", order.Text("id") ?? "", body), MessageForms.Order, body);
    }

    private ProjectQuery Query()
    {
        var query = new ProjectQuery(Resource);
        foreach (var path in OrderReading.Expansions)
        {
            query.Expand(path);
        }

        return query;
    }

    private async ValueTask<(Answer? Failure, List<JsonElement> Orders)> ReadAsync(
        IWire wire, ProjectQuery query, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(wire, query.Page(PageSize), cancellationToken);
        return answer.IsDone && Loose.Parse(answer.Body) is { } body
            ? (null, body.List("results").ToList())
            : (answer.IsDone ? answer with { Status = 0, Detail = "/orders is not a list." } : answer, []);
    }
}
