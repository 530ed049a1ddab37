using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Calling;

/// <summary>One entry of an error answer (commercetools.md §1.4); only its code is ever branched on.</summary>
/// <param name="Code">The platform's code.</param>
/// <param name="Message">Its words, which vary.</param>
/// <param name="Field">The field concerned; null when not said.</param>
/// <param name="CurrentVersion">The resource's version, of a conflict; null when not said.</param>
internal sealed record ApiError(string Code, string Message, string? Field, long? CurrentVersion);

/// <summary>What a project answered.</summary>
/// <param name="Status">HTTP status; 0 when no answer came.</param>
/// <param name="Body">The body; empty for none.</param>
internal sealed record Answer(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>Errors, all of them; empty for a success or a body of another form.</summary>
    public Items<ApiError> Errors { get; init; }

    /// <summary>Why no answer came, or what the platform said; empty for a success.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Whether the request certainly had no effect.</summary>
    public bool IsNotSent { get; init; }

    /// <summary>How long the platform asked to wait; null when it did not say.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>Whether the request was done.</summary>
    public bool IsDone => Status is >= 200 and < 300;

    /// <summary>Whether somebody else changed the resource since it was read.</summary>
    public bool IsConflict => Has("ConcurrentModification");

    /// <summary>Whether what was to be created is there already.</summary>
    public bool IsDuplicate => Has("DuplicateField") || Has("DuplicateFieldWithConflictingResource");

    /// <summary>Whether the request may have taken effect although nothing says so.</summary>
    public bool IsUnsure => !IsNotSent && Status is 0 or 408 or 500 or 502 or 504;

    /// <summary>Whether any of the errors has a code.</summary>
    public bool Has(string code) => Errors.FindIndex(error => error.Code == code) >= 0;

    /// <summary>Understands the outcome of an exchange.</summary>
    public static Answer Of(WireOutcome outcome, TimeProvider? clock) => outcome switch
    {
        WireOutcome.Answered answered => Of(answered.Reply, clock),
        WireOutcome.NotSent notSent => new Answer(0, default) { IsNotSent = true, Detail = notSent.Why },
        WireOutcome.NoAnswer noAnswer => new Answer(0, default) { Detail = noAnswer.Why },
        _ => throw new System.Diagnostics.UnreachableException($"No answer for {outcome.GetType().Name}."),
    };

    /// <summary>The receipt of a read: nothing can have changed, so whatever may pass is worth asking again.</summary>
    public Receipt AsReadReceipt(CaseCode refusal) => Status switch
    {
        401 or 403 => new Receipt.Refused(CaseCodes.PermissionDenied, Detail),
        >= 400 and < 500 and not (408 or 409 or 429) => new Receipt.Refused(refusal, Detail),
        _ => new Receipt.Deferred(Detail, Wait),
    };

    /// <summary>The receipt of a write.</summary>
    public Receipt AsWriteReceipt(CaseCode refusal) => IsDone ? new Receipt.Applied()
        : IsUnsure ? new Receipt.Unknown(Detail)
        : AsReadReceipt(refusal);

    private static Answer Of(WireReply reply, TimeProvider? clock)
    {
        if (reply.Status is >= 200 and < 300)
        {
            return new Answer(reply.Status, reply.Body);
        }

        var errors = ErrorsOf(reply.Body);

        // All of them: the top-level message repeats only the first.
        var detail = errors.IsEmpty
            ? string.Create(CultureInfo.InvariantCulture, $"The project answers {reply.Status}.")
            : string.Join(" · ", errors.Select(error => $"{error.Code}: {error.Message}"));
        var correlation = reply.Header("X-Correlation-ID");
        return new Answer(reply.Status, reply.Body)
        {
            Errors = errors,
            Detail = (detail.Length > 400 ? detail[..400] : detail) + (correlation is null ? "" : $" [{correlation}]"),
            Wait = WaitOf(reply, clock),
        };
    }

    private static Items<ApiError> ErrorsOf(ReadOnlyMemory<byte> body)
    {
        if (Loose.Parse(body) is not { } root)
        {
            return [];
        }

        var errors = root.List("errors").Select(error => new ApiError(
            error.Text("code") ?? "", error.Text("message") ?? "", error.Text("field"), error.Whole("currentVersion")))
            .ToItems();
        return errors.IsEmpty && root.Text("error") is { } word
            ? [new ApiError(word, root.Text("error_description") ?? root.Text("message") ?? "", null, null)]
            : errors;
    }

    private static TimeSpan? WaitOf(WireReply reply, TimeProvider? clock)
    {
        var text = reply.Header("Retry-After");
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return clock is not null && DateTimeOffset.TryParseExact(
                text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at > clock.GetUtcNow()
            ? at - clock.GetUtcNow()
            : null;
    }
}
