using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.AdobeCommerce.Signing;

/// <summary>Adds a shop's credentials to requests.</summary>
internal abstract class RequestSigner
{
    /// <summary>The signer for a way of access.</summary>
    /// <exception cref="InvalidOperationException">The way needs a clock and the host gave none.</exception>
    public static RequestSigner For(AdobeCommerceOptions options, TimeProvider? clock) => options.Access switch
    {
        AdobeAccess.OAuth1 oauth => new OAuthSigner(options.Url, oauth, clock),
        AdobeAccess.Ims ims => new ImsSigner(ims, options.StoreView, clock),
        AdobeAccess.Bearer bearer => new BearerSigner(bearer.Token),
        _ => throw new System.Diagnostics.UnreachableException($"No signer for {options.Access}."),
    };

    /// <summary>The request with credentials, or the answer that kept them from being had.</summary>
    public abstract ValueTask<SignedRequest> SignAsync(
        IWire wire, WireRequest request, CancellationToken cancellationToken);

    /// <summary>Forgets credentials that the shop has just refused; false when there are no others to be had.</summary>
    public virtual bool Renew() => false;

    /// <summary>The clock of time-bound credentials.</summary>
    protected static DateTimeOffset Now(TimeProvider? clock) => clock?.GetUtcNow() ??
        throw new InvalidOperationException("Time-bound credentials need ConnectionSettings.Clock.");
}

/// <summary>A request ready to be sent; or, with <see cref="Failure"/> set, why it is not.</summary>
internal readonly record struct SignedRequest(WireRequest Request, AdobeAnswer? Failure = null);

/// <summary>Sends an integration's access token as it is.</summary>
internal sealed class BearerSigner(string token) : RequestSigner
{
    public override ValueTask<SignedRequest> SignAsync(
        IWire wire, WireRequest request, CancellationToken cancellationToken) => new(new SignedRequest(
        request with { Headers = request.Headers.Add(new WireHeader("Authorization", $"Bearer {token}")) }));
}
