using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Contract;

/// <summary>
/// What a rule about stock applies to. The rule that names the most telling thing wins: a SKU before a category, a category
/// before a velocity, a velocity before a location, both before one; among equals the later one.
/// </summary>
/// <param name="Sku">Only this SKU; null for any.</param>
/// <param name="Location">Only at this location; null for any.</param>
public readonly record struct StockScope(Sku? Sku, LocationCode? Location)
{
    /// <summary>Only products of this category, in the word of whoever lists them; null for any.</summary>
    public string? Category { get; init; }

    /// <summary>Only SKUs that sell so fast; null for any.</summary>
    public Velocity? Velocity { get; init; }

    /// <summary>How telling the rule is.</summary>
    internal int Rank =>
        (Sku is null ? 0 : 8) + (Category is null ? 0 : 4) + (Velocity is null ? 0 : 2) + (Location is null ? 0 : 1);

    /// <summary>Whether a SKU at a location is meant; without a location, a SKU wherever it lies.</summary>
    internal bool Fits(SkuStock stock, LocationCode? location, OwnershipContract contract) =>
        (Sku is not { } sku || sku == stock.Sku) &&
        (Location is not { } only || only == location) &&
        (Category is null || IsOf(stock, Category)) &&
        (Velocity is not { } pace || pace == contract.VelocityOf(stock));

    private static bool IsOf(SkuStock stock, string category)
    {
        foreach (var listing in stock.Listings)
        {
            if (listing.Traits.Categories is { } categories && categories.Span.Contains(category))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Rules about stock, of which the most telling one that fits holds.</summary>
/// <param name="rules">The rules as written.</param>
/// <param name="scopeOf">What a rule applies to.</param>
internal sealed class ScopedRules<TRule>(Items<TRule> rules, Func<TRule, StockScope> scopeOf)
    where TRule : class
{
    private readonly Items<TRule> _general = rules.Where(rule => scopeOf(rule).Sku is null).ToItems();
    private readonly ILookup<string, TRule> _named = rules.Where(rule => scopeOf(rule).Sku is not null)
        .ToLookup(rule => scopeOf(rule).Sku!.Value.Text, StringComparer.Ordinal);

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => rules.IsEmpty;

    /// <summary>The rule that holds; null for none.</summary>
    public TRule? Best(SkuStock stock, LocationCode? location, OwnershipContract contract) =>
        rules.IsEmpty ? null : BestNamed(stock, location, contract) ?? Best(_general, stock, location, contract);

    /// <summary>The rule that holds among those that name the SKU; null for none.</summary>
    public TRule? BestNamed(SkuStock stock, LocationCode? location, OwnershipContract contract) =>
        Best(_named[stock.Sku.Text], stock, location, contract);

    private TRule? Best(IEnumerable<TRule> among, SkuStock stock, LocationCode? location, OwnershipContract contract)
    {
        TRule? best = null;
        foreach (var rule in among)
        {
            var scope = scopeOf(rule);
            if (scope.Fits(stock, location, contract) && (best is null || scope.Rank >= scopeOf(best).Rank))
            {
                best = rule;
            }
        }

        return best;
    }
}
