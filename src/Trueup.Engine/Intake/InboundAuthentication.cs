using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Engine.Intake;

/// <summary>
/// Checks who sends to a connection (<c>inbound.auth</c>, CONTRACT §3). Several secrets may be active at once, so
/// that one can be replaced without a gap. Comparing takes the same time whatever is sent.
/// </summary>
public sealed class InboundAuthentication
{
    private readonly Func<WireRequest, DateTimeOffset, Admission> _check;

    private InboundAuthentication(Func<WireRequest, DateTimeOffset, Admission> check) => _check = check;

    /// <summary>Wants one of the tokens as <c>Authorization: Bearer …</c>.</summary>
    /// <exception cref="ArgumentException">There is no token, or one is blank.</exception>
    public static InboundAuthentication Bearer(Items<string> tokens)
    {
        var bearer = new BearerTokens(tokens);
        return new((request, _) => bearer.Check(request));
    }

    /// <summary>Wants a Standard Webhooks signature made with one of the secrets.</summary>
    /// <param name="secrets">Base 64 after <c>whsec_</c>, else plain text taken as UTF-8.</param>
    /// <exception cref="ArgumentException">There is no secret, or one is unusable; see <see
    /// cref="FaultOf"/>.</exception>
    public static InboundAuthentication HmacSha256(Items<string> secrets)
    {
        var signatures = new WebhookSignatures(secrets);
        return new(signatures.Check);
    }

    /// <summary>
    /// What is wrong with a secret for <see cref="HmacSha256"/>, for a person who configures it; null when it is
    /// fine.
    /// </summary>
    public static string? FaultOf(string secret) => WebhookSignatures.FaultOf(secret);

    /// <summary>Whether a delivery is let in.</summary>
    /// <param name="request">The delivery with its raw body.</param>
    /// <param name="now">The time of receipt, for replay windows.</param>
    public Admission Check(WireRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _check(request, now);
    }
}
