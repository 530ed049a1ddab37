using System.Text;
using System.Text.Json;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Engine.Intake.CloudEvents;

namespace Trueup.Tests.Intake;

public sealed class EnvelopeTests
{
    private const string Structured = "application/cloudevents+json; charset=utf-8";
    private const string Batch = "application/cloudevents-batch+json";
    private const string Lines = "application/x-ndjson";
    private const string Event =
        """{"specversion":"1.0","id":"a1","source":"/wms","type":"t","data":{"x":[1,{"y":"}"}]}}""";

    [Fact]
    public void A_structured_event_is_taken_as_it_is()
    {
        var message = Assert.Single(Opened(Open(Structured, " \n" + Event + " \n")));

        Assert.Equal(new RawMessage("a1", "cloudevent", message.Body), message);
        Assert.Equal(Event, Text(message));
    }

    [Fact]
    public void The_events_of_a_batch_are_slices_of_the_delivery_in_order()
    {
        var second = Event.Replace("a1", "a2", StringComparison.Ordinal);
        var body = Encoding.UTF8.GetBytes($"[ {Event} ,\n{second}]");

        var messages = Opened(Envelope.Open(Batch, [], body));

        Assert.Equal(["a1", "a2"], messages.Select(m => m.Key));
        Assert.Equal([Event, second], messages.Select(Text));
        Assert.All(messages, m => Assert.True(body.AsSpan().Overlaps(m.Body.Span)));
    }

    /// <summary>Kept, it would pass for the whole delivery that the sender tries again.</summary>
    [Theory]
    [InlineData(Structured, Event)]
    [InlineData(Batch, $"[{Event}]")]
    [InlineData("application/x-ndjson", Event)]
    public void A_delivery_with_a_damaged_byte_is_turned_away(string contentType, string body)
    {
        var damaged = Encoding.UTF8.GetBytes(body);
        damaged[body.IndexOf("\"y\"", StringComparison.Ordinal) + 1] ^= 0x80;

        Assert.IsType<EnvelopeOpening.Opened>(Open(contentType, body));
        Assert.IsType<EnvelopeOpening.Malformed>(Envelope.Open(contentType, [], damaged));
    }

    [Fact]
    public void Lines_are_events_and_blank_lines_are_not()
    {
        var messages = Opened(Open(Lines, $"{Event}\r\n\n  \n{Event}"));

        Assert.Equal([Event, Event], messages.Select(Text));
    }

    [Theory]
    [InlineData(Batch, "[]")]
    [InlineData(Lines, "")]
    [InlineData(Lines, "\n \n")]
    public void A_delivery_of_nothing_is_sound(string contentType, string body) =>
        Assert.Empty(Opened(Open(contentType, body)));

    [Theory]
    [InlineData(Structured, "", 0, "Not JSON")]
    [InlineData(Structured, "[]", 0, "JSON object")]
    [InlineData(Structured, "{} x", 0, "no id")]
    [InlineData(Structured, Event + "x", 1, "Not JSON")]
    [InlineData(Batch, Event, 0, "JSON array")]
    [InlineData(Batch, "[" + Event + ",7]", 1, "JSON object")]
    [InlineData(Batch, "[" + Event + "," + Event, 2, "Not JSON")]
    [InlineData(Batch, "[" + Event + ",]", 1, "Not JSON")]
    [InlineData(Lines, Event + "\n{\"id\":", 1, "Not JSON")]
    [InlineData(Lines, Event + Event, 1, "Not JSON")]
    public void A_body_that_is_not_what_it_claims_is_malformed_at_the_failing_event(
        string contentType, string body, int index, string why)
    {
        var malformed = Assert.IsType<EnvelopeOpening.Malformed>(Open(contentType, body));

        Assert.Equal(index, malformed.Index);
        Assert.Contains(why, malformed.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"id\":\"a1\",", "", "no id")]
    [InlineData("\"id\":\"a1\",", "\"id\":null,", "no id")]
    [InlineData("\"a1\"", "\"\"", "id is not a non-empty text")]
    [InlineData("\"a1\"", "7", "id is not a non-empty text")]
    [InlineData("\"a1\"", "\"\\ud800\"", "id is not a non-empty text")]
    [InlineData("\"id\":\"a1\",", "\"id\":\"a1\",\"\\u0069d\":\"a2\",", "id twice")]
    [InlineData("\"source\":\"/wms\",", "", "no source")]
    [InlineData("\"source\":\"/wms\",", "\"source\":{},", "source is not a non-empty text")]
    [InlineData("\"type\":\"t\",", "", "no type")]
    [InlineData("\"specversion\":\"1.0\",", "", "no specversion")]
    [InlineData("\"1.0\"", "\"0.3\"", "specversion is not 1.0")]
    [InlineData("\"1.0\"", "1.0", "specversion is not a non-empty text")]
    [InlineData("\"data\":", "\"data_base64\":\"e30=\",\"data\":", "both data and data_base64")]
    public void An_envelope_with_a_bad_attribute_is_malformed(string old, string @new, string why)
    {
        var bad = Event.Replace(old, @new, StringComparison.Ordinal);

        var malformed = Assert.IsType<EnvelopeOpening.Malformed>(Open(Batch, $"[{Event},{bad}]"));

        Assert.Equal(1, malformed.Index);
        Assert.Contains(why, malformed.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Escaped_names_and_values_mean_what_they_spell()
    {
        const string body =
            """{"spec\u0076ersion":"1\u002e0","\u0069d":"\u0061\ud83d\ude00","source":"/s","type":"t"}""";

        Assert.Equal("a😀", Assert.Single(Opened(Open(Structured, body))).Key);
    }

    [Fact]
    public void Half_a_character_in_the_data_is_no_fault_of_the_envelope() =>
        Assert.Single(Opened(Open(Structured, Event.Replace("}\"", "\\ud800\"", StringComparison.Ordinal))));

    [Fact]
    public void An_id_that_cannot_be_kept_is_malformed() =>
        Assert.IsType<EnvelopeOpening.Malformed>(
            Open(Structured, Event.Replace("a1", new string('a', 1_025), StringComparison.Ordinal)));

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    [InlineData("application/cloudevents+xml")]
    [InlineData("application/cloudevents+json; charset=utf-16")]
    public void Another_form_is_not_taken_for_cloud_events(string? contentType) =>
        Assert.IsType<EnvelopeOpening.NotCloudEvents>(Open(contentType, Event));

    [Fact]
    public void The_published_cases_are_told_apart_by_mode()
    {
        var cases = IngressCases.All();
        var (givenBinary, givenBatch) = (cases["in-037"].GetProperty("given"), cases["in-039"].GetProperty("given"));

        var binary = Assert.Single(Opened(Envelope.Open(
            "application/json",
            IngressCases.Headers(givenBinary.GetProperty("headers")),
            Encoding.UTF8.GetBytes(givenBinary.GetProperty("body").GetString()!))));
        var batch = Opened(Open(givenBatch.GetProperty("content-type").GetString(), $"[{Event},{Event}]"));

        Assert.True(JsonElement.DeepEquals(
            cases["in-037"].GetProperty("then").GetProperty("data"), Json(binary).GetProperty("data")));
        Assert.Equal("application/json", Json(binary).GetProperty("datacontenttype").GetString());
        Assert.Equal(cases["in-039"].GetProperty("then").GetProperty("events").GetInt32(), batch.Count);
    }

    private static EnvelopeOpening Open(string? contentType, string body) =>
        Envelope.Open(contentType, [], Encoding.UTF8.GetBytes(body));

    private static Items<RawMessage> Opened(EnvelopeOpening opening) =>
        Assert.IsType<EnvelopeOpening.Opened>(opening).Messages;

    private static string Text(RawMessage message) => Encoding.UTF8.GetString(message.Body.Span);

    private static JsonElement Json(RawMessage message) => JsonDocument.Parse(message.Body).RootElement;
}
