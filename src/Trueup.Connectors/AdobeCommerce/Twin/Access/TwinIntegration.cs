using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Twin.Access;

/// <summary>An integration as the shop's administrator activates it: four secrets and a list of rights.</summary>
/// <param name="Name">Shown name.</param>
/// <param name="Token">Access token; also the bearer token where those are accepted.</param>
/// <param name="TokenSecret">Secret of the token, for OAuth signatures.</param>
/// <param name="ConsumerKey">OAuth consumer key.</param>
/// <param name="ConsumerSecret">Secret of the consumer, for OAuth signatures.</param>
/// <param name="Resources">Rights, such as <c>Magento_Sales::actions_view</c>; one that ends in <c>*</c> stands for
/// all that begin so. Empty for every right.</param>
/// <param name="IsRevoked">Whether the token was taken away. Setting an integration inactive alone changes
/// nothing.</param>
/// <remarks>Source: adobe-commerce.md §1.2; adobe-commerce-observed.md §5.</remarks>
public sealed record TwinIntegration(
    string Name,
    string Token,
    string TokenSecret = "",
    string ConsumerKey = "",
    string ConsumerSecret = "",
    Items<string> Resources = default,
    bool IsRevoked = false)
{
    internal bool May(string resource)
    {
        if (Resources.IsEmpty)
        {
            return true;
        }

        foreach (var granted in Resources)
        {
            if (string.Equals(granted, resource, StringComparison.Ordinal)
                || (granted.EndsWith('*') && resource.StartsWith(granted[..^1], StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }
}
