using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Which document. The numbers are on disk: never change one.</summary>
public enum DocumentKind
{
    /// <summary>The order itself, in a warehouse.</summary>
    CreateOrder = 1,

    /// <summary>Taking the order back from a warehouse.</summary>
    CancelOrder = 2,

    /// <summary>A shipment, in the storefront.</summary>
    PostShipment = 3,

    /// <summary>A cancellation, in the storefront.</summary>
    CancelInStorefront = 4,

    /// <summary>The sales order, in an ERP.</summary>
    PostSale = 5,

    /// <summary>The cancellation of a sales order or a part of it, in an ERP.</summary>
    CancelSale = 6,

    /// <summary>A credit memo for money given back, in an ERP.</summary>
    PostCredit = 7,

    /// <summary>A return with its RMA number, in an ERP.</summary>
    PostReturn = 8,

    /// <summary>Units of an order that a warehouse is not to pick any more.</summary>
    ReduceOrder = 9,

    /// <summary>A return with its RMA number, announced to the warehouse that will receive it.</summary>
    AnnounceReturn = 10,

    /// <summary>A refund (credit memo), in the storefront.</summary>
    RefundInStorefront = 11,

    /// <summary>Parcels or a delivery status, in the storefront.</summary>
    PostTracking = 12,

    /// <summary>A corrected address or other change of an order, in a warehouse.</summary>
    AmendOrder = 13,

    /// <summary>A corrected address or other change of a sales order, in an ERP.</summary>
    AmendSale = 14,

    /// <summary>A return that is of more goods than its system was told.</summary>
    AmendReturn = 15,
}

/// <summary>A document asked for in another system.</summary>
/// <param name="Key">The idempotency key.</param>
/// <param name="Target">The system.</param>
/// <param name="Kind">Which document.</param>
public sealed record OrderDocument(string Key, ConnectionName Target, DocumentKind Kind)
{
    /// <summary>The location that the goods left; null for documents without one.</summary>
    public LocationCode? Location { get; init; }

    /// <summary>Storefront line ids with units; empty for documents on the whole order.</summary>
    public Items<LineQuantity> Lines { get; init; }

    /// <summary>Parcels.</summary>
    public Items<Tracking> Tracking { get; init; }

    /// <summary>The message that asked for it.</summary>
    public JournalPosition Message { get; init; }

    /// <summary>The id that the system gave it; null until it is made.</summary>
    public string? RemoteId { get; init; }

    /// <summary>Whether it is made, or given up after a refusal.</summary>
    public bool IsSettled { get; init; }

    /// <summary>The system's words when it refused; null otherwise.</summary>
    public string? Refusal { get; init; }

    /// <summary>What only some kinds of documents carry; null for those without.</summary>
    public DocumentDetail? Detail { get; init; }

    /// <summary>Whether it exists in its system.</summary>
    public bool IsMade => IsSettled && Refusal is null;
}

/// <summary>What only cancellations, refunds, returns and status documents carry.</summary>
public sealed record DocumentDetail
{
    /// <summary>The number of the return; null for none.</summary>
    public string? Rma { get; init; }

    /// <summary>Why, in the words of whoever asked; null when nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>The delivery status to show; null for none.</summary>
    public string? Status { get; init; }

    /// <summary>The remote id of what the document is about, such as the shipment that a parcel belongs to; null for
    /// the order itself.</summary>
    public string? About { get; init; }

    /// <summary>Units that go back on sale with it, by storefront line; the others do not.</summary>
    public Items<LineQuantity> Restocked { get; init; }

    /// <summary>The money that it moves, as charged or refunded; null for documents without money.</summary>
    public RefundAmounts? Amounts { get; init; }
}

/// <summary>Money given back, to the cent, as the storefront holds it.</summary>
/// <param name="Shipping">Of the shipping charge, tax not included.</param>
/// <param name="Adjustment">Given on top (positive) or kept back (negative), tax not included.</param>
/// <param name="Tax">All tax in it.</param>
/// <param name="Gross">All of it.</param>
public sealed record RefundAmounts(decimal Shipping, decimal Adjustment, decimal Tax, decimal Gross)
{
    /// <summary>By line, where the storefront says so.</summary>
    public Items<RefundedLine> Lines { get; init; }
}

/// <summary>Money given back for a line.</summary>
/// <param name="Line">The storefront's id of the line.</param>
/// <param name="Quantity">Units; zero for a price reduction.</param>
/// <param name="Net">Without tax.</param>
/// <param name="Tax">The tax in it.</param>
public sealed record RefundedLine(string Line, Quantity Quantity, decimal Net, decimal Tax);
