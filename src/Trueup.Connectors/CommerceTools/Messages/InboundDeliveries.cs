using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Messages;

/// <summary>
/// Lets in what a subscription delivers by a hop: an SNS topic that posts, signed; or Event Grid, or a bridge from a queue,
/// with a token. Both carry the platform's own format or CloudEvents (commercetools.md §5.3).
/// </summary>
internal sealed class InboundDeliveries(CommerceToolsOptions options, SnsDeliveries sns)
{
    /// <summary>Opens a delivery; null when it is not of these forms.</summary>
    public InboundVerdict? Open(WireRequest request, DateTimeOffset now)
    {
        if (request.Method == "OPTIONS")
        {
            return options.SubscriptionToken is not null && request.Header("WebHook-Request-Origin") is { Length: > 0 } origin
                ? Consent(request, origin)
                : null;
        }

        if (request.Header("x-amz-sns-message-type") is { } kind)
        {
            return sns.Open(request, kind, now, Messages);
        }

        return options.SubscriptionToken is { } token && request.Header("Authorization") is { } given
            ? OpenWithToken(request, given, token)
            : null;
    }

    /// <summary>
    /// A sender of CloudEvents asks before its first delivery whether it may (message-ingress.md §1). Whoever asks may try:
    /// each delivery has to carry the token all the same.
    /// </summary>
    private static InboundVerdict.Reply Consent(WireRequest request, string origin)
    {
        var headers = new List<WireHeader>
        {
            new("Allow", "POST"),
            new("WebHook-Allowed-Origin", origin),
        };
        if (request.Header("WebHook-Request-Rate") is not null)
        {
            // The hub says when it is too much with 429 and Retry-After.
            headers.Add(new WireHeader("WebHook-Allowed-Rate", "*"));
        }

        return new InboundVerdict.Reply(new WireReply(200, default, headers.ToItems()));
    }

    private static InboundVerdict OpenWithToken(WireRequest request, string given, string token)
    {
        if (!CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes($"Bearer {token}")))
        {
            return new InboundVerdict.Denied("The token of the delivery is not the subscription's.");
        }

        return Messages(request.Body);
    }

    private static InboundVerdict Messages(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonText.Parse(body);
            var items = document.RootElement.ValueKind == JsonValueKind.Array
                ? document.RootElement.EnumerateArray().ToList()
                : [document.RootElement];
            var messages = new List<RawMessage>();
            foreach (var item in items)
            {
                // A CloudEvent wraps the platform's own payload.
                var payload = item.Text("specversion") is not null ? item.At("data") : item;
                if (payload.ValueKind != JsonValueKind.Object ||
                    (payload.Text("notificationType") is null && payload.Text("type") is null))
                {
                    return new InboundVerdict.Malformed("A notification has neither a kind nor a type.");
                }

                messages.Add(Notifications.Pushed(payload));
            }

            return new InboundVerdict.Accepted(messages.ToItems());
        }
        catch (JsonException)
        {
            return new InboundVerdict.Malformed("The delivery is not JSON.");
        }
    }
}
