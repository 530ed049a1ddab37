namespace Trueup.Simulator.Network;

/// <summary>What becomes of one exchange.</summary>
public enum Fate
{
    /// <summary>It goes well.</summary>
    Fine,

    /// <summary>No connection: certainly no effect.</summary>
    Refused,

    /// <summary>Dropped before the effect: no effect, no answer.</summary>
    RequestLost,

    /// <summary>Dropped after the effect: an effect, no answer.</summary>
    ReplyLost,

    /// <summary>Reordered: the effect comes only after the caller has given up, and later requests overtake it.</summary>
    Overtaken,

    /// <summary>No effect, a failure as answer.</summary>
    FailedBefore,

    /// <summary>An effect, a failure as answer.</summary>
    FailedAfter,

    /// <summary>No effect, a refusal as answer that says that the request was wrong, though it was not.</summary>
    Rejected,

    /// <summary>The effect of a part of a batch, a refusal as answer.</summary>
    HalfApplied,

    /// <summary>No effect, status 429 with <c>Retry-After</c>.</summary>
    TooMany,

    /// <summary>No effect, status 429 alone.</summary>
    TooManyWithoutHint,

    /// <summary>An effect, and an answer cut off in the middle.</summary>
    Truncated,

    /// <summary>An effect, and a page of HTML with status 200 as answer, as some proxies give.</summary>
    WrongContent,

    /// <summary>The effect of the same request twice.</summary>
    Twice,

    /// <summary>An effect, and an answer in which the highest bit of one byte is turned: it is not text any more.</summary>
    Damaged,
}
