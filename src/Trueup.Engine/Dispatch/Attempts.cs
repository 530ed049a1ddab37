using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// What a lane has tried since it began, document by document: how often, when it may try again, and whether the document may be there already, so
/// that it is looked for before it is sent (DESIGN §5, G3).
/// </summary>
/// <param name="clock">The clock.</param>
internal sealed class Attempts(TimeProvider clock)
{
    /// <summary>
    /// Attempts that the remote itself put off after which a document is a case for a person; and attempts of any
    /// kind after which somebody is told that it is late. What a network or a gateway does is never a reason to give
    /// a document up.
    /// </summary>
    public const int Most = 8;

    /// <summary>The longest pause between two attempts.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Attempt> _known = new(StringComparer.Ordinal);
    private JournalPosition _inherited;

    /// <summary>Somebody may have sent what was asked for up to here, before its decision was on disk.</summary>
    public void Inherit(JournalPosition end) => _inherited = end;

    /// <summary>Whether a look tells nothing against sending: the document is not there.</summary>
    /// <param name="look">What the look said; null where nobody looked.</param>
    public static bool MaySend(Receipt? look) => look is null or Receipt.Deferred { Wait: null };

    /// <summary>Whether any attempt is known.</summary>
    public bool IsKnown(string key) => _known.ContainsKey(key);

    /// <summary>Whether a document may be there: an attempt may have had an effect, somebody sent it before a restart, or it was there once.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="askedIn">The message that asked for it.</param>
    /// <param name="wasThere">Whether the remote has named it.</param>
    public bool MayBeThere(string key, JournalPosition askedIn, bool wasThere = false) =>
        _known.GetValueOrDefault(key)?.MayBeThere ?? (askedIn <= _inherited || wasThere);

    /// <summary>How long the next attempt has to wait; null where it may go.</summary>
    public TimeSpan? WaitOf(string key, DateTimeOffset now) =>
        _known.GetValueOrDefault(key)?.NotBefore is { } notBefore && notBefore > now ? notBefore - now : null;

    /// <summary>It is certainly not there: nobody need look again before it is sent.</summary>
    public void NoteMissing(string key) => _known[key] = new Attempt(0, 0);

    /// <summary>It is settled.</summary>
    public void Forget(string key) => _known.Remove(key);

    /// <summary>Counts an attempt that settled nothing, and sets the time of the next.</summary>
    public Attempt Count(string key, Answer answer)
    {
        var before = _known.GetValueOrDefault(key) ?? new Attempt(0, 0);
        var asked = (answer.Receipt as Receipt.Deferred)?.Wait;
        var next = before with
        {
            Count = before.Count + 1,
            Failures = before.Failures + (asked is null ? 1 : 0),
            Answered = before.Answered + (answer is { IsTheRemotes: true, IsOfTheLook: false } ? 1 : 0),
            MayBeThere = answer.Receipt is not Receipt.Refused || answer.IsOfTheLook,
        };
        var wait = Waiting.Obeyed(asked ?? PauseAfter(next.Failures));
        return _known[key] = next with { NotBefore = clock.GetUtcNow() + wait };
    }

    /// <summary>A case says why it waits.</summary>
    public void NoteTold(string key) => _known[key] = _known[key] with { IsTold = true };

    private static TimeSpan PauseAfter(int failures)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(failures - 1, 10));
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <summary>What is known of the attempts at one document.</summary>
    /// <param name="Count">Attempts so far.</param>
    /// <param name="Answered">Those that the remote itself put off.</param>
    internal sealed record Attempt(int Count, int Answered)
    {
        /// <summary>Those of which nobody said how long to wait: the pause grows with them alone.</summary>
        public int Failures { get; init; }

        /// <summary>When the next may go.</summary>
        public DateTimeOffset NotBefore { get; init; }

        /// <summary>Whether one of them may have had an effect.</summary>
        public bool MayBeThere { get; init; }

        /// <summary>Whether a case says why it waits.</summary>
        public bool IsTold { get; init; }
    }

    /// <summary>What came of an attempt.</summary>
    /// <param name="Receipt">What the remote said, or what is to be waited for.</param>
    internal readonly record struct Answer(Receipt Receipt)
    {
        /// <summary>Whether it came of looking for the document, and nothing was sent.</summary>
        public bool IsOfTheLook { get; init; }

        /// <summary>Whether the remote itself said so, about the document.</summary>
        public bool IsTheRemotes { get; init; }

        /// <summary>Whether it settles the document. A look that is refused tells nothing: what was sent before may be there all the same; and missing
        /// rights are a matter of the connection.</summary>
        public bool IsFinal => Receipt is Receipt.Applied ||
            (Receipt is Receipt.Refused { Code: var code } && code != CaseCodes.PermissionDenied && !IsOfTheLook);
    }
}
