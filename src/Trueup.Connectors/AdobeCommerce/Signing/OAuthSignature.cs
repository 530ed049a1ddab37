using System.Security.Cryptography;
using System.Text;

namespace Trueup.Connectors.AdobeCommerce.Signing;

/// <summary>
/// The signature of OAuth 1.0a with HMAC-SHA256 (RFC 5849 §3.4; the method's name as in adobe-commerce.md §1.2). JSON
/// bodies are not part of it.
/// </summary>
public static class OAuthSignature
{
    /// <summary>
    /// The text that is signed: method, address and every parameter, sorted and encoded (RFC 5849 §3.4.1).
    /// </summary>
    /// <param name="method">HTTP method in capitals.</param>
    /// <param name="address">The whole address with its query, as it is sent.</param>
    /// <param name="protocol">The <c>oauth_*</c> parameters without the signature.</param>
    public static string BaseText(string method, Uri address, IEnumerable<KeyValuePair<string, string>> protocol)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(protocol);
        var parameters = QueryOf(address).Concat(protocol)
            .Select(pair => (Name: Uri.EscapeDataString(pair.Key), Value: Uri.EscapeDataString(pair.Value)))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}");

        // GetLeftPart keeps scheme and host in lower case and drops a default port, as RFC 5849 §3.4.1.2 wants it.
        var place = address.GetLeftPart(UriPartial.Path);
        return $"{method}&{Uri.EscapeDataString(place)}&{Uri.EscapeDataString(string.Join('&', parameters))}";
    }

    /// <summary>The signature in base64 (RFC 5849 §3.4.2 with SHA-256).</summary>
    public static string Sign(string baseText, string consumerSecret, string tokenSecret)
    {
        var key = $"{Uri.EscapeDataString(consumerSecret)}&{Uri.EscapeDataString(tokenSecret)}";
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(baseText));
        return Convert.ToBase64String(hash);
    }

    private static IEnumerable<KeyValuePair<string, string>> QueryOf(Uri address)
    {
        foreach (var pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            yield return equals < 0
                ? new(Decoded(pair), "")
                : new(Decoded(pair[..equals]), Decoded(pair[(equals + 1)..]));
        }
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
