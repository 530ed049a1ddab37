using System.Diagnostics;
using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;

namespace Trueup.Connectors.Http;

/// <summary>Hands orders over and takes them back, each exactly once.</summary>
internal sealed class HttpDocuments(HttpOptions options)
{
    private readonly HttpFollowUps _followUps = new(options);
    private readonly HttpPayments _payments = new(options);

    /// <summary>Whether an operation is configured for documents of a kind.</summary>
    public bool Writes(Type intent) =>
        intent == typeof(DocumentIntent.CreateOrder) || intent == typeof(DocumentIntent.PostSale)
            ? options.Create is not null
            : intent == typeof(DocumentIntent.CancelOrder) || intent == typeof(DocumentIntent.CancelSale) ||
              intent == typeof(DocumentIntent.CancelInStorefront)
                ? options.Cancel is not null
                : _followUps.MakerOf(intent) is not null;

    /// <summary>Whether the system can be asked for documents of this kind: that a key may be sent again says nothing of
    /// what is there.</summary>
    public bool CanFind(DocumentIntent intent) => !IsCreation(intent) || options.FindOrder is not null;

    /// <summary>What keeps an order from being cancelled for want of payment; null for nothing.</summary>
    public string? ExpiryFault => options.Cancel is null ? $"there is no {HttpSettings.Cancel}"
        : options.Status?.Payment is null ? $"{HttpSettings.Status} has no result.payment, so nobody can see whether an order is paid"
        : null;

    /// <summary>Makes the document, and reads back what was booked where that can be read.</summary>
    public async ValueTask<Receipt> SendAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken)
    {
        var (named, doubt) = await NamedAsync(wire, intent, cancellationToken);
        return doubt ?? await VerifiedAsync(wire, named, await MakeAsync(wire, named, cancellationToken), cancellationToken);
    }

    private async ValueTask<Receipt> MakeAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken)
    {
        if (IsFollowUp(intent))
        {
            return _followUps.MakerOf(intent.GetType()) is null
                ? new Receipt.Refused(CaseCodes.DocumentRefused, "The system cannot cancel single units.")
                : await _followUps.SendAsync(wire, intent, cancellationToken);
        }

        if (LacksId(intent))
        {
            return new Receipt.Refused(
                CaseCodes.DocumentRefused, "The system's id of the order is not known, so it cannot be cancelled.");
        }

        if (intent is DocumentIntent.CancelInStorefront { OnlyUnpaid: true } &&
            await _payments.ObjectionAsync(wire, intent, cancellationToken) is { } objection)
        {
            return objection;
        }

        var operation = IsCreation(intent) ? options.Create : options.Cancel;
        if (operation is null || !Writes(intent.GetType()))
        {
            throw new InvalidOperationException($"No operation of {options.Name} makes a {intent.GetType().Name}.");
        }

        var request = operation.Request(OrderTree.Of(intent), intent.Key, out var fault);
        if (fault is not null)
        {
            return new Receipt.Refused(CaseCodes.DocumentRefused, fault);
        }

        var outcome = await wire.SendAsync(request, cancellationToken);
        return outcome is WireOutcome.Answered { Reply: var reply }
            ? await SettleAsync(wire, operation, intent, reply, cancellationToken)
            : Replies.OfWrite(outcome);
    }

    /// <summary>Looks for a document made earlier under the intent's key.</summary>
    public async ValueTask<Receipt> FindAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken)
    {
        var (named, doubt) = await NamedAsync(wire, intent, cancellationToken);
        return doubt ?? await VerifiedAsync(wire, named, await LookAsync(wire, named, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// What follows an order that the system took without naming it is asked for under the id that the system shows for the order now;
    /// nothing but the order's own id may lead there, since an absent value would find any order.
    /// </summary>
    private async ValueTask<(DocumentIntent Intent, Receipt? Doubt)> NamedAsync(
        IWire wire, DocumentIntent intent, CancellationToken cancellationToken)
    {
        if (IntentTree.RemoteOf(intent) is not "" || options.FindOrder is not { Body: null } find ||
            find.Line.Placeholders is not { IsEmpty: false } wanted || wanted.Any(static name => name != "order.id"))
        {
            return (intent, null);
        }

        return await FindOrderAsync(wire, intent, cancellationToken) switch
        {
            Receipt.Applied { RemoteId: { } remoteId } => (IntentTree.Under(intent, remoteId), null),
            Receipt.Unknown doubt => (intent, doubt),
            _ => (intent, null),
        };
    }

    private ValueTask<Receipt> LookAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken) =>
        IsFollowUp(intent) ? _followUps.FindAsync(wire, intent, cancellationToken)
        : LacksId(intent) ? ValueTask.FromResult<Receipt>(new Receipt.Deferred("Without the order's id it was never sent."))
        : IsCreation(intent) ? FindOrderAsync(wire, intent, cancellationToken)
        : FindCancellationAsync(wire, intent, cancellationToken);

    private static bool IsCreation(DocumentIntent intent) =>
        intent is DocumentIntent.CreateOrder or DocumentIntent.PostSale;

    /// <summary>Whether it is a cancellation of an order whose id in the system nobody knows: it is refused without a
    /// call.</summary>
    private static bool LacksId(DocumentIntent intent) =>
        intent is DocumentIntent.CancelOrder { RemoteId.Length: 0 } or DocumentIntent.CancelSale { RemoteId.Length: 0 } or
            DocumentIntent.CancelInStorefront { RemoteOrder.Length: 0 };

    private static bool IsFollowUp(DocumentIntent intent) =>
        intent is not (DocumentIntent.CreateOrder or DocumentIntent.PostSale or DocumentIntent.CancelOrder or
            DocumentIntent.CancelSale { Lines.IsEmpty: true } or DocumentIntent.CancelInStorefront { Lines.IsEmpty: true });

    private async ValueTask<Receipt> SettleAsync(
        IWire wire, HttpOperation operation, DocumentIntent intent, WireReply reply, CancellationToken cancellationToken)
    {
        if (Replies.IsSuccess(reply))
        {
            // An order can always be looked up, or sent again under its key.
            var receipt = Replies.OfSuccess(operation, reply, canMakeSure: IsCreation(intent) || options.Status?.Status is not null);
            return receipt is Receipt.Applied made ? Named(made, intent)
                : await FindSettledAsync(wire, intent, cancellationToken) is Receipt.Applied there ? there : receipt;
        }

        if (reply.Status != 409)
        {
            return Replies.OfWrite(reply);
        }

        // It may be there already: the conflict with our own earlier attempt is a success.
        var found = await FindSettledAsync(wire, intent, cancellationToken);
        return found is Receipt.Deferred ? Replies.OfWrite(reply) : found;
    }

    /// <summary>A cancellation goes by the id of its order where the system gives it none.</summary>
    private static Receipt.Applied Named(Receipt.Applied made, DocumentIntent intent) =>
        made with { RemoteId = made.RemoteId ?? IntentTree.RemoteOf(intent) };

    /// <summary>As <see cref="FindAsync"/>, but without an operation to look with, the conflict stands.</summary>
    private ValueTask<Receipt> FindSettledAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken)
    {
        var canLook = IsCreation(intent)
            ? options.FindOrder is not null
            : options.Status?.Status is not null;
        return canLook
            ? LookAsync(wire, intent, cancellationToken)
            : ValueTask.FromResult<Receipt>(new Receipt.Deferred("Nothing to look with."));
    }

    private async ValueTask<Receipt> FindOrderAsync(
        IWire wire, DocumentIntent intent, CancellationToken cancellationToken)
    {
        if (options.FindOrder is not { } find)
        {
            return options.Create?.IdempotencyHeader is null
                ? new Receipt.Unknown("The system cannot be asked for the order.")
                : new Receipt.Deferred("The system knows the key again, so sending once more is safe.");
        }

        var outcome = await AskAsync(wire, find, intent, cancellationToken);
        if (outcome is not WireOutcome.Answered { Reply: var reply })
        {
            return new Receipt.Unknown(DetailOf(outcome));
        }

        if (reply.Status is 404 or 410)
        {
            return new Receipt.Deferred("The system does not have the order.");
        }

        if (!Replies.IsSuccess(reply) || ReplyPath.Read(reply.Body) is not { } answer)
        {
            return new Receipt.Unknown($"Asked for the order, the system answered {Replies.Words(reply)}");
        }

        return Replies.OfLook(find, answer, "the order");
    }

    private async ValueTask<Receipt> FindCancellationAsync(
        IWire wire, DocumentIntent intent, CancellationToken cancellationToken)
    {
        if (options.Status is not { Status: { } path } status)
        {
            return new Receipt.Deferred("Cancelling once more does no harm.");
        }

        var outcome = await AskAsync(wire, status, intent, cancellationToken);
        if (outcome is not WireOutcome.Answered { Reply: var reply })
        {
            return new Receipt.Unknown(DetailOf(outcome));
        }

        if (reply.Status is 404 or 410)
        {
            // What it says to the cancellation itself is final, and a case.
            return new Receipt.Deferred("The system does not have the order.");
        }

        if (!Replies.IsSuccess(reply) || path.TextIn(ReplyPath.Read(reply.Body)) is not { } word)
        {
            return new Receipt.Unknown($"Asked for the order's status, the system answered {Replies.Words(reply)}");
        }

        return HttpPayments.IsCancelled(word)
            ? new Receipt.Applied(IntentTree.RemoteOf(intent))
            : new Receipt.Deferred("The system has not cancelled the order.");
    }

    private static ValueTask<WireOutcome> AskAsync(
        IWire wire, HttpOperation operation, DocumentIntent intent, CancellationToken cancellationToken)
    {
        var request = operation.Request(OrderTree.Of(intent), key: null, out var fault);
        return fault is null
            ? wire.SendAsync(request, cancellationToken)
            : ValueTask.FromResult<WireOutcome>(new WireOutcome.NotSent(fault));
    }

    /// <summary>A sale or a store's day that was booked, with the amounts that the system holds for it now.</summary>
    private async ValueTask<Receipt> VerifiedAsync(
        IWire wire, DocumentIntent intent, Receipt receipt, CancellationToken cancellationToken)
    {
        var reading = intent switch
        {
            DocumentIntent.PostSale => "order.read",
            DocumentIntent.PostStoreDay => "day.read",
            _ => null,
        };
        if (reading is null || receipt is not Receipt.Applied { RemoteId: { } remote } booked ||
            options.Find(reading) is not { Gross: { } gross } read)
        {
            return receipt;
        }

        DocumentIntent asked = intent is DocumentIntent.PostStoreDay day
            ? day with { RemoteId = remote }
            : new DocumentIntent.CancelOrder(intent.Key, intent.Order, remote);
        return await AskAsync(wire, read, asked, cancellationToken) is WireOutcome.Answered { Reply: var reply } &&
            Replies.IsSuccess(reply) && ReplyPath.Read(reply.Body) is { } answer
            ? booked with { BookedGross = AmountIn(gross, answer), BookedTax = AmountIn(read.Tax, answer) }
            : receipt;
    }

    private static decimal? AmountIn(ReplyPath? path, Newtonsoft.Json.Linq.JToken answer) => decimal.TryParse(
        path?.TextIn(answer), NumberStyles.Number, CultureInfo.InvariantCulture, out var amount)
        ? amount
        : null;

    private static string DetailOf(WireOutcome outcome) => outcome switch
    {
        WireOutcome.NotSent unsent => $"Not asked: {unsent.Why}",
        WireOutcome.NoAnswer lost => $"Asked without an answer: {lost.Why}",
        _ => throw new UnreachableException($"No rule for {outcome.GetType().Name}."),
    };
}
