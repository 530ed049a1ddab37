using System.Globalization;
using System.Text.Json;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.Square;

/// <summary>Calls Square, and says what became of a call.</summary>
internal sealed class SquareApi(SquareOptions options)
{
    private const int WordsMax = 200;

    /// <summary>Reads something.</summary>
    public ValueTask<SquareAnswer> GetAsync(IWire wire, string target, CancellationToken cancellationToken) =>
        SendAsync(wire, new WireRequest("GET", target, Headers()), cancellationToken);

    /// <summary>Asks or tells something.</summary>
    public ValueTask<SquareAnswer> PostAsync(
        IWire wire, string target, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        SendAsync(wire, new WireRequest("POST", target, Headers(), body, "application/json"), cancellationToken);

    private static async ValueTask<SquareAnswer> SendAsync(
        IWire wire, WireRequest request, CancellationToken cancellationToken) =>
        await wire.SendAsync(request, cancellationToken) switch
        {
            WireOutcome.Answered { Reply: var reply } => Read(reply),
            WireOutcome.NotSent unsent => new SquareAnswer(default, new Receipt.Deferred(unsent.Why)),
            WireOutcome.NoAnswer lost => new SquareAnswer(default, new Receipt.Unknown(lost.Why)),
            var other => throw new System.Diagnostics.UnreachableException($"No rule for {other.GetType().Name}."),
        };

    private static SquareAnswer Read(WireReply reply)
    {
        var json = Parse(reply.Body);
        if (reply.Status is >= 200 and < 300 && json is { } answer)
        {
            return new SquareAnswer(answer, Failure: null);
        }

        var words = $"Square answered {reply.Status} {WordsOf(json)}".TrimEnd();
        return new SquareAnswer(default, reply.Status switch
        {
            401 or 403 => new Receipt.Refused(CaseCodes.PermissionDenied, words),
            408 or 425 or 429 or 503 => new Receipt.Deferred(words, WaitOf(reply)),
            >= 400 and < 500 => new Receipt.Refused(CaseCodes.WriteRefused, words),
            _ => new Receipt.Unknown(words),
        });
    }

    /// <summary>The errors in Square's words: <c>{"errors":[{category, code, detail, field}]}</c> (pos.md
    /// §1).</summary>
    private static string WordsOf(JsonElement? json)
    {
        var words = json is { } answer
            ? string.Join("; ", answer.List("errors").Select(static error =>
                $"{error.Text("code")} {error.Text("field")} {error.Text("detail")}".Trim()))
            : "";
        return words.Length > WordsMax ? words[..WordsMax] : words;
    }

    /// <summary>How long to wait; seconds or a date (RFC 9110 §10.2.3). Square's own headers are not known (pos.md
    /// §8).</summary>
    private static TimeSpan? WaitOf(WireReply reply)
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

    private static bool IsDate(string? text, out DateTimeOffset date) => DateTimeOffset.TryParseExact(
        text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date);

    private static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonText.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Items<WireHeader> Headers()
    {
        Items<WireHeader> headers = [new WireHeader("Authorization", $"Bearer {options.Token}")];
        return options.Version is { } version ? headers.Add(new WireHeader("Square-Version", version)) : headers;
    }
}

/// <summary>What came of a call.</summary>
/// <param name="Json">The answer; undefined when there is a failure.</param>
/// <param name="Failure">What became of it instead; null for a success.</param>
internal readonly record struct SquareAnswer(JsonElement Json, Receipt? Failure);
