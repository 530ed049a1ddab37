using Trueup.Core.Values;

namespace Trueup.Connectors.Http.Twin.Erp;

/// <summary>A document as the back office has it now.</summary>
/// <param name="Id">The back office's id.</param>
/// <param name="Kind">What it is.</param>
/// <param name="ExternalId">The id that came with it.</param>
/// <param name="Status">The back office's word for how far it is.</param>
public sealed record ErpDocumentView(string Id, ErpKind Kind, string ExternalId, string Status)
{
    /// <summary>The account that it is booked on.</summary>
    public required string Account { get; init; }

    /// <summary>ISO 4217 code of all amounts.</summary>
    public required string Currency { get; init; }

    /// <summary>The day that it is booked on.</summary>
    public required DateOnly On { get; init; }

    /// <summary>Who an order is for; null where nobody said.</summary>
    public string? Customer { get; init; }

    /// <summary>Where an order goes, as sent; null where nobody said.</summary>
    public string? DeliverTo { get; init; }

    /// <summary>Its lines as sent.</summary>
    public required Items<ErpLine> Lines { get; init; }

    /// <summary>Its totals as sent.</summary>
    public required ErpTotals Totals { get; init; }

    /// <summary>Pieces cancelled and credited, line by line.</summary>
    public required Items<(decimal Cancelled, decimal Credited)> Taken { get; init; }

    internal static ErpDocumentView Of(ErpDocument document) =>
        new(document.Id, document.Content.Kind, document.Content.ExternalId, document.Status)
        {
            Account = document.Content.Account,
            Currency = document.Content.Currency,
            On = document.Content.On,
            Customer = document.Customer,
            DeliverTo = document.DeliverTo,
            Lines = document.Content.Lines,
            Totals = document.Content.Totals,
            Taken = document.Taken.Select(static taken => (taken.Cancelled, taken.Credited)).ToItems(),
        };
}

/// <summary>One movement of money in a back office's ledger.</summary>
/// <param name="Document">The document's id.</param>
/// <param name="ExternalId">The id that came with the document.</param>
/// <param name="Reason"><c>order</c>, <c>cancellation</c>, <c>credit</c> or <c>retail</c>.</param>
/// <param name="On">The day it is booked on.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="TaxCode">Under which the tax is booked.</param>
/// <param name="Net">Amount without tax; negative for money given back.</param>
/// <param name="Tax">The tax.</param>
public sealed record ErpPosting(
    string Document,
    string ExternalId,
    string Reason,
    DateOnly On,
    string Currency,
    string TaxCode,
    decimal Net,
    decimal Tax);

/// <summary>What a ledger comes to for a currency and a tax code.</summary>
public readonly record struct ErpBalance(string Currency, string TaxCode, decimal Net, decimal Tax);

/// <summary>A return as the back office has it now.</summary>
/// <param name="Id">The back office's id.</param>
/// <param name="ExternalId">The RMA number that came with it.</param>
/// <param name="Order">The external id of the order.</param>
/// <param name="Status"><c>authorised</c>, <c>part-received</c> or <c>received</c>.</param>
/// <param name="Lines">Line by line: pieces authorised and received.</param>
public sealed record ErpReturnView(
    string Id, string ExternalId, string Order, string Status, Items<ErpReturnLineView> Lines);

/// <summary>A line of a return.</summary>
/// <param name="Line">The order's line.</param>
/// <param name="Quantity">Pieces authorised.</param>
/// <param name="Received">Pieces received.</param>
/// <param name="Disposition">What became of them; null before that is known.</param>
public sealed record ErpReturnLineView(string Line, decimal Quantity, decimal Received, string? Disposition);
