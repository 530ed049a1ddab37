using System.Diagnostics;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;

namespace Trueup.Connectors.Http;

/// <summary>
/// Makes what follows an order: changes, cancelled units, returns, refunds, shipments. Each kind has one operation that
/// makes it and may have one that finds it by its key.
/// </summary>
internal sealed class HttpFollowUps(HttpOptions options)
{
    private static readonly Dictionary<Type, (string Make, string? Find)> _operations = new()
    {
        [typeof(DocumentIntent.ReduceOrder)] = ("order.reduce", "order.reduction"),
        [typeof(DocumentIntent.AmendOrder)] = ("order.amend", null),
        [typeof(DocumentIntent.AmendSale)] = ("order.amend", null),
        [typeof(DocumentIntent.PostCredit)] = ("credit.create", "credit.find"),
        [typeof(DocumentIntent.PostReturn)] = ("return.create", "return.find"),
        [typeof(DocumentIntent.AnnounceReturn)] = ("return.create", "return.find"),
        [typeof(DocumentIntent.AmendReturn)] = ("return.amend", null),
        [typeof(DocumentIntent.RefundInStorefront)] = ("refund.create", "refund.find"),
        [typeof(DocumentIntent.PostShipment)] = ("shipment.create", "shipment.find"),
        [typeof(DocumentIntent.PostTracking)] = ("tracking.create", "tracking.find"),
        [typeof(DocumentIntent.PostStoreDay)] = ("day.create", "day.find"),
    };

    /// <summary>The operation that makes documents of a kind; null when none is configured.</summary>
    public HttpOperation? MakerOf(Type intent) =>
        intent == typeof(DocumentIntent.CancelSale) ? options.Find("order.reduce")
        : _operations.TryGetValue(intent, out var names) ? options.Find(names.Make) : null;

    /// <summary>Makes the document.</summary>
    public async ValueTask<Receipt> SendAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken)
    {
        var maker = MakerOf(intent.GetType())
            ?? throw new InvalidOperationException($"No operation of {options.Name} makes a {intent.GetType().Name}.");
        var request = maker.Request(OrderTree.Of(intent), intent.Key, out var fault);
        if (fault is not null)
        {
            return new Receipt.Refused(CaseCodes.DocumentRefused, fault);
        }

        var outcome = await wire.SendAsync(request, cancellationToken);
        if (outcome is not WireOutcome.Answered { Reply: var reply })
        {
            return Replies.OfWrite(outcome);
        }

        if (Replies.IsSuccess(reply))
        {
            return Replies.OfSuccess(maker, reply, FinderOf(intent) is not null || maker.IdempotencyHeader is not null);
        }

        // A conflict with our own earlier attempt is a success.
        var found = reply.Status == 409 && FinderOf(intent) is not null
            ? await FindAsync(wire, intent, cancellationToken)
            : null;
        return found is null or Receipt.Deferred ? Replies.OfWrite(reply) : found;
    }

    /// <summary>Looks the document up by its key, as <see cref="IDocumentWriter.FindAsync"/> says.</summary>
    public async ValueTask<Receipt> FindAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken)
    {
        if (FinderOf(intent) is not { } finder)
        {
            var maker = MakerOf(intent.GetType());
            if (maker is null)
            {
                // In doubt about it, it would wait for ever after a restart; sending it tells that it is refused.
                return new Receipt.Deferred("The system cannot be told this, so nobody has told it.");
            }

            var isAbsolute = intent is DocumentIntent.AmendOrder or DocumentIntent.AmendSale or DocumentIntent.AmendReturn;
            return isAbsolute || maker.IdempotencyHeader is not null
                ? new Receipt.Deferred("Sending it once more is safe.")
                : new Receipt.Unknown("The system cannot be asked for the document.");
        }

        var request = finder.Request(OrderTree.Of(intent), key: null, out var fault);
        if (fault is not null)
        {
            return new Receipt.Unknown($"Not asked: {fault}");
        }

        return await wire.SendAsync(request, cancellationToken) switch
        {
            WireOutcome.Answered { Reply.Status: 404 or 410 } => new Receipt.Deferred("The system does not have it."),
            WireOutcome.Answered { Reply: var reply } => Found(finder, reply),
            WireOutcome.NotSent unsent => new Receipt.Unknown($"Not asked: {unsent.Why}"),
            WireOutcome.NoAnswer lost => new Receipt.Unknown($"Asked without an answer: {lost.Why}"),
            var other => throw new UnreachableException($"No rule for {other.GetType().Name}."),
        };
    }

    private static Receipt Found(HttpOperation finder, WireReply reply)
    {
        if (!Replies.IsSuccess(reply) || ReplyPath.Read(reply.Body) is not { } answer)
        {
            return new Receipt.Unknown($"Asked for the document, the system answered {Replies.Words(reply)}");
        }

        return Replies.OfLook(finder, answer, "it");
    }

    private HttpOperation? FinderOf(DocumentIntent intent) =>
        intent is DocumentIntent.CancelSale ? options.Find("order.reduction")
        : _operations.TryGetValue(intent.GetType(), out var names) && names.Find is { } name ? options.Find(name) : null;
}
