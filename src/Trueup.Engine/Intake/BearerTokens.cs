using System.Security.Cryptography;
using System.Text;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Engine.Intake;

/// <summary>
/// Checks bearer tokens (RFC 6750 §2.1). Only digests are kept and compared, which hides lengths as well.
/// </summary>
internal sealed class BearerTokens
{
    private const string Scheme = "Bearer ";

    private readonly Items<byte[]> _digests;

    public BearerTokens(Items<string> tokens)
    {
        if (tokens.IsEmpty || tokens.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("A bearer token is missing or blank.", nameof(tokens));
        }

        _digests = tokens.Select(Digest).ToItems();
    }

    public Admission Check(WireRequest request)
    {
        if (request.Header("Authorization") is not { } header ||
            !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return new Admission.Missing("The request has no bearer token.");
        }

        var digest = Digest(header[Scheme.Length..].Trim());
        var matches = false;
        foreach (var active in _digests)
        {
            matches |= CryptographicOperations.FixedTimeEquals(digest, active);
        }

        return matches
            ? new Admission.Granted()
            : new Admission.Wrong("The bearer token is not one of the connection's.");
    }

    private static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
