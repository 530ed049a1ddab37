using static Trueup.Core.Cases.CaseOwner;
using static Trueup.Core.Cases.Healing;
using static Trueup.Core.Cases.Severity;

namespace Trueup.Core.Cases;

/// <summary>The catalogue's problems with returns and refunds.</summary>
public static class ReturnCases
{
    /// <summary>An inspection of goods that nobody received.</summary>
    public static readonly CaseCode NotReceived = new(
        "RETURN.NOT_RECEIVED", "Inspected before it was received",
        "Goods of a return were inspected that no receipt names; the inspection waits, and nothing goes on sale for it.",
        Warning, Ops, "Book the receipt of the return in the warehouse system; the inspection is applied by itself then.",
        ByLaterSuccess);

    /// <summary>More came back than had left.</summary>
    public static readonly CaseCode MoreThanShipped = new(
        "RETURN.MORE_THAN_SHIPPED", "More returned than shipped",
        "A return holds units that never left for the order; they are kept in stock by their inspection, not refunded.",
        Warning, Ops, "Compare the parcel with the order's shipments; correct the return's lines[].quantity or its order.",
        ByLaterSuccess);

    /// <summary>One number for returns of two orders.</summary>
    public static readonly CaseCode RmaReused = new(
        "RETURN.RMA_REUSED", "One return number, two orders",
        "A return number names another order than before, so nothing was received, restocked or refunded for it.",
        Warning, Cx, "Correct rma or order in the sender's system and let it send again; retry the case if both are right.",
        None);

    /// <summary>An entry without a number that may be of a return that is known, or of another.</summary>
    public static readonly CaseCode Unnumbered = new(
        "RETURN.UNNUMBERED", "A return without its number",
        "A storefront shows a return without a number that can be neither of the returns that are known nor one beside them; it was not passed on.",
        Warning, Cx, "Write the number of the return into the entry in the storefront, or remove the entry; then retry the case.",
        ByLaterSuccess);

    /// <summary>A return is of more than a receiver was told, and takes.</summary>
    public static readonly CaseCode Widened = new(
        "RETURN.WIDENED", "Of more than was passed on",
        "A return is of more goods than a system was told when it was passed on, and the system does not take the rest.",
        Warning, Cx, "Let the system take the change and retry the case, or raise the return there by hand under its number to the units named.",
        ByLaterSuccess);

    /// <summary>A promised return was closed before its goods came.</summary>
    public static readonly CaseCode ClosedEarly = new(
        "RETURN.CLOSED_EARLY", "Closed before the goods came",
        "The storefront closed or refused a return that the hub had passed on; whoever was told of it still awaits the goods.",
        Warning, Cx, "Withdraw the return under its number in the systems that await it; if the parcel comes, its receipt closes the case.",
        ByLaterSuccess);

    /// <summary>Money went back, goods did not.</summary>
    public static readonly CaseCode RefundWithoutReturn = new(
        "RETURN.REFUND_WITHOUT_RETURN", "Refunded, but not returned",
        "Shipped goods were refunded, and no return brings them back or announces them.",
        Warning, Finance, "Find the goods and book their return; where the customer keeps them, ignore the case with a reason.",
        ByLaterSuccess);

    /// <summary>Goods came back, money did not.</summary>
    public static readonly CaseCode RestockWithoutRefund = new(
        "RETURN.RESTOCK_WITHOUT_REFUND", "Returned, but not refunded",
        "Goods came back and passed, and the customer has no refund for them in the storefront.",
        Warning, Finance, "Refund the units in the storefront, without returning them to stock there; or ignore with a reason.",
        ByLaterSuccess);

    /// <summary>The storefront gave back another amount than the customer had paid.</summary>
    public static readonly CaseCode RefundDiffers = new(
        "REFUND.AMOUNT_DIFFERS", "Refund differs from what was charged",
        "The storefront refunded another amount for the returned units than the customer had paid for them.",
        Critical, Finance, "Compare the credit memo with the order's lines and correct the difference by an adjustment refund.",
        None);

    /// <summary>All of them.</summary>
    public static Values.Items<CaseCode> All { get; } =
        [ClosedEarly, MoreThanShipped, NotReceived, RefundDiffers, RefundWithoutReturn, RestockWithoutRefund, RmaReused,
            Unnumbered, Widened];
}
