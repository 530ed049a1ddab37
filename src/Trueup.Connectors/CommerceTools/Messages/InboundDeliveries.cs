using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Messages;

/// <summary>
/// Lets in what a subscription delivers by a hop: an SNS topic that posts, signed; or Event Grid, or a bridge from a queue,
/// with a token. Both carry the platform's own format or CloudEvents (commercetools.md §5.3). The keys come from the
/// configuration: nothing is fetched on a stranger's word.
/// </summary>
internal sealed class InboundDeliveries(CommerceToolsOptions options)
{
    /// <summary>Opens a delivery; null when it is not of these forms.</summary>
    public InboundVerdict? Open(WireRequest request)
    {
        if (request.Header("x-amz-sns-message-type") is { } kind)
        {
            return OpenSns(request, kind);
        }

        return options.SubscriptionToken is { } token && request.Header("Authorization") is { } given
            ? OpenWithToken(request, given, token)
            : null;
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

    private InboundVerdict OpenSns(WireRequest request, string kind)
    {
        if (options.SnsTopic is not { } topic)
        {
            return new InboundVerdict.Denied("This connection takes no SNS deliveries.");
        }

        if (Loose.Parse(request.Body) is not { } envelope)
        {
            return new InboundVerdict.Malformed("The SNS delivery is not JSON.");
        }

        if (envelope.Text("TopicArn") != topic || !options.SnsKeys.Any(key => Verifies(key, envelope)))
        {
            return new InboundVerdict.Denied("The delivery is not from the configured topic, or its signature is wrong.");
        }

        return kind switch
        {
            "Notification" => Messages(Encoding.UTF8.GetBytes(envelope.Text("Message") ?? "")),

            // The hub visits no address that a message names: the operator confirms with the token, which the message shows.
            "SubscriptionConfirmation" => new InboundVerdict.Accepted(
                [new RawMessage($"sns/{envelope.Text("MessageId")}", MessageForms.Message, Confirmation)]),
            _ => new InboundVerdict.Accepted([]),
        };
    }

    private static ReadOnlyMemory<byte> Confirmation { get; } =
        Encoding.UTF8.GetBytes("{\"notificationType\":\"Event\",\"type\":\"SubscriptionConfirmation\"}");

    private static InboundVerdict Messages(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
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

                messages.Add(MessagePolling.MessageOf(payload));
            }

            return new InboundVerdict.Accepted(messages.ToItems());
        }
        catch (JsonException)
        {
            return new InboundVerdict.Malformed("The delivery is not JSON.");
        }
    }

    /// <summary>
    /// SNS signs name and value of certain fields, one under the other, with SHA-1 (version 1) or SHA-256 (version 2).
    /// </summary>
    private static bool Verifies(string pem, JsonElement envelope)
    {
        string[] fields = envelope.Text("Type") == "Notification"
            ? ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
            : ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
        var text = new StringBuilder();
        foreach (var field in fields)
        {
            if (envelope.Text(field) is { } value)
            {
                text.Append(field).Append('\n').Append(value).Append('\n');
            }
        }

        // SHA-1 is broken for signatures; a topic can be told to use version 2, and has to be.
        if (envelope.Text("SignatureVersion") != "2")
        {
            return false;
        }

        var signature = new byte[1_024];
        if (!Convert.TryFromBase64String(envelope.Text("Signature") ?? "", signature, out var length))
        {
            return false;
        }

        using var certificate = X509Certificate2.CreateFromPem(pem);
        using var key = certificate.GetRSAPublicKey();
        return key?.VerifyData(
            Encoding.UTF8.GetBytes(text.ToString()), signature.AsSpan(0, length), HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1) == true;
    }
}
