using System.Security.Cryptography;
using System.Text;

namespace Trueup.Connectors.AdobeCommerce.Twin.Access;

/// <summary>The parameters of an OAuth 1.0a header, and the signature they should carry.</summary>
/// <remarks>Source: adobe-commerce.md §1.2; RFC 5849 §3.4.</remarks>
internal sealed class OAuthSignature
{
    public const string Method = "HMAC-SHA256";

    private readonly Dictionary<string, string> _parameters;

    private OAuthSignature(Dictionary<string, string> parameters) => _parameters = parameters;

    /// <summary>A parameter without its <c>oauth_</c> prefix; empty when absent.</summary>
    public string this[string name] => _parameters.GetValueOrDefault("oauth_" + name, "");

    public static OAuthSignature Parse(string header)
    {
        Dictionary<string, string> parameters = new(StringComparer.Ordinal);
        foreach (var part in header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                parameters[part[..equals]] = Uri.UnescapeDataString(part[(equals + 1)..].Trim('"'));
            }
        }

        return new OAuthSignature(parameters);
    }

    /// <summary>Whether the signature fits the request and the secrets.</summary>
    /// <param name="method">HTTP method in capitals.</param>
    /// <param name="baseUri">Scheme, host and path as sent, without the query.</param>
    /// <param name="query">Query string as sent.</param>
    /// <param name="key">Both secrets, joined as the standard says.</param>
    public bool Fits(string method, string baseUri, string query, string key)
    {
        var pairs = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split('=', 2))
            .Select(p => (Name: Decode(p[0]), Value: p.Length > 1 ? Decode(p[1]) : ""))
            .Concat(_parameters
                .Where(p => p.Key is not ("oauth_signature" or "realm"))
                .Select(p => (Name: p.Key, p.Value)))
            .Select(p => (Name: Encode(p.Name), Value: Encode(p.Value)))
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .ThenBy(p => p.Value, StringComparer.Ordinal)
            .Select(p => $"{p.Name}={p.Value}");
        var signed = $"{method}&{Encode(baseUri)}&{Encode(string.Join('&', pairs))}";
        var expected = HMACSHA256.HashData(Encoding.ASCII.GetBytes(key), Encoding.ASCII.GetBytes(signed));
        var given = new byte[expected.Length];
        return Convert.TryFromBase64String(this["signature"], given, out var length)
            && length == expected.Length
            && CryptographicOperations.FixedTimeEquals(expected, given);
    }

    /// <summary>RFC 3986 percent-encoding, which is what <see cref="Uri.EscapeDataString(string)"/> does.</summary>
    public static string Encode(string text) => Uri.EscapeDataString(text);

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
