using Trueup.Core.Drift;
using Trueup.Core.Values;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Views;

/// <summary>Whether the two ends agree.</summary>
/// <param name="Parity">Share of SKUs in step over all storefronts, 0 to 1.</param>
/// <param name="IsRunning">Whether a comparison is under way.</param>
/// <param name="Storefronts">The share of each storefront.</param>
/// <param name="Runs">The latest comparisons, newest first.</param>
public sealed record ParityView(
    decimal Parity, bool IsRunning, Items<ParityShare> Storefronts, Items<ParityRunView> Runs)
{
    /// <summary>What the differences of each storefront's last full comparison are about in money.</summary>
    public Items<StorefrontGaps> Gaps { get; init; }

    /// <summary>Figures that people keep in storefronts, those that end first first.</summary>
    public Items<OverrideView> Overrides { get; init; }

    /// <summary>Comparisons shown.</summary>
    private const int RunsMax = 50;

    /// <summary>How parity stands.</summary>
    public static ParityView Of(HubLoop hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        return new ParityView(
            ParityShare.Overall(hub.State),
            hub.Reconciler.IsRunning,
            ParityShare.Of(hub.State),
            hub.State.Runs.Reverse().Take(RunsMax).Select(run => ParityRunView.Of(run)).ToItems())
        {
            Gaps = hub.State.Runs.Where(run => run is { Scope: "full", Failure: null }).GroupBy(run => run.Connection)
                .Select(runs => new StorefrontGaps(runs.Key, GapSum.Of(runs.Last(), hub.State, hub.Contract.Terms.Reconcile.Costs)))
                .ToItems(),
            Overrides = OverrideView.Of(hub.State),
        };
    }
}

/// <summary>One comparison.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Connection">The storefront compared.</param>
/// <param name="Scope"><c>full</c> or <c>rolling</c>.</param>
/// <param name="StartedAt">When it began, UTC.</param>
/// <param name="EndedAt">When it ended, UTC.</param>
/// <param name="Parity">Share of SKUs in step, 0 to 1.</param>
public sealed record ParityRunView(
    string Id, ConnectionName Connection, string Scope, DateTimeOffset StartedAt, DateTimeOffset EndedAt,
    decimal Parity)
{
    /// <summary>SKUs compared.</summary>
    public long Compared { get; init; }

    /// <summary>SKUs in step.</summary>
    public long InStep { get; init; }

    /// <summary>SKUs whose difference is explained by something under way.</summary>
    public long InFlight { get; init; }

    /// <summary>Differences that nothing under way explains, by class.</summary>
    public required IReadOnlyDictionary<string, int> Discrepancies { get; init; }

    /// <summary>Whether differences were handed to dispatch to be corrected.</summary>
    public bool Healed { get; init; }

    /// <summary>Whether it found more to correct than the contract lets the hub correct unasked: nothing was corrected.</summary>
    public bool Held { get; init; }

    /// <summary>Figures that were corrected, or would be.</summary>
    public int Repairs { get; init; }

    /// <summary>Who asked for it; null: it was due.</summary>
    public string? By { get; init; }

    /// <summary>What the differences are about in money; empty where comparisons are listed.</summary>
    public Items<GapSum> Gaps { get; init; }

    /// <summary>Why it could not be finished; null when it was.</summary>
    public string? Failure { get; init; }

    /// <summary>Shows a comparison with what its differences are about in money.</summary>
    public static ParityRunView Of(ParityRun run, HubLoop hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        return Of(run) with { Gaps = GapSum.Of(run, hub.State, hub.Contract.Terms.Reconcile.Costs) };
    }

    /// <summary>Shows a comparison.</summary>
    public static ParityRunView Of(ParityRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new ParityRunView(run.Id, run.Connection, run.Scope, run.StartedAt, run.EndedAt, run.Parity)
        {
            Compared = run.Compared,
            InStep = run.InStep,
            InFlight = run.InFlight,
            Discrepancies = run.Discrepancies.CountBy(found => Words.Of(found.Class))
                .ToDictionary(StringComparer.Ordinal),
            Healed = run.Healed,
            Held = run.IsHeld,
            Repairs = run.Repairs.Count,
            By = run.By,
            Failure = run.Failure,
        };
    }
}

/// <summary>One difference.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Class">Why the ends differ.</param>
/// <param name="Expected">What the storefront should show as salable.</param>
/// <param name="Observed">What it shows; null when it shows nothing.</param>
/// <param name="Location">The location whose source differs; null when no single one does.</param>
/// <param name="Detail">The figures that led to the class.</param>
/// <param name="Code">The kind of case that it is.</param>
public sealed record DiscrepancyView(
    Sku Sku, string Class, Quantity Expected, Quantity? Observed, LocationCode? Location, string Detail, string? Code)
{
    /// <summary>What it is about in money; null when nobody can buy too much or too little because of it.</summary>
    public GapView? Gap { get; init; }

    /// <summary>Shows a difference.</summary>
    public static DiscrepancyView Of(Discrepancy found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return new DiscrepancyView(
            found.Sku, Words.Of(found.Class), found.Expected, found.Observed, found.Location, found.Detail,
            found.Code?.Code);
    }
}
