using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Polling;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Receiving;

/// <summary>
/// Lets in what Adobe signs: I/O Events, and Commerce webhooks (adobe-commerce.md §8). The keys come from the
/// configuration, because a delivery is judged before anything else is done, and nothing may be fetched on a stranger's
/// word.
/// </summary>
internal sealed class InboundDeliveries(AdobeCommerceOptions options)
{
    private const int ChallengeMax = 256;

    /// <summary>Opens a delivery; null when it is not of Adobe's form.</summary>
    public InboundVerdict? Open(WireRequest request)
    {
        if (Challenge(request) is { } challenge && !options.EventsKeys.IsEmpty)
        {
            return challenge;
        }

        if (request.Header("x-adobe-digital-signature-1") is not null || request.Header("x-adobe-digital-signature-2") is not null ||
            request.Header("x-adobe-event-id") is not null)
        {
            return OpenEvents(request);
        }

        return request.Header("x-adobe-commerce-webhook-signature") is { } signature
            ? OpenWebhook(request, signature)
            : null;
    }

    /// <summary>A registration asks for its challenge back, as plain text (§8.1).</summary>
    private static InboundVerdict? Challenge(WireRequest request)
    {
        var query = request.Target.IndexOf('?', StringComparison.Ordinal);
        if (request.Method != "GET" || query < 0)
        {
            return null;
        }

        foreach (var pair in request.Target[(query + 1)..].Split('&'))
        {
            if (pair.StartsWith("challenge=", StringComparison.Ordinal))
            {
                var text = Uri.UnescapeDataString(pair["challenge=".Length..]);
                return text.Length is > 0 and <= ChallengeMax
                    ? new InboundVerdict.Reply(new WireReply(
                        200, Encoding.UTF8.GetBytes(text), [new WireHeader("Content-Type", "text/plain")]))
                    : new InboundVerdict.Malformed("The challenge is empty or too long.");
            }
        }

        return null;
    }

    private InboundVerdict OpenEvents(WireRequest request)
    {
        // Two signatures travel along so that keys can be changed; one that any known key verifies is enough.
        string?[] signatures =
            [request.Header("x-adobe-digital-signature-1"), request.Header("x-adobe-digital-signature-2")];
        if (!options.EventsKeys.Any(key => signatures.Any(signature => Verifies(key, signature, request.Body.Span))))
        {
            return new InboundVerdict.Denied("No signature of the delivery matches a known key.");
        }

        try
        {
            using var document = JsonText.Parse(request.Body);
            var events = document.RootElement.ValueKind == JsonValueKind.Array
                ? document.RootElement.EnumerateArray().ToList()
                : [document.RootElement];
            var messages = new List<RawMessage>();
            foreach (var item in events)
            {
                if (Message(item, out var refusal) is { } message)
                {
                    messages.Add(message);
                    continue;
                }

                return refusal!;
            }

            return new InboundVerdict.Accepted(messages.ToItems());
        }
        catch (JsonException)
        {
            return new InboundVerdict.Malformed("The delivery is not JSON.");
        }
    }

    private RawMessage? Message(JsonElement item, out InboundVerdict? refusal)
    {
        refusal = null;
        var id = Text(item, "event_id") ?? Text(item, "eventid") ?? Text(item, "id");
        if (id is null || Text(item, "type") is null)
        {
            refusal = new InboundVerdict.Malformed("An event has no id or no type.");
            return null;
        }

        var recipient = Text(item, "recipient_client_id") ?? Text(item, "recipientclientid");
        if (options.EventsClientId is { } client && recipient != client)
        {
            refusal = new InboundVerdict.Denied("An event is addressed to another client.");
            return null;
        }

        return new RawMessage($"event/{id}", MessageForms.Event, Encoding.UTF8.GetBytes(item.GetRawText()));
    }

    /// <summary>
    /// A webhook runs inside the shopper's own request and waits for an operation, so the answer is always "go on". It
    /// has no id and is never a duplicate.
    /// </summary>
    private InboundVerdict OpenWebhook(WireRequest request, string signature)
    {
        // Adobe's page speaks of the base64-encoded body, its sample of the body: both are bound to it, so both are
        // taken (§8.2).
        var encoded = Encoding.ASCII.GetBytes(Convert.ToBase64String(request.Body.Span));
        if (options.WebhookKey is not { } key ||
            !(Verifies(key, signature, request.Body.Span) || Verifies(key, signature, encoded)))
        {
            return new InboundVerdict.Denied("The webhook's signature does not match the configured key.");
        }

        return new InboundVerdict.Accepted(
            [new RawMessage("", MessageForms.Webhook, request.Body)],
            new WireReply(
                200, "{\"op\":\"success\"}"u8.ToArray(), [new WireHeader("Content-Type", "application/json")]));
    }

    private static string? Text(JsonElement item, string field) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(field, out var value) &&
        value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static bool Verifies(string pem, string? signature, ReadOnlySpan<byte> signed)
    {
        var bytes = new byte[1_024];
        if (signature is null || !Convert.TryFromBase64String(signature, bytes, out var length))
        {
            return false;
        }

        using var key = RSA.Create();
        key.ImportFromPem(pem);
        return key.VerifyData(signed, bytes.AsSpan(0, length), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
