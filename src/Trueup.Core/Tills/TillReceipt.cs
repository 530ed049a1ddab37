using Trueup.Core.Values;

namespace Trueup.Core.Tills;

/// <summary>What a till charged, exactly as it was charged. Amounts are in major units.</summary>
/// <param name="Register">The till in the sender's code; empty where the store has only one.</param>
/// <param name="Currency">ISO 4217 code of all amounts.</param>
/// <param name="Totals">The charged totals.</param>
public sealed record TillReceipt(string Register, string Currency, TillTotals Totals)
{
    /// <summary>What was sold and taken back.</summary>
    public Items<TillLine> Lines { get; init; }

    /// <summary>How it was paid; negative amounts were given out.</summary>
    public Items<TillTender> Tenders { get; init; }

    /// <summary>What cash rounding added to the gross total; negative when it took something off.</summary>
    public decimal Rounding { get; init; }

    /// <summary>The trading day that the till counts it in; null for the day of the sale in the hub's time
    /// zone.</summary>
    public DateOnly? BusinessDay { get; init; }

    /// <summary>The till's running number; null when it has none.</summary>
    public long? Sequence { get; init; }

    /// <summary>The transaction that this one undoes as a whole; null for none.</summary>
    public string? VoidOf { get; init; }
}

/// <summary>A line as charged. A negative quantity came back; its discount and tax are negative then, too.</summary>
/// <param name="Line">The till's id of the line.</param>
/// <param name="Sku">The SKU.</param>
/// <param name="Quantity">Units.</param>
/// <param name="UnitPrice">Price of one unit, with or without tax as the till's prices are.</param>
/// <param name="Discount">What was taken off the line.</param>
/// <param name="Tax">The tax of the line.</param>
public sealed record TillLine(string Line, Sku Sku, Quantity Quantity, decimal UnitPrice, decimal Discount, decimal Tax)
{
    /// <summary>The till's code of the tax; empty for none.</summary>
    public string TaxCode { get; init; } = "";

    /// <summary>What the line comes to after discount; null: price times quantity, less the discount.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The transaction that sold what comes back here; null when nobody knows.</summary>
    public string? ReturnOf { get; init; }

    /// <summary>The line in <see cref="ReturnOf"/>; null for any of the same SKU.</summary>
    public string? ReturnOfLine { get; init; }

    /// <summary>The state of goods that came back, <c>resalable</c>, <c>damaged</c> or <c>quarantine</c>; null when
    /// nobody has looked yet.</summary>
    public string? Condition { get; init; }
}

/// <summary>A payment as taken.</summary>
/// <param name="Type">The till's word: <c>cash</c>, <c>card</c>, …; <c>online</c> was paid in the storefront.</param>
/// <param name="Amount">The amount kept; change is taken off.</param>
/// <param name="Reference">The provider's reference; null for none.</param>
public sealed record TillTender(string Type, decimal Amount, string? Reference);

/// <summary>Charged totals.</summary>
public sealed record TillTotals(decimal Net, decimal Tax, decimal Gross);

/// <summary>What was charged under one tax code.</summary>
/// <param name="TaxCode">The till's code; empty for none.</param>
/// <param name="Net">Amount without tax.</param>
/// <param name="Tax">The tax.</param>
public readonly record struct TaxAmount(string TaxCode, decimal Net, decimal Tax);

/// <summary>What was taken by one kind of payment.</summary>
public readonly record struct TenderAmount(string Type, decimal Amount);
