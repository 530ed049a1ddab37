using Trueup.Connectors.AdobeCommerce.Signing;
using Trueup.Core.Connecting;

namespace Trueup.Tests.Connectors.AdobeCommerce;

public sealed class OAuthSignatureTests
{
    [Fact]
    public void The_base_text_is_that_of_the_standard()
    {
        // RFC 5849 §3.4.1.1, its query and header parameters; the form body of that example is no part of a JSON call.
        var protocol = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["oauth_consumer_key"] = "9djdj82h48djs9d2",
            ["oauth_token"] = "kkk9d7dh3k39sjv7",
            ["oauth_signature_method"] = "HMAC-SHA1",
            ["oauth_timestamp"] = "137131201",
            ["oauth_nonce"] = "7d8f3e4a",
        };

        var text = OAuthSignature.BaseText(
            "POST", new Uri("HTTP://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b"), protocol);

        Assert.Equal(
            "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26" +
            "oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26" +
            "oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7",
            text);
    }

    [Fact]
    public void A_port_that_is_not_the_schemes_own_is_signed() =>
        Assert.StartsWith(
            "GET&http%3A%2F%2F127.0.0.1%3A8081%2Frest%2F",
            OAuthSignature.BaseText("GET", new Uri("http://127.0.0.1:8081/rest/default/V1/orders?a=1"), []),
            StringComparison.Ordinal);

    [Fact]
    public void The_signature_is_the_known_one() =>
        // Computed with an independent implementation: HMAC-SHA256 under "consumer%26secret&token%3Dsecret".
        Assert.Equal(
            KnownSignature,
            OAuthSignature.Sign("GET&http%3A%2F%2Fexample.com%2F&a%3D1", "consumer&secret", "token=secret"));

    [Fact]
    public async Task Every_request_is_signed_with_a_nonce_of_its_own()
    {
        var shop = new ScriptedShop(_ => ScriptedShop.Ok("""{"items":[],"total_count":0}"""));
        var connection = ScriptedShop.Connect<IStockObserver>(
            ("auth.bearer", ""), ("auth.oauth1.consumer_key", "ck"), ("auth.oauth1.consumer_secret", "cs"),
            ("auth.oauth1.token", "at"), ("auth.oauth1.token_secret", "as"));

        await connection.ObserveAsync(shop, new ObserveAsk([]), CancellationToken.None);
        await connection.ObserveAsync(shop, new ObserveAsk([]), CancellationToken.None);

        var headers = shop.Requests.Select(request => request.Header("Authorization")!).ToList();
        Assert.All(headers, header =>
        {
            Assert.StartsWith("OAuth oauth_consumer_key=\"ck\"", header, StringComparison.Ordinal);
            Assert.Contains("oauth_signature_method=\"HMAC-SHA256\"", header);
            Assert.Contains("oauth_timestamp=\"1795262400\"", header);
            Assert.Contains("oauth_signature=\"", header);
            Assert.DoesNotContain("cs", header);
        });
        Assert.NotEqual(headers[0], headers[1]);
    }

    private const string KnownSignature = "YiH7LEwH643dNdMZB9agy0a0Ee31mLMfMaKltZJZdnQ=";
}
