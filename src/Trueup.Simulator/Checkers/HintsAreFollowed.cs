using System.Globalization;
using Trueup.Core.Entries;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// A webhook that only says that there is something to read is followed: once nothing fails any more, whoever sent it is asked within
/// moments, and not when the next reading is due.
/// </summary>
public static class HintsAreFollowed
{
    /// <summary>The form of Square's events in the journal.</summary>
    private const string Form = "square.event";

    /// <summary>For so long the hub may still wait for what failed before: what was lost last is given up after half a minute, and then the
    /// connection rests for a minute at most.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(95);

    private static readonly TimeSpan Moments = TimeSpan.FromSeconds(5);

    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world)
    {
        ArgumentNullException.ThrowIfNull(world);
        if (world.Square is not { } square || world.Troubles.EndedAt is not { } ended)
        {
            yield break;
        }

        foreach (var (_, hint) in world.History().Where(recorded =>
            recorded.Entry is { Kind: EntryKind.Seen, Form: Form } && recorded.Entry.At > ended + Recovery))
        {
            var until = hint.At + Moments;
            if (until < world.Outside.Now && !square.Wire.Calls.Any(call => call >= hint.At && call <= until) &&
                !world.Hub.Starts.Any(start => start >= hint.At && start <= until))
            {
                yield return new Violation("hints", hint.Key, string.Create(
                    CultureInfo.InvariantCulture, $"came at {hint.At:O}, and Square was not asked within {Moments.TotalSeconds:0} s"));
            }
        }
    }
}
