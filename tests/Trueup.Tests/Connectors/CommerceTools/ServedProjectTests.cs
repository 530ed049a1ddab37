using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Demo;
using Trueup.Settings;
using Trueup.Tests.Hosting;
using Trueup.Verbs;

namespace Trueup.Tests.Connectors.CommerceTools;

/// <summary>
/// A served hub and a project, both over real HTTP. The project is polled once an hour, so whatever the hub hears sooner it
/// heard by a delivery.
/// </summary>
public sealed class ServedProjectTests
{
    private const string Token = "subscription-token-1";
    private const string Topic = "arn:aws:sns:eu-central-1:123456789012:orders";

    private readonly RSA _key = RSA.Create(2_048);
    private readonly CommerceToolsTwin _project = new();

    [Fact]
    public async Task Event_Grid_is_let_in_by_its_handshake_and_no_other_method_does_anything()
    {
        await using var server = await ServeAsync();
        await using var hub = await ServedHub.StartAsync(Yaml(server.Address));

        using var asked = new HttpRequestMessage(HttpMethod.Options, "/in/ct-eu");
        asked.Headers.Add("WebHook-Request-Origin", "eventgrid.azure.net");
        asked.Headers.Add("WebHook-Request-Rate", "120");
        using var consent = await hub.Http.SendAsync(asked, CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, consent.StatusCode);
        Assert.Equal("eventgrid.azure.net", Assert.Single(consent.Headers.GetValues("WebHook-Allowed-Origin")));
        Assert.Equal("*", Assert.Single(consent.Headers.GetValues("WebHook-Allowed-Rate")));

        foreach (var method in new[] { "OPTIONS", "GET", "PUT", "PATCH", "DELETE", "PROPFIND" })
        {
            using var other = await hub.AskAsync(new HttpMethod(method), "/in/ct-eu", token: null);
            Assert.Equal((method, HttpStatusCode.MethodNotAllowed), (method, other.StatusCode));
            Assert.Contains("POST", other.Content.Headers.Allow);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_order_that_a_bridge_tells_of_is_in_the_hub_before_any_poll_in_either_format_and_once(bool isCloud)
    {
        await using var server = await ServeAsync();
        await using var hub = await ServedHub.StartAsync(Yaml(server.Address));
        await FirstPollsAsync(hub);
        var (number, pushes) = Buy(server);
        var bodies = pushes.ConvertAll(push => isCloud ? Wrapped(push) : push.ToJsonString());

        foreach (var body in bodies.Concat(bodies))
        {
            using var answer = await hub.DeliverAsync(body, "application/json", Token, "ct-eu");
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }

        using var stranger = await hub.DeliverAsync(bodies[0], "application/json", "another-token", "ct-eu");
        Assert.Equal(HttpStatusCode.Forbidden, stranger.StatusCode);
        await hub.UntilAsync(() => hub.Host.Hub.State.AllOrders().Any(order => order.Canonical.Number == number), "the order is known");
        Assert.Single(hub.Host.Hub.State.AllOrders());
    }

    [Fact]
    public async Task An_order_that_SNS_tells_of_is_in_the_hub_before_any_poll_and_a_forged_telling_is_not()
    {
        await using var server = await ServeAsync();
        await using var hub = await ServedHub.StartAsync(Yaml(server.Address));
        await FirstPollsAsync(hub);
        var (number, pushes) = Buy(server);

        using var forged = await NotifyAsync(hub, Signed(pushes[0].ToJsonString()).Replace(Topic, $"{Topic}2", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
        foreach (var push in pushes)
        {
            using var answer = await NotifyAsync(hub, Signed(push.ToJsonString()));
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }

        await hub.UntilAsync(() => hub.Host.Hub.State.AllOrders().Any(order => order.Canonical.Number == number), "the order is known");
    }

    [Fact]
    public async Task A_bundle_without_its_payload_is_read_and_what_a_SKU_on_sale_lacks_is_listed_by_API_and_command_line()
    {
        await using var server = await ServeAsync();
        await using var hub = await ServedHub.StartAsync(Yaml(server.Address));
        await FirstPollsAsync(hub);
        (await hub.DeliverAsync(ServedHub.Level("e1", "CAP", 9))).Dispose();
        var pushes = server.Use(() =>
        {
            _project.TakePushes(Now);
            _project.Switches.LeavesPayloadsOut = true;
            _project.Staff.PublishBundle("SET", Now, ("CAP", 2));
            _project.Staff.Publish("LAMP", Now, ("lead_time", "4"));
            return Pushes();
        });
        Assert.All(pushes, push => Assert.NotNull(push["payloadNotIncluded"]));

        foreach (var push in pushes)
        {
            (await hub.DeliverAsync(push.ToJsonString(), "application/json", Token, "ct-eu")).Dispose();
        }

        await hub.UntilAsync(
            () => hub.Host.Hub.State.Cases.Values.Count(known => known.Code.Code.StartsWith("PRODUCT.", StringComparison.Ordinal)) == 3,
            "both are judged");
        var listed = (await hub.GetAsync("/api/exceptions?code=PRODUCT.INCOMPLETE")).GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("detail").GetString()).Order(StringComparer.Ordinal);
        Assert.Equal(["LAMP is on sale without landed_cost.", "SET is on sale without lead_time, landed_cost."], listed);
        var kits = (await hub.GetAsync("/api/contract/mappings")).GetProperty("kits").EnumerateArray();
        Assert.Equal("SET", Assert.Single(kits).GetProperty("sku").GetString());

        await using var output = new StringWriter();
        var code = await new CommandLine(new ExceptionsVerb(ConnectorCatalogue.Installed, TimeProvider.System)).RunAsync(
            ["exceptions", "list", "--json", "--hub", hub.Http.BaseAddress!.AbsoluteUri, "--token", ServedHub.Token], output, output);
        Assert.True(code == 0, output.ToString());
        Assert.Contains("PRODUCT.INCOMPLETE", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("PRODUCT.UNPLACED", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("LAMP", output.ToString(), StringComparison.Ordinal);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private Task<TwinServer> ServeAsync()
    {
        _project.Setup.At(Now);
        _project.Setup.Client("id", "secret");
        _project.Setup.Channel("leeds");
        _project.Setup.Entry("CAP", "leeds", 50);
        return TwinServer.StartAsync(_project, TimeProvider.System, port: 0, CancellationToken.None);
    }

    /// <summary>Both polls have been made once, and are not due for an hour.</summary>
    private static Task FirstPollsAsync(ServedHub hub) => hub.UntilAsync(
        () => hub.Host.Hub.State.Cursors.ContainsKey((Project.Name, "orders")) &&
            hub.Host.Hub.State.Cursors.ContainsKey((Project.Name, "messages")),
        "the project was read once");

    private (string Number, List<JsonObject> Pushes) Buy(TwinServer server) => server.Use(() =>
    {
        _project.TakePushes(Now);
        var order = _project.Shoppers.PlaceOrder(new([new TwinLine("CAP", 2, "leeds")]), Now)!;
        return (order.Number, Pushes());
    });

    private List<JsonObject> Pushes() => _project.TakePushes(Now).ToList()
        .ConvertAll(push => JsonNode.Parse(push.Body.Span)!.AsObject());

    /// <summary>A notification as a CloudEvent (commercetools.md §5.3).</summary>
    private static string Wrapped(JsonObject push) => new JsonObject
    {
        ["specversion"] = "1.0",
        ["id"] = push["id"]!.DeepClone(),
        ["type"] = $"com.commercetools.order.message.{push["type"]}",
        ["source"] = "/demo/orders",
        ["subject"] = push["resource"]!["id"]!.DeepClone(),
        ["time"] = push["createdAt"]!.DeepClone(),
        ["sequence"] = push["sequenceNumber"]!.ToString(),
        ["sequencetype"] = "Integer",
        ["data"] = push.DeepClone(),
    }.ToJsonString();

    /// <summary>What a topic posts, with a signature of version 2 (message-ingress.md §2).</summary>
    private string Signed(string message)
    {
        var (id, at) = (Guid.NewGuid().ToString(), Now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
        var text = $"Message\n{message}\nMessageId\n{id}\nTimestamp\n{at}\nTopicArn\n{Topic}\nType\nNotification\n";
        return new JsonObject
        {
            ["Type"] = "Notification",
            ["MessageId"] = id,
            ["TopicArn"] = Topic,
            ["Message"] = message,
            ["Timestamp"] = at,
            ["SignatureVersion"] = "2",
            ["Signature"] = Convert.ToBase64String(_key.SignData(
                Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
        }.ToJsonString();
    }

    private static async Task<HttpResponseMessage> NotifyAsync(ServedHub hub, string envelope)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/in/ct-eu")
        {
            Content = new StringContent(envelope, Encoding.UTF8, "text/plain"),
        };
        request.Headers.Add("x-amz-sns-message-type", "Notification");
        return await hub.Http.SendAsync(request, CancellationToken.None);
    }

    private string Certificate()
    {
        using var certificate = new CertificateRequest("CN=sns.test", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        return certificate.ExportCertificatePem();
    }

    private string Yaml(Uri project) => ServedHub.Head.Replace("GBP", "EUR", StringComparison.Ordinal) + $$"""
        connections:
          ct-eu:
            kind: commercetools
            url: {{project}}
            project: demo
            auth: { client_id: id, client_secret: secret }
            orders: { poll: 1h }
            messages: { poll: 1h }
            products: { poll: 1h, require: [lead_time, landed_cost] }
            bundles: { attribute: products }
            inbound:
              auth:
                subscription: { token: {{Token}} }
                sns:
                  topic: {{Topic}}
                  keys: ["{{Certificate().Replace("\n", "\\n", StringComparison.Ordinal)}}"]
          wms:
            kind: http
            roles: [warehouse]
            inbound: { auth: { bearer: {{ServedHub.WarehouseToken}} } }
        locations:
          leeds: { name: Leeds, owner: wms, codes: { wms: LDS, ct-eu: leeds } }
        ownership:
          stock: { owner: by-location, subscribers: [ct-eu], write: set, reconcile: { every: 1h } }
          order: { owner: ct-eu, subscribers: [] }
        """;
}
