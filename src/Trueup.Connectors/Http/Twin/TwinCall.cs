using System.Security.Cryptography;
using System.Text;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.Http.Twin;

/// <summary>A call on a system, taken apart.</summary>
/// <param name="Method">HTTP method in capitals.</param>
/// <param name="Path">The decoded parts of the path.</param>
/// <param name="Query">The undecoded query; empty for none.</param>
/// <param name="Body">The body.</param>
/// <param name="Key">The <c>Idempotency-Key</c>; null for none.</param>
internal sealed record TwinCall(string Method, string[] Path, string Query, ReadOnlyMemory<byte> Body, string? Key)
{
    /// <summary>Takes a request apart; null where it does not carry the token.</summary>
    public static TwinCall? Of(WireRequest request, string token)
    {
        var credentials = Encoding.UTF8.GetBytes(request.Header("Authorization") ?? "");
        if (!CryptographicOperations.FixedTimeEquals(credentials, Encoding.UTF8.GetBytes($"Bearer {token}")))
        {
            return null;
        }

        var mark = request.Target.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? request.Target : request.Target[..mark];
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        var key = request.Header("Idempotency-Key") is { Length: > 0 } given ? given : null;
        return new TwinCall(request.Method, parts, mark < 0 ? "" : request.Target[(mark + 1)..], request.Body, key);
    }

    /// <summary>A value of the query; null when it is not there.</summary>
    public string? Asked(string name)
    {
        foreach (var pair in Query.Split('&'))
        {
            var sign = pair.IndexOf('=', StringComparison.Ordinal);
            if (sign > 0 && string.Equals(pair[..sign], name, StringComparison.Ordinal))
            {
                return Uri.UnescapeDataString(pair[(sign + 1)..].Replace('+', ' '));
            }
        }

        return null;
    }
}
