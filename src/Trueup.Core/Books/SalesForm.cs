using Trueup.Core.Values;

namespace Trueup.Core.Books;

/// <summary>
/// An order, or a credit for a part of one, as books want it: fixed amounts, accounts and tax codes. Nothing in it is for
/// the receiver to recalculate, and the lines sum to the totals to the cent.
/// </summary>
/// <param name="Currency">ISO 4217 code of all amounts.</param>
/// <param name="Scale">Decimals that the currency has (ISO 4217 minor unit).</param>
/// <param name="Lines">What is booked.</param>
/// <param name="Totals">What the lines sum to: exactly what was charged or given back.</param>
public sealed record SalesForm(string Currency, int Scale, Items<SalesLine> Lines, SalesTotals Totals)
{
    /// <summary>The cost centre of the whole document; null for none.</summary>
    public string? CostCentre { get; init; }

    /// <summary>The account or code of the payment; null for none.</summary>
    public string? PaymentAccount { get; init; }
}

/// <summary>What a line of a sales form is.</summary>
public enum SalesLineKind
{
    /// <summary>Goods or services sold.</summary>
    Goods,

    /// <summary>Carriage.</summary>
    Shipping,

    /// <summary>A discount on the whole order that no line carries.</summary>
    Discount,

    /// <summary>A fee, a gift card, or money given or kept beyond the lines.</summary>
    Adjustment,

    /// <summary>What the storefront's own lines are short of its own totals, in plain sight.</summary>
    Rounding,
}

/// <summary>One line of a sales form.</summary>
/// <param name="Line">The storefront's id of the line, or a word for lines that it has not.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Quantity">Units.</param>
/// <param name="Net">Amount without tax, after discount.</param>
/// <param name="Tax">The tax in it.</param>
public sealed record SalesLine(string Line, SalesLineKind Kind, Quantity Quantity, decimal Net, decimal Tax)
{
    /// <summary>The article; null for lines without one.</summary>
    public Sku? Sku { get; init; }

    /// <summary>What people read.</summary>
    public string Text { get; init; } = "";

    /// <summary>The discount that <see cref="Net"/> is already less of, without tax.</summary>
    public decimal Discount { get; init; }

    /// <summary>Tax rate in per cent.</summary>
    public decimal TaxRate { get; init; }

    /// <summary>The receiver's code of the tax; null where none is mapped.</summary>
    public string? TaxCode { get; init; }

    /// <summary>The receiver's account; null where none is mapped.</summary>
    public string? Account { get; init; }

    /// <summary>The storefront line that this one is a component of; null for a line of its own.</summary>
    public string? PartOf { get; init; }

    /// <summary>Amount with tax.</summary>
    public decimal Gross => Net + Tax;
}

/// <summary>What the lines of a sales form sum to.</summary>
public sealed record SalesTotals(decimal Net, decimal Tax, decimal Gross);
