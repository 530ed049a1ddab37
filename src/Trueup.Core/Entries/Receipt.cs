namespace Trueup.Core.Entries;

/// <summary>What came of one write to a remote system.</summary>
public abstract record Receipt
{
    private Receipt()
    {
    }

    /// <summary>The write took effect.</summary>
    /// <param name="RemoteId">The id that the remote gave to what was written; null for levels.</param>
    public sealed record Applied(string? RemoteId = null) : Receipt
    {
        /// <summary>The amount with tax that the remote says it booked; null where it was not asked.</summary>
        public decimal? BookedGross { get; init; }

        /// <summary>The tax that the remote says it booked; null where it was not asked.</summary>
        public decimal? BookedTax { get; init; }
    }

    /// <summary>The remote will not take this write as it is; repeating it unchanged is useless.</summary>
    /// <param name="Code">The case that this refusal is.</param>
    /// <param name="Detail">The remote's own words, cut to a readable length, free of personal data.</param>
    public sealed record Refused(Cases.CaseCode Code, string Detail) : Receipt;

    /// <summary>The write certainly had no effect now, and may have one later.</summary>
    /// <param name="Detail">Why, in a few words.</param>
    /// <param name="Wait">How long the remote asked for; null when it did not say.</param>
    public sealed record Deferred(string Detail, TimeSpan? Wait = null) : Receipt
    {
        /// <summary>The case that the waiting itself is, where it has one of its own: then it is told, and the write is
        /// never given up; null for any other.</summary>
        public Cases.CaseCode? Code { get; init; }
    }

    /// <summary>Nobody knows whether the write took effect: observe before asking again.</summary>
    /// <param name="Detail">Why, in a few words.</param>
    public sealed record Unknown(string Detail) : Receipt
    {
        /// <summary>Whether the remote may hold the write without acting on it, so that looking cannot tell: only the
        /// same write again makes it good.</summary>
        public bool IsHalfDone { get; init; }
    }
}
