using System.Text;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;

namespace Trueup.Tests.Connectors.AdobeCommerce;

public sealed class VendorErrorsTests
{
    /// <summary>Every different error that was recorded on a real shop, with what it is to mean.</summary>
    public static TheoryData<string, int, string, string> Recorded()
    {
        var data = new TheoryData<string, int, string, string>();
        const string File = "tests/Trueup.Tests/Connectors/AdobeCommerce/recorded-errors.json";
        var text = System.IO.File.ReadAllText(Repository.PathOf(File));
        using var errors = JsonDocument.Parse(text);
        foreach (var error in errors.RootElement.EnumerateArray())
        {
            var body = error.GetProperty("body");
            data.Add(
                error.GetProperty("id").GetString()!,
                error.GetProperty("status").GetInt32(),
                body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText(),
                error.GetProperty("kind").GetString()!);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_recorded_error_is_understood(string id, int status, string body, string kind)
    {
        var answer = VendorErrors.Read(new WireReply(status, Encoding.UTF8.GetBytes(body)));

        Assert.True(Enum.Parse<AnswerKind>(kind) == answer.Kind, $"{id} was read as {answer.Kind}.");
        Assert.NotEqual("", answer.Detail);
        Assert.DoesNotContain('<', answer.Detail);
        Assert.DoesNotContain('\n', answer.Detail);
    }

    [Theory]
    [InlineData("{\"message\":\"Source with code \\\"%value\\\" does not exist.\",\"parameters\":{\"value\":\"oslo\"}}",
        """Source with code "oslo" does not exist.""")]
    [InlineData("""{"message":"%1 and %2","parameters":["a","b"]}""", "a and b")]
    [InlineData("{\"message\":\"as part of <a href=\\\"x\\\">it</a>\",\"parameters\":[]}", "as part of it")]
    public void Placeholders_are_filled_and_markup_is_dropped(string body, string detail) =>
        Assert.Equal(detail, VendorErrors.Read(new WireReply(400, Encoding.UTF8.GetBytes(body))).Detail);

    [Fact]
    public void An_answer_with_a_damaged_byte_is_no_answer()
    {
        var body = """{"state":"processing","items":[{"item_id":7}]}"""u8.ToArray();
        body[Array.IndexOf(body, (byte)'_')] = 0xFF;

        Assert.Equal(AnswerKind.Broken, VendorErrors.Read(new WireReply(200, body)).Kind);
    }

    [Fact]
    public void A_limit_that_was_passed_is_named()
    {
        var reply = new WireReply(
            400, """{"message":"Maximum SearchCriteria pageSize is %max","parameters":{"max":50}}"""u8.ToArray());

        Assert.Equal(50, VendorErrors.Read(reply).Max);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Sat, 21 Nov 2026 12:00:30 GMT", 30)]
    [InlineData("Sat, 21 Nov 2026 11:00:00 GMT", 0)]
    public void Retry_after_is_read_as_seconds_and_as_a_date(string header, int seconds)
    {
        var outcome = ScriptedShop.Status(429, "{}", new WireHeader("Retry-After", header));

        var receipt = AdobeAnswer.Of(outcome, new ScriptedShop.FixedClock()).AsWriteReceipt(CaseCodes.WriteRefused);

        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.IsType<Receipt.Deferred>(receipt).Wait);
    }

    [Fact]
    public void A_write_without_an_answer_is_unknown_and_one_not_sent_is_deferred()
    {
        var lost = AdobeAnswer.Of(new WireOutcome.NoAnswer("timed out"), clock: null);
        var refused = AdobeAnswer.Of(new WireOutcome.NotSent("connection refused"), clock: null);

        Assert.IsType<Receipt.Unknown>(lost.AsWriteReceipt(CaseCodes.WriteRefused));
        Assert.IsType<Receipt.Deferred>(refused.AsWriteReceipt(CaseCodes.WriteRefused));
        Assert.IsType<Receipt.Deferred>(lost.AsReadReceipt(CaseCodes.WriteRefused));
    }
}
