using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce;

/// <summary>The settings of one Adobe Commerce (or Magento Open Source) shop, checked and typed.</summary>
/// <param name="Url">The shop's base address, without the <c>/rest</c> part and without a trailing slash.</param>
/// <param name="Access">How calls are authorised.</param>
/// <param name="Website">Code of the website whose orders and salable quantities are read.</param>
/// <param name="StockId">The stock that the website sells from.</param>
public sealed record AdobeCommerceOptions(Uri Url, AdobeAccess Access, string Website, int StockId)
{
    /// <summary>
    /// Store view that calls go through. Default <c>default</c>, the code of a fresh shop's only view.
    /// </summary>
    public string StoreView { get; init; } = "default";

    /// <summary>Limits that dispatch keeps. Defaults: <see cref="AdobeCommerceConnector.DefaultLimits"/>.</summary>
    public ConnectionLimits Limits { get; init; } = AdobeCommerceConnector.DefaultLimits;

    /// <summary>Pause between two rounds of polling orders and their documents. Default 30 seconds.</summary>
    public TimeSpan OrdersPoll { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How far each round of polling reads back, because a row's time is taken before it becomes visible. Default 5
    /// minutes (adobe-commerce.md §4.3).
    /// </summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Adobe I/O Events: client id that deliveries must be addressed to; null accepts any.</summary>
    public string? EventsClientId { get; init; }

    /// <summary>
    /// Adobe I/O Events: public keys in PEM, of which one must verify a delivery; empty accepts no events.
    /// </summary>
    public Items<string> EventsKeys { get; init; }

    /// <summary>Commerce webhooks: the public key in PEM that the Admin shows; null accepts no webhooks.</summary>
    public string? WebhookKey { get; init; }

    /// <summary>
    /// Path in front of every resource: <c>/rest/{view}/V1</c>, or <c>/V1</c> on Adobe Commerce as a Cloud Service,
    /// where the store view travels in a header (adobe-commerce.md §1.1).
    /// </summary>
    public string ApiRoot => Access is AdobeAccess.Ims ? "/V1" : $"/rest/{Uri.EscapeDataString(StoreView)}/V1";
}

/// <summary>How calls to a shop are authorised (adobe-commerce.md §1.2). Never printed: it holds secrets.</summary>
public abstract record AdobeAccess
{
    private AdobeAccess()
    {
    }

    /// <summary>An integration's access token as a bearer token; off in a fresh shop since 2.4.4.</summary>
    public sealed record Bearer(string Token) : AdobeAccess;

    /// <summary>
    /// An integration's four secrets: OAuth 1.0a with HMAC-SHA256, the only method that the shop takes.
    /// </summary>
    public sealed record OAuth1(string ConsumerKey, string ConsumerSecret, string Token, string TokenSecret)
        : AdobeAccess;

    /// <summary>Adobe IMS server-to-server credentials, for Adobe Commerce as a Cloud Service.</summary>
    /// <param name="ClientId">Client id of the credential.</param>
    /// <param name="ClientSecret">Client secret of the credential.</param>
    /// <param name="Organization">IMS organisation id, sent with every call.</param>
    /// <param name="Scope">Scopes asked for.</param>
    /// <param name="TokenUrl">Where tokens are handed out.</param>
    public sealed record Ims(string ClientId, string ClientSecret, string Organization, string Scope, string TokenUrl)
        : AdobeAccess
    {
        /// <summary>Scopes that a Commerce credential needs (adobe-commerce.md §1.2).</summary>
        public const string DefaultScope = "openid,AdobeID,email,profile,additional_info.roles," +
                                           "additional_info.projectedProductContext,commerce.accs";

        /// <summary>Adobe's token endpoint (adobe-commerce.md §1.2).</summary>
        public const string DefaultTokenUrl = "https://ims-na1.adobelogin.com/ims/token/v3";
    }

    /// <inheritdoc/>
    public sealed override string ToString() => GetType().Name;
}
