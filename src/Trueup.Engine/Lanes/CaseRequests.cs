using System.Text.Json;
using System.Text.Json.Serialization;
using Trueup.Core.Cases;
using Trueup.Core.Values;

namespace Trueup.Engine.Lanes;

/// <summary>Requests about cases that carry what the case was before, so that they can be taken back.</summary>
public static class CaseRequests
{
    /// <summary>Whether an action can be taken back: it changed the case alone, nothing outside.</summary>
    public static bool IsUndoable(string request) => request is Request.AssignCase or Request.SnoozeCase
        or Request.WaitCase or Request.IgnoreCase or Request.TagCase;

    /// <summary>A request about a case, with what it was and is to be.</summary>
    public static Request Of(string request, string by, Case known, string? text, DateTimeOffset? until)
    {
        ArgumentNullException.ThrowIfNull(known);
        var said = request == Request.SnoozeCase ? until?.ToString("O", System.Globalization.CultureInfo.InvariantCulture) : text;
        return new Request(request, by, known.Key, said)
        {
            Before = Describe(known),
            After = Describe(Afterwards(request, known, text, until)),
            Data = JsonSerializer.Serialize(Standing.Of(known), CaseRequestJson.Default.Standing),
        };
    }

    /// <summary>What takes a case back to how it stood.</summary>
    internal static IEnumerable<CaseEvent> Undo(Case now, Request request, DateTimeOffset at)
    {
        var before = JsonSerializer.Deserialize(request.Data!, CaseRequestJson.Default.Standing)!;
        if (now.State == CaseState.Ignored && before.State == (int)CaseState.Open)
        {
            yield return new CaseEvent.Reopened(now.Key, request.By, request.Text ?? "taken back", at);
        }

        if (now.Assignee != before.Assignee)
        {
            yield return new CaseEvent.Assigned(now.Key, before.Assignee ?? "", request.By, at);
        }

        if (now.SnoozedUntil != before.SnoozedUntil)
        {
            yield return new CaseEvent.Snoozed(now.Key, before.SnoozedUntil, request.By, at);
        }

        if (now.Waiting != before.Waiting)
        {
            yield return new CaseEvent.Waits(now.Key, before.Waiting, request.By, at);
        }

        var tags = (before.Tags ?? []).ToItems();
        if (now.Tags != tags)
        {
            yield return new CaseEvent.Tagged(now.Key, tags, request.By, at);
        }
    }

    /// <summary>Tags out of a text with commas.</summary>
    internal static Items<string> TagsOf(string? text) => (text ?? "").Split(
        ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Distinct(StringComparer.Ordinal).Take(20).ToItems();

    private static Case Afterwards(string request, Case known, string? text, DateTimeOffset? until) => request switch
    {
        Request.AssignCase => known with { Assignee = text },
        Request.SnoozeCase => known with { SnoozedUntil = until },
        Request.WaitCase => known with { Waiting = text },
        Request.IgnoreCase => known with { State = CaseState.Ignored },
        Request.TagCase => known with { Tags = TagsOf(text) },
        Request.RetryCase => known with { Waiting = Requests.Proof },
        Request.ResolveCase => known.Code.Healing == Healing.None
            ? known with { State = CaseState.Resolved }
            : known with { Waiting = Requests.Proof },
        _ => known,
    };

    private static string Describe(Case known)
    {
        var parts = new List<string> { known.State.ToString().ToLowerInvariant() };
        if (known.Assignee is { } assignee)
        {
            parts.Add($"assigned to {assignee}");
        }

        if (known.SnoozedUntil is { } until)
        {
            parts.Add($"put off until {until:yyyy-MM-dd HH:mm}");
        }

        if (known.Waiting is { } waiting)
        {
            parts.Add($"waits for {waiting}");
        }

        if (!known.Tags.IsEmpty)
        {
            parts.Add($"tags {string.Join(' ', known.Tags)}");
        }

        return string.Join("; ", parts);
    }
}

/// <summary>How a case stood.</summary>
internal sealed record Standing(
    int State, string? Assignee, DateTimeOffset? SnoozedUntil, string? Waiting, string[]? Tags)
{
    public static Standing Of(Case known) =>
        new((int)known.State, known.Assignee, known.SnoozedUntil, known.Waiting, known.Tags.ToArray());
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Standing))]
internal sealed partial class CaseRequestJson : JsonSerializerContext;
