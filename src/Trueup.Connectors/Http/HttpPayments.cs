using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;

namespace Trueup.Connectors.Http;

/// <summary>
/// Asks a storefront whether an order is still not paid, before it is cancelled for that. Only its own word for what is not paid
/// lets the cancellation go: anything else may be money that came.
/// </summary>
internal sealed class HttpPayments(HttpOptions options)
{
    /// <summary>Whether a status says that the order is cancelled.</summary>
    public static bool IsCancelled(string? word) =>
        string.Equals(word, "cancelled", StringComparison.OrdinalIgnoreCase) || string.Equals(word, "canceled", StringComparison.OrdinalIgnoreCase);

    /// <summary>Why the order is not to be cancelled, or that it is already; null where it is certainly not paid.</summary>
    public async ValueTask<Receipt?> ObjectionAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken)
    {
        if (options.Status is not { Payment: { } payment } status)
        {
            return new Receipt.Refused(
                CaseCodes.DocumentRefused,
                $"The system cannot be asked whether the order is paid: {HttpSettings.Status} has no result.payment. So it is not cancelled.");
        }

        var request = status.Request(OrderTree.Of(intent), key: null, out var fault);
        WireOutcome outcome = fault is null ? await wire.SendAsync(request, cancellationToken) : new WireOutcome.NotSent(fault);
        if (outcome is not WireOutcome.Answered { Reply: var reply } || !Replies.IsSuccess(reply))
        {
            return Replies.OfRead(outcome);
        }

        var answer = ReplyPath.Read(reply.Body);
        if (IsCancelled(status.Status?.TextIn(answer)))
        {
            return new Receipt.Applied(IntentTree.RemoteOf(intent));
        }

        return payment.TextIn(answer) is not { Length: > 0 } word
            ? new Receipt.Deferred("Asked whether the order is paid, the system does not say.")
            : options.Unpaid.Contains(word, StringComparer.OrdinalIgnoreCase)
                ? null
                : new Receipt.Refused(
                    CaseCodes.DocumentRefused, $"The order is not waiting for its payment any more: its payment is {word}.");
    }
}
