using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Orders;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Messages;

/// <summary>
/// Reads the project's messages: no subscription reaches a self-hosted address by itself (commercetools.md §5.1). A
/// message about an order is a hint that it is to be read, for its state is a snapshot of then and messages come late,
/// twice and in any order; what no reading shows, such as a deletion or a publication, is kept as it is.
/// </summary>
internal sealed class MessagePolling(ProjectApi api, OrderPolling orders)
{
    private const string Resources = "resource(typeId in (\"order\", \"payment\", \"product\", \"inventory-entry\"))";

    /// <summary>One page of messages.</summary>
    public async ValueTask<PollOutcome> PollAsync(
        IWire wire, string cursor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // What happened before the hub came is read from the orders themselves.
        var at = (cursor.Length == 0 ? OrderCursor.From(now) : OrderCursor.Parse(cursor, now)).Begin(api.Options.Overlap);
        var query = new ProjectQuery("/messages").Where(Resources).Where(at.Id.Length == 0
            ? $"createdAt >= \"{at.Time}\""
            : $"createdAt = \"{at.Time}\" and id > \"{at.Id}\" or createdAt > \"{at.Time}\"")
            .By("createdAt asc").By("id asc");
        var answer = await api.GetAsync(wire, query.Page(), cancellationToken);
        if (!answer.IsDone || Loose.Parse(answer.Body) is not { } body)
        {
            return new PollOutcome.Failed(answer.AsReadReceipt(CaseCodes.ConnectionDown));
        }

        var page = body.List("results").ToList();
        var (failure, messages) = await ReadAsync(wire, page, cancellationToken);
        if (failure is not null)
        {
            return new PollOutcome.Failed(failure.AsReadReceipt(CaseCodes.ConnectionDown));
        }

        var more = page.Count >= ProjectQuery.PageMax;
        var last = page.Count == 0 ? default : page[^1];
        var next = at.After(last.Text("createdAt") ?? "", last.Text("id") ?? "", more);
        return new PollOutcome.Page(messages, next.ToString(), more);
    }

    private async ValueTask<(Answer? Failure, Items<RawMessage> Messages)> ReadAsync(
        IWire wire, List<JsonElement> page, CancellationToken cancellationToken)
    {
        var messages = new List<RawMessage>();
        foreach (var (field, resource) in new[] { ("id", "order"), ("payment", "payment") })
        {
            var ids = page.Where(message => message.At("resource").Text("typeId") == resource)
                .Select(message => message.At("resource").Text("id")).OfType<string>();
            var (failure, read) = await orders.ByIdsAsync(wire, field, ids, cancellationToken);
            if (failure is not null)
            {
                return (failure, []);
            }

            messages.AddRange(read.Select(OrderPolling.MessageOf));
        }

        foreach (var message in page.Where(IsKept))
        {
            var (failure, whole) = await WholeAsync(wire, message, cancellationToken);
            if (failure is not null)
            {
                return (failure, []);
            }

            messages.Add(MessageOf(whole));
        }

        return (null, messages.DistinctBy(message => message.Key, StringComparer.Ordinal).ToItems());
    }

    /// <summary>Everything but what reading the order has answered already.</summary>
    private static bool IsKept(JsonElement message) =>
        message.At("resource").Text("typeId") is not ("order" or "payment") || message.Text("type") == "OrderDeleted";

    /// <summary>A message whose payload was left out is read by its id; from the list it comes whole.</summary>
    private async ValueTask<(Answer? Failure, JsonElement Message)> WholeAsync(
        IWire wire, JsonElement message, CancellationToken cancellationToken)
    {
        if (!message.At("payloadNotIncluded").Exists() || message.Text("id") is not { } id)
        {
            return (null, message);
        }

        var answer = await api.GetAsync(wire, $"/messages/{Uri.EscapeDataString(id)}", cancellationToken);
        return answer.IsDone && Loose.Parse(answer.Body) is { } whole ? (null, whole)
            : answer.Status == 404 ? (null, message)
            : (answer, message);
    }

    /// <summary>A message on its way into the journal: its id is the same however often it comes.</summary>
    public static RawMessage MessageOf(JsonElement message)
    {
        var body = Encoding.UTF8.GetBytes(message.GetRawText());
        var id = message.Text("id") is { Length: > 0 } given
            ? $"messages/{given}"
            : $"notifications/{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}";
        return new RawMessage(id, MessageForms.Message, body);
    }
}
