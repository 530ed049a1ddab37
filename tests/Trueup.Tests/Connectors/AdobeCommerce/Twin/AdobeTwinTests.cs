using System.Text;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
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

    [Fact]
    public void A_list_shows_an_order_as_it_is_now_whatever_was_done_to_it()
    {
        var twin = Furnished();
        twin.Setup.Token(TwinClient.Token);
        var client = new TwinClient(twin, Start);
        var id = twin.Shoppers.PlaceOrder("base", [new ShopperLine("TEE", 5)], Start).Value!.EntityId;
        var line = client.Get($"V1/orders/{id}").Json!["items"]![0]!["item_id"]!.GetValue<int>();
        (string What, Func<bool> Do)[] steps =
        [
            ("hold", () => twin.Staff.Hold(id, Start).IsDone),
            ("unhold", () => twin.Staff.Unhold(id, Start).IsDone),
            ("comment", () => client.Post($"V1/orders/{id}/comments", """{"statusHistory":{"comment":"Ring twice."}}""").Status == 200),
            ("save", () => client.Post("V1/orders", $$$"""{"entity":{"entity_id":{{{id}}},"ext_order_id":"H-1"}}""").Status == 200),
            ("invoice", () => twin.Staff.Invoice(id, Start.AddMinutes(1)).IsDone),
            ("ship a part", () => twin.Staff.Ship(id, "leeds", Start.AddMinutes(2), [new TwinQuantity(line, 2)]).IsDone),
            ("refund", () => twin.Staff.Refund(id, Start.AddMinutes(3), [new TwinQuantity(line, 1)]).IsDone),
            ("ship the rest", () => twin.Staff.Ship(id, "leeds", Start.AddMinutes(4)).IsDone),
        ];

        foreach (var (what, act) in steps)
        {
            var before = Listed();
            Assert.True(act(), what);

            Assert.NotEqual(before, Listed());
            Assert.Equal(client.Get($"V1/orders/{id}").Text, Listed());
        }

        string Listed() => client.Get($"V1/orders?searchCriteria[pageSize]=5").Json!["items"]![0]!.ToJsonString();
    }

    [Fact]
    public void What_shoppers_chose_and_how_a_bundle_travels_is_shown_however_it_was_set_up()
    {
        var twin = Furnished();
        twin.Setup.CustomOption("TEE", "PRINT", price: 3);
        twin.Setup.Product(new TwinProduct("BUN", Type: ProductType.Bundle));
        twin.Setup.Parts("BUN", [new TwinPart("TEE")], isDynamic: true);

        var order = twin.Shoppers.PlaceOrder("base", [new ShopperLine("TEE", 1, OptionSkus: ["PRINT"])], Start).Value!;
        var shown = Get(twin, $"V1/orders/{order.EntityId}");
        var bundle = Get(twin, "V1/products/BUN");

        Assert.Contains("\"product_option\":{\"extension_attributes\":{\"custom_options\":[{\"option_id\":\"1\"", shown, StringComparison.Ordinal);
        Assert.Contains("{\"attribute_code\":\"shipment_type\",\"value\":\"1\"}", bundle, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lines_of_a_credit_memo_sum_to_it_when_one_part_of_a_bundle_is_given_back()
    {
        var twin = Furnished();
        twin.Setup.Product(new TwinProduct("MUG"));
        twin.Setup.SourceItem("MUG", "leeds", 10);
        twin.Setup.Product(new TwinProduct("BUN", Type: ProductType.Bundle));
        twin.Setup.Parts("BUN", [new TwinPart("TEE", 2), new TwinPart("MUG")], isDynamic: true);
        var order = twin.Shoppers.PlaceOrder("base", [new ShopperLine("BUN", 3)], Start).Value!;
        var mug = order.Lines.First(line => line.Sku == "MUG").ItemId;
        Assert.True(twin.Staff.Invoice(order.EntityId, Start).IsDone);

        Assert.True(twin.Staff.Refund(order.EntityId, Start, [new TwinQuantity(mug, 1)], shipping: 0m).IsDone);

        var memo = JsonNode.Parse(Get(twin, "V1/creditmemos?searchCriteria[pageSize]=5"))!["items"]![0]!;
        Assert.Equal(10m, (decimal)memo["subtotal"]!);
        Assert.Equal(10m, memo["items"]!.AsArray().Sum(line => (decimal?)line!["row_total"] ?? 0m));
        Assert.Equal(2, memo["items"]!.AsArray().Count);
    }

    private static string Get(AdobeTwin twin, string path) => Encoding.UTF8.GetString(twin.Answer(
        new WireRequest("GET", $"/rest/default/{path}", [new WireHeader("Authorization", "Bearer secret")]), Start).Body.Span);

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
