using System.Globalization;
using System.Text;
using Newtonsoft.Json.Linq;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;

namespace Trueup.Connectors.Http;

/// <summary>What a reply that is no success means (RFC 9110 §15).</summary>
internal static class Replies
{
    private const int WordsMax = 200;

    private static readonly string[] MessageNames =
        ["message", "detail", "error_description", "error", "title", "reason"];

    /// <summary>Whether the remote did what it was asked.</summary>
    public static bool IsSuccess(WireReply reply) => reply.Status is >= 200 and < 300;

    /// <summary>
    /// What a successful write comes to. A page of HTML is a proxy's, and proves nothing; nor does a success without the id that is
    /// expected, where there is a way to make sure.
    /// </summary>
    /// <param name="operation">What was asked.</param>
    /// <param name="reply">A success.</param>
    /// <param name="canMakeSure">Whether the document can be looked up, or safely asked for again.</param>
    public static Receipt OfSuccess(HttpOperation operation, WireReply reply, bool canMakeSure)
    {
        if (IsPage(reply))
        {
            return new Receipt.Unknown("The remote answered a success with a page of HTML.");
        }

        var remoteId = operation.Id?.TextIn(ReplyPath.Read(reply.Body));
        return remoteId is null && operation.Id is not null && canMakeSure
            ? new Receipt.Unknown("The remote answered a success, and not with the id that was expected.")
            : new Receipt.Applied(remoteId);
    }

    /// <summary>What an unsuccessful write comes to: a fault inside the remote leaves its effect unknown.</summary>
    public static Receipt OfWrite(WireReply reply) =>
        Known(reply, CaseCodes.DocumentRefused) ?? new Receipt.Unknown($"The remote answered {Words(reply)}");

    /// <summary>
    /// What an unsuccessful read comes to: it had no effect, so anything but a refusal may be tried again.
    /// </summary>
    public static Receipt OfRead(WireReply reply) =>
        Known(reply, CaseCodes.ConnectionDown) ?? new Receipt.Deferred($"The remote answered {Words(reply)}");

    /// <summary>What a write that got no reply comes to.</summary>
    public static Receipt OfWrite(WireOutcome outcome) => outcome switch
    {
        WireOutcome.Answered answered => OfWrite(answered.Reply),
        WireOutcome.NotSent unsent => new Receipt.Deferred($"Not sent: {unsent.Why}"),
        WireOutcome.NoAnswer lost => new Receipt.Unknown($"No answer: {lost.Why}"),
        _ => throw new System.Diagnostics.UnreachableException($"No rule for {outcome.GetType().Name}."),
    };

    /// <summary>What a read that got no reply comes to.</summary>
    public static Receipt OfRead(WireOutcome outcome) => outcome switch
    {
        WireOutcome.Answered answered => OfRead(answered.Reply),
        WireOutcome.NotSent unsent => new Receipt.Deferred($"Not sent: {unsent.Why}"),
        WireOutcome.NoAnswer lost => new Receipt.Deferred($"No answer: {lost.Why}"),
        _ => throw new System.Diagnostics.UnreachableException($"No rule for {outcome.GetType().Name}."),
    };

    /// <summary>What a look for a document comes to: a row that lacks the id shows that something is there, so nothing is sent again.</summary>
    /// <param name="finder">What was asked.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="what">What was looked for, as the object of a sentence.</param>
    public static Receipt OfLook(HttpOperation finder, JToken answer, string what) =>
        finder.Id?.TextIn(answer) is { Length: > 0 } remoteId ? new Receipt.Applied(remoteId)
        : finder.Id?.IsRowIn(answer) == true ? new Receipt.Unknown($"Asked for {what}, the system showed one without an id.")
        : new Receipt.Deferred($"The system does not have {what}.");

    /// <summary>Status and the remote's own words, cut to a readable length and without e-mail addresses.</summary>
    public static string Words(WireReply reply)
    {
        var words = WithoutAddresses(MessageOf(reply));
        return words.Length == 0
            ? $"{reply.Status}."
            : $"{reply.Status}: {(words.Length <= WordsMax ? words : words[..WordsMax] + "…")}";
    }

    /// <summary>How long the remote wants to be left alone; null when it does not say.</summary>
    /// <remarks>A date is taken against the reply's own Date, which is the clock that wrote it (RFC 9110
    /// §10.2.3).</remarks>
    public static TimeSpan? WaitOf(WireReply reply)
    {
        var wait = reply.Header("Retry-After")?.Trim();
        if (int.TryParse(wait, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return IsDate(wait, out var until) && IsDate(reply.Header("Date"), out var sent)
            ? TimeSpan.FromTicks(Math.Max(0, (until - sent).Ticks))
            : null;
    }

    /// <summary>What a reply means whether it answers a read or a write; null where that makes a difference.</summary>
    private static Receipt? Known(WireReply reply, CaseCode refusal) => reply.Status switch
    {
        401 or 403 => new Receipt.Refused(CaseCodes.PermissionDenied, $"The remote answered {Words(reply)}"),
        408 or 425 or 429 or 503 => new Receipt.Deferred($"The remote answered {Words(reply)}", WaitOf(reply)),
        < 500 => new Receipt.Refused(refusal, $"The remote answered {Words(reply)}"),
        _ => null,
    };

    private static string MessageOf(WireReply reply)
    {
        var json = ReplyPath.Read(reply.Body);
        if (json is JObject members)
        {
            foreach (var name in MessageNames)
            {
                if (members[name] is JValue { Type: JTokenType.String } message)
                {
                    return message.Value<string>()!.Trim();
                }
            }
        }

        var bytes = reply.Body.Span[..Math.Min(reply.Body.Length, WordsMax * 4)];
        return json is null && IsMarkup(bytes) ? "" : Encoding.UTF8.GetString(bytes).Trim();
    }

    // A proxy's page of HTML tells an operator nothing.
    private static bool IsMarkup(ReadOnlySpan<byte> body) => body.TrimStart(" \r\n\t"u8).StartsWith("<"u8);

    private static bool IsPage(WireReply reply)
    {
        var start = Encoding.UTF8.GetString(reply.Body.Span[..Math.Min(reply.Body.Length, WordsMax)]).TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        return start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    private static string WithoutAddresses(string words) => !words.Contains('@')
        ? words
        : string.Join(' ', words.Split(' ').Select(static word => word.Contains('@') ? "(address)" : word));

    private static bool IsDate(string? text, out DateTimeOffset date) => DateTimeOffset.TryParseExact(
        text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date);
}
