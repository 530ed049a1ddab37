using static Trueup.Core.Cases.CaseOwner;
using static Trueup.Core.Cases.Healing;
using static Trueup.Core.Cases.Severity;

namespace Trueup.Core.Cases;

/// <summary>The catalogue's problems with shipments and parcels.</summary>
public static class ParcelCases
{
    /// <summary>A cancellation of what has left.</summary>
    public static readonly CaseCode CancelledTooLate = new(
        "ORDER.CANCELLED_TOO_LATE", "Cancelled after it had left",
        "What was cancelled had left already. Whole units stay shipped, and nothing is refunded for them; parts that make no set any more are " +
        "out, and nobody pays for them.",
        Warning, Cx, "Have the parcel stopped or returned: authorise a return for whole units, and have the parts of a set put back.", None);

    /// <summary>A carrier has trouble with a parcel.</summary>
    public static readonly CaseCode Troubled = new(
        "SHIPMENT.DELIVERY_TROUBLED", "Delivery in trouble",
        "A carrier reports a parcel as damaged, lost, coming back or not heard of any more; nothing is refunded by itself.",
        Warning, Cx, "Ask the carrier about the parcel and tell the customer; authorise a return or a new delivery.",
        ByLaterSuccess);

    /// <summary>A report on a parcel that no shipment names.</summary>
    public static readonly CaseCode Unknown = new(
        "TRACKING.UNKNOWN", "Tracking number of no shipment",
        "A carrier reports on a parcel that no shipment names; the report waits until one does.",
        Notice, Ops, "Check tracking[].number of the shipment in the warehouse system; the report is applied when one names it.",
        ByLaterSuccess);

    /// <summary>A status that the table of carrier words does not know.</summary>
    public static readonly CaseCode WordUnknown = new(
        "TRACKING.STATUS_UNKNOWN", "Unknown tracking status",
        "A carrier uses a status that the hub's table does not know; the report is kept and proves nothing.",
        Notice, Engineering, "Tell us the carrier's word and what it means; until then send status in the hub's own words.",
        ByMapping);

    /// <summary>A shipment that its storefront would refuse, because the source holds too little.</summary>
    public static readonly CaseCode SourceShort = new(
        "SHIPMENT.SOURCE_SHORT", "Shipment waits for its source",
        "Goods have left, and the storefront's source holds fewer than are to be shipped from it, so it would refuse the " +
        "shipment. The hub sets the source right and posts the shipment by itself; nothing is given up.",
        Warning, Ecommerce,
        "Look why the source cannot be set: an exception about its SKU or source names it; the shipment follows then.",
        ByLaterSuccess);

    /// <summary>All of them.</summary>
    public static Values.Items<CaseCode> All { get; } = [CancelledTooLate, SourceShort, Troubled, Unknown, WordUnknown];
}
