using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Orders;
using Trueup.Connectors.CommerceTools.Products;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Messages;

/// <summary>
/// Reads the project's messages by their sequence: no subscription reaches a self-hosted address by itself
/// (commercetools.md §5.1). A message about an order is a hint that it is to be read, once however many there are, for its
/// payload is a snapshot of then; what no reading shows, such as a deletion, is kept as it is.
/// </summary>
internal sealed class MessagePolling(ProjectApi api, OrderPolling orders, ProductPolling products)
{
    /// <summary>
    /// The hub's own writes make a message each for inventory entries, and nothing depends on those: entries are not asked
    /// for.
    /// </summary>
    private const string Resources = "resource(typeId in (\"order\", \"payment\", \"product\"))";

    private readonly MessageGaps _gaps = new(api);
    private readonly DeletedOrders _deleted = new(api, orders);

    /// <summary>One page of messages.</summary>
    public async ValueTask<PollOutcome> PollAsync(
        IWire wire, string cursor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (start, trail) = MessageCursor.Parse(cursor, now);
        var at = start.Begin(api.Options.Overlap);
        var query = new ProjectQuery("/messages").Where(Resources).Where(at.Id.Length == 0
            ? $"createdAt >= \"{at.Time}\""
            : $"createdAt = \"{at.Time}\" and id > \"{at.Id}\" or createdAt > \"{at.Time}\"")
            .By("createdAt asc").By("id asc");
        var answer = await api.GetAsync(wire, query.Page(), cancellationToken);
        if (!answer.IsDone || Loose.Parse(answer.Body) is not { } body)
        {
            return Failed(answer);
        }

        var page = body.List("results").ToList();
        var fresh = page.Where(message => IsFresh(trail, message, now)).ToList();
        var more = page.Count >= ProjectQuery.PageMax;
        if (!more)
        {
            var (unread, found) = await _gaps.LookAsync(wire, trail, cancellationToken);
            if (unread is not null)
            {
                return Failed(unread);
            }

            fresh.AddRange(found.Where(message => IsFresh(trail, message, now)));
        }

        var round = new Round(wire, trail, fresh);
        var failure = await ReadOrdersAsync(round, cancellationToken) ?? await ReadOthersAsync(round, now, cancellationToken);
        if (failure is not null)
        {
            return Failed(failure);
        }

        var last = page.Count == 0 ? default : page[^1];
        var next = new MessageCursor(at.After(last.Text("createdAt") ?? "", last.Text("id") ?? "", more), trail);
        return new PollOutcome.Page(
            round.Messages.DistinctBy(message => message.Key, StringComparer.Ordinal).ToItems(), next.ToString(), more);
    }

    /// <summary>What can be read of a message's place: its resource, and its number there.</summary>
    public static (string Resource, long Number)? PlaceOf(JsonElement message) =>
        message.At("resource").Text("id") is { } id && MessageTrail.Takes(id) && message.Whole("sequenceNumber") is { } number
            ? (id, number)
            : null;

    private static bool IsFresh(MessageTrail trail, JsonElement message, DateTimeOffset now) =>
        PlaceOf(message) is not { } place || trail.Take(place.Resource, place.Number, now) != Standing.Repeated;

    /// <summary>
    /// Orders are read as they are now, unless what was read of them before is as new as the message. That also settles
    /// whatever is missing of their messages.
    /// </summary>
    private async ValueTask<Answer?> ReadOrdersAsync(Round round, CancellationToken cancellationToken)
    {
        foreach (var (field, resource) in new[] { ("id", "order"), ("payment", "payment") })
        {
            var about = round.About(resource).Where(message => resource == "payment" || !IsRead(round.Trail, message)).ToList();
            var ids = about.Select(message => message.At("resource").Text("id")).OfType<string>().ToList();
            var (failure, read) = await orders.ByIdsAsync(round.Wire, field, ids, cancellationToken);
            if (failure is not null)
            {
                return failure;
            }

            foreach (var order in read)
            {
                round.Trail.Settle(order.Text("id") ?? "", order.Whole("version") ?? 0);
            }

            round.Messages.AddRange(read.Select(OrderPolling.MessageOf));
            foreach (var message in round.About(resource))
            {
                round.Trail.Settle(message.At("resource").Text("id") ?? "", version: 0);
            }

            if (resource == "order" &&
                await _deleted.ReadAsync(round, about, read, cancellationToken) is { } unread)
            {
                return unread;
            }
        }

        return null;
    }

    /// <summary>Whether the resource was read when it was at least as new as the message.</summary>
    private static bool IsRead(MessageTrail trail, JsonElement message) =>
        message.Whole("resourceVersion") is { } version &&
        version <= trail.VersionOf(message.At("resource").Text("id") ?? "");

    private async ValueTask<Answer?> ReadOthersAsync(Round round, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var message in round.Fresh.Where(IsKept))
        {
            var (failure, whole) = await WholeAsync(round.Wire, message, cancellationToken);
            if (failure is not null)
            {
                return failure;
            }

            round.Messages.Add(Notifications.Polled(whole));
            if (ProductPolling.IsShownOnlyByReading(whole) &&
                await products.ReadAsync(round, whole.At("resource").Text("id"), cancellationToken) is { } unread)
            {
                return unread;
            }
        }

        // What did not come within the patience is given up, and the product read as it is now.
        foreach (var gap in round.Trail.Gaps.Where(gap => now - gap.Since >= MessageGaps.Patience).ToList())
        {
            if (await products.ReadAsync(round, gap.Resource, cancellationToken) is { } unread)
            {
                return unread;
            }

            round.Trail.Settle(gap.Resource, version: 0);
        }

        return null;
    }

    /// <summary>Everything but what reading the order has answered already.</summary>
    private static bool IsKept(JsonElement message) =>
        message.At("resource").Text("typeId") is not ("order" or "payment") || message.Text("type") == "OrderDeleted";

    /// <summary>A message whose payload was left out is read by its id; from the list it comes whole.</summary>
    private async ValueTask<(Answer? Failure, JsonElement Message)> WholeAsync(
        IWire wire, JsonElement message, CancellationToken cancellationToken)
    {
        if (!message.At("payloadNotIncluded").Exists() || message.Text("id") is not { Length: > 0 } id)
        {
            return (null, message);
        }

        var (failure, whole) = await api.OneAsync(wire, "/messages", id, cancellationToken);
        return (failure, whole ?? message);
    }

    private static PollOutcome.Failed Failed(Answer answer) => new(answer.AsReadReceipt(CaseCodes.ConnectionDown));

    /// <summary>What is under way of one page.</summary>
    /// <param name="Wire">The way to the project.</param>
    /// <param name="Trail">What was taken of each resource; it is only kept when all of the page was read.</param>
    /// <param name="Fresh">Messages that were not taken before.</param>
    internal sealed record Round(IWire Wire, MessageTrail Trail, IReadOnlyList<JsonElement> Fresh)
    {
        /// <summary>What goes into the journal.</summary>
        public List<RawMessage> Messages { get; } = [];

        /// <summary>Fresh messages about resources of a type.</summary>
        public IEnumerable<JsonElement> About(string type) =>
            Fresh.Where(message => message.At("resource").Text("typeId") == type);
    }
}
