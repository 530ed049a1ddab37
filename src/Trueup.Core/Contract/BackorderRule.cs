using Trueup.Core.Values;

namespace Trueup.Core.Contract;

/// <summary>What is sold although it is not there yet: at least the limit is known, so nothing is promised without end.</summary>
/// <param name="Scope">What it holds for.</param>
/// <param name="Units">Units that may be sold beyond what is there; null where only what is on its way sets the
/// limit.</param>
public sealed record BackorderRule(StockScope Scope, Quantity? Units)
{
    /// <summary>Whether no more is sold than the owner reports in transit to the location.</summary>
    public bool OnlyInbound { get; init; }

    /// <summary>Goods that ran out, or goods that are not out yet.</summary>
    public BackorderKind Kind { get; init; }

    /// <summary>When the goods are expected, for whoever buys them; null when nobody knows.</summary>
    public DateOnly? Expected { get; init; }

    /// <summary>Whether the buyer has to agree to wait. Default true.</summary>
    public bool AsksConsent { get; init; } = true;
}

/// <summary>Why goods are sold that are not there.</summary>
public enum BackorderKind
{
    /// <summary>They ran out and come again.</summary>
    Backorder,

    /// <summary>They are not out yet.</summary>
    Preorder,
}
