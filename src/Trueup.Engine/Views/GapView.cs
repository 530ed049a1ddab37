using Trueup.Core.Contract;
using Trueup.Core.Drift;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Views;

/// <summary>What a difference is about in money.</summary>
/// <param name="Kind"><c>oversell</c> or <c>lost-sales</c>.</param>
/// <param name="Units">Units offered too many, or too few.</param>
public sealed record GapView(string Kind, Quantity Units)
{
    /// <summary>What those units sell for; null where nobody ever ordered the SKU.</summary>
    public decimal? AtStake { get; init; }

    /// <summary>What a week of it costs at the pace of the SKU's sales; null where that is not known.</summary>
    public decimal? PerWeek { get; init; }

    /// <summary>ISO 4217 code of both; null where neither is known.</summary>
    public string? Currency { get; init; }

    /// <summary>Shows what a difference is worth.</summary>
    public static GapView? Of(GapWorth? worth) => worth is null ? null : new GapView(WordOf(worth.Kind), worth.Units)
    {
        AtStake = worth.AtStake?.Amount,
        PerWeek = worth.PerWeek?.Amount,
        Currency = worth.AtStake?.Currency,
    };

    /// <summary>The word for what a difference leads to.</summary>
    internal static string WordOf(GapKind kind) => kind == GapKind.Oversell ? "oversell" : "lost-sales";
}

/// <summary>What the differences of one kind are about in money.</summary>
/// <param name="Kind"><c>oversell</c> or <c>lost-sales</c>.</param>
/// <param name="Skus">SKUs.</param>
/// <param name="Units">Units offered too many, or too few.</param>
/// <param name="AtStake">What those units sell for, an amount for each currency.</param>
/// <param name="PerWeek">What a week of it costs, an amount for each currency.</param>
/// <param name="Unpriced">SKUs without a known price, which the amounts leave out.</param>
public sealed record GapSum(string Kind, int Skus, Quantity Units, Items<Money> AtStake, Items<Money> PerWeek, int Unpriced)
{
    /// <summary>The sums of a comparison, oversell first; a kind that does not occur is absent.</summary>
    public static Items<GapSum> Of(ParityRun run, HubState state, GapCosts costs)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(state);
        return run.Discrepancies.Select(found => GapWorth.Of(found, state.Find(found.Sku), costs)).OfType<GapWorth>()
            .GroupBy(worth => worth.Kind).OrderBy(group => group.Key)
            .Select(group => new GapSum(
                GapView.WordOf(group.Key),
                group.Count(),
                group.Sum(worth => worth.Units),
                Sum(group.Select(worth => worth.AtStake)),
                Sum(group.Select(worth => worth.PerWeek)),
                group.Count(worth => worth.AtStake is null)))
            .ToItems();
    }

    private static Items<Money> Sum(IEnumerable<Money?> amounts) => amounts.OfType<Money>()
        .GroupBy(money => money.Currency, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => new Money(group.Sum(money => money.Amount), group.Key)).ToItems();
}

/// <summary>What the differences of a storefront are about in money.</summary>
/// <param name="Connection">The storefront.</param>
/// <param name="Gaps">By kind.</param>
public sealed record StorefrontGaps(ConnectionName Connection, Items<GapSum> Gaps);
