using Trueup.Core.Drift;
using Trueup.Core.Values;

namespace Trueup.Engine.Reconcile;

/// <summary>What one reconciliation found.</summary>
/// <param name="Id">Id of the run, rising: the journal position before which it began.</param>
/// <param name="Connection">The storefront compared.</param>
/// <param name="Scope"><c>full</c>, <c>rolling</c> or <c>skus</c>.</param>
/// <param name="StartedAt">When it began, UTC.</param>
public sealed record ParityRun(string Id, ConnectionName Connection, string Scope, DateTimeOffset StartedAt)
{
    /// <summary>The most discrepancies kept in full; beyond it only the counts are.</summary>
    public const int DiscrepanciesMax = 10_000;

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>SKUs compared.</summary>
    public long Compared { get; init; }

    /// <summary>SKUs in step; differences in flight count as in step.</summary>
    public long InStep { get; init; }

    /// <summary>SKUs whose difference is explained by something under way.</summary>
    public long InFlight { get; init; }

    /// <summary>Whether differences were handed to dispatch to be corrected.</summary>
    public bool Healed { get; init; }

    /// <summary>Whether it found more to correct than it may without a person's approval, so that nothing was corrected.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Who asked for it; null: it was due.</summary>
    public string? By { get; init; }

    /// <summary>What was corrected, or would be, at most <see cref="DiscrepanciesMax"/>.</summary>
    public Items<Repair> Repairs { get; init; }

    /// <summary>Why the run could not be finished; null when it was.</summary>
    public string? Failure { get; init; }

    /// <summary>The differences, at most <see cref="DiscrepanciesMax"/>.</summary>
    public Items<Discrepancy> Discrepancies { get; init; }

    /// <summary>SKUs with an open case that the run found in step: the proof that closes it.</summary>
    public Items<Sku> Proved { get; init; }

    /// <summary>Share of SKUs in step, 0 to 1; 1 when nothing was compared.</summary>
    public decimal Parity => Compared == 0 ? 1m : (decimal)InStep / Compared;
}
