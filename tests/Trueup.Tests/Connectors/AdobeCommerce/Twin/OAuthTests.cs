using System.Security.Cryptography;
using System.Text;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.AdobeCommerce.Twin.Access;
using Trueup.Core.Connecting;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

/// <summary>Signed requests, as recordings auth.10 to auth.14 describe them; signed here with the test's own
/// arithmetic.</summary>
public sealed class OAuthTests
{
    private const string Target = "/rest/default/V1/inventory/sources?searchCriteria[pageSize]=1&a=b%20c";

    private readonly TwinClient _client;

    public OAuthTests()
    {
        var twin = new AdobeTwin();
        twin.Setup.Integration(new TwinIntegration("hub", "tk", "ts", "ck", "cs"));
        _client = new TwinClient(twin, new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_request_signed_with_both_secrets_is_let_in()
    {
        Assert.Equal(200, _client.Send(Signed("n1", "ts")).Status);
    }

    [Fact]
    public void An_old_moment_is_accepted_all_the_same()
    {
        Assert.Equal(200, _client.Send(Signed("n1", "ts", moment: "1")).Status);
    }

    [Fact]
    public void A_wrong_secret_makes_the_signature_invalid()
    {
        var reply = _client.Send(Signed("n1", "other"));

        Assert.Equal((401, """{"message":"The signature is invalid. Verify and try again."}"""),
            (reply.Status, reply.Text));
    }

    [Fact]
    public void A_nonce_serves_once()
    {
        _client.Send(Signed("n1", "ts"));

        var reply = _client.Send(Signed("n1", "ts"));

        Assert.Equal(401, reply.Status);
        Assert.Equal("The nonce is already being used by the consumer with ID %1",
            reply.Json!["message"]!.GetValue<string>());
        Assert.Equal("1", reply.Json["parameters"]![0]!.GetValue<string>());
    }

    [Fact]
    public void The_old_signature_method_is_not_supported()
    {
        var reply = _client.Send(Signed("n1", "ts", method: "HMAC-SHA1"));

        Assert.Equal((400, "HMAC-SHA1"), (reply.Status, reply.Json!["parameters"]![0]!.GetValue<string>()));
    }

    private static WireRequest Signed(string nonce, string tokenSecret, string moment = "1700000000",
        string method = "HMAC-SHA256")
    {
        var signed = "GET&" + Uri.EscapeDataString("http://shop.test:81/rest/default/V1/inventory/sources") + "&"
            + Uri.EscapeDataString("a=b%20c&oauth_consumer_key=ck&oauth_nonce=" + nonce + "&oauth_signature_method="
                + method
                + "&oauth_timestamp=" + moment + "&oauth_token=tk&searchCriteria%5BpageSize%5D=1");
        var hash = HMACSHA256.HashData(Encoding.ASCII.GetBytes("cs&" + tokenSecret), Encoding.ASCII.GetBytes(signed));
        var signature = Uri.EscapeDataString(Convert.ToBase64String(hash));
        return new WireRequest("GET", Target, [
            new WireHeader("Host", "shop.test:81"),
            new WireHeader("Authorization",
                $"OAuth oauth_consumer_key=\"ck\",oauth_token=\"tk\",oauth_nonce=\"{nonce}\","
                + $"oauth_timestamp=\"{moment}\",oauth_signature_method=\"{method}\",oauth_signature=\"{signature}\""),
        ]);
    }
}
