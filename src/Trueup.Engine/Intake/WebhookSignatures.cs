using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Engine.Intake;

/// <summary>
/// Checks Standard Webhooks signatures: <c>v1,</c> and the base 64 of HMAC-SHA256 over <c>id.timestamp.body</c>
/// (message-ingress.md §6, standard-webhooks.md).
/// </summary>
public sealed class WebhookSignatures
{
    /// <summary>How far a delivery's timestamp may be from now, either way.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";

    /// <summary>The most signatures of one delivery that are looked at; senders give one per active secret.</summary>
    private const int SignaturesMax = 16;

    /// <summary>Digits enough for the year 9999, and few enough for arithmetic.</summary>
    private const int TimestampLengthMax = 12;

    private readonly Items<byte[]> _keys;

    /// <summary>Takes every secret that is valid now.</summary>
    /// <exception cref="ArgumentException">There is none, or one cannot be used.</exception>
    public WebhookSignatures(Items<string> secrets)
    {
        if (secrets.IsEmpty)
        {
            throw new ArgumentException("There is no secret.", nameof(secrets));
        }

        foreach (var secret in secrets)
        {
            if (FaultOf(secret) is { } fault)
            {
                throw new ArgumentException(fault, nameof(secrets));
            }
        }

        _keys = secrets.SelectMany(Keys).ToItems();
    }

    /// <summary>What is wrong with a secret; null when it is fine. The secret itself is never quoted.</summary>
    public static string? FaultOf(string secret)
    {
        var key = secret.AsSpan(IsPrefixed(secret) ? SecretPrefix.Length : 0);
        if (key.IsWhiteSpace())
        {
            return "The secret is empty.";
        }

        return IsPrefixed(secret) && !Base64.IsValid(key)
            ? $"The secret begins {SecretPrefix} and must be base 64 after that."
            : null;
    }

    /// <summary>Whether a delivery is signed with one of the secrets, and fresh.</summary>
    public Admission Check(WireRequest request, DateTimeOffset now)
    {
        if (request.Header("webhook-id") is not { Length: > 0 } id ||
            request.Header("webhook-timestamp") is not { Length: > 0 } timestamp ||
            request.Header("webhook-signature") is not { Length: > 0 } signatures)
        {
            return new Admission.Missing("The request lacks webhook-id, webhook-timestamp or webhook-signature.");
        }

        if (timestamp.Length > TimestampLengthMax ||
            !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var sent))
        {
            return new Admission.Wrong("The webhook-timestamp is not in seconds since 1970.");
        }

        if (Math.Abs(now.ToUnixTimeSeconds() - sent) > (long)Tolerance.TotalSeconds)
        {
            return new Admission.Wrong(
                $"The webhook-timestamp is more than {Tolerance.TotalMinutes} minutes from now.");
        }

        return IsSigned(Encoding.UTF8.GetBytes($"{id}.{timestamp}."), request.Body.Span, signatures)
            ? new Admission.Granted()
            : new Admission.Wrong("No signature of a known version matches.");
    }

    /// <summary>The signature that a sender puts on a delivery of its own.</summary>
    public static string SignatureOf(string secret, string id, long timestamp, ReadOnlySpan<byte> body) =>
        Version + Sign(Keys(secret).First(), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), body);

    private bool IsSigned(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, string signatures)
    {
        var given = signatures.Split(' ', SignaturesMax + 1, StringSplitOptions.RemoveEmptyEntries).Take(SignaturesMax)
            .Where(static signature => signature.StartsWith(Version, StringComparison.Ordinal))
            .Select(static signature => Encoding.UTF8.GetBytes(signature[Version.Length..])).ToArray();
        var isSigned = false;
        foreach (var key in _keys)
        {
            var expected = Encoding.UTF8.GetBytes(Sign(key, head, body));
            foreach (var signature in given)
            {
                isSigned |= CryptographicOperations.FixedTimeEquals(expected, signature);
            }
        }

        return isSigned;
    }

    private static string Sign(byte[] key, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(head);
        hash.AppendData(body);
        return Convert.ToBase64String(hash.GetHashAndReset());
    }

    /// <summary>The keys that a secret stands for.</summary>
    /// <remarks>CONTRACT §3 takes a secret without prefix as plain text; the public libraries take it as base 64.
    /// Whoever knows one of the two keys knows the other, so both are tried and a sender on either side is
    /// understood.</remarks>
    private static IEnumerable<byte[]> Keys(string secret)
    {
        if (IsPrefixed(secret))
        {
            return [Convert.FromBase64String(secret[SecretPrefix.Length..])];
        }

        var text = Encoding.UTF8.GetBytes(secret);
        return Base64.IsValid(secret) ? [text, Convert.FromBase64String(secret)] : [text];
    }

    private static bool IsPrefixed(string secret) => secret.StartsWith(SecretPrefix, StringComparison.Ordinal);
}
