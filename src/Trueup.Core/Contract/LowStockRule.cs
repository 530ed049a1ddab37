using Trueup.Core.Values;

namespace Trueup.Core.Contract;

/// <summary>What happens when little or nothing is left of a SKU in a storefront.</summary>
public sealed record LowStockTerms
{
    /// <summary>Units left, over all places that a storefront sells from, at or below which a SKU is low.</summary>
    public Quantity At { get; init; }

    /// <summary>Other figures by rule; a location in a rule's scope is not looked at.</summary>
    public Items<LowStockRule> Rules { get; init; }

    /// <summary>Whether low SKUs become cases.</summary>
    public bool TellsLow { get; init; }

    /// <summary>Whether sold-out SKUs become cases. Default true.</summary>
    public bool TellsSoldOut { get; init; } = true;

    /// <summary>What a storefront is asked to do with what is sold out.</summary>
    public SoldOutDisplay SoldOut { get; init; } = SoldOutDisplay.Mark;

    /// <summary>What may be offered instead.</summary>
    public Items<SubstituteRule> Substitutes { get; init; }
}

/// <summary>From which figure on a SKU is low.</summary>
public sealed record LowStockRule(StockScope Scope, Quantity At);

/// <summary>What may be offered instead of a SKU, the best first.</summary>
public sealed record SubstituteRule(Sku Sku, Items<Sku> Instead);

/// <summary>What a storefront is asked to do with what is sold out.</summary>
public enum SoldOutDisplay
{
    /// <summary>Show it as any other.</summary>
    Show,

    /// <summary>Show it as sold out.</summary>
    Mark,

    /// <summary>Show it no more.</summary>
    Hide,
}
