using System.Security.Cryptography;
using System.Text;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;

namespace Trueup.Tests.Connectors.AdobeCommerce;

public sealed class InboundDeliveriesTests : IDisposable
{
    private const string Event =
        """{"specversion":"1.0","id":"1","event_id":"e-1","recipient_client_id":"me",""" +
        "\"type\":\"com.adobe.commerce.observer.sales_order_save_commit_after\",\"data\":{\"value\":{}}}";

    private readonly RSA _key = RSA.Create(2048);

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData("x-adobe-digital-signature-1")]
    [InlineData("x-adobe-digital-signature-2")]
    public void A_signed_event_is_let_in_and_makes_its_poll_due(string header)
    {
        var headers = new List<WireHeader> { new("x-adobe-event-id", "e-1"), new(header, Sign(Event)) };

        var verdict = Open(new WireRequest("POST", "/in/adobe-uk", [.. headers], Bytes(Event)));

        var message = Assert.Single(Assert.IsType<InboundVerdict.Accepted>(verdict).Messages);
        Assert.Equal("event/e-1", message.Key);
        Assert.Equal(new Fact.ReadAgain("orders"), Read(message.Form, message.Body));
    }

    [Theory]
    [InlineData("x-adobe-digital-signature-1")]
    [InlineData("x-adobe-digital-signature-2")]
    public void A_batch_holds_one_message_per_event(string header)
    {
        var batch = $"[{Event},{Event.Replace("e-1", "e-2", StringComparison.Ordinal)}]";

        var verdict = Open(new WireRequest("POST", "/in/adobe-uk", [new WireHeader(header, Sign(batch))], Bytes(batch)));

        Assert.Equal(
            ["event/e-1", "event/e-2"],
            Assert.IsType<InboundVerdict.Accepted>(verdict).Messages.Select(message => message.Key));
    }

    [Fact]
    public void A_changed_body_a_foreign_key_or_a_missing_signature_is_denied()
    {
        using var foreign = RSA.Create(2048);
        var forged = Convert.ToBase64String(
            foreign.SignData(Bytes(Event), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        Assert.IsType<InboundVerdict.Denied>(Open(Signed(Event + " ", Sign(Event))));
        Assert.IsType<InboundVerdict.Denied>(Open(Signed(Event, forged)));
        Assert.IsType<InboundVerdict.Denied>(Open(Signed(Event, "not base64")));
        Assert.IsType<InboundVerdict.Denied>(
            Open(new WireRequest("POST", "/in/adobe-uk", [new WireHeader("x-adobe-event-id", "e-1")], Bytes(Event))));
    }

    [Fact]
    public void An_event_for_another_client_is_denied()
    {
        var other = Event.Replace("\"me\"", "\"you\"", StringComparison.Ordinal);

        Assert.IsType<InboundVerdict.Denied>(Open(Signed(other, Sign(other))));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1]")]
    [InlineData("""{"id":"1","recipient_client_id":"me"}""")]
    public void A_signed_delivery_that_makes_no_sense_is_malformed(string body) =>
        Assert.IsType<InboundVerdict.Malformed>(Open(Signed(body, Sign(body))));

    [Fact]
    public void A_challenge_is_echoed_as_plain_text()
    {
        var verdict = Open(new WireRequest("GET", "/in/adobe-uk?challenge=8ec8d794%2Ba"));

        var answer = Assert.IsType<InboundVerdict.Reply>(verdict).Answer;
        Assert.Equal("8ec8d794+a", Encoding.UTF8.GetString(answer.Body.Span));
        Assert.Equal("text/plain", answer.Header("Content-Type"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_signed_webhook_hears_that_the_shopper_may_go_on(bool overBase64)
    {
        const string Body = """{"order":{"entity_id":1}}""";
        var signature = Sign(overBase64 ? Convert.ToBase64String(Bytes(Body)) : Body);

        var verdict = Open(Webhook(Body, signature));

        var accepted = Assert.IsType<InboundVerdict.Accepted>(verdict);
        Assert.Equal("""{"op":"success"}""", Encoding.UTF8.GetString(accepted.Answer!.Body.Span));
        Assert.Equal(new Fact.ReadAgain("orders"), Read(accepted.Messages[0].Form, accepted.Messages[0].Body));
        Assert.IsType<InboundVerdict.Denied>(Open(Webhook(Body + " ", signature)));
    }

    [Fact]
    public void Anything_else_is_not_of_adobes_form() =>
        Assert.Null(Open(new WireRequest("POST", "/in/adobe-uk", [new WireHeader("ce-id", "1")], Bytes("{}"))));

    [Fact]
    public void Without_keys_nothing_is_let_in()
    {
        var connection = ScriptedShop.Connect<IInboundScheme>();

        Assert.IsType<InboundVerdict.Denied>(connection.Open(Signed(Event, Sign(Event)), ScriptedShop.FixedClock.Now));
        Assert.IsType<InboundVerdict.Denied>(connection.Open(Webhook("{}", Sign("{}")), ScriptedShop.FixedClock.Now));
        Assert.Null(connection.Open(new WireRequest("GET", "/in/adobe-uk?challenge=x"), ScriptedShop.FixedClock.Now));
    }

    [Theory]
    [InlineData("observer.sales_order_shipment_save_after", "shipments")]
    [InlineData("observer.sales_order_creditmemo_save_after", "creditmemos")]
    [InlineData("plugin.sales.api.order_management.place", "orders")]
    [InlineData("observer.sales_order_invoice_save_after", "invoices")]
    [InlineData("observer.rma_save_commit_after", "returns")]
    [InlineData("observer.catalog_product_save_commit_after", "products")]
    public void An_event_makes_the_poll_of_its_kind_due(string type, string poll) =>
        Assert.Equal(
            new Fact.ReadAgain(poll), Read("adobe.event", Bytes($"{{\"type\":\"com.adobe.commerce.{type}\"}}")));

    [Fact]
    public void An_event_of_another_kind_is_kept_and_said() =>
        Assert.Equal(
            CaseCodes.TypeUnknown,
            Assert.IsType<Fact.Unusable>(Read("adobe.event", Bytes("""{"type":"com.adobe.commerce.x"}"""))).Code);

    private InboundVerdict? Open(WireRequest request)
    {
        var pem = _key.ExportSubjectPublicKeyInfoPem();
        return ScriptedShop.Connect<IInboundScheme>(
            ("inbound.auth.adobe_events.client_id", "me"),
            ("inbound.auth.adobe_events.keys.0", pem),
            ("inbound.auth.adobe_webhooks.public_key", pem)).Open(request, ScriptedShop.FixedClock.Now);
    }

    private static Fact Read(string form, ReadOnlyMemory<byte> body) => ScriptedShop.Connect<IMessageReader>().Read(
        new Entry(EntryKind.Seen, "adobe-uk", "k", form, ScriptedShop.FixedClock.Now, body))[0];

    private static WireRequest Signed(string body, string signature) => new(
        "POST", "/in/adobe-uk", [new WireHeader("x-adobe-digital-signature-1", signature)], Bytes(body));

    private static WireRequest Webhook(string body, string signature) => new(
        "POST", "/in/adobe-uk", [new WireHeader("x-adobe-commerce-webhook-signature", signature)], Bytes(body));

    private string Sign(string text) =>
        Convert.ToBase64String(_key.SignData(Bytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
