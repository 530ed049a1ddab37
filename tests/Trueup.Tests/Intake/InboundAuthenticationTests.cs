using System.Security.Cryptography;
using System.Text;
using Trueup.Core.Connecting;
using Trueup.Engine.Intake;

namespace Trueup.Tests.Intake;

public sealed class InboundAuthenticationTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Body = """{"test": 2432232314}""";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const long Sent = 1_614_265_330;

    [Theory]
    [InlineData("in-002")]
    [InlineData("in-005")]
    [InlineData("in-006")]
    [InlineData("in-007")]
    public void The_published_cases_hold(string id)
    {
        var given = IngressCases.All()[id].GetProperty("given");
        var request = new WireRequest(
            "POST", "/in/wms", IngressCases.Headers(given.GetProperty("headers")),
            Encoding.UTF8.GetBytes(given.GetProperty("body").GetString()!));

        var admission = InboundAuthentication.HmacSha256([given.GetProperty("secret").GetString()!])
            .Check(request, DateTimeOffset.FromUnixTimeSeconds(given.GetProperty("now").GetInt64()));

        var then = IngressCases.All()[id].GetProperty("then");
        Assert.Equal(then.GetProperty("valid").GetBoolean(), admission is Admission.Granted);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void A_delivery_is_good_for_five_minutes_either_way(int age, bool granted) =>
        Assert.Equal(granted, Check(Signature, age: age) is Admission.Granted);

    [Theory]
    [InlineData("v1,AAAA " + Signature, true)]
    [InlineData("v2,xyz v1a,abc " + Signature, true)]
    [InlineData(Signature + " garbage", true)]
    [InlineData("v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", false)]
    [InlineData("v1, ", false)]
    [InlineData(",", false)]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", false)]
    public void One_good_signature_of_a_known_version_is_enough(string signatures, bool granted) =>
        Assert.Equal(granted, Check(signatures) is Admission.Granted);

    [Fact]
    public void A_changed_byte_is_refused() =>
        Assert.IsType<Admission.Wrong>(Check(Signature, body: Body + " "));

    [Fact]
    public void While_a_secret_is_replaced_both_are_good()
    {
        var authentication = InboundAuthentication.HmacSha256(["whsec_bmV3LXNlY3JldC1uZXctc2VjcmV0LW5ldw==", Secret]);

        Assert.IsType<Admission.Granted>(authentication.Check(Delivery(Signature), At(0)));
    }

    [Fact]
    public void A_secret_without_prefix_is_taken_as_text()
    {
        var key = Encoding.UTF8.GetBytes("not base 64!");
        var signature = "v1," + Convert.ToBase64String(
            HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"m1.{Sent}.{Body}")));

        Assert.IsType<Admission.Granted>(
            InboundAuthentication.HmacSha256(["not base 64!"]).Check(Delivery(signature, id: "m1"), At(0)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1614265330.5")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")]
    public void A_timestamp_that_is_no_time_is_refused(string timestamp) =>
        Assert.IsNotType<Admission.Granted>(
            InboundAuthentication.HmacSha256([Secret]).Check(Delivery(Signature, timestamp: timestamp), At(0)));

    [Fact]
    public void Without_signature_headers_something_is_missing() =>
        Assert.IsType<Admission.Missing>(
            InboundAuthentication.HmacSha256([Secret]).Check(new WireRequest("POST", "/in/wms"), At(0)));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("whsec_")]
    [InlineData("whsec_ ")]
    [InlineData("whsec_not*base64")]
    public void A_secret_that_protects_nothing_is_named_and_not_used(string secret)
    {
        Assert.NotNull(InboundAuthentication.FaultOf(secret));
        Assert.Throws<ArgumentException>(() => InboundAuthentication.HmacSha256([secret]));
    }

    [Theory]
    [InlineData("Bearer old", true)]
    [InlineData("bearer  new ", true)]
    [InlineData("Bearer ne", false)]
    [InlineData("Bearer new1", false)]
    [InlineData("Bearer ", false)]
    [InlineData("Basic new", false)]
    public void Any_active_token_is_good_and_nothing_else(string header, bool granted)
    {
        var request = new WireRequest("POST", "/in/pos", [new WireHeader("authorization", header)]);

        Assert.Equal(granted, InboundAuthentication.Bearer(["old", "new"]).Check(request, At(0)) is Admission.Granted);
    }

    [Fact]
    public void Without_a_token_something_is_missing() =>
        Assert.IsType<Admission.Missing>(
            InboundAuthentication.Bearer(["new"]).Check(new WireRequest("POST", "/in/pos"), At(0)));

    [Fact]
    public void A_blank_token_lets_nobody_in() =>
        Assert.Throws<ArgumentException>(() => InboundAuthentication.Bearer([" "]));

    private static Admission Check(string signatures, string body = Body, int age = 0) =>
        InboundAuthentication.HmacSha256([Secret]).Check(Delivery(signatures, body), At(age));

    private static WireRequest Delivery(
        string signatures,
        string body = Body,
        string id = "msg_p5jXN8AQM9LWM0D4loKWxJek",
        string timestamp = "1614265330") =>
        new(
            "POST",
            "/in/wms",
            [new("webhook-id", id), new("Webhook-Timestamp", timestamp), new("WEBHOOK-SIGNATURE", signatures)],
            Encoding.UTF8.GetBytes(body));

    private static DateTimeOffset At(int age) => DateTimeOffset.FromUnixTimeSeconds(Sent + age);
}
