using System.Text;
using System.Text.Json.Nodes;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Tests.Connectors.AdobeCommerce;

namespace Trueup.Tests.Connectors.CommerceTools;

/// <summary>What a subscription brings by a hop: SNS, Event Grid, a bridge from a queue.</summary>
public sealed class DeliveryTests
{
    private const string Token = "t0ken";
    private const string Platform =
        """{"notificationType":"Message","id":"m1","type":"OrderCreated","resource":{"typeId":"order","id":"o"}}""";

    private static readonly DateTimeOffset Signed = new(2025, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_bridge_delivers_either_format_with_its_token_and_nobody_without()
    {
        var scheme = Bridge();
        var cloud = $$"""[{"specversion":"1.0","id":"e1","type":"com.commercetools.order.message.OrderCreated","source":"/demo/orders","sequence":"3","data":{{Platform}}}]""";

        var plain = Assert.IsType<InboundVerdict.Accepted>(scheme.Open(Post(Platform, $"Bearer {Token}"), default));
        var wrapped = Assert.IsType<InboundVerdict.Accepted>(scheme.Open(Post(cloud, $"Bearer {Token}"), default));

        Assert.Equal("pushed/m1", Assert.Single(plain.Messages).Key);
        Assert.Equal(plain.Messages[0].Key, Assert.Single(wrapped.Messages).Key);
        Assert.IsType<InboundVerdict.Denied>(scheme.Open(Post(Platform, "Bearer other"), default));
        Assert.IsType<InboundVerdict.Malformed>(scheme.Open(Post("{}", $"Bearer {Token}"), default));
        Assert.IsType<InboundVerdict.Malformed>(scheme.Open(Post("<xml/>", $"Bearer {Token}"), default));
        Assert.Null(new Project().As<IInboundScheme>().Open(Post(Platform, $"Bearer {Token}"), default));
    }

    [Fact]
    public async Task A_message_that_is_pushed_and_polled_is_not_one_id_with_two_contents()
    {
        var project = new Project(("inbound.auth.subscription.token", Token));
        var (_, cursor, _) = await project.PollAsync("messages");
        project.Twin.Staff.Publish("CAP", project.Now);

        var polled = (await project.PollAsync("messages", cursor)).Messages;
        var pushed = project.Twin.TakePushes(project.Now).ToList().ConvertAll(push => Assert.IsType<InboundVerdict.Accepted>(
            project.As<IInboundScheme>().Open(Post(Encoding.UTF8.GetString(push.Body.Span), $"Bearer {Token}"), default)));

        Assert.Empty(polled.Select(message => message.Key).Intersect(pushed.SelectMany(push => push.Messages).Select(message => message.Key)));
        Assert.Contains(pushed.SelectMany(push => push.Messages), message => message.Key.StartsWith("pushed/", StringComparison.Ordinal));
    }

    [Fact]
    public void Event_Grid_asks_whether_it_may_deliver_and_is_told_so_only_where_a_token_is_set_up()
    {
        var request = new WireRequest("OPTIONS", "/in/ct-eu", [
            new WireHeader("WebHook-Request-Origin", "eventgrid.azure.net"), new WireHeader("WebHook-Request-Rate", "120")]);

        var consent = Assert.IsType<InboundVerdict.Reply>(Bridge().Open(request, default)).Answer;

        Assert.Equal(
            (200, "eventgrid.azure.net", "*"),
            (consent.Status, consent.Header("WebHook-Allowed-Origin"), consent.Header("WebHook-Allowed-Rate")));
        Assert.Null(new Project().As<IInboundScheme>().Open(request, default));
        Assert.Null(Bridge().Open(new WireRequest("OPTIONS", "/in/ct-eu"), default));
    }

    /// <summary>Signatures made over the reference's own rules (message-ingress.md §2), right and wrong.</summary>
    [Theory]
    [InlineData("in-017", false, false)]
    [InlineData("in-017", true, true)]
    [InlineData("in-018", false, true)]
    [InlineData("in-020", true, false)]
    [InlineData("in-021", true, false)]
    [InlineData("in-022", false, true)]
    public void SNS_is_let_in_by_its_signature_and_sha_1_only_where_it_is_allowed(string id, bool takesSha1, bool isGenuine)
    {
        var (scheme, envelope) = Sns(id, takesSha1);

        // What the case signs is no notification of the platform: it is let in, and then not understood.
        Assert.Equal(isGenuine ? typeof(InboundVerdict.Malformed) : typeof(InboundVerdict.Denied), Open(scheme, envelope)?.GetType());
    }

    [Theory]
    [InlineData("TopicArn", "arn:aws:sns:us-east-1:123456789012:other")]
    [InlineData("MessageId", "another")]
    [InlineData("Type", "SubscriptionConfirmation")]
    public void SNS_with_another_word_in_it_is_nobody(string member, string value)
    {
        var (scheme, envelope) = Sns("in-018", takesSha1: false);
        envelope[member] = value;

        Assert.IsType<InboundVerdict.Denied>(Open(scheme, envelope, kind: "Notification"));
    }

    [Fact]
    public void SNS_from_long_ago_or_without_a_signature_is_not_let_in()
    {
        var (scheme, envelope) = Sns("in-018", takesSha1: false);

        Assert.IsType<InboundVerdict.Denied>(Open(scheme, envelope, now: Signed.AddHours(2)));
        Assert.IsType<InboundVerdict.Denied>(Open(scheme, envelope, raw: true));
        Assert.IsType<InboundVerdict.Malformed>(scheme.Open(
            new WireRequest("POST", "/in/ct-eu", [new WireHeader("x-amz-sns-message-type", "Notification")], "{"u8.ToArray()), Signed));
        Assert.IsType<InboundVerdict.Denied>(Open(new Project().As<IInboundScheme>(), envelope));
    }

    [Fact]
    public async Task A_subscription_that_the_topic_offers_is_confirmed_where_SNS_itself_says_and_nowhere_else()
    {
        var (scheme, envelope) = Sns("in-019", takesSha1: false, out var project);
        var visited = new List<string>();
        var status = 503;
        project.Instead = request =>
        {
            visited.Add(request.Target);
            return new WireOutcome.Answered(new WireReply(status));
        };

        var offered = Assert.IsType<InboundVerdict.Accepted>(Open(scheme, envelope, kind: "SubscriptionConfirmation"));
        Assert.Equal([new Fact.ReadAgain("confirmations")], project.Read("ct.message", Assert.Single(offered.Messages).Body));
        Assert.DoesNotContain("Token", Encoding.UTF8.GetString(offered.Messages[0].Body.Span), StringComparison.Ordinal);
        Assert.IsType<Receipt.Deferred>(Assert.IsType<PollOutcome.Failed>(await Confirm(project)).Receipt);
        status = 200;
        await Confirm(project);
        await Confirm(project);

        Assert.Equal(2, visited.Count);
        Assert.All(visited, address => Assert.StartsWith("https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription", address, StringComparison.Ordinal));
    }

    [Fact]
    public void A_topic_that_lets_the_hub_go_is_a_case() =>
        Assert.IsType<Fact.Unusable>(Assert.Single(new Project().Read(
            "ct.message", """{"notificationType":"Event","type":"SnsUnsubscribeConfirmation","topic":"arn"}""")));

    private static ValueTask<PollOutcome> Confirm(Project project) =>
        project.As<IPoller>().PollAsync(project, "confirmations", "", project.Now, CancellationToken.None);

    private static IInboundScheme Bridge() => new Project(("inbound.auth.subscription.token", Token)).As<IInboundScheme>();

    private static (IInboundScheme Scheme, JsonObject Envelope) Sns(string id, bool takesSha1) => Sns(id, takesSha1, out _);

    private static (IInboundScheme Scheme, JsonObject Envelope) Sns(string id, bool takesSha1, out Project project)
    {
        var cases = JsonNode.Parse(File.ReadAllText(Repository.PathOf(
            "tests/Trueup.Tests/Connectors/CommerceTools/Specs/sns-cases.json")))!.AsArray();
        var given = cases.Single(known => (string)known!["id"]! == id)!["given"]!;
        var envelope = given["message"]!.AsObject();
        project = new Project(
            ("inbound.auth.sns.topic", (string)envelope["TopicArn"]!),
            ("inbound.auth.sns.keys.0", (string)given["certificate_pem"]!),
            ("inbound.auth.sns.sha1", takesSha1 ? "true" : "false"));
        return (project.As<IInboundScheme>(), envelope);
    }

    private static InboundVerdict? Open(
        IInboundScheme scheme, JsonObject envelope, string kind = "Notification", DateTimeOffset? now = null, bool raw = false)
    {
        var headers = new List<WireHeader> { new("x-amz-sns-message-type", kind) };
        if (raw)
        {
            headers.Add(new WireHeader("x-amz-sns-rawdelivery", "true"));
        }

        return scheme.Open(
            new WireRequest(
                "POST", "/in/ct-eu", headers.ToItems(), Encoding.UTF8.GetBytes(envelope.ToJsonString()), "text/plain; charset=UTF-8"),
            now ?? Signed);
    }

    private static WireRequest Post(string body, string authorization) => new(
        "POST", "/in/ct-eu", [new WireHeader("Authorization", authorization)], Encoding.UTF8.GetBytes(body), "application/json");
}
