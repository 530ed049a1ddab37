using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Trueup.Core.Connecting;

namespace Trueup.Tests.Connectors.CommerceTools;

public sealed class MessageTests
{
    private const string Topic = "arn:aws:sns:eu-central-1:1:hub";

    [Fact]
    public async Task A_message_about_an_order_leads_to_the_order_as_it_is_now()
    {
        var (project, cursor) = await Listening();
        var placed = project.Twin.Shoppers.PlaceOrder(new([new("CAP", 1, "leeds")]), project.Now)!;
        project.Twin.Staff.Cancel(placed.Id, project.Now);

        var (facts, _, messages) = await project.PollAsync("messages", cursor);

        var seen = Assert.IsType<Fact.OrderObserved>(Assert.Single(facts));
        Assert.Equal(Trueup.Core.Orders.OrderPhase.Cancelled, seen.Progress.Phase);
        Assert.Equal((await project.PollAsync("orders", "R|||2026-11-21T00:00:00.000Z")).Messages.Select(message => message.Key), messages.Select(message => message.Key));
        Assert.Empty(project.Offences);
    }

    [Fact]
    public async Task A_payment_changes_no_order_and_still_leads_to_its_own()
    {
        var (project, cursor) = await Listening();
        var placed = project.Twin.Shoppers.PlaceOrder(new([new("CAP", 1, "leeds")]), project.Now)!;
        project.Twin.Staff.AddPayment(placed.Id, project.Twin.Setup.Payment(2_489), project.Now);

        var (facts, _, _) = await project.PollAsync("messages", cursor);

        Assert.Equal("captured", Assert.IsType<Fact.OrderObserved>(Assert.Single(facts)).Order.Payment!.State);
    }

    [Fact]
    public async Task A_deleted_order_gives_up_what_is_open_of_it()
    {
        var (project, cursor) = await Listening();
        var placed = project.Twin.Shoppers.PlaceOrder(new([new("CAP", 1, "leeds")]), project.Now)!;
        project.Twin.Staff.Delete(placed.Id, project.Now);

        var (facts, _, _) = await project.PollAsync("messages", cursor);

        var gone = Assert.IsType<Fact.CancellationReported>(Assert.Single(facts));
        Assert.Equal((placed.Id, true), (gone.Order, gone.Restock));
        Assert.Empty(project.Offences);
    }

    [Fact]
    public async Task Messages_that_come_again_are_the_same_messages()
    {
        var (project, cursor) = await Listening();
        project.Twin.Staff.Publish("CAP", project.Now);
        var (_, next, first) = await project.PollAsync("messages", cursor);

        var (_, _, second) = await project.PollAsync("messages", next);

        Assert.Equal(first.Select(message => message.Key), second.Select(message => message.Key));
    }

    [Fact]
    public async Task A_published_SKU_says_what_it_lacks()
    {
        var (project, cursor) = await Listening(("products.require.0", "lead_time"), ("products.require.1", "landed_cost"));
        project.Twin.Staff.Publish("CAP", project.Now, ("lead_time", "4"), ("landed_cost", ""));

        var (facts, _, _) = await project.PollAsync("messages", cursor);

        Assert.Equal("CAP", Assert.Single(facts.OfType<Fact.ProductObserved>()).Sku.Text);
        Assert.Equal(["landed_cost"], Assert.Single(facts.OfType<Fact.ProductPublished>()).Missing);
        Assert.Empty(project.Offences);
    }

    [Fact]
    public async Task A_message_of_a_type_nobody_has_heard_of_is_at_most_a_reason_to_read_again()
    {
        var (project, cursor) = await Listening();
        var placed = project.Twin.Shoppers.PlaceOrder(new([new("CAP", 1, "leeds")]), project.Now)!;
        project.Twin.Staff.SayUnheardOf(placed.Id, project.Now);

        Assert.IsType<Fact.OrderObserved>(Assert.Single((await project.PollAsync("messages", cursor)).Facts));
        Assert.Equal(
            [new Fact.ReadAgain("orders")],
            project.Read("ct.message", """{"notificationType":"Message","type":"New","resource":{"typeId":"order","id":"o"}}"""));
    }

    [Theory]
    [InlineData("""{"notificationType":"ResourceCreated","resource":{"typeId":"subscription","id":"s"}}""")]
    [InlineData("""{"notificationType":"ResourceUpdated","resource":{"typeId":"product","id":"p"},"version":9,"oldVersion":7}""")]
    [InlineData("""{"notificationType":"Message","type":"InventoryEntryQuantitySet","resource":{"typeId":"inventory-entry","id":"i"}}""")]
    public void What_nothing_depends_on_is_acknowledged(string body) => Assert.Empty(new Project().Read("ct.message", body));

    [Theory]
    [InlineData("""{"notificationType":"SomethingElse"}""", "MESSAGE.TYPE_UNKNOWN")]
    [InlineData("""{"notificationType":"Message","type":"QuoteCreated","resource":{"typeId":"quote","id":"q"}}""", "MESSAGE.TYPE_UNKNOWN")]
    [InlineData("nothing", "MESSAGE.UNREADABLE")]
    public void What_is_not_understood_is_a_case(string body, string code)
    {
        var unusable = Assert.IsType<Fact.Unusable>(Assert.Single(new Project().Read("ct.message", body)));
        Assert.Equal(code, unusable.Code.Code);
    }

    [Fact]
    public void A_payload_that_was_left_out_is_read_where_it_can_be_and_is_a_case_where_not()
    {
        const string Body = """
            {"notificationType":"Message","id":"m9","resource":{"typeId":"product","id":"p1"},
             "payloadNotIncluded":{"reason":"Payload too large.","payloadType":"ProductPublished"}}
            """;

        Assert.Equal([new Fact.ReadAgain("messages")], new Project().Read("ct.message", Body));
        Assert.IsType<Fact.Unusable>(Assert.Single(new Project(("messages.enabled", "false")).Read("ct.message", Body)));
    }

    [Fact]
    public void A_bridge_delivers_either_format_with_its_token_and_nobody_without()
    {
        var scheme = new Project(("inbound.auth.subscription.token", "t0ken")).As<IInboundScheme>();
        const string Platform = """{"notificationType":"Message","id":"m1","type":"OrderCreated","resource":{"typeId":"order","id":"o"}}""";
        var cloud = $$"""[{"specversion":"1.0","id":"e1","type":"com.commercetools.order.message.OrderCreated","source":"/demo/orders","sequence":"3","data":{{Platform}}}]""";

        var plain = Assert.IsType<InboundVerdict.Accepted>(scheme.Open(Post(Platform, "Bearer t0ken"), default));
        var wrapped = Assert.IsType<InboundVerdict.Accepted>(scheme.Open(Post(cloud, "Bearer t0ken"), default));

        Assert.Equal("messages/m1", Assert.Single(plain.Messages).Key);
        Assert.Equal(plain.Messages[0].Key, Assert.Single(wrapped.Messages).Key);
        Assert.IsType<InboundVerdict.Denied>(scheme.Open(Post(Platform, "Bearer other"), default));
        Assert.IsType<InboundVerdict.Malformed>(scheme.Open(Post("{}", "Bearer t0ken"), default));
        Assert.Null(new Project().As<IInboundScheme>().Open(Post(Platform, "Bearer t0ken"), default));
    }

    [Fact]
    public void SNS_is_let_in_by_its_signature_and_topic_only()
    {
        using var key = RSA.Create(2_048);
        using var certificate = new CertificateRequest("CN=sns", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        var scheme = new Project(
            ("inbound.auth.sns.topic", Topic), ("inbound.auth.sns.keys.0", certificate.ExportCertificatePem())).As<IInboundScheme>();
        const string Message = """{"notificationType":"Message","id":"m1","type":"OrderCreated","resource":{"typeId":"order","id":"o"}}""";

        var accepted = Assert.IsType<InboundVerdict.Accepted>(scheme.Open(Sns(key, Topic, Message), default));

        Assert.Equal("messages/m1", Assert.Single(accepted.Messages).Key);
        Assert.IsType<InboundVerdict.Denied>(scheme.Open(Sns(key, "arn:other", Message), default));
        using var stranger = RSA.Create(2_048);
        Assert.IsType<InboundVerdict.Denied>(scheme.Open(Sns(stranger, Topic, Message), default));
    }

    private static async Task<(Project Project, string Cursor)> Listening(params (string Path, string Value)[] changes)
    {
        var project = new Project(changes);
        project.Twin.Setup.Entry("CAP", "leeds", 10);
        project.Now += TimeSpan.FromHours(1);
        var (_, cursor, _) = await project.PollAsync("messages");
        return (project, cursor);
    }

    private static WireRequest Post(string body, string authorization) => new(
        "POST", "/in/ct-eu", [new WireHeader("Authorization", authorization)], Encoding.UTF8.GetBytes(body), "application/json");

    private static WireRequest Sns(RSA key, string topic, string message)
    {
        var text = $"Message\n{message}\nMessageId\nid-1\nTimestamp\n2026-11-21T12:00:00.000Z\nTopicArn\n{topic}\nType\nNotification\n";
        var body = JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["Type"] = "Notification",
            ["MessageId"] = "id-1",
            ["TopicArn"] = topic,
            ["Message"] = message,
            ["Timestamp"] = "2026-11-21T12:00:00.000Z",
            ["SignatureVersion"] = "2",
            ["Signature"] = Convert.ToBase64String(
                key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
        });
        return new WireRequest(
            "POST", "/in/ct-eu", [new WireHeader("x-amz-sns-message-type", "Notification")], Encoding.UTF8.GetBytes(body), "text/plain");
    }
}
