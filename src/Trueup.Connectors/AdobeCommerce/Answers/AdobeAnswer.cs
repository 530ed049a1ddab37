using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;

namespace Trueup.Connectors.AdobeCommerce.Answers;

/// <summary>What an answer of the shop means to the hub.</summary>
public enum AnswerKind
{
    /// <summary>Done as asked (2xx).</summary>
    Done,

    /// <summary>No, wrong or too weak credentials; the shop does not tell them apart.</summary>
    AccessDenied,

    /// <summary>The thing named does not exist.</summary>
    NotFound,

    /// <summary>The address does not exist in this shop.</summary>
    NoRoute,

    /// <summary>The request is wrong in itself, and repeating it is useless.</summary>
    Invalid,

    /// <summary>Single rows were found wrong before anything was saved.</summary>
    RowsInvalid,

    /// <summary>A save failed for a reason that the shop does not tell, perhaps half way.</summary>
    SaveUnsure,

    /// <summary>A shipment was rolled back; the reason is in the shop's log only.</summary>
    ShipmentNotSaved,

    /// <summary>The order's present state does not allow the document.</summary>
    OrderNotReady,

    /// <summary>The order is held by the shop.</summary>
    OrderHeld,

    /// <summary>More rows, or a larger page, than the shop's input limit allows.</summary>
    TooMany,

    /// <summary>Called too often.</summary>
    RateLimited,

    /// <summary>Closed for maintenance or overloaded: nothing was taken.</summary>
    Unavailable,

    /// <summary>Sends callers to another address: nothing was taken.</summary>
    Moved,

    /// <summary>Failed inside; it may have taken effect.</summary>
    Broken,

    /// <summary>The request did not reach the shop.</summary>
    NotSent,

    /// <summary>No answer came; the request may have taken effect.</summary>
    NoAnswer,
}

/// <summary>An answer of the shop, understood as far as a caller must understand it.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Detail">The shop's own words with their placeholders filled, cut to a readable length; empty when
/// done.</param>
/// <param name="Body">The body; empty for none.</param>
public sealed record AdobeAnswer(AnswerKind Kind, string Detail, ReadOnlyMemory<byte> Body = default)
{
    /// <summary>How long the shop asked to wait; null when it did not say.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>
    /// The limit that was passed, for <see cref="AnswerKind.TooMany"/>; null when the shop did not say.
    /// </summary>
    public int? Max { get; init; }

    /// <summary>Understands the outcome of an exchange.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="clock">Tells how long a Retry-After date is away; null makes such a date "not said".</param>
    public static AdobeAnswer Of(WireOutcome outcome, TimeProvider? clock) => outcome switch
    {
        WireOutcome.Answered { Reply: var reply } => VendorErrors.Read(reply) with { Wait = WaitOf(reply, clock) },
        WireOutcome.NotSent notSent => new AdobeAnswer(AnswerKind.NotSent, notSent.Why),
        WireOutcome.NoAnswer noAnswer => new AdobeAnswer(AnswerKind.NoAnswer, noAnswer.Why),
        _ => throw new System.Diagnostics.UnreachableException($"No answer for {outcome.GetType().Name}."),
    };

    /// <summary>
    /// The receipt of a read: nothing can have changed, so everything that may pass is worth asking again.
    /// </summary>
    public Receipt AsReadReceipt(CaseCode refusal) => Kind switch
    {
        AnswerKind.AccessDenied => new Receipt.Refused(CaseCodes.PermissionDenied, Detail),
        AnswerKind.NotFound or AnswerKind.NoRoute or AnswerKind.Invalid or AnswerKind.RowsInvalid or
            AnswerKind.TooMany => new Receipt.Refused(refusal, Detail),
        _ => new Receipt.Deferred(Detail, Wait),
    };

    /// <summary>The receipt of a write that changes something if it gets through.</summary>
    public Receipt AsWriteReceipt(CaseCode refusal) => Kind switch
    {
        AnswerKind.Done => new Receipt.Applied(),
        AnswerKind.AccessDenied => new Receipt.Refused(CaseCodes.PermissionDenied, Detail),
        AnswerKind.RateLimited or AnswerKind.Unavailable or AnswerKind.NotSent or AnswerKind.OrderHeld or
            AnswerKind.Moved =>
            new Receipt.Deferred(Detail, Wait),
        AnswerKind.Broken or AnswerKind.NoAnswer or AnswerKind.SaveUnsure => new Receipt.Unknown(Detail),
        _ => new Receipt.Refused(refusal, Detail),
    };

    /// <summary>
    /// Seconds or an HTTP date (RFC 9110 §10.2.3); a date is measured against the shop's own clock where it tells it.
    /// </summary>
    private static TimeSpan? WaitOf(WireReply reply, TimeProvider? clock)
    {
        if (reply.Header("Retry-After") is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        var now = DateOf(reply.Header("Date")) ?? clock?.GetUtcNow();
        return DateOf(text) is { } until && now is { } present
            ? TimeSpan.FromTicks(Math.Max(0, (until - present).Ticks))
            : null;
    }

    private static DateTimeOffset? DateOf(string? text) => DateTimeOffset.TryParseExact(
        text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
        ? date
        : null;
}
