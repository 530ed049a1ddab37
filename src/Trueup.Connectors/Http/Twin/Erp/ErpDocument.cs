using Trueup.Core.Values;

namespace Trueup.Connectors.Http.Twin.Erp;

/// <summary>What a document is.</summary>
public enum ErpKind
{
    /// <summary>A customer's order with fixed amounts.</summary>
    SalesOrder,

    /// <summary>Money given back on an order.</summary>
    CreditMemo,

    /// <summary>Sales of a store: one transaction, or a day of them.</summary>
    RetailPosting,
}

/// <summary>A document as its sender wrote it; amounts are never calculated anew.</summary>
internal sealed record ErpContent(ErpKind Kind, string ExternalId, string Account, string Currency, DateOnly On)
{
    public string? CostCentre { get; init; }

    /// <summary>The order that a credit memo belongs to, by the back office's id.</summary>
    public string? Order { get; init; }

    public string? Number { get; init; }

    public Items<ErpLine> Lines { get; init; }

    public ErpTotals Totals { get; init; }

    /// <summary>Payments of an order, tenders of a store.</summary>
    public Items<ErpPayment> Payments { get; init; }
}

/// <summary>A line as its sender wrote it.</summary>
/// <param name="Line">The sender's id of the line.</param>
/// <param name="Kind"><c>item</c>, <c>shipping</c>, <c>charge</c>, <c>discount</c> or <c>rounding</c>.</param>
/// <param name="Item">The item; null for lines without one.</param>
/// <param name="Quantity">Pieces; 0 for lines without an item.</param>
/// <param name="Net">What the line comes to without tax.</param>
/// <param name="Tax">Its tax.</param>
/// <param name="TaxCode">Under which the tax is booked.</param>
public sealed record ErpLine(
    string Line, string Kind, string? Item, decimal Quantity, decimal Net, decimal Tax, string TaxCode);

/// <summary>The totals as their sender wrote them.</summary>
public readonly record struct ErpTotals(decimal Net, decimal Tax, decimal Gross);

/// <summary>A payment or tender as its sender wrote it.</summary>
public sealed record ErpPayment(string Type, decimal Amount, string? Reference);

/// <summary>A document in a back office's books.</summary>
internal sealed class ErpDocument(string id, ErpContent content, DateTimeOffset at)
{
    public string Id => id;

    public ErpContent Content => content;

    public DateTimeOffset CreatedAt => at;

    public bool IsClosed { get; set; }

    public bool IsHeld { get; set; }

    /// <summary>Who the order is for; null where nobody said.</summary>
    public string? Customer { get; set; }

    /// <summary>Where it goes, as one line; null where nobody said.</summary>
    public string? DeliverTo { get; set; }

    /// <summary>What was credited besides the order's own lines: goodwill, rounding.</summary>
    public decimal OtherCredits { get; set; }

    /// <summary>What was taken off each line since, by cancellation, credit and return.</summary>
    public ErpTaken[] Taken { get; } = [.. content.Lines.Select(static _ => new ErpTaken())];

    /// <summary>The status in the back office's own word.</summary>
    public string Status => IsClosed ? "closed"
        : content.Kind != ErpKind.SalesOrder ? "posted"
        : IsCancelled ? "cancelled"
        : IsHeld ? "on-hold"
        : Taken.Any(static taken => taken.Cancelled > 0m) ? "part-cancelled"
        : "accepted";

    /// <summary>The place of a line; −1 where there is none.</summary>
    public int PlaceOf(string line) =>
        content.Lines.FindIndex(one => string.Equals(one.Line, line, StringComparison.Ordinal));

    // Nothing is open, and some of it was cancelled: what was credited besides stays credited.
    private bool IsCancelled => Taken.Any(static taken => taken.IsCancelled) &&
        content.Lines.Zip(Taken).All(
            static pair => pair.Second.OpenOf(pair.First) is { Quantity: <= 0m, Net: 0m, Tax: 0m });
}

/// <summary>Pieces and money of a line.</summary>
internal readonly record struct ErpPart(decimal Quantity, decimal Net, decimal Tax);

/// <summary>What was taken off a line since it was booked.</summary>
internal sealed class ErpTaken
{
    public decimal Cancelled { get; set; }

    public decimal CancelledNet { get; set; }

    public decimal CancelledTax { get; set; }

    public decimal Credited { get; set; }

    public decimal CreditedNet { get; set; }

    public decimal CreditedTax { get; set; }

    public decimal Returned { get; set; }

    public bool IsCancelled => Cancelled > 0m || CancelledNet != 0m || CancelledTax != 0m;

    /// <summary>What is neither cancelled nor credited.</summary>
    public ErpPart OpenOf(ErpLine line) => new(
        line.Quantity - Cancelled - Credited,
        line.Net - CancelledNet - CreditedNet,
        line.Tax - CancelledTax - CreditedTax);

    public void Cancel(ErpPart part)
    {
        Cancelled += part.Quantity;
        CancelledNet += part.Net;
        CancelledTax += part.Tax;
    }

    public void Credit(ErpPart part)
    {
        Credited += part.Quantity;
        CreditedNet += part.Net;
        CreditedTax += part.Tax;
    }
}
