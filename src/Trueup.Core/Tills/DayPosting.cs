using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Core.Tills;

/// <summary>A store's closed day that books are to take, exactly once.</summary>
/// <param name="Day">The day.</param>
/// <param name="Target">The system that keeps the books.</param>
public sealed record DayPosting(StoreDayKey Day, ConnectionName Target)
{
    /// <summary>The idempotency key, the same for every attempt.</summary>
    public string Key => KeyOf(Day, Target);

    /// <summary>The message that asked for it.</summary>
    public JournalPosition Message { get; init; }

    /// <summary>The id that the system gave it; null until it is made.</summary>
    public string? RemoteId { get; init; }

    /// <summary>Whether it is made, or given up after a refusal.</summary>
    public bool IsSettled { get; init; }

    /// <summary>The system's words when it refused; null otherwise.</summary>
    public string? Refusal { get; init; }

    /// <summary>The key of a day's posting in a system.</summary>
    public static string KeyOf(StoreDayKey day, ConnectionName target) => $"day/{day}/{target}";

    /// <summary>The posting after an event that is about it; null when the event is about something else. Never
    /// refuses.</summary>
    /// <param name="before">The posting before; null when there was none.</param>
    /// <param name="day">The day.</param>
    /// <param name="change">The event.</param>
    /// <param name="message">The message that it was decided about.</param>
    public static DayPosting? Evolve(
        DayPosting? before, StoreDayKey day, StoreDayEvent change, JournalPosition message)
    {
        if (change is StoreDayEvent.PostingAsked asked)
        {
            return before ?? new DayPosting(day, asked.Target) { Message = message };
        }

        return before is null ? null : change switch
        {
            StoreDayEvent.PostingMade made =>
                before with { RemoteId = made.RemoteId, IsSettled = true, Refusal = null },
            StoreDayEvent.PostingRefused refused => before with { IsSettled = true, Refusal = refused.Detail },
            StoreDayEvent.PostingReopened => before with { IsSettled = false, Refusal = null },
            _ => before,
        };
    }
}
