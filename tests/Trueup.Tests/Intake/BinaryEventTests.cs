using System.Text;
using System.Text.Json;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Engine.Intake.CloudEvents;

namespace Trueup.Tests.Intake;

public sealed class BinaryEventTests
{
    private static readonly Items<WireHeader> Required =
        [
            new("CE-Id", "a1"), new("ce-source", "/wms"), new("ce-specversion", "1.0"), new("Ce-Type", "t"),
            new("Host", "h"),
        ];

    [Theory]
    [InlineData("Euro%20%E2%82%AC%20%F0%9F%98%80", "Euro € 😀")]
    [InlineData("%e2%82%ac", "€")]
    [InlineData("%41%2520", "A%20")]
    [InlineData("\"quoted \\\"text\\\" \\\\\"", "quoted \"text\" \\")]
    [InlineData("\"", "\"")]
    [InlineData("plain €", "plain €")]
    public void A_header_value_is_decoded_one_round(string header, string expected)
    {
        var json = Json(Open("application/json", "{}", new WireHeader("ce-subject", header)));

        Assert.Equal(expected, json.GetProperty("subject").GetString());
    }

    [Theory]
    [InlineData("ce-subject", "%C0%A0")]
    [InlineData("ce-subject", "%E2%82")]
    [InlineData("ce-subject", "100%")]
    [InlineData("ce-subject", "%zz")]
    [InlineData("ce-data", "{}")]
    [InlineData("ce-sub_ject", "x")]
    [InlineData("ce-id", "again")]
    public void A_header_that_is_no_attribute_is_malformed(string name, string value) =>
        Assert.IsType<EnvelopeOpening.Malformed>(Open("application/json", "{}", new WireHeader(name, value)));

    [Fact]
    public void Half_a_character_in_a_header_is_malformed() =>
        Assert.IsType<EnvelopeOpening.Malformed>(
            Open("application/json", "{}", new WireHeader("ce-subject", "\ud800")));

    [Theory]
    [InlineData("CE-Id")]
    [InlineData("ce-source")]
    [InlineData("Ce-Type")]
    public void A_required_header_cannot_be_left_out(string name)
    {
        var headers = Required.Where(header => !header.Name.Equals(name, StringComparison.Ordinal)).ToItems();

        Assert.IsType<EnvelopeOpening.Malformed>(Envelope.Open("application/json", headers, "{}"u8.ToArray()));
    }

    [Theory]
    [InlineData("application/json", """{"a": 1}""", """{"a": 1}""")]
    [InlineData(null, "[1]", "[1]")]
    [InlineData("application/vnd.wms+json", "\"x\"", "\"x\"")]
    [InlineData("text/plain", "{}", "\"{}\"")]
    public void The_body_becomes_the_data(string? contentType, string body, string data) =>
        Assert.Equal(data, Json(Open(contentType, body)).GetProperty("data").GetRawText());

    [Fact]
    public void Bytes_that_are_no_text_become_base_64()
    {
        var opening = Envelope.Open("application/octet-stream", Required, new byte[] { 0xff, 0x00 });

        Assert.Equal("/wA=", Json(opening).GetProperty("data_base64").GetString());
    }

    [Fact]
    public void No_body_is_no_data() =>
        Assert.False(Json(Open("application/json", "")).TryGetProperty("data", out _));

    [Theory]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("x")]
    public void A_body_that_claims_to_be_json_and_is_not_is_malformed(string body) =>
        Assert.IsType<EnvelopeOpening.Malformed>(Open("application/json", body));

    [Fact]
    public void Json_with_a_damaged_byte_is_malformed() =>
        Assert.IsType<EnvelopeOpening.Malformed>(Envelope.Open("application/json", Required, (byte[])[(byte)'"', 0xf9, (byte)'"']));

    private static EnvelopeOpening Open(string? contentType, string body, params WireHeader[] more) =>
        Envelope.Open(contentType, Required.AddRange(more.ToItems()), Encoding.UTF8.GetBytes(body));

    private static JsonElement Json(EnvelopeOpening opening)
    {
        var message = Assert.Single(Assert.IsType<EnvelopeOpening.Opened>(opening).Messages);
        Assert.Equal("a1", message.Key);
        return JsonDocument.Parse(message.Body).RootElement;
    }
}
