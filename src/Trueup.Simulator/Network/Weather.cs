namespace Trueup.Simulator.Network;

/// <summary>How badly a network and the remote behind it behave. Every rate is a probability per exchange, 0 to
/// 1.</summary>
public sealed record Weather
{
    /// <summary>Nothing fails, and every exchange takes a few milliseconds.</summary>
    public static Weather Calm { get; } = new();

    /// <summary>The shortest way there, and the shortest way back.</summary>
    public TimeSpan DelayMin { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>The longest way there, and the longest way back.</summary>
    public TimeSpan DelayMax { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The connection is refused: the remote never hears of it.</summary>
    public double Refused { get; init; }

    /// <summary>The request is lost, and the caller waits in vain.</summary>
    public double RequestLost { get; init; }

    /// <summary>The request takes effect, and its answer is lost.</summary>
    public double ReplyLost { get; init; }

    /// <summary>The remote fails before it did anything.</summary>
    public double FailedBefore { get; init; }

    /// <summary>The remote, or a gateway before it, fails after the effect.</summary>
    public double FailedAfter { get; init; }

    /// <summary>The remote says that it is called too often, and when to come back.</summary>
    public double TooMany { get; init; }

    /// <summary>The remote says that it is called too often, and nothing else.</summary>
    public double TooManyWithoutHint { get; init; }

    /// <summary>The request arrives twice. Only requests that may be repeated are: nobody could defend against the
    /// others.</summary>
    public double Twice { get; init; }

    /// <summary>The exchange takes seconds.</summary>
    public double Slow { get; init; }

    /// <summary>What happens to one exchange.</summary>
    /// <param name="chance">Decides.</param>
    /// <param name="isRepeatable">Whether the request may arrive twice.</param>
    public Fate Draw(Chance chance, bool isRepeatable)
    {
        ArgumentNullException.ThrowIfNull(chance);
        return chance.Happens(Refused) ? Fate.Refused
            : chance.Happens(RequestLost) ? Fate.RequestLost
            : chance.Happens(ReplyLost) ? Fate.ReplyLost
            : chance.Happens(FailedBefore) ? Fate.FailedBefore
            : chance.Happens(FailedAfter) ? Fate.FailedAfter
            : chance.Happens(TooMany) ? Fate.TooMany
            : chance.Happens(TooManyWithoutHint) ? Fate.TooManyWithoutHint
            : isRepeatable && chance.Happens(Twice) ? Fate.Twice
            : Fate.Fine;
    }

    /// <summary>How long one way takes.</summary>
    public TimeSpan Delay(Chance chance)
    {
        ArgumentNullException.ThrowIfNull(chance);
        return chance.Happens(Slow)
            ? chance.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(9))
            : chance.Between(DelayMin, DelayMax);
    }
}

/// <summary>What happens to one exchange.</summary>
public enum Fate
{
    /// <summary>It goes well.</summary>
    Fine,

    /// <summary>No connection: certainly no effect.</summary>
    Refused,

    /// <summary>No effect, no answer.</summary>
    RequestLost,

    /// <summary>An effect, no answer.</summary>
    ReplyLost,

    /// <summary>No effect, a failure as answer.</summary>
    FailedBefore,

    /// <summary>An effect, a failure as answer.</summary>
    FailedAfter,

    /// <summary>No effect, status 429 with <c>Retry-After</c>.</summary>
    TooMany,

    /// <summary>No effect, status 429 alone.</summary>
    TooManyWithoutHint,

    /// <summary>The effect of the same request twice.</summary>
    Twice,
}
