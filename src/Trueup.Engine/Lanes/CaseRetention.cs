using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>
/// Forgets cases some time after they ended. The journal keeps what was found and done about them; what goes is their
/// place in memory, in lists and in the ledger.
/// </summary>
public sealed class CaseRetention(HubState state, JournalTail tail, TimeSpan keep, TimeProvider clock)
{
    /// <summary>Cases forgotten at once: more follow with the next look.</summary>
    public const int BatchMax = 5_000;

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Every, clock, cancellationToken).ContinueOnCancel();
            if (!cancellationToken.IsCancellationRequested)
            {
                await LookAsync();
            }
        }
    }

    /// <summary>Looks once, and journals the moment where something may be forgotten.</summary>
    public async ValueTask LookAsync()
    {
        var now = clock.GetUtcNow();
        if (state.Cases.EndedBefore(now - keep, max: 1).Count > 0)
        {
            await tail.AppendAsync([Ticks.Forget(now - keep, now)]);
        }
    }

    /// <summary>Forgets what ended before a time.</summary>
    internal static void Forget(Deliberation about, HubState state, DateTimeOffset before)
    {
        var gone = state.Cases.EndedBefore(before, BatchMax);
        if (!gone.IsEmpty)
        {
            about.Say(new Change.CasesForgotten(gone));
        }
    }
}
