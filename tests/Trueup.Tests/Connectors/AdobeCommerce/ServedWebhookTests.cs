using System.Net;
using System.Security.Cryptography;
using System.Text;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Connectors.AdobeCommerce;

/// <summary>A webhook of the shop at the door of a served hub: it runs inside a shopper's request, which waits for the answer.</summary>
public sealed class ServedWebhookTests
{
    private const string Body = """{"order":{"entity_id":1}}""";

    private readonly RSA _key = RSA.Create(2_048);

    [Fact]
    public async Task The_shopper_may_go_on_and_the_webhook_is_in_the_journal()
    {
        await using var hub = await ServedHub.StartAsync(Yaml());
        var before = hub.Host.Hub.Tail.End;

        using var answer = await SendAsync(hub, Body);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("""{"op":"success"}""", await answer.Content.ReadAsStringAsync());
        Assert.True(hub.Host.Hub.Tail.End > before);
    }

    [Fact]
    public async Task One_that_somebody_else_signed_is_denied()
    {
        await using var hub = await ServedHub.StartAsync(Yaml());

        using var answer = await SendAsync(hub, Body.Replace('1', '2'));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(ServedHub hub, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/in/adobe-uk")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add(
            "x-adobe-commerce-webhook-signature",
            Convert.ToBase64String(_key.SignData(Encoding.UTF8.GetBytes(Body), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
        return await hub.Http.SendAsync(request, CancellationToken.None);
    }

    private string Yaml() => ServedHub.Head + $$"""
        connections:
          adobe-uk:
            kind: adobe-commerce
            url: http://127.0.0.1:9
            auth: { bearer: token-of-the-shop }
            website: base
            stock_id: 2
            orders: { poll: 1h, release_when: [processing] }
            inbound: { auth: { adobe_webhooks: { public_key: "{{_key.ExportSubjectPublicKeyInfoPem().Replace("\n", "\\n", StringComparison.Ordinal)}}" } } }
          wms:
            kind: http
            roles: [warehouse]
            inbound: { auth: { bearer: {{ServedHub.WarehouseToken}} } }
        locations:
          leeds: { name: Leeds, owner: wms, codes: { wms: LDS, adobe-uk: leeds_src } }
        ownership:
          stock: { owner: by-location, subscribers: [adobe-uk], write: set, reconcile: { every: 1h } }
          order: { owner: adobe-uk, subscribers: [] }
        """;
}
