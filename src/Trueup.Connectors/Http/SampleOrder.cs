using Trueup.Core.Connecting;
using Trueup.Core.Orders;
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

    /// <summary>Handing the order over.</summary>
    public static readonly DocumentIntent Creation = new DocumentIntent.CreateOrder(
        "order/shop:100000012/wms/create",
        Order,
        [new PickLine("1", Sku.Parse("TENT-2P"), 2, "LDS"), new PickLine("2", Sku.Parse("MAT-FOAM"), 1, "LDS")]);

    /// <summary>Taking it back.</summary>
    public static readonly DocumentIntent Cancellation = new DocumentIntent.CancelOrder(
        "order/shop:100000012/wms/cancel", Order.Id, "W-1");
}
