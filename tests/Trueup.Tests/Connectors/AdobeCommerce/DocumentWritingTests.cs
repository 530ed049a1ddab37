using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.AdobeCommerce;

public sealed class DocumentWritingTests
{
    private static readonly OrderId Order = OrderId.Parse("adobe-uk:000000042");

    [Fact]
    public async Task A_shipment_names_lines_source_parcels_and_its_key()
    {
        var shop = ScriptedShop.Of(ScriptedShop.Ok("\"24\""));

        var receipt = await SendAsync(shop, Shipment(("7", 2), ("8", 1), ("7", 1)));

        Assert.Equal(new Receipt.Applied("24"), receipt);
        var request = Assert.Single(shop.Requests);
        Assert.Equal("/rest/default/V1/order/42/ship", request.Target);
        Assert.Equal(
            """{"items":[{"order_item_id":7,"qty":3},{"order_item_id":8,"qty":1}],"notify":false,""" +
            "\"comment\":{\"comment\":\"Trueup k-1\",\"is_visible_on_front\":0}," +
            "\"tracks\":[{\"track_number\":\"1Z999\",\"title\":\"UPS\",\"carrier_code\":\"ups\"}]," +
            "\"arguments\":{\"extension_attributes\":{\"source_code\":\"leeds\"}}}",
            ScriptedShop.BodyOf(request));
    }

    [Fact]
    public async Task A_shipment_without_lines_is_never_sent_because_it_would_ship_everything()
    {
        var receipt = await SendAsync(ScriptedShop.Of(), Shipment());

        Assert.Equal(CaseCodes.DocumentRefused, Assert.IsType<Receipt.Refused>(receipt).Code);
    }

    [Theory]
    [InlineData("leeds", typeof(Receipt.Deferred))]
    [InlineData("paris", typeof(Receipt.Refused))]
    public async Task A_shipment_that_was_not_saved_waits_unless_its_source_is_unknown(string known, Type receipt)
    {
        var shop = ScriptedShop.Of(
            ScriptedShop.Status(400, """{"message":"Could not save a shipment, see error log for details"}"""),
            ScriptedShop.Ok($"{{\"items\":[{{\"source_code\":\"{known}\",\"enabled\":true}}],\"total_count\":1}}"));

        Assert.IsType(receipt, await SendAsync(shop, Shipment(("7", 1))));
    }

    [Theory]
    [InlineData(400, "The order does not allow a shipment to be created.", typeof(Receipt.Refused))]
    [InlineData(400, "A shipment cannot be created when an order has a status of holded", typeof(Receipt.Deferred))]
    [InlineData(404, "The entity that was requested doesn't exist.", typeof(Receipt.Refused))]
    [InlineData(401, "The consumer isn't authorized to access %resources.", typeof(Receipt.Refused))]
    [InlineData(429, "Too Many Requests", typeof(Receipt.Deferred))]
    [InlineData(500, "Internal Error", typeof(Receipt.Unknown))]
    [InlineData(503, "Service Unavailable", typeof(Receipt.Unknown))]
    public async Task A_refused_shipment_has_the_right_receipt(int status, string message, Type receipt)
    {
        var text = status == 400 ? $"Shipment Document Validation Error(s):\\n{message}" : message;
        var shop = ScriptedShop.Of(ScriptedShop.Status(status, $"{{\"message\":\"{text}\"}}"));

        Assert.IsType(receipt, await SendAsync(shop, Shipment(("7", 1))));
    }

    [Fact]
    public async Task A_shipment_is_found_by_its_key_on_any_page()
    {
        var shop = ScriptedShop.Of(
            ScriptedShop.Ok("""{"items":[{"entity_id":23,"comments":[{"comment":"Trueup k-11"}]}],"total_count":2}"""),
            ScriptedShop.Ok("""{"items":[{"entity_id":24,"comments":[{"comment":"Trueup k-1"}]}],"total_count":2}"""));

        Assert.Equal(new Receipt.Applied("24"), await FindAsync(shop, Shipment(("7", 1))));
    }

    [Fact]
    public async Task A_shipment_that_is_certainly_not_there_may_be_sent_and_otherwise_nobody_knows()
    {
        var absent = ScriptedShop.Of(ScriptedShop.Ok("""{"items":[{"entity_id":23,"comments":[]}],"total_count":1}"""));
        var silent = ScriptedShop.Of(new WireOutcome.NoAnswer("timed out"));

        Assert.IsType<Receipt.Deferred>(await FindAsync(absent, Shipment(("7", 1))));
        Assert.IsType<Receipt.Unknown>(await FindAsync(silent, Shipment(("7", 1))));
    }

    [Fact]
    public async Task A_cancellation_is_done_or_refused_by_what_the_order_shows()
    {
        var done = ScriptedShop.Of(ScriptedShop.Ok("true"));
        var already = ScriptedShop.Of(ScriptedShop.Ok("false"), ScriptedShop.Ok("""{"state":"canceled"}"""));
        var invoiced = ScriptedShop.Of(ScriptedShop.Ok("false"), ScriptedShop.Ok("""{"state":"processing"}"""));

        Assert.IsType<Receipt.Applied>(await SendAsync(done, Cancellation));
        Assert.IsType<Receipt.Applied>(await SendAsync(already, Cancellation));
        Assert.Contains("refunded", Assert.IsType<Receipt.Refused>(await SendAsync(invoiced, Cancellation)).Detail);
    }

    [Fact]
    public async Task A_cancelled_rest_of_a_partly_invoiced_order_is_found()
    {
        var cancelled = ScriptedShop.Of(ScriptedShop.Ok(
            """{"state":"processing","items":[{"item_id":1,"qty_ordered":2,"qty_canceled":1,"qty_invoiced":1}]}"""));
        var open = ScriptedShop.Of(ScriptedShop.Ok(
            """{"state":"processing","items":[{"item_id":1,"qty_ordered":2,"qty_canceled":0,"qty_invoiced":1}]}"""));

        Assert.IsType<Receipt.Applied>(await FindAsync(cancelled, Cancellation));
        Assert.IsType<Receipt.Deferred>(await FindAsync(open, Cancellation));
    }

    [Fact]
    public void Only_shipments_and_cancellations_are_written()
    {
        var connection = ScriptedShop.Connect<IDocumentWriter>();

        Assert.True(connection.Writes(typeof(DocumentIntent.PostShipment)));
        Assert.True(connection.Writes(typeof(DocumentIntent.CancelInStorefront)));
        Assert.False(connection.Writes(typeof(DocumentIntent.CreateOrder)));
    }

    private static DocumentIntent.CancelInStorefront Cancellation => new("k-2", Order, "42");

    private static DocumentIntent.PostShipment Shipment(params (string Line, int Units)[] lines) => new(
        "k-1",
        Order,
        "42",
        RemoteCode.Parse("leeds"),
        lines.Select(line => new LineQuantity(line.Line, Sku.Parse("TEE-001"), line.Units)).ToItems(),
        [new Tracking("1Z999", "UPS")]);

    private static ValueTask<Receipt> SendAsync(ScriptedShop shop, DocumentIntent intent) =>
        ScriptedShop.Connect<IDocumentWriter>().SendAsync(shop, intent, CancellationToken.None);

    private static ValueTask<Receipt> FindAsync(ScriptedShop shop, DocumentIntent intent) =>
        ScriptedShop.Connect<IDocumentWriter>().FindAsync(shop, intent, CancellationToken.None);
}
