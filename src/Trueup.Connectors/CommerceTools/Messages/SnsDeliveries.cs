using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.CommerceTools.Messages;

/// <summary>
/// An SNS topic that posts (message-ingress.md §2). The certificates come from the configuration, so nothing is fetched on
/// a stranger's word; a subscription that the configured topic offers under its signature is confirmed.
/// </summary>
internal sealed partial class SnsDeliveries(CommerceToolsOptions options)
{
    /// <summary>Type of the event that a topic offers a subscription.</summary>
    public const string Confirmation = "SnsSubscriptionConfirmation";

    /// <summary>Type of the event that a topic delivers here no more.</summary>
    public const string Unsubscribed = "SnsUnsubscribeConfirmation";

    /// <summary>How old a delivery may be: SNS tries again for an hour.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Addresses that are still to be visited; deliveries come on any thread.</summary>
    private readonly ConcurrentQueue<string> _unconfirmed = new();

    /// <summary>Opens a delivery with the headers of SNS.</summary>
    /// <param name="request">The delivery.</param>
    /// <param name="kind">The kind that its header names.</param>
    /// <param name="now">The time of receipt.</param>
    /// <param name="messages">Reads the payload.</param>
    public InboundVerdict Open(
        WireRequest request, string kind, DateTimeOffset now, Func<ReadOnlyMemory<byte>, InboundVerdict> messages)
    {
        if (options.SnsTopic is not { } topic)
        {
            return new InboundVerdict.Denied("This connection takes no SNS deliveries.");
        }

        if (request.Header("x-amz-sns-rawdelivery") == "true")
        {
            return new InboundVerdict.Denied("A raw delivery carries no signature: switch raw delivery off.");
        }

        if (Loose.Parse(request.Body) is not { } envelope)
        {
            return new InboundVerdict.Malformed("The SNS delivery is not JSON.");
        }

        if (envelope.Text("TopicArn") != topic || envelope.Text("Type") != kind ||
            !options.SnsKeys.Any(key => Verifies(key, envelope, options.SnsTakesSha1)))
        {
            return new InboundVerdict.Denied("The delivery is not from the configured topic, or its signature is wrong.");
        }

        if (envelope.Time("Timestamp") is not { } at || (now - at).Duration() > Window)
        {
            return new InboundVerdict.Denied("The delivery is older than SNS would try, or from the future.");
        }

        return kind switch
        {
            "Notification" => messages(Encoding.UTF8.GetBytes(envelope.Text("Message") ?? "")),
            "SubscriptionConfirmation" => Offer(envelope),
            _ => Event(Unsubscribed, envelope),
        };
    }

    /// <summary>Visits what is to be confirmed, one address a page; what fails is visited again.</summary>
    public async ValueTask<PollOutcome> ConfirmAsync(IWire wire, CancellationToken cancellationToken)
    {
        if (!_unconfirmed.TryDequeue(out var address))
        {
            return new PollOutcome.Page([], "", More: false);
        }

        var answer = Answer.Of(await wire.SendAsync(new WireRequest("GET", address), cancellationToken), clock: null);
        if (answer.IsDone)
        {
            return new PollOutcome.Page([], "", More: !_unconfirmed.IsEmpty);
        }

        if (answer.Status is 0 or 408 or 429 or >= 500)
        {
            _unconfirmed.Enqueue(address);
        }

        return new PollOutcome.Failed(
            (answer with { Detail = $"SNS does not take the confirmation: {answer.Detail}" }).AsReadReceipt(CaseCodes.ConnectionDown));
    }

    /// <summary>
    /// Whether a certificate's key signed an envelope: name and value of certain fields one under the other, with SHA-1
    /// (version 1) or SHA-256 (version 2).
    /// </summary>
    private static bool Verifies(string pem, JsonElement envelope, bool takesSha1)
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

        HashAlgorithmName? hash = envelope.Text("SignatureVersion") switch
        {
            "2" => HashAlgorithmName.SHA256,
            "1" when takesSha1 => HashAlgorithmName.SHA1,
            _ => null,
        };
        var signature = new byte[1_024];
        if (hash is not { } used || !Convert.TryFromBase64String(envelope.Text("Signature") ?? "", signature, out var length))
        {
            return false;
        }

        using var certificate = X509Certificate2.CreateFromPem(pem);
        using var key = certificate.GetRSAPublicKey();
        return key?.VerifyData(
            Encoding.UTF8.GetBytes(text.ToString()), signature.AsSpan(0, length), used, RSASignaturePadding.Pkcs1) == true;
    }

    private InboundVerdict Offer(JsonElement envelope)
    {
        // Signed or not, only SNS itself is visited.
        if (!Uri.TryCreate(envelope.Text("SubscribeURL"), UriKind.Absolute, out var address) ||
            address.Scheme != Uri.UriSchemeHttps || !address.IsDefaultPort || !SnsHost().IsMatch(address.Host))
        {
            return new InboundVerdict.Denied("The address to confirm at is not one of SNS.");
        }

        _unconfirmed.Enqueue(address.AbsoluteUri);
        return Event(Confirmation, envelope);
    }

    private static InboundVerdict.Accepted Event(string type, JsonElement envelope)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("notificationType", "Event");
            json.WriteString("type", type);
            json.WriteString("topic", envelope.Text("TopicArn"));
            json.WriteEndObject();
        }

        return new InboundVerdict.Accepted(
            [new RawMessage($"sns/{envelope.Text("MessageId")}", MessageForms.Message, buffer.WrittenMemory)]);
    }

    [GeneratedRegex(@"^sns\.[a-zA-Z0-9-]{3,}\.amazonaws\.com(?:\.cn)?\z", RegexOptions.NonBacktracking)]
    private static partial Regex SnsHost();
}
