using Trueup.Core.Values;
using Trueup.Engine.Lanes;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Views;

/// <summary>How much of a storefront is in step.</summary>
/// <param name="Connection">The storefront.</param>
/// <param name="Parity">Share of its SKUs in step now, 0 to 1: those of its last full comparison, less those with an
/// open case.</param>
/// <param name="Compared">SKUs of the last full comparison; zero before the first.</param>
/// <param name="Drifting">SKUs with an open case about the storefront.</param>
/// <param name="ComparedAt">When the last comparison of any scope ended well; null before the first.</param>
public sealed record ParityShare(
    ConnectionName Connection, decimal Parity, long Compared, int Drifting, DateTimeOffset? ComparedAt)
{
    /// <summary>The shares of every storefront that was ever compared or has an open case about a SKU.</summary>
    public static Items<ParityShare> Of(HubState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var drifting = state.Cases.Drifting.Where(pair => pair.Value > 0)
            .ToDictionary(pair => ConnectionName.Parse(pair.Key), pair => pair.Value);
        return state.Runs.Select(run => run.Connection).Concat(drifting.Keys).Distinct()
            .OrderBy(storefront => storefront.Text, StringComparer.Ordinal)
            .Select(storefront => Of(state, storefront, drifting.GetValueOrDefault(storefront)))
            .ToItems();
    }

    /// <summary>The share over all storefronts, 0 to 1; 1 while nothing was compared.</summary>
    public static decimal Overall(HubState state)
    {
        var shares = Of(state);
        var compared = shares.Sum(share => share.Compared);
        var drifting = shares.Sum(share => share.Drifting);
        return ShareOf(compared, drifting);
    }

    private static ParityShare Of(HubState state, ConnectionName storefront, int drifting)
    {
        ParityRun? last = null;
        ParityRun? full = null;
        foreach (var run in state.Runs)
        {
            if (run.Connection == storefront && run.Failure is null)
            {
                last = run;
                full = run.Scope == "full" ? run : full;
            }
        }

        var compared = full?.Compared ?? 0;
        return new ParityShare(storefront, ShareOf(compared, drifting), compared, drifting, last?.EndedAt);
    }

    private static decimal ShareOf(long compared, int drifting) =>
        compared == 0 ? drifting == 0 ? 1m : 0m : Math.Max(0m, 1m - ((decimal)drifting / compared));
}
