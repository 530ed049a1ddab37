using System.Diagnostics;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Core.Cases;

/// <summary>An operational problem that is open, or was.</summary>
/// <param name="Key">The key: code and lineage.</param>
/// <param name="Code">The kind of problem.</param>
/// <param name="About">What it is about.</param>
public sealed record Case(string Key, CaseCode Code, Lineage About)
{
    /// <summary>Where it stands.</summary>
    public CaseState State { get; init; }

    /// <summary>What was found last.</summary>
    public string Detail { get; init; } = "";

    /// <summary>How often it was met since it was opened.</summary>
    public long Met { get; init; }

    /// <summary>When it was opened, UTC.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was last met, UTC.</summary>
    public DateTimeOffset LastAt { get; init; }

    /// <summary>The message that opened it.</summary>
    public JournalPosition FirstMessage { get; init; }

    /// <summary>The message that met it last: its payload shows the problem.</summary>
    public JournalPosition LastMessage { get; init; }

    /// <summary>The person it is assigned to; null for the owner of its code.</summary>
    public string? Assignee { get; init; }

    /// <summary>Nobody need look at it before then, UTC; null: it is not put off.</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>What it waits for, in a few words: proof after a retry, an answer from outside; null: for nothing.</summary>
    public string? Waiting { get; init; }

    /// <summary>Words that people put on it to find it again.</summary>
    public Items<string> Tags { get; init; }

    /// <summary>What was done about it, oldest first.</summary>
    public Items<CaseNote> Notes { get; init; }
}

/// <summary>Where a case stands. The numbers are on disk: never change one.</summary>
public enum CaseState
{
    /// <summary>Somebody, or the next success, has to deal with it.</summary>
    Open = 0,

    /// <summary>Disproved by a later success, or settled by a person.</summary>
    Resolved = 1,

    /// <summary>A person decided to live with it.</summary>
    Ignored = 2,
}

/// <summary>Something done about a case.</summary>
public sealed record CaseNote(DateTimeOffset At, string By, string Text);

/// <summary>A change in a case. Journalled; every version ever written stays readable.</summary>
public abstract record CaseEvent
{
    private CaseEvent()
    {
    }

    /// <summary>The problem was met: its case is opened, reopened, or counts on.</summary>
    public sealed record Found(Finding Finding, DateTimeOffset At) : CaseEvent;

    /// <summary>The case is over.</summary>
    /// <param name="Key">The case.</param>
    /// <param name="State">Resolved or ignored.</param>
    /// <param name="By">Who or what ended it.</param>
    /// <param name="Why">The proof, or the person's reason.</param>
    /// <param name="At">When, UTC.</param>
    public sealed record Closed(string Key, CaseState State, string By, string Why, DateTimeOffset At) : CaseEvent;

    /// <summary>The case has an assignee.</summary>
    public sealed record Assigned(string Key, string Assignee, string By, DateTimeOffset At) : CaseEvent;

    /// <summary>The case is put off until a time; null takes that back.</summary>
    public sealed record Snoozed(string Key, DateTimeOffset? Until, string By, DateTimeOffset At) : CaseEvent;

    /// <summary>The case waits for something; null: not any more.</summary>
    public sealed record Waits(string Key, string? For, string By, DateTimeOffset At) : CaseEvent;

    /// <summary>The case carries these tags now.</summary>
    public sealed record Tagged(string Key, Items<string> Tags, string By, DateTimeOffset At) : CaseEvent;

    /// <summary>A person took back what ended the case.</summary>
    public sealed record Reopened(string Key, string By, string Why, DateTimeOffset At) : CaseEvent;

    /// <summary>Somebody commented on the case.</summary>
    public sealed record Commented(string Key, string By, string Text, DateTimeOffset At) : CaseEvent;
}

/// <summary>What a case is after an event. Never refuses.</summary>
public static class CaseEvolution
{
    /// <summary>Notes kept per case; the oldest go first.</summary>
    public const int NotesMax = 200;

    /// <summary>The key of the case that an event concerns.</summary>
    public static string KeyOf(CaseEvent change) => change switch
    {
        CaseEvent.Found found => found.Finding.CaseKey,
        CaseEvent.Closed closed => closed.Key,
        CaseEvent.Assigned assigned => assigned.Key,
        CaseEvent.Commented commented => commented.Key,
        CaseEvent.Snoozed snoozed => snoozed.Key,
        CaseEvent.Waits waits => waits.Key,
        CaseEvent.Tagged tagged => tagged.Key,
        CaseEvent.Reopened reopened => reopened.Key,
        _ => throw new UnreachableException($"No key for {change?.GetType().Name}."),
    };

    /// <summary>The case after the event; null when an event concerns a case that never was.</summary>
    public static Case? Evolve(Case? before, CaseEvent change, JournalPosition message) => (before, change) switch
    {
        (_, CaseEvent.Found found) => Find(before, found, message),
        (null, _) => null,
        (_, CaseEvent.Closed closed) => Note(before, closed.At, closed.By, closed.Why) with
        {
            State = closed.State,
            Waiting = null,
            SnoozedUntil = null,
        },
        (_, CaseEvent.Assigned { Assignee: "" } assigned) =>
            Note(before, assigned.At, assigned.By, "assigned to nobody") with { Assignee = null },
        (_, CaseEvent.Assigned assigned) =>
            Note(before, assigned.At, assigned.By, $"assigned to {assigned.Assignee}") with { Assignee = assigned.Assignee },
        (_, CaseEvent.Snoozed snoozed) =>
            Note(before, snoozed.At, snoozed.By, WordsFor(snoozed)) with { SnoozedUntil = snoozed.Until },
        (_, CaseEvent.Waits waits) => Note(before, waits.At, waits.By, WordsFor(waits)) with { Waiting = waits.For },
        (_, CaseEvent.Tagged tagged) =>
            Note(before, tagged.At, tagged.By, $"tags: {string.Join(", ", tagged.Tags)}") with { Tags = tagged.Tags },
        (_, CaseEvent.Reopened reopened) =>
            Note(before, reopened.At, reopened.By, reopened.Why) with { State = CaseState.Open },
        (_, CaseEvent.Commented commented) => Note(before, commented.At, commented.By, commented.Text),
        _ => throw new UnreachableException($"No evolution for {change.GetType().Name}."),
    };

    private static Case Find(Case? before, CaseEvent.Found found, JournalPosition message)
    {
        var opened = before is null || before.State == CaseState.Resolved
            ? new Case(found.Finding.CaseKey, found.Finding.Code, found.Finding.About)
            {
                OpenedAt = found.At,
                FirstMessage = message,
                Notes = before is null ? [] : Note(before, found.At, "hub", "came back").Notes,
                Assignee = before?.Assignee,
                Tags = before?.Tags ?? [],
            }
            : before;
        return opened with
        {
            Detail = found.Finding.Detail,
            Met = opened.Met + 1,

            // What was waited for did not come: the problem is there again.
            Waiting = null,
            LastAt = found.At,
            LastMessage = message,
        };
    }

    private static string WordsFor(CaseEvent.Snoozed snoozed) =>
        snoozed.Until is { } until ? $"put off until {until:yyyy-MM-dd HH:mm} UTC" : "not put off any more";

    private static string WordsFor(CaseEvent.Waits waits) => waits.For is { } what ? $"waits for {what}" : "waits no more";

    private static Case Note(Case before, DateTimeOffset at, string by, string text)
    {
        var notes = before.Notes.Add(new CaseNote(at, by, text));
        return before with { Notes = notes.Count > NotesMax ? notes.RemoveAt(0) : notes };
    }
}
