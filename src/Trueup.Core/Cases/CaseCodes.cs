using static Trueup.Core.Cases.CaseOwner;
using static Trueup.Core.Cases.Healing;
using static Trueup.Core.Cases.Severity;

namespace Trueup.Core.Cases;

/// <summary>The catalogue: every kind of problem that the hub can name.</summary>
public static class CaseCodes
{
    /// <summary>A message names a location that no mapping knows.</summary>
    public static readonly CaseCode LocationUnmapped = new(
        "STOCK.LOCATION_UNMAPPED", "Location not mapped",
        "Stock was reported for a location code that the configuration does not know, so nothing was written for it.",
        Warning, Engineering, "Add the code under locations.<name>.codes.<connection>, or tell the sender to stop reporting it.",
        ByMapping);

    /// <summary>A message names a stock state that no mapping knows.</summary>
    public static readonly CaseCode StateUnmapped = new(
        "STOCK.STATE_UNMAPPED", "Stock state not mapped",
        "Stock was reported in a state that the configuration does not know, so it is not counted as sellable.",
        Warning, Engineering, "Add the word under connections.<name>.states.", ByMapping);

    /// <summary>A storefront does not know the SKU.</summary>
    public static readonly CaseCode SkuUnknown = new(
        "STOCK.SKU_UNKNOWN", "SKU unknown to the storefront",
        "The owner reports stock for a SKU that the storefront does not sell.",
        Warning, Ecommerce, "Create the product in the storefront, or correct the SKU in the owner's system.", ByMapping);

    /// <summary>A storefront does not know the source.</summary>
    public static readonly CaseCode SourceUnknown = new(
        "STOCK.SOURCE_UNKNOWN", "Source unknown to the storefront",
        "The contract maps a location to a source that the storefront does not have, so its stock cannot be sold.",
        Critical, Engineering, "Create the source in the storefront, or correct locations.<name>.codes.<connection>.", ByMapping);

    /// <summary>The source is not linked to the stock that the website sells from.</summary>
    public static readonly CaseCode SourceNotAssigned = new(
        "STOCK.SOURCE_NOT_ASSIGNED", "Source not assigned to the stock",
        "Quantity at this source does not count towards what the website can sell.",
        Critical, Ecommerce, "Link the source to the stock and enable it in the storefront.", ByParity);

    /// <summary>The SKU has no row at any source of the stock.</summary>
    public static readonly CaseCode SkuNotAssigned = new(
        "STOCK.SKU_NOT_ASSIGNED", "SKU not assigned to the source",
        "The storefront holds no row of this SKU at the source, so it cannot be sold from there.",
        Warning, Ecommerce, "Assign the SKU to the source in the storefront; the hub sets the quantity by itself then.", ByParity);

    /// <summary>The storefront does not manage stock for the SKU.</summary>
    public static readonly CaseCode NotManaged = new(
        "STOCK.NOT_MANAGED", "Stock not managed for the SKU",
        "The storefront sells this SKU without looking at its quantity, so it can be oversold.",
        Critical, Ecommerce, "Switch manage stock on for the SKU in the storefront.", ByParity);

    /// <summary>A product that holds no stock of its own, such as a configurable parent, was addressed.</summary>
    public static readonly CaseCode NotStockable = new(
        "STOCK.NOT_STOCKABLE", "Product type holds no stock",
        "Stock was reported for a parent product; only its children hold stock.",
        Warning, Ecommerce, "Report stock for the child SKUs, or map the parent as a kit.", ByMapping);

    /// <summary>The storefront shows more for sale than there is.</summary>
    public static readonly CaseCode GhostStock = new(
        "STOCK.GHOST", "Ghost stock",
        "The storefront can sell goods that the owner does not have.",
        Critical, Ecommerce, "Nothing if healing is on: the hub writes the true quantity; else run parity with healing.", ByParity);

    /// <summary>The storefront shows less for sale than there is.</summary>
    public static readonly CaseCode HiddenStock = new(
        "STOCK.HIDDEN", "Hidden stock",
        "The owner has goods that the storefront cannot sell.",
        Warning, Ecommerce, "Nothing if healing is on: the hub writes the true quantity; else run parity with healing.", ByParity);

    /// <summary>Somebody else wrote the quantity that the hub owns.</summary>
    public static readonly CaseCode ExternalEdit = new(
        "STOCK.EXTERNAL_EDIT", "Quantity edited by somebody else",
        "A quantity that the hub writes was changed in the storefront by a person or another integration.",
        Warning, Ecommerce, "Find who edits stock in the storefront and stop it; the hub restores the true quantity.", ByParity);

    /// <summary>The storefront's reservations do not match the orders that are open.</summary>
    public static readonly CaseCode ReservationMismatch = new(
        "STOCK.RESERVATION_MISMATCH", "Reservations do not match open orders",
        "The storefront holds back a quantity that no open order explains, or too little for those that are.",
        Warning, Ecommerce, "Run the storefront's reservation inconsistency report for the SKU and compensate.", ByParity);

    /// <summary>The quantity makes no sense.</summary>
    public static readonly CaseCode QuantityInvalid = new(
        "STOCK.QUANTITY_INVALID", "Quantity makes no sense",
        "A reported quantity is not a number, or lies beyond what a storefront can store; it was not used.",
        Warning, Engineering, "Correct the figure in the message and let it be decided again, or have the sender report anew.", None);

    /// <summary>The owner reports less than nothing.</summary>
    public static readonly CaseCode NegativeLevel = new(
        "STOCK.NEGATIVE_LEVEL", "Owner reports a negative quantity",
        "The owner's books are below zero, so nothing is offered for sale there.",
        Warning, Ops, "Count the SKU at the location and correct the owner's book.", ByLaterSuccess);

    /// <summary>More is promised than there is.</summary>
    public static readonly CaseCode Oversold = new(
        "STOCK.OVERSOLD", "Oversold",
        "Open orders promise more than the owner has at the location.",
        Critical, Cx, "Transfer stock, substitute or cancel one of the orders named.", ByLaterSuccess);

    /// <summary>Nothing is left of a SKU.</summary>
    public static readonly CaseCode SoldOut = new(
        "STOCK.SOLD_OUT", "Sold out",
        "A storefront has nothing left to sell of a SKU, and nothing may be sold before it comes.",
        Warning, Ecommerce, "Order more, take the product off the shop's pages, or offer one of those named instead.",
        ByLaterSuccess);

    /// <summary>Little is left of a SKU.</summary>
    public static readonly CaseCode Low = new(
        "STOCK.LOW", "Little left",
        "A storefront has no more left to sell of a SKU than the contract calls low.",
        Notice, Ecommerce, "Order more, or plan what the shop offers instead.", ByLaterSuccess);

    /// <summary>The sender's clock is ahead of the hub's.</summary>
    public static readonly CaseCode ClockSkew = new(
        "STOCK.CLOCK_SKEW", "Report from the future",
        "A report of stock, a sale or an event of an order carries a time well ahead of the hub's clock; it counts from when it came.",
        Warning, Engineering, "Correct the clock of the sending system.", ByLaterSuccess);

    /// <summary>A guard held back a large movement.</summary>
    public static readonly CaseCode BlastRadius = new(
        "STOCK.BLAST_RADIUS", "Large movement held for approval",
        "So many SKUs of one location were to change at once that a fault is likelier than the truth; nothing was written.",
        Critical, Ops, "Check the owner's system; then approve the held reports, or discard them.", None);

    /// <summary>The daily look at the catalogue found what decides wrongly about what is sold.</summary>
    public static readonly CaseCode CatalogueDiffers = new(
        "CATALOGUE.DIFFERS", "Catalogue differs",
        "Products, variants, switches or mappings are not as they must be for every figure to be sold as it is.",
        Warning, Ecommerce, "Open the newest estate audit: it names every row and what to do; the next one closes the case.",
        ByLaterSuccess);

    /// <summary>A comparison found more to correct than it may unasked.</summary>
    public static readonly CaseCode HealHeld = new(
        "PARITY.HEAL_HELD", "Corrections held for approval",
        "A comparison found more differences than the hub may correct by itself, so it corrected none of them.",
        Critical, Ecommerce, "Look at what would be written, find out why so much differs, then approve the corrections.",
        ByLaterSuccess);

    /// <summary>A person keeps a figure that is not the truth.</summary>
    public static readonly CaseCode Overridden = new(
        "STOCK.OVERRIDDEN", "Figure kept by hand",
        "A person keeps a figure in the storefront that is not what may be sold; the hub writes the truth again when that ends.",
        Notice, Ecommerce, "Let the hub write again as soon as the reason is gone; it does so by itself at the time named.",
        ByLaterSuccess);

    /// <summary>A location is claimed by somebody who does not own it.</summary>
    public static readonly CaseCode NotOwner = new(
        "STOCK.NOT_OWNER", "Report from a system that does not own the location",
        "A system reported stock for a location that the contract gives to another owner; the report was not used.",
        Warning, Engineering, "Correct locations.<name>.owner, or stop the other system from reporting.", ByMapping);

    /// <summary>A message cannot be read.</summary>
    public static readonly CaseCode Unreadable = new(
        "MESSAGE.UNREADABLE", "Message cannot be read",
        "The envelope was sound, but its data is not what its type promises; it is kept and was not applied.",
        Warning, Engineering, "Open the message and correct it, or correct the sender or the mapping and retry.", None);

    /// <summary>A message of a type that nobody reads.</summary>
    public static readonly CaseCode TypeUnknown = new(
        "MESSAGE.TYPE_UNKNOWN", "Message of an unknown type",
        "No connector reads this type of message; it is kept and was not applied.",
        Notice, Engineering, "Unsubscribe from the type, or map it.", None);

    /// <summary>Payloads do not look as they did.</summary>
    public static readonly CaseCode ShapeChanged = new(
        "MESSAGE.SHAPE_CHANGED", "Payload looks different",
        "A system's messages of one form carry fields that are new, gone or of another type than in all before.",
        Warning, Engineering, "Compare the message with an older one, adapt the mapping or the sender, then resolve the case.",
        None);

    /// <summary>An id came twice with different content.</summary>
    public static readonly CaseCode IdReused = new(
        "MESSAGE.ID_REUSED", "One id, two different messages",
        "A sender used an id again for different content; the first was applied, the second is kept and was not.",
        Warning, Engineering, "Make the sender give every message its own id; replay the second message if it matters.", None);

    /// <summary>A rule failed on a message.</summary>
    public static readonly CaseCode RuleFailed = new(
        "HUB.RULE_FAILED", "A rule failed on a message",
        "The hub has a fault: the message is kept, its lane is held and all others go on.",
        Critical, Engineering, "Report the fault with the message's number; retry the case after an update.", ByLaterSuccess);

    /// <summary>An order names what nobody can ship.</summary>
    public static readonly CaseCode OrderUnsourced = new(
        "ORDER.UNSOURCED", "Order line without a location",
        "No location of the contract can serve the line, or only one whose owner is not told of orders: nobody will pick it.",
        Warning, Ops, "Give a location that serves the storefront and retry; or have it picked by hand, or cancel the line.", None);

    /// <summary>A SKU was put on sale that the back office cannot serve.</summary>
    public static readonly CaseCode ProductIncomplete = new(
        "PRODUCT.INCOMPLETE", "Published, but not ready to be sold",
        "The storefront published a SKU that lacks something which orders of it will need.",
        Warning, Ecommerce, "Give the product what is missing, or take it off sale until it is there.", ByLaterSuccess);

    /// <summary>A SKU was put on sale that lies nowhere.</summary>
    public static readonly CaseCode ProductUnplaced = new(
        "PRODUCT.UNPLACED", "Published, but nobody has it",
        "The storefront published a SKU of which no owner reports stock at a location that it sells from.",
        Warning, Ops, "Have the SKU reported by the owner of a location, or map the location; or take it off sale.", ByLaterSuccess);

    /// <summary>A back-office event names an order that the hub does not know.</summary>
    public static readonly CaseCode OrderUnknown = new(
        "ORDER.UNKNOWN", "Event for an unknown order",
        "A dispatch, cancellation or status names an order that the hub has not seen, or one by a number that several storefronts use; it waits.",
        Warning, Ops, "Check the order in the sender's system, and have it name one that the case names; the event is applied when the order appears.",
        ByLaterSuccess);

    /// <summary>More was dispatched than ordered.</summary>
    public static readonly CaseCode OverDispatched = new(
        "ORDER.OVER_DISPATCHED", "More dispatched than ordered",
        "The warehouse reports more units shipped than the order still had open.",
        Warning, Ops, "Compare the parcel with the order; correct the dispatch in the warehouse system.", None);

    /// <summary>A document was refused by its receiver.</summary>
    public static readonly CaseCode DocumentRefused = new(
        "DOCUMENT.REFUSED", "Document refused by the receiver",
        "A remote system will not take an order, cancellation or shipment as it is.",
        Critical, Ops, "Read the receiver's words, correct the cause there, and retry.", ByLaterSuccess);

    /// <summary>A document did not get through for a long time.</summary>
    public static readonly CaseCode DocumentOverdue = new(
        "DOCUMENT.OVERDUE", "Document not delivered yet",
        "A remote system has been failing or unreachable for so long that an order or shipment is late.",
        Critical, Engineering, "Check the connection; the hub goes on trying by itself.", ByLaterSuccess);

    /// <summary>A write of a level was refused.</summary>
    public static readonly CaseCode WriteRefused = new(
        "WRITE.REFUSED", "Write refused by the storefront",
        "The storefront will not take a quantity as it is.",
        Warning, Engineering, "Read the storefront's words; correct the product or the source there.", ByLaterSuccess);

    /// <summary>The remote does not let the hub in.</summary>
    public static readonly CaseCode PermissionDenied = new(
        "CONNECTION.PERMISSION", "Access denied by the remote",
        "The remote refuses the hub's credentials, or they lack the right to this resource; calls to it are paused.",
        Critical, Engineering, "Renew the token and grant the resources that the connector's page lists.", ByLaterSuccess);

    /// <summary>The remote is not reachable or fails.</summary>
    public static readonly CaseCode ConnectionDown = new(
        "CONNECTION.DOWN", "Remote system down",
        "The remote does not answer or fails; work for it waits and nothing is lost.",
        Critical, Engineering, "Check the remote system; the hub probes it and resumes by itself.", ByLaterSuccess);

    /// <summary>The queue that a connection's events come through is not to be read.</summary>
    public static readonly CaseCode QueueDown = new(
        "CONNECTION.QUEUE_DOWN", "Queue cannot be read",
        "The hub cannot read the queue that this connection's events come through; they wait in the broker and nothing is lost.",
        Critical, Engineering,
        "Check the broker, and the name and rights under connections.<name>.inbound.queue; the hub tries again by itself.",
        ByLaterSuccess);

    /// <summary>The remote is slowing the hub down.</summary>
    public static readonly CaseCode RateLimited = new(
        "CONNECTION.RATE_LIMITED", "Remote limits the rate",
        "The remote answers that the hub calls too often; the hub has lowered its rate.",
        Notice, Engineering, "Lower limits.rate of the connection, or ask for a higher allowance.", ByLaterSuccess);

    /// <summary>The whole catalogue, in the order of its codes.</summary>
    public static Values.Items<CaseCode> All { get; } = InOrder(
    [
        .. OrderCases.All,
        ConnectionDown, PermissionDenied, QueueDown, RateLimited, DocumentOverdue, DocumentRefused, RuleFailed, IdReused, ShapeChanged, TypeUnknown,
        Unreadable, OverDispatched, OrderUnknown, OrderUnsourced, ProductIncomplete, ProductUnplaced, .. PosCases.All,
        CatalogueDiffers, HealHeld, Overridden, BlastRadius, ClockSkew, ExternalEdit, GhostStock, HiddenStock,
        LocationUnmapped, Low, NegativeLevel, NotManaged, NotOwner, NotStockable, Oversold, QuantityInvalid, ReservationMismatch,
        SkuNotAssigned, SkuUnknown, SoldOut, SourceNotAssigned, SourceUnknown, StateUnmapped, WriteRefused,
        .. ReturnCases.All, .. ParcelCases.All,
    ]);

    private static Values.Items<CaseCode> InOrder(Values.Items<CaseCode> codes) =>
        Values.Items.ToItems(codes.OrderBy(code => code.Code, StringComparer.Ordinal));

    /// <summary>The kind of problem with a code; null when the catalogue has none.</summary>
    public static CaseCode? Find(string code)
    {
        var place = All.FindIndex(entry => string.Equals(entry.Code, code, StringComparison.Ordinal));
        return place < 0 ? null : All[place];
    }
}
