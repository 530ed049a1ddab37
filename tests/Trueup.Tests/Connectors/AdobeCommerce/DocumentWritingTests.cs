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

    /// <summary>Found by a simulated proxy: taken for a shipment of another id, it was counted a second time when the shop
    /// showed it, and what left the warehouse next was never posted.</summary>
    [Theory]
    [InlineData("\"2")]
    [InlineData("\"")]
    [InlineData("")]
    [InlineData("<html><body>Checking your browser.</body></html>")]
    public async Task A_shipment_whose_id_was_lost_on_the_way_is_looked_up(string body) => Assert.IsType<Receipt.Unknown>(
        await SendAsync(ScriptedShop.Of(ScriptedShop.Ok(body)), Shipment(("7", 1))));

    /// <summary>An empty list would mean that the shipment may be sent again, and a shipment without its id is counted again when the shop
    /// shows it with one.</summary>
    [Theory]
    [InlineData("""{"items":[]}""")]
    [InlineData("""{"items_v2":[],"total_count":0}""")]
    [InlineData("""{"items":"","total_count":0}""")]
    [InlineData("""{"items":[{"entity_id_v2":23,"comments":[{"comment":"Trueup k-1"}]}],"total_count":1}""")]
    public async Task A_list_that_has_changed_its_form_is_not_taken_at_its_word(string body) => Assert.IsType<Receipt.Unknown>(
        await FindAsync(ScriptedShop.Of(ScriptedShop.Ok(body)), Shipment(("7", 1))));

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
        var done = ScriptedShop.Of(ScriptedShop.Ok("true"), ScriptedShop.Ok("""{"state":"canceled"}"""));
        var already = ScriptedShop.Of(ScriptedShop.Ok("false"), ScriptedShop.Ok("""{"state":"canceled"}"""));
        var shipped = ScriptedShop.Of(ScriptedShop.Ok("false"), ScriptedShop.Ok("""{"state":"complete"}"""));

        Assert.IsType<Receipt.Applied>(await SendAsync(done, Cancellation));
        Assert.IsType<Receipt.Applied>(await SendAsync(already, Cancellation));
        Assert.Contains("shipped", Assert.IsType<Receipt.Refused>(await SendAsync(shipped, Cancellation)).Detail);
    }

    [Theory]
    [InlineData("""{"state":"pending_payment","items":[{"item_id":7,"price":5,"qty_ordered":2}]}""", true)]
    [InlineData("""{"state":"new","items":[{"item_id":7,"price":5,"qty_ordered":2}]}""", true)]
    [InlineData("""{"state":"new","items":[{"item_id":7,"price":5,"qty_ordered":2,"qty_invoiced":1}]}""", false)]
    [InlineData("""{"state":"payment_review","items":[{"item_id":7,"price":5,"qty_ordered":2}]}""", false)]
    [InlineData("""{"state":"processing","items":[{"item_id":7,"price":5,"qty_ordered":2,"qty_invoiced":2}]}""", false)]
    [InlineData("""{"state":"closed","items":[{"item_id":7,"price":5,"qty_ordered":2,"qty_invoiced":2,"qty_refunded":2}]}""", false)]
    public async Task An_order_that_expired_is_cancelled_only_while_nobody_has_paid_it(string order, bool isCancelled)
    {
        var shop = ScriptedShop.Of(ScriptedShop.Ok(order), ScriptedShop.Ok("true"));

        var receipt = await SendAsync(shop, Cancellation with { OnlyUnpaid = true });

        Assert.Equal(isCancelled, receipt is Receipt.Applied);
        Assert.Equal(isCancelled ? 2 : 1, shop.Requests.Count);
        Assert.Equal(isCancelled, shop.Requests[^1].Target == "/rest/default/V1/orders/42/cancel");
    }

    [Fact]
    public async Task An_order_that_expired_and_was_paid_at_the_last_moment_is_refused_and_not_refunded()
    {
        var shop = ScriptedShop.Of(
            ScriptedShop.Ok("""{"state":"new","items":[{"item_id":7,"price":5,"qty_ordered":2}]}"""), ScriptedShop.Ok("false"));
        var gone = ScriptedShop.Of(ScriptedShop.Ok("""{"state":"canceled"}"""));

        Assert.IsType<Receipt.Refused>(await SendAsync(shop, Cancellation with { OnlyUnpaid = true }));
        Assert.Equal(2, shop.Requests.Count);
        Assert.IsType<Receipt.Applied>(await SendAsync(gone, Cancellation with { OnlyUnpaid = true }));
        Assert.Single(gone.Requests);
    }

    [Fact]
    public async Task What_is_paid_of_a_cancelled_order_is_refunded_with_its_shipping_and_goes_back_on_the_shelf()
    {
        var shop = ScriptedShop.Of(
            ScriptedShop.Ok("false"),
            ScriptedShop.Ok("""
                {"state":"processing","items":[{"item_id":7,"price":5,"qty_ordered":2,"qty_invoiced":2}]}
                """),
            ScriptedShop.Ok("\"31\""));

        var receipt = await SendAsync(shop, Cancellation);

        Assert.Equal(new Receipt.Applied("31"), receipt);
        Assert.Equal("/rest/default/V1/order/42/refund", shop.Requests[^1].Target);
        Assert.Equal(
            """{"items":[{"order_item_id":7,"qty":2}],"notify":false,""" +
            "\"comment\":{\"comment\":\"Trueup k-2\",\"is_visible_on_front\":0}," +
            "\"arguments\":{\"extension_attributes\":{\"return_to_stock_items\":[7]}}}",
            ScriptedShop.BodyOf(shop.Requests[^1]));
    }

    [Fact]
    public async Task A_part_is_given_up_once_however_often_it_is_asked()
    {
        const string before =
            """{"state":"processing","items":[{"item_id":7,"price":5,"qty_ordered":5,"qty_invoiced":5,"qty_shipped":1}]}""";
        var shop = ScriptedShop.Of(ScriptedShop.Ok(before), ScriptedShop.Ok("\"31\""));
        var part = Cancellation with { Lines = [new LineQuantity("7", Sku.Parse("TEE"), 2)], Restock = false };

        Assert.Equal(new Receipt.Applied("31"), await SendAsync(shop, part));
        Assert.Contains("\"qty\":2", ScriptedShop.BodyOf(shop.Requests[^1]), StringComparison.Ordinal);
        Assert.Contains("\"shipping_amount\":0", ScriptedShop.BodyOf(shop.Requests[^1]), StringComparison.Ordinal);
        Assert.Contains("\"return_to_stock_items\":[]", ScriptedShop.BodyOf(shop.Requests[^1]), StringComparison.Ordinal);

        var again = ScriptedShop.Of(ScriptedShop.Ok(before.Replace(
            "\"qty_shipped\":1", "\"qty_shipped\":1,\"qty_refunded\":2", StringComparison.Ordinal)));
        Assert.IsType<Receipt.Applied>(await SendAsync(again, part));
        Assert.Single(again.Requests);
    }

    [Fact]
    public async Task What_is_read_of_an_order_without_the_ids_of_its_lines_is_acted_on_by_nobody()
    {
        var shop = ScriptedShop.Of(ScriptedShop.Ok("""{"state":"processing","items":[{"item_idd":7,"price":5,"qty_ordered":5,"qty_invoiced":5}]}"""));

        Assert.IsType<Receipt.Unknown>(await SendAsync(shop, Cancellation with { Lines = [new LineQuantity("7", Sku.Parse("TEE"), 2)] }));
        Assert.Single(shop.Requests);
    }

    [Fact]
    public async Task A_part_that_is_not_paid_is_not_cancelled_with_what_is_to_stay()
    {
        var shop = ScriptedShop.Of(ScriptedShop.Ok(
            """{"state":"new","items":[{"item_id":7,"price":5,"qty_ordered":5,"qty_invoiced":0}]}"""));

        var receipt = await SendAsync(
            shop, Cancellation with { Lines = [new LineQuantity("7", Sku.Parse("TEE"), 2)] });

        Assert.Contains("invoice the 3 units", Assert.IsType<Receipt.Refused>(receipt).Detail, StringComparison.Ordinal);
        Assert.Single(shop.Requests);
    }

    [Fact]
    public async Task A_cancelled_order_is_found_when_nothing_of_it_is_open_or_paid()
    {
        var cancelled = ScriptedShop.Of(ScriptedShop.Ok(
            """
            {"state":"processing","items":[{"item_id":1,"price":1,"qty_ordered":2,"qty_canceled":1,"qty_invoiced":1,
             "qty_refunded":1}]}
            """));
        var open = ScriptedShop.Of(ScriptedShop.Ok(
            """{"state":"processing","items":[{"item_id":1,"price":1,"qty_ordered":2,"qty_canceled":1,"qty_invoiced":1}]}"""));

        Assert.IsType<Receipt.Applied>(await FindAsync(cancelled, Cancellation));
        Assert.IsType<Receipt.Deferred>(await FindAsync(open, Cancellation));
    }

    [Fact]
    public async Task A_return_is_refunded_up_to_what_is_due_in_all_and_the_shop_restocks_nothing()
    {
        const string order =
            """{"state":"complete","items":[{"item_id":7,"price":5,"qty_ordered":3,"qty_invoiced":3,"qty_shipped":3,"qty_refunded":1}]}""";
        var shop = ScriptedShop.Of(ScriptedShop.Ok(order), ScriptedShop.Ok("\"32\""));
        var already = ScriptedShop.Of(
            ScriptedShop.Ok(order),
            ScriptedShop.Ok("""{"items":[{"entity_id":9,"comments":[{"comment":"Trueup k-3"}]}],"total_count":1}"""));

        Assert.Equal(new Receipt.Applied("32"), await SendAsync(shop, Refund(units: 2, upTo: 2)));
        Assert.Equal(
            """{"items":[{"order_item_id":7,"qty":1}],"notify":false,""" +
            "\"comment\":{\"comment\":\"Trueup k-3\",\"is_visible_on_front\":0}," +
            "\"arguments\":{\"shipping_amount\":0,\"extension_attributes\":{\"return_to_stock_items\":[]}}}",
            ScriptedShop.BodyOf(shop.Requests[^1]));
        Assert.Equal(new Receipt.Applied("9"), await SendAsync(already, Refund(units: 1, upTo: 1)));
        Assert.DoesNotContain(already.Requests, request => request.Method == "POST");
    }

    [Theory]
    [InlineData("""{"item_id":7,"price":5,"qty_ordered":3,"qty_invoiced":3,"qty_shipped":2}""", "not shipped")]
    [InlineData("""{"item_id":7,"price":5,"qty_ordered":3,"qty_invoiced":0,"qty_shipped":3}""", "not paid")]
    [InlineData("""{"item_id":8,"price":5,"qty_ordered":3,"qty_invoiced":3,"qty_shipped":3}""", "no line 7")]
    public async Task A_refund_that_would_hit_other_units_is_refused_before_it_is_sent(string item, string why)
    {
        var shop = ScriptedShop.Of(ScriptedShop.Ok($$"""{"state":"processing","items":[{{item}}]}"""));

        Assert.Contains(
            why, Assert.IsType<Receipt.Refused>(await SendAsync(shop, Refund(units: 1, upTo: 1))).Detail,
            StringComparison.Ordinal);
        Assert.Single(shop.Requests);
    }

    [Fact]
    public async Task An_online_refund_goes_by_the_invoices_that_hold_the_units()
    {
        var shop = ScriptedShop.Of(
            ScriptedShop.Ok(
                """{"state":"complete","items":[{"item_id":7,"price":5,"qty_ordered":3,"qty_invoiced":3,"qty_shipped":3}]}"""),
            ScriptedShop.Ok(
                """
                {"items":[{"entity_id":51,"items":[{"order_item_id":7,"qty":1}]},
                 {"entity_id":52,"items":[{"order_item_id":7,"qty":2}]}],"total_count":2}
                """),
            ScriptedShop.Ok("\"61\""),
            ScriptedShop.Ok("\"62\""));

        var receipt = await SendAsync(shop, Refund(units: 2, upTo: 2) with { IsOnline = true });

        Assert.Equal(new Receipt.Applied("62"), receipt);
        Assert.Equal(
            ["/rest/default/V1/invoice/51/refund", "/rest/default/V1/invoice/52/refund"],
            shop.Requests.Where(request => request.Method == "POST").Select(request => request.Target));
        Assert.All(
            shop.Requests.Where(request => request.Method == "POST"),
            request => Assert.Contains("\"isOnline\":true", ScriptedShop.BodyOf(request), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_parcel_is_added_to_its_shipment_once()
    {
        var absent = ScriptedShop.Of(
            ScriptedShop.Ok("""{"entity_id":24,"tracks":[],"comments":[]}"""), ScriptedShop.Ok("{}"));
        var there = ScriptedShop.Of(ScriptedShop.Ok("""{"entity_id":24,"tracks":[{"track_number":"P1"}]}"""));

        Assert.IsType<Receipt.Applied>(await SendAsync(absent, Parcel(status: null)));
        Assert.Equal(
            """{"entity":{"order_id":42,"parent_id":24,"track_number":"P1","title":"DPD","carrier_code":"custom",""" +
            "\"qty\":1,\"weight\":0,\"description\":\"\"}}",
            ScriptedShop.BodyOf(absent.Requests[^1]));
        Assert.IsType<Receipt.Applied>(await SendAsync(there, Parcel(status: null)));
        Assert.Single(there.Requests);
    }

    [Fact]
    public async Task A_delivery_becomes_a_comment_that_the_customer_sees_once()
    {
        var absent = ScriptedShop.Of(ScriptedShop.Ok("""{"entity_id":24,"comments":[]}"""), ScriptedShop.Ok("{}"));
        var there = ScriptedShop.Of(
            ScriptedShop.Ok("""{"entity_id":24,"comments":[{"comment":"DPD parcel P1 was delivered."}]}"""));

        Assert.IsType<Receipt.Applied>(await SendAsync(absent, Parcel("delivered")));
        Assert.Equal("/rest/default/V1/shipment/24/comments", absent.Requests[^1].Target);
        Assert.Contains("\"is_visible_on_front\":1", ScriptedShop.BodyOf(absent.Requests[^1]), StringComparison.Ordinal);
        Assert.IsType<Receipt.Applied>(await SendAsync(there, Parcel("delivered")));
        Assert.Single(there.Requests);
    }

    public static TheoryData<string> OnAnOrder => ["refund", "cancellation", "expiry", "withdrawal", "pickup note", "return's number", "parcel"];

    /// <summary>A look that is refused tells nothing of what was sent before, and was repeated for ever.</summary>
    [Theory]
    [MemberData(nameof(OnAnOrder))]
    public async Task Of_an_order_that_the_shop_has_no_more_a_look_says_that_it_is_not_there_and_a_write_is_refused(string document)
    {
        DocumentIntent intent = document switch
        {
            "refund" => Refund(units: 1, upTo: 1),
            "cancellation" => Cancellation,
            "expiry" => Cancellation with { OnlyUnpaid = true },
            "withdrawal" => Cancellation with { Lines = [new LineQuantity("7", Sku.Parse("TEE"), 1)] },
            "pickup note" => new DocumentIntent.PostTracking("k-5", Order, "42", [], new DocumentDetail { Status = "ready-for-pickup" }),
            "parcel" => Parcel("delivered"),
            _ => new DocumentIntent.AnnounceReturn("k-6", Order, "42", [], new DocumentDetail { Rma = "R1" }),
        };
        var shop = new ScriptedShop(_ => ScriptedShop.Status(404, """{"message":"The entity that was requested doesn't exist. Verify"}"""));

        Assert.Null(Assert.IsType<Receipt.Deferred>(await FindAsync(shop, intent)).Wait);
        var refused = Assert.IsType<Receipt.Refused>(await SendAsync(shop, intent));

        Assert.Equal(CaseCodes.DocumentRefused, refused.Code);
        Assert.Contains("order 42 any more", refused.Detail, StringComparison.Ordinal);
        Assert.Contains("resolve the case", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_is_not_created_in_the_shop_that_took_it()
    {
        var connection = ScriptedShop.Connect<IDocumentWriter>();

        Assert.True(connection.Writes(typeof(DocumentIntent.PostShipment)));
        Assert.True(connection.Writes(typeof(DocumentIntent.CancelInStorefront)));
        Assert.True(connection.Writes(typeof(DocumentIntent.RefundInStorefront)));
        Assert.False(connection.Writes(typeof(DocumentIntent.CreateOrder)));
    }

    private static DocumentIntent.RefundInStorefront Refund(int units, int upTo) =>
        new("k-3", Order, "42", [new LineQuantity("7", Sku.Parse("TEE"), units)], new DocumentDetail { Rma = "R1" })
        {
            UpTo = [new LineQuantity("7", Sku.Parse("TEE"), upTo)],
        };

    private static DocumentIntent.PostTracking Parcel(string? status) =>
        new("k-4", Order, "42", [new Tracking("P1", "DPD")], new DocumentDetail { About = "24", Status = status });

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
