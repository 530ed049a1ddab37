using System.Text;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Core.Connecting;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

public sealed class AdobeTwinTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_order_moves_the_reservation_and_its_shipment_the_source()
    {
        var twin = Furnished();

        var order = twin.Shoppers.PlaceOrder("base", [new ShopperLine("TEE", 5)], Start);
        var shipped = twin.Staff.Ship(order.Value!.EntityId, "leeds", Start);

        Assert.True(shipped.IsDone);
        Assert.Equal(95, twin.Books.SourceQuantity("TEE", "leeds"));
        Assert.Equal(0, twin.Books.ReservationSum("TEE", 2));
        Assert.Equal(115, twin.Books.Salable("TEE", 2));
    }

    [Fact]
    public void A_save_over_the_interface_sets_the_quantity_and_is_remembered()
    {
        var twin = Furnished();

        var reply = twin.Answer(
            new WireRequest(
                "POST",
                "/rest/default/V1/inventory/source-items",
                [new WireHeader("Authorization", "Bearer secret")],
                Encoding.UTF8.GetBytes(
                    """{"sourceItems":[{"sku":"TEE","source_code":"leeds","quantity":7.5,"status":1}]}"""),
                "application/json"),
            Start);

        Assert.Equal((200, "[]"), (reply.Status, Encoding.UTF8.GetString(reply.Body.Span)));
        Assert.Equal(27.5m, twin.Books.Salable("TEE", 2));
        Assert.Equal(new SourceItemWrite(Start, "TEE", "leeds", 7.5m, IsInStock: true),
            Assert.Single(twin.Books.SourceItemWrites));
    }

    private static AdobeTwin Furnished()
    {
        var twin = new AdobeTwin();
        twin.Setup.Token("secret");
        twin.Setup.Stock("Main", [new TwinLink("leeds", 1), new TwinLink("paris", 2)], ["base"]);
        twin.Setup.Product(new TwinProduct("TEE"));
        twin.Setup.SourceItem("TEE", "leeds", 100);
        twin.Setup.SourceItem("TEE", "paris", 20);
        return twin;
    }
}
