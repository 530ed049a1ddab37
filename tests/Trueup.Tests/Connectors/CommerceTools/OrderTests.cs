using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Core.Books;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.CommerceTools;

public sealed class OrderTests
{
    /// <summary>A cursor that reads every change of the day, also of orders that are finished.</summary>
    private const string Followed = "R|||2026-11-21T00:00:00.000Z";

    private readonly Project _project = new();

    public OrderTests()
    {
        _project.Twin.Setup.Entry("CAP", "leeds", 100);
        _project.Twin.Setup.Entry("MAT", null, 100);
    }

    [Fact]
    public async Task An_order_is_read_as_charged_and_with_the_source_that_it_lowered()
    {
        var placed = Place(new TwinLine("CAP", 3, "leeds"), new TwinLine("MAT", 1));

        var seen = Assert.IsType<Fact.OrderObserved>(Assert.Single((await _project.PollAsync("orders")).Facts));

        Assert.Equal(placed.Number, seen.Order.Number);
        Assert.Equal(placed.Id, seen.Progress.RemoteId);
        Assert.Equal(84.86m, seen.Order.Totals.Gross);
        Assert.Equal(
            seen.Order.Totals.Gross,
            seen.Order.Totals.Net - seen.Order.Totals.Discount + seen.Order.Totals.Shipping + seen.Order.Totals.Tax);
        Assert.Equal(0m, SalesForms.RoundingOf(SalesForms.OfOrder(seen.Order)));
        Assert.Equal([("CAP", 3m), ("MAT", 1m)], seen.Order.Lines.Select(line => (line.Sku.Text, line.Quantity.Value)));
        Assert.Equal([("leeds", true), ("-", true)], seen.Draws!.Value.Select(draw => (draw.Source, draw.HasLowered)));
        Assert.False(seen.Progress.Reserves);
        Assert.Empty(_project.Offences);
    }

    [Fact]
    public async Task A_line_without_a_mode_leaves_the_choice_to_the_hub()
    {
        _project.Twin.Shoppers.PlaceOrder(new([new("CAP", 3)], Mode: "None"), _project.Now);

        var seen = Assert.IsType<Fact.OrderObserved>(Assert.Single((await _project.PollAsync("orders")).Facts));

        Assert.Null(seen.Draws);
        Assert.Equal(100, _project.Twin.Books.OnStock("CAP", "leeds"));
    }

    [Fact]
    public async Task Where_orders_only_reserve_the_order_says_that_it_is_held()
    {
        _project.Reconnect(("stock.orders_lower", "available"));
        Place(new TwinLine("CAP", 3, "leeds"));

        var seen = Assert.IsType<Fact.OrderObserved>(Assert.Single((await _project.PollAsync("orders")).Facts));

        Assert.True(seen.Progress.Reserves);
        Assert.False(Assert.Single(seen.Draws!.Value).HasLowered);
    }

    [Fact]
    public async Task The_same_order_read_again_is_the_same_message_and_a_changed_one_is_another()
    {
        var placed = Place(new TwinLine("CAP", 3, "leeds"));
        var (_, cursor, first) = await _project.PollAsync("orders");
        var (_, again, second) = await _project.PollAsync("orders", cursor);
        _project.Now += TimeSpan.FromMinutes(30);
        _project.Twin.Staff.Cancel(placed.Id, _project.Now);

        var (facts, _, third) = await _project.PollAsync("orders", again);

        Assert.Equal(first.Select(message => message.Key), second.Select(message => message.Key).Distinct());
        Assert.DoesNotContain(first[0].Key, third.Select(message => message.Key));
        Assert.Equal(OrderPhase.Cancelled, Assert.IsType<Fact.OrderObserved>(Assert.Single(facts)).Progress.Phase);
    }

    [Fact]
    public async Task No_order_is_missed_however_many_share_a_moment_and_whatever_changes_meanwhile()
    {
        for (var i = 0; i < 250; i++)
        {
            _project.Twin.Shoppers.PlaceOrder(new([new("CAP", 1)], Mode: "None"), _project.Now);
        }

        var (facts, cursor, _) = await _project.PollAsync("orders");
        _project.Now += TimeSpan.FromHours(1);
        for (var i = 0; i < 250; i++)
        {
            _project.Twin.Shoppers.PlaceOrder(new([new("CAP", 1)], Mode: "None"), _project.Now);
        }

        var (later, _, _) = await _project.PollAsync("orders", cursor);

        Assert.Equal(
            _project.Twin.Books.OrderNumbers.Order(StringComparer.Ordinal),
            facts.Concat(later).OfType<Fact.OrderObserved>().Select(seen => seen.Order.Number).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_shipment_becomes_one_delivery_with_its_parcel_however_often_it_is_sent()
    {
        var placed = Place(new TwinLine("CAP", 3, "leeds"));
        var line = await LineOf(placed);
        var intent = Shipment(placed, line, 2, "TRK-1");
        _project.LoseAnswers = 1;

        Assert.IsType<Receipt.Unknown>(await Writer.SendAsync(_project, intent, CancellationToken.None));
        var found = Assert.IsType<Receipt.Applied>(await Writer.FindAsync(_project, intent, CancellationToken.None));
        var again = Assert.IsType<Receipt.Applied>(await Writer.SendAsync(_project, intent, CancellationToken.None));

        Assert.Equal(found, again);
        var order = JsonDocument.Parse(_project.Twin.Books.Order(placed.Id)!).RootElement;
        var delivery = Assert.Single(order.GetProperty("shippingInfo").GetProperty("deliveries").EnumerateArray());
        Assert.Equal("TRK-1", delivery.GetProperty("parcels")[0].GetProperty("trackingData").GetProperty("trackingId").GetString());
        Assert.Equal("Partial", order.GetProperty("shipmentState").GetString());
        Assert.Equal<Quantity>(2, (await Seen()).Progress.Lines[0].Shipped);
        Assert.Equal(97, _project.Twin.Books.OnStock("CAP", "leeds"));
        Assert.Empty(_project.Offences);
    }

    /// <summary>Found by reading: nobody carries a bundle beside its parts, so its order stayed half shipped for good.</summary>
    [Fact]
    public async Task A_bundle_whose_parts_are_lines_has_left_when_they_have()
    {
        _project.Reconnect(("bundles.parent_field", "parent"));
        var placed = Place(new TwinLine("MAT", 1), new TwinLine("CAP", 3, "leeds"));
        var lines = JsonNode.Parse(_project.Twin.Books.Order(placed.Id)!)!["lineItems"]!;
        var (bundle, part) = ((string)lines[0]!["id"]!, (string)lines[1]!["id"]!);
        _project.Instead = request => request.Method == "GET" && request.Target.Contains(placed.Id, StringComparison.Ordinal)
            ? PartOf(bundle, _project.Twin.Answer(request, _project.Now))
            : null;

        Assert.IsType<Receipt.Applied>(await Writer.SendAsync(_project, Shipment(placed, part, 3, "T-1"), CancellationToken.None));
        Assert.Contains("\"shipmentState\":\"Shipped\"", _project.Twin.Books.Order(placed.Id)!, StringComparison.Ordinal);

        static WireOutcome PartOf(string bundle, WireReply reply)
        {
            var order = JsonNode.Parse(reply.Body.Span)!;
            order["lineItems"]![1]!["custom"] = new JsonObject { ["fields"] = new JsonObject { ["parent"] = bundle } };
            return new WireOutcome.Answered(reply with { Body = JsonSerializer.SerializeToUtf8Bytes(order) });
        }
    }

    [Fact]
    public async Task More_than_was_ordered_is_never_delivered_though_the_platform_would_take_it()
    {
        var placed = Place(new TwinLine("CAP", 3, "leeds"));

        var refused = Assert.IsType<Receipt.Refused>(await Writer.SendAsync(
            _project, Shipment(placed, await LineOf(placed), 4, "T"), CancellationToken.None));

        Assert.Equal(CaseCodes.OverDispatched, refused.Code);
    }

    [Fact]
    public async Task A_shipment_that_meets_a_change_is_decided_again_about_the_order_as_it_then_is()
    {
        var placed = Place(new TwinLine("CAP", 3, "leeds"));
        var line = await LineOf(placed);
        var payment = _project.Twin.Setup.Payment(6_487);
        _project.Before = request =>
        {
            if (request.Method == "POST" && request.Target.Contains("/orders/", StringComparison.Ordinal))
            {
                _project.Before = null;
                _project.Twin.Staff.AddPayment(placed.Id, payment, _project.Now);
            }
        };

        Assert.IsType<Receipt.Applied>(await Writer.SendAsync(_project, Shipment(placed, line, 3, "T"), CancellationToken.None));

        var seen = await Seen();
        Assert.Equal<Quantity>(3, seen.Progress.Lines[0].Shipped);
        Assert.Equal(("card", "captured"), (seen.Order.Payment!.Method, seen.Order.Payment.State));
        Assert.Empty(_project.Offences);
    }

    [Fact]
    public async Task An_order_that_expired_unpaid_is_cancelled()
    {
        var purchase = new TwinPurchase([new TwinLine("CAP", 3, "leeds")]) { PaymentState = "Pending" };
        var placed = _project.Twin.Shoppers.PlaceOrder(purchase, _project.Now)!;
        var intent = new DocumentIntent.CancelInStorefront("k", OrderId.Parse($"ct-eu:{placed.Number}"), placed.Id) { OnlyUnpaid = true };

        Assert.IsType<Receipt.Applied>(await Writer.SendAsync(_project, intent, CancellationToken.None));
        Assert.IsType<Receipt.Applied>(await Writer.SendAsync(_project, intent, CancellationToken.None));

        Assert.Equal(OrderPhase.Cancelled, (await Seen()).Progress.Phase);
    }

    [Fact]
    public async Task An_order_is_cancelled_once_and_gives_nothing_back_by_itself()
    {
        var placed = Place(new TwinLine("CAP", 3, "leeds"));
        var intent = new DocumentIntent.CancelInStorefront("k", OrderId.Parse($"ct-eu:{placed.Number}"), placed.Id);

        Assert.IsType<Receipt.Applied>(await Writer.SendAsync(_project, intent, CancellationToken.None));
        Assert.IsType<Receipt.Applied>(await Writer.SendAsync(_project, intent, CancellationToken.None));

        var seen = await Seen();
        Assert.Equal(OrderPhase.Cancelled, seen.Progress.Phase);
        Assert.Equal<Quantity>(3, seen.Progress.Lines[0].Cancelled);
        Assert.Equal(97, _project.Twin.Books.OnStock("CAP", "leeds"));
        Assert.Equal(1, _project.Twin.Books.MessagesAbout(placed.Id).Count(type => type == "OrderStateChanged"));
        Assert.Empty(_project.Offences);
    }

    [Fact]
    public async Task Goods_that_came_back_are_recorded_once_with_what_becomes_of_goods_and_money()
    {
        var placed = Place(new TwinLine("CAP", 3, "leeds"));
        var line = await LineOf(placed);
        await Writer.SendAsync(_project, Shipment(placed, line, 3, "T"), CancellationToken.None);
        Items<LineQuantity> units = [new LineQuantity(line, Sku.Parse("CAP"), 2)];
        var intent = new DocumentIntent.RefundInStorefront(
            "k", OrderId.Parse($"ct-eu:{placed.Number}"), placed.Id, units, new DocumentDetail { Rma = "RMA-1", Restocked = units });
        _project.LoseAnswers = 1;

        Assert.IsType<Receipt.Unknown>(await Writer.SendAsync(_project, intent, CancellationToken.None));
        Assert.IsType<Receipt.Deferred>(await Writer.FindAsync(_project, intent, CancellationToken.None));
        Assert.IsType<Receipt.Applied>(await Writer.SendAsync(_project, intent, CancellationToken.None));
        Assert.IsType<Receipt.Applied>(await Writer.FindAsync(_project, intent, CancellationToken.None));

        var order = JsonDocument.Parse(_project.Twin.Books.Order(placed.Id)!).RootElement;
        var item = Assert.Single(Assert.Single(order.GetProperty("returnInfo").EnumerateArray()).GetProperty("items").EnumerateArray());
        Assert.Equal("BackInStock", item.GetProperty("shipmentState").GetString());
        Assert.Equal("Refunded", item.GetProperty("paymentState").GetString());
        Assert.True((await Seen()).Progress.Lines[0].Refunded.IsZero);
        Assert.Empty(_project.Offences);
    }

    [Fact]
    public async Task A_parcel_that_became_known_later_is_shown_once()
    {
        var placed = Place(new TwinLine("CAP", 3, "leeds"));
        await Writer.SendAsync(_project, Shipment(placed, await LineOf(placed), 3, "T"), CancellationToken.None);
        var intent = new DocumentIntent.PostTracking(
            "k", OrderId.Parse($"ct-eu:{placed.Number}"), placed.Id, [new Tracking("T-2", "DHL")], new DocumentDetail { Status = "delivered" })
        {
            IsAllDelivered = true,
        };

        Assert.IsType<Receipt.Applied>(await Writer.SendAsync(_project, intent, CancellationToken.None));
        Assert.IsType<Receipt.Applied>(await Writer.SendAsync(_project, intent, CancellationToken.None));

        Assert.Equal(2, _project.Twin.Books.MessagesAbout(placed.Id).Count(type => type == "ParcelAddedToDelivery"));
        Assert.Contains("\"shipmentState\":\"Delivered\"", _project.Twin.Books.Order(placed.Id)!, StringComparison.Ordinal);
        Assert.Empty(_project.Offences);
    }

    /// <summary>Swarm seed 40196530: of three units two were missing, which the platform cannot give up. The third came to the door, and all
    /// three counted as shipped, also in the books once the order was cancelled.</summary>
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 3)]
    public async Task What_nobody_will_send_does_not_count_as_delivered_unless_the_project_says_so(bool isSaid, int shipped)
    {
        var placed = Place(new TwinLine("CAP", 3, "leeds"));
        await Writer.SendAsync(_project, Shipment(placed, await LineOf(placed), 1, "T-1"), CancellationToken.None);
        if (isSaid)
        {
            _project.Twin.Staff.MarkShipped(placed.Id, _project.Now);
        }

        var intent = new DocumentIntent.PostTracking(
            "k", OrderId.Parse($"ct-eu:{placed.Number}"), placed.Id, [new Tracking("T-1", "DHL")], new DocumentDetail { Status = "delivered" })
        {
            IsAllDelivered = true,
        };
        Assert.IsType<Receipt.Applied>(await Writer.SendAsync(_project, intent, CancellationToken.None));

        Assert.Equal<Quantity>(shipped, (await Seen()).Progress.Lines[0].Shipped);
    }

    /// <summary>Calm seed 32, once a carrier was in it: the rest of the order counted as shipped, and its parcel was never shown.</summary>
    [Fact]
    public async Task A_parcel_at_the_door_is_not_a_whole_order_at_the_door()
    {
        var placed = Place(new TwinLine("CAP", 3, "leeds"));
        await Writer.SendAsync(_project, Shipment(placed, await LineOf(placed), 2, "T-1"), CancellationToken.None);

        await Writer.SendAsync(
            _project,
            new DocumentIntent.PostTracking(
                "k", OrderId.Parse($"ct-eu:{placed.Number}"), placed.Id, [new Tracking("T-1", "DHL")], new DocumentDetail { Status = "delivered" }),
            CancellationToken.None);

        Assert.DoesNotContain("\"shipmentState\":\"Delivered\"", _project.Twin.Books.Order(placed.Id)!, StringComparison.Ordinal);
        Assert.Equal<Quantity>(2, (await Seen()).Progress.Lines[0].Shipped);
    }

    [Fact]
    public async Task Orders_wait_in_the_export_queue_until_what_was_read_of_them_is_durable()
    {
        _project.Twin.Setup.Channel("erp", "OrderExport");
        _project.Reconnect(("orders.export_channel", "erp"));
        var placed = Place(new TwinLine("CAP", 1, "leeds"));
        var poller = _project.As<IPoller>();

        // The hub dies before the page is journalled: its cursor is lost, and the order is still there.
        await poller.PollAsync(_project, "export", "", _project.Now, CancellationToken.None);
        var page = Assert.IsType<PollOutcome.Page>(await poller.PollAsync(_project, "export", "", _project.Now, CancellationToken.None));
        Assert.Single(page.Messages);

        var after = Assert.IsType<PollOutcome.Page>(
            await poller.PollAsync(_project, "export", page.Cursor, _project.Now, CancellationToken.None));

        Assert.Empty(after.Messages);
        Assert.Contains("\"syncInfo\":[{", _project.Twin.Books.Order(placed.Id)!, StringComparison.Ordinal);
        Assert.Empty(_project.Offences);
    }

    [Theory]
    [InlineData("{\"amount\":0.19,\"includedInPrice\":true}", 5000, 4202)]
    [InlineData("{\"amount\":0.19,\"includedInPrice\":false}", 5950, 5000)]
    public void What_a_discounted_line_cost_comes_to_the_totals_whether_or_not_its_price_holds_the_tax(
        string rate, int gross, int net)
    {
        static string Money(int cents) => $"{{\"currencyCode\":\"EUR\",\"centAmount\":{cents},\"fractionDigits\":2}}";
        var taxed = $"{{\"totalNet\":{Money(net)},\"totalGross\":{Money(gross)},\"totalTax\":{Money(gross - net)}}}";
        var body = "{\"id\":\"o\",\"createdAt\":\"2026-11-21T12:00:00.000Z\",\"lineItems\":[{\"id\":\"l\",\"quantity\":3," +
                   "\"variant\":{\"sku\":\"CAP\"},\"price\":{\"value\":" + Money(1_999) + "},\"totalPrice\":" + Money(5_000) +
                   ",\"taxRate\":" + rate + ",\"taxedPrice\":" + taxed + "}],\"taxedPrice\":" + taxed +
                   ",\"totalPrice\":" + Money(5_000) + "}";

        var seen = Assert.IsType<Fact.OrderObserved>(Assert.Single(_project.Read("ct.order", body)));

        var totals = seen.Order.Totals;
        Assert.Equal(0m, SalesForms.RoundingOf(SalesForms.OfOrder(seen.Order)));
        Assert.Equal(gross / 100m, totals.Gross);
        Assert.Equal(totals.Gross, totals.Net - totals.Discount + totals.Shipping + totals.Tax);
        Assert.True(seen.Order.Lines[0].Discount > 0m);
    }

    [Theory]
    [InlineData("{\"type\":\"centPrecision\",\"currencyCode\":\"EUR\",\"centAmount\":4200,\"fractionDigits\":2}", "42.00")]
    [InlineData("{\"type\":\"centPrecision\",\"currencyCode\":\"JPY\",\"centAmount\":42,\"fractionDigits\":0}", "42")]
    [InlineData("{\"type\":\"centPrecision\",\"currencyCode\":\"BHD\",\"centAmount\":1234,\"fractionDigits\":3}", "1.234")]
    [InlineData("{\"type\":\"highPrecision\",\"currencyCode\":\"EUR\",\"preciseAmount\":123456,\"fractionDigits\":5,\"centAmount\":123}", "1.23456")]
    [InlineData("{\"type\":\"centPrecision\",\"currencyCode\":\"EUR\",\"centAmount\":-9223372036854775808,\"fractionDigits\":2}", "-92233720368547758.08")]
    public void Money_of_any_precision_is_read_without_loss(string money, string expected)
    {
        var body = "{\"id\":\"o\",\"createdAt\":\"2026-11-21T12:00:00.000Z\",\"lineItems\":[{\"id\":\"l\",\"quantity\":1," +
                   "\"variant\":{\"sku\":\"CAP\"},\"price\":{\"value\":" + money + "}}],\"totalPrice\":" + money + "}";

        var seen = Assert.IsType<Fact.OrderObserved>(Assert.Single(_project.Read("ct.order", body)));

        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), seen.Order.Lines[0].UnitPrice);
        Assert.Equal(seen.Order.Lines[0].UnitPrice, seen.Order.Totals.Gross);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"id\":\"o\"}")]
    [InlineData("{\"id\":\"o\",\"createdAt\":\"x\",\"totalPrice\":{}}")]
    public void An_order_that_cannot_be_read_is_a_case_and_never_a_crash(string body) =>
        Assert.IsType<Fact.Unusable>(Assert.Single(_project.Read("ct.order", body)));

    private IDocumentWriter Writer => _project.As<IDocumentWriter>();

    private TwinOrder Place(params TwinLine[] lines) =>
        _project.Twin.Shoppers.PlaceOrder(new TwinPurchase(lines.ToItems()), _project.Now)!;

    private async Task<Fact.OrderObserved> Seen() =>
        (await _project.PollAsync("orders", Followed)).Facts.OfType<Fact.OrderObserved>().Last();

    private async Task<string> LineOf(TwinOrder order) =>
        (await _project.PollAsync("orders")).Facts.OfType<Fact.OrderObserved>().Single(seen => seen.Order.Number == order.Number).Order.Lines[0].Line;

    private static DocumentIntent.PostShipment Shipment(TwinOrder order, string line, int units, string tracking) => new(
        $"ct-eu:{order.Number}/ship/wms/{tracking}", OrderId.Parse($"ct-eu:{order.Number}"), order.Id, RemoteCode.Parse("leeds"),
        [new LineQuantity(line, Sku.Parse("CAP"), units)], [new Tracking(tracking, "DHL")]);
}
