using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.Square;

/// <summary>
/// Lets in what Square signs: <c>x-square-hmacsha256-signature</c> is the base 64 of HMAC-SHA256 over the notification
/// URL and the raw body, keyed with the signature key as UTF-8 (pos.md §4).
/// </summary>
internal sealed class Receiving(SquareOptions options)
{
    /// <summary>Opens a delivery; null when it is not of Square's form.</summary>
    public InboundVerdict? Open(WireRequest request)
    {
        if (request.Header("x-square-hmacsha256-signature") is not { } signature)
        {
            return null;
        }

        if (options.NotificationUrl is not { } url ||
            !options.SignatureKeys.Any(key => Verifies(key, url, request.Body.Span, signature)))
        {
            return new InboundVerdict.Denied(
                "The signature does not match the notification URL, the body and a known key.");
        }

        try
        {
            using var document = JsonText.Parse(request.Body);
            return document.RootElement.Text("event_id") is { } id && document.RootElement.Text("type") is not null
                ? new InboundVerdict.Accepted([new RawMessage($"event/{id}", MessageForms.Event, request.Body)])
                : new InboundVerdict.Malformed("The event has no event_id or no type.");
        }
        catch (JsonException)
        {
            return new InboundVerdict.Malformed("The delivery is not JSON.");
        }
    }

    /// <summary>Whether a signature is that of a key over a URL and a body, byte by byte as they came.</summary>
    public static bool Verifies(string key, string url, ReadOnlySpan<byte> body, string signature)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(url), .. body];
        Span<byte> given = stackalloc byte[64];
        return key.Length > 0 && url.Length > 0 && Convert.TryFromBase64String(signature, given, out var length) &&
            CryptographicOperations.FixedTimeEquals(
                given[..length], HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), signed));
    }
}

/// <summary>Forms of messages from Square. On disk: never change one.</summary>
internal static class MessageForms
{
    /// <summary>An event as Square delivered it.</summary>
    public const string Event = "square.event";

    /// <summary>An order with the SKUs of its variations.</summary>
    public const string Order = "square.order";

    /// <summary>A store's day that is over, with what its orders come to.</summary>
    public const string Day = "square.day";

    /// <summary>Days of a store that are not told, and why.</summary>
    public const string Untold = "square.untold";

    /// <summary>A page of counts with the SKUs of its variations.</summary>
    public const string Counts = "square.counts";
}
