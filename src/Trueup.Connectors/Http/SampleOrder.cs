using Trueup.Core.Books;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Tills;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http;

/// <summary>
/// An order with every part that an order can have, on which settings are tried before any real one is sent.
/// </summary>
internal static class SampleOrder
{
    private static readonly PostalAddress Address = new(
        "Jo Sample", ["1 High Street", "Flat 2"], "Leeds", "LS1 1AA", "GB")
    {
        Region = "West Yorkshire",
        Company = "Sample Ltd",
        Telephone = "0113 496 0000",
    };

    private static readonly CanonicalOrder Order = new(
        OrderId.Parse("shop:100000012"),
        "100000012",
        ConnectionName.Parse("shop"),
        new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero),
        "GBP")
    {
        Channel = "default",
        Customer = new OrderCustomer("5", "jo@example.com", "Jo Sample", "Sample Ltd"),
        Billing = Address,
        Shipping = new OrderShipping(Address, "standard", Net: 4.00m, Tax: 0.80m, Gross: 4.80m),
        Payment = new OrderPayment("card", "captured", "ch_1", Amount: 64.80m),
        Lines =
        [
            new OrderLine("1", Sku.Parse("TENT-2P"), "Tent", 2, "simple")
            {
                ParentLine = "0",
                UnitPrice = 25.00m,
                Tax = 10.00m,
                TaxRate = 20m,
                Total = 60.00m,
                Options = [new OrderOption("Colour", "Red", "red")],
            },
            new OrderLine("2", Sku.Parse("MAT-FOAM"), "Mat", 1, "simple"),
        ],
        Discounts = [new OrderDiscount("SPRING", "Spring", Amount: 0m)],
        Totals = new OrderTotals(Net: 50.00m, Discount: 0m, Shipping: 4.80m, Tax: 10.80m, Gross: 64.80m),
    };

    private static readonly RefundAmounts Amounts = new(Shipping: 0m, Adjustment: 0m, Tax: 5.00m, Gross: 30.00m)
    {
        Lines = [new RefundedLine("1", 1, Net: 25.00m, Tax: 5.00m)],
    };

    private static readonly DocumentDetail Detail = new()
    {
        Rma = "R-1",
        Reason = "does not fit",
        Status = "delivered",
        About = "SHP-1",
        Restocked = [new LineQuantity("1", Sku.Parse("TENT-2P"), 1)],
        Amounts = Amounts,
    };

    /// <summary>Handing the order over.</summary>
    public static readonly DocumentIntent Creation = new DocumentIntent.CreateOrder(
        "order/shop:100000012/wms/create",
        Order,
        [new PickLine("1", Sku.Parse("TENT-2P"), 2, "LDS"), new PickLine("2", Sku.Parse("MAT-FOAM"), 1, "LDS")]);

    /// <summary>Booking it.</summary>
    public static readonly DocumentIntent Sale = new DocumentIntent.PostSale(
        "order/shop:100000012/erp/create", Order, SalesForms.OfOrder(Order));

    /// <summary>Taking units of it back.</summary>
    public static readonly DocumentIntent Reduction = new DocumentIntent.ReduceOrder(
        "k", Order.Id, "W-1", [new PickLine("1", Sku.Parse("TENT-2P"), 1, "LDS")], "changed mind");

    /// <summary>Correcting it.</summary>
    public static readonly DocumentIntent Amendment = new DocumentIntent.AmendOrder(
        "k", Order, "W-1", [new PickLine("1", Sku.Parse("TENT-2P"), 2, "LDS")]);

    /// <summary>Booking money given back.</summary>
    public static readonly DocumentIntent Credit = new DocumentIntent.PostCredit(
        "k", Order.Id, "S-1", SalesForms.OfRefund(Order, Amounts), Detail)
    {
        At = Order.PlacedAt,
    };

    /// <summary>Announcing a return.</summary>
    public static readonly DocumentIntent Return = new DocumentIntent.AnnounceReturn(
        "k", Order.Id, "W-1", [new PickLine("1", Sku.Parse("TENT-2P"), 1, "LDS")], Detail);

    /// <summary>Telling that a return is of more.</summary>
    public static readonly DocumentIntent WidenedReturn = new DocumentIntent.AmendReturn(
        "k", Order.Id, "W-1", "A-1", [new LineQuantity("1", Sku.Parse("TENT-2P"), 2)],
        [new PickLine("1", Sku.Parse("TENT-2P"), 2, "LDS")], Detail);

    /// <summary>Giving money back.</summary>
    public static readonly DocumentIntent Refund = new DocumentIntent.RefundInStorefront(
        "k", Order.Id, "12", [new LineQuantity("1", Sku.Parse("TENT-2P"), 1)], Detail);

    /// <summary>Posting a shipment.</summary>
    public static readonly DocumentIntent Shipment = new DocumentIntent.PostShipment(
        "k", Order.Id, "12", RemoteCode.Parse("leeds"), [new LineQuantity("1", Sku.Parse("TENT-2P"), 1)],
        [new Tracking("JD0001", "dhl", "https://track.example/JD0001")]);

    /// <summary>Showing a parcel.</summary>
    public static readonly DocumentIntent Parcel = new DocumentIntent.PostTracking(
        "k", Order.Id, "12", [new Tracking("JD0001", "dhl", "https://track.example/JD0001")], Detail);

    /// <summary>Posting a store's day.</summary>
    public static readonly DocumentIntent Day = new DocumentIntent.PostStoreDay(
        "day/pos/soho/2026-03-01/GBP/erp",
        new StoreDayKey(ConnectionName.Parse("pos"), LocationCode.Parse("soho"), new DateOnly(2026, 3, 1), "GBP"),
        new SalesForm(
            "GBP",
            Scale: 2,
            [new SalesLine("S20", SalesLineKind.Goods, 1, Net: 50.00m, Tax: 10.00m) { TaxCode = "S20" }],
            new SalesTotals(Net: 50.00m, Tax: 10.00m, Gross: 60.00m)))
    {
        StoreCode = "07",
        Transactions = 1,
        Tenders = [new DayTender("card", 60.00m, "1200")],
    };

    /// <summary>Reading a store's day back.</summary>
    public static readonly DocumentIntent PostedDay =
        (DocumentIntent.PostStoreDay)Day with { RemoteId = "RP-1" };

    /// <summary>Taking it back.</summary>
    public static readonly DocumentIntent Cancellation = new DocumentIntent.CancelOrder(
        "order/shop:100000012/wms/cancel", Order.Id, "W-1");
}
