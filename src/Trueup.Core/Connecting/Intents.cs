using Trueup.Core.Books;
using Trueup.Core.Orders;
using Trueup.Core.Tills;
using Trueup.Core.Values;

namespace Trueup.Core.Connecting;

/// <summary>"The quantity at this source is …": an absolute intent; its slot is (connection, SKU, source), and only the
/// newest per slot is sent.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Source">The source in the storefront's code.</param>
/// <param name="Quantity">The quantity to hold, never negative.</param>
public readonly record struct SetLevel(Sku Sku, RemoteCode Source, Quantity Quantity)
{
    /// <summary>What the source holds as far as the hub's own writes and the orders it knows tell; null when not known.
    /// A storefront that lowers its figures itself is sent the difference, so that an order unknown to the hub is not
    /// undone.</summary>
    public Quantity? Believed { get; init; }
}

/// <summary>A document to be made in a remote system exactly once.</summary>
/// <param name="Key">The idempotency key, the same for every attempt; the document is looked up by it after an unknown
/// outcome.</param>
/// <param name="Order">The order that the document belongs to.</param>
public abstract record DocumentIntent(string Key, OrderId Order)
{
    /// <summary>Hand an order over to a warehouse.</summary>
    public sealed record CreateOrder(string Key, CanonicalOrder Canonical, Items<PickLine> Picks)
        : DocumentIntent(Key, Canonical.Id)
    {
        /// <summary>How it is to be packed.</summary>
        public Items<PickNote> Packing { get; init; }
    }

    /// <summary>Take an order, or the rest of it, back from a warehouse.</summary>
    /// <param name="RemoteId">The warehouse's id of the order.</param>
    public sealed record CancelOrder(string Key, OrderId Order, string RemoteId) : DocumentIntent(Key, Order);

    /// <summary>Post a shipment in a storefront.</summary>
    /// <param name="RemoteOrder">The storefront's internal id of the order.</param>
    /// <param name="Source">The source that the goods left.</param>
    /// <param name="Lines">Storefront line ids with units to ship.</param>
    /// <param name="Tracking">Parcels.</param>
    public sealed record PostShipment(
        string Key, OrderId Order, string RemoteOrder, RemoteCode Source, Items<LineQuantity> Lines, Items<Tracking> Tracking)
        : DocumentIntent(Key, Order);

    /// <summary>
    /// Give up in its storefront what is not wanted of an order: cancel it, or refund it where it is paid.
    /// </summary>
    /// <param name="RemoteOrder">The storefront's internal id of the order.</param>
    public sealed record CancelInStorefront(string Key, OrderId Order, string RemoteOrder) : DocumentIntent(Key, Order)
    {
        /// <summary>
        /// Lines with the units of each that are not wanted in all, so that asking twice gives up once; empty for
        /// everything that is open.
        /// </summary>
        public Items<LineQuantity> Lines { get; init; }

        /// <summary>Whether the goods may be sold again.</summary>
        public bool Restock { get; init; } = true;

        /// <summary>
        /// Whether it is only to be done while nothing of the order is paid or promised: the order has expired, and a payment
        /// that has come meanwhile wins. Then it is refused, and no money is given back.
        /// </summary>
        public bool OnlyUnpaid { get; init; }

        /// <summary>Whether the payment provider gives the money back.</summary>
        public bool IsOnline { get; init; }
    }

    /// <summary>Book a sales order in an ERP.</summary>
    public sealed record PostSale(string Key, CanonicalOrder Canonical, SalesForm Form)
        : DocumentIntent(Key, Canonical.Id);

    /// <summary>Cancel a sales order in an ERP, or units of it.</summary>
    /// <param name="RemoteId">The ERP's id of the sales order.</param>
    /// <param name="Lines">Storefront line ids with units; empty for all that is open.</param>
    /// <param name="Reason">Why; null when nobody said.</param>
    public sealed record CancelSale(
        string Key, OrderId Order, string RemoteId, Items<LineQuantity> Lines, string? Reason)
        : DocumentIntent(Key, Order)
    {
        /// <summary>What the units were charged, in the lines that the sale was booked in; null for all that is
        /// open.</summary>
        public SalesForm? Form { get; init; }
    }

    /// <summary>Book money given back in an ERP.</summary>
    /// <param name="RemoteId">The ERP's id of the sales order.</param>
    /// <param name="Form">What is given back, in positive amounts.</param>
    public sealed record PostCredit(string Key, OrderId Order, string RemoteId, SalesForm Form, DocumentDetail Detail)
        : DocumentIntent(Key, Order)
    {
        /// <summary>When the storefront gave it back, UTC: the day that it is booked on, whenever it is sent; null when nobody
        /// knows.</summary>
        public DateTimeOffset? At { get; init; }
    }

    /// <summary>Enter a return in an ERP.</summary>
    /// <param name="RemoteId">The ERP's id of the sales order.</param>
    /// <param name="Lines">What is to come back, by the lines that the sale was booked in.</param>
    public sealed record PostReturn(
        string Key, OrderId Order, string RemoteId, Items<LineQuantity> Lines, DocumentDetail Detail)
        : DocumentIntent(Key, Order);

    /// <summary>Tell a warehouse that units of an order are not to be picked any more.</summary>
    /// <param name="RemoteId">The warehouse's id of the order.</param>
    /// <param name="Picks">What is taken back.</param>
    /// <param name="Reason">Why; null when nobody said.</param>
    public sealed record ReduceOrder(string Key, OrderId Order, string RemoteId, Items<PickLine> Picks, string? Reason)
        : DocumentIntent(Key, Order);

    /// <summary>Announce a return to the warehouse that will receive it.</summary>
    /// <param name="RemoteId">The warehouse's id of the order; null where it never had it.</param>
    public sealed record AnnounceReturn(
        string Key, OrderId Order, string? RemoteId, Items<PickLine> Picks, DocumentDetail Detail)
        : DocumentIntent(Key, Order);

    /// <summary>Tell a system that a return which it was told of is of more goods. Says the whole, so that it may be sent again.</summary>
    /// <param name="RemoteId">The system's id of the order; null where it never had it.</param>
    /// <param name="RemoteReturn">The id that the system gave the return; empty where it gave none.</param>
    /// <param name="Lines">All that is to come back, by the lines that the sale was booked in.</param>
    /// <param name="Picks">The same as a warehouse picks it.</param>
    public sealed record AmendReturn(
        string Key, OrderId Order, string? RemoteId, string RemoteReturn, Items<LineQuantity> Lines, Items<PickLine> Picks, DocumentDetail Detail)
        : DocumentIntent(Key, Order);

    /// <summary>Give money back in a storefront.</summary>
    /// <param name="RemoteOrder">The storefront's internal id of the order.</param>
    /// <param name="Lines">Storefront line ids with units.</param>
    public sealed record RefundInStorefront(
        string Key, OrderId Order, string RemoteOrder, Items<LineQuantity> Lines, DocumentDetail Detail)
        : DocumentIntent(Key, Order)
    {
        /// <summary>Units of each line that are refunded in all once this is done, by whomever.</summary>
        public Items<LineQuantity> UpTo { get; init; }

        /// <summary>Whether the payment provider gives the money back.</summary>
        public bool IsOnline { get; init; }
    }

    /// <summary>Show parcels or a delivery status in a storefront.</summary>
    /// <param name="RemoteOrder">The storefront's internal id of the order.</param>
    public sealed record PostTracking(
        string Key, OrderId Order, string RemoteOrder, Items<Tracking> Tracking, DocumentDetail Detail)
        : DocumentIntent(Key, Order)
    {
        /// <summary>Whether nothing of the order is open any more and all of its parcels are with the customer.</summary>
        public bool IsAllDelivered { get; init; }
    }

    /// <summary>Correct an order in a warehouse: address, options, what is still to be picked.</summary>
    /// <param name="RemoteId">The warehouse's id of the order.</param>
    public sealed record AmendOrder(string Key, CanonicalOrder Canonical, string RemoteId, Items<PickLine> Picks)
        : DocumentIntent(Key, Canonical.Id);

    /// <summary>Book a store's closed day in an ERP; in the place of an order's id stands the day's.</summary>
    /// <param name="Day">The day.</param>
    /// <param name="Form">What was charged, by tax code.</param>
    public sealed record PostStoreDay(string Key, StoreDayKey Day, SalesForm Form)
        : DocumentIntent(Key, OrderId.Parse(Day.ToString()))
    {
        /// <summary>The store in the ERP's code, or in its tills' where the ERP has none.</summary>
        public string StoreCode { get; init; } = "";

        /// <summary>The ERP's id of the posting, to read it back; null before it is made.</summary>
        public string? RemoteId { get; init; }

        /// <summary>Transactions in it.</summary>
        public int Transactions { get; init; }

        /// <summary>What was taken, by kind of payment; comes to the form's gross total.</summary>
        public Items<DayTender> Tenders { get; init; }
    }

    /// <summary>Correct a sales order in an ERP.</summary>
    /// <param name="RemoteId">The ERP's id of the sales order.</param>
    public sealed record AmendSale(string Key, CanonicalOrder Canonical, string RemoteId, SalesForm Form)
        : DocumentIntent(Key, Canonical.Id);
}

/// <summary>What a store took on a day by one kind of payment.</summary>
/// <param name="Type">The tills' word.</param>
/// <param name="Amount">The amount; negative when more was given out.</param>
/// <param name="Account">The receiver's account; null where none is mapped.</param>
public sealed record DayTender(string Type, decimal Amount, string? Account);

/// <summary>What a warehouse is to pick: component units, where from.</summary>
/// <param name="Line">The order line that it serves.</param>
/// <param name="Sku">The SKU to pick.</param>
/// <param name="Quantity">Units.</param>
/// <param name="Location">The warehouse's own code of the location.</param>
public sealed record PickLine(string Line, Sku Sku, Quantity Quantity, string Location)
{
    /// <summary>What the customer chose, for the picker to read.</summary>
    public Items<PickNote> Notes { get; init; }

    /// <summary>What the customer chose, by the receiver's field.</summary>
    public Items<PickNote> Fields { get; init; }
}
