using Trueup.Core.Values;

namespace Trueup.Demo.Trading;

/// <summary>A time at which something stood in the way.</summary>
/// <param name="From">When it began.</param>
/// <param name="To">When it was over; null while it is not.</param>
public readonly record struct Obstacle(DateTimeOffset From, DateTimeOffset? To);

/// <summary>
/// When calls to a system could not do what they were for, as seen from outside the hub: it was made unreachable, it turned
/// the last call away and has answered none since (the hub pauses then), or it turned a call about something away and has
/// answered none about that since (that call waits to be tried again).
/// </summary>
/// <remarks>To be used under the sandbox's gate.</remarks>
/// <param name="clock">The time.</param>
public sealed class Obstacles(TimeProvider clock)
{
    private readonly List<Obstacle> _blocks = [];
    private readonly List<Obstacle> _pauses = [];
    private readonly List<Obstacle> _stalls = [];
    private readonly Dictionary<string, List<Obstacle>> _bySubject = new(StringComparer.Ordinal);

    /// <summary>The system can, or cannot, be reached from now on.</summary>
    public void Block(bool isBlocked) => Mark(_blocks, isBlocked);

    /// <summary>The machine gave nobody a turn.</summary>
    /// <param name="since">Since when, until now.</param>
    public void Stall(DateTimeOffset since) => _stalls.Add(new Obstacle(since, clock.GetUtcNow()));

    /// <summary>A call got its answer, or did not: it was turned away, failed, or its answer was lost.</summary>
    /// <param name="subjects">What the call was about: SKUs, or <see cref="CallSubjects.Sales"/>.</param>
    /// <param name="isAnswered">Whether it got its answer.</param>
    public void Call(IEnumerable<string> subjects, bool isAnswered)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        Mark(_pauses, !isAnswered);
        foreach (var subject in subjects)
        {
            if (!_bySubject.TryGetValue(subject, out var met))
            {
                _bySubject.Add(subject, met = []);
            }

            Mark(met, !isAnswered);
        }
    }

    /// <summary>What stood in the way of calls about something.</summary>
    public Items<Obstacle> Of(string subject) =>
        [.. _blocks, .. _stalls, .. _pauses, .. _bySubject.GetValueOrDefault(subject) ?? []];

    /// <summary>For how long at least one of several obstacles stood in the way within a time.</summary>
    public static TimeSpan Lasted(Items<Obstacle> obstacles, DateTimeOffset since, DateTimeOffset until)
    {
        var (lasted, counted) = (TimeSpan.Zero, since);
        foreach (var (from, to) in obstacles.OrderBy(static obstacle => obstacle.From))
        {
            var (begin, end) = (from > counted ? from : counted, to < until ? to.Value : until);
            if (end > begin)
            {
                lasted += end - begin;
                counted = end;
            }
        }

        return lasted;
    }

    private void Mark(List<Obstacle> met, bool isMet)
    {
        var isOpen = met is [.., { To: null }];
        if (isMet && !isOpen)
        {
            met.Add(new Obstacle(clock.GetUtcNow(), To: null));
        }
        else if (!isMet && isOpen)
        {
            met[^1] = met[^1] with { To = clock.GetUtcNow() };
        }
    }
}
