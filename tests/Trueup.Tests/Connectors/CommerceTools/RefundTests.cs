using System.Text.Json;
using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.CommerceTools;

/// <summary>Returns, refunds and what is given up of orders, in both directions.</summary>
public sealed class RefundTests
{
    private const string Followed = "R|||2026-11-21T00:00:00.000Z";

    private readonly Project _project = new(("payments.refund", "true"), ("orders.cancelled_state", "given-up"));
    private readonly TwinOrder _order;
    private readonly string _payment;
    private readonly string _line;

    public RefundTests()
    {
        _project.Twin.Setup.LineState("given-up");
        _project.Twin.Setup.Entry("CAP", "leeds", 100);
        _project.Twin.Setup.Entry("MAT", "leeds", 100);
        _order = _project.Twin.Shoppers.PlaceOrder(new([new("CAP", 3, "leeds")]), _project.Now)!;
        _payment = _project.Twin.Setup.Payment(6_487);
        _project.Twin.Staff.AddPayment(_order.Id, _payment, _project.Now);
        _line = _project.Twin.Books.View(_order.Id)!.Lines[0].Id;
    }

    [Fact]
    public async Task A_refund_is_a_return_a_transaction_and_two_states_each_once_whatever_answer_is_lost()
    {
        var intent = Refund(units: 2, amount: 39.98m);
        for (var lost = 0; lost < 3; lost++)
        {
            _project.LoseAnswers = 1;
            Assert.IsType<Receipt.Unknown>(await SendAsync(intent));
            Assert.IsType(lost < 2 ? typeof(Receipt.Deferred) : typeof(Receipt.Applied), await FindAsync(intent));
        }

        Assert.IsType<Receipt.Applied>(await SendAsync(intent));

        var step = Assert.Single(Transactions("Refund"));
        Assert.Equal((3_998L, "Success"), (step.GetProperty("amount").GetProperty("centAmount").GetInt64(), step.GetProperty("state").GetString()));
        var item = Assert.Single(Items());
        Assert.Equal(("Refunded", "BackInStock"), (item.GetProperty("paymentState").GetString(), item.GetProperty("shipmentState").GetString()));
        Assert.Empty(_project.Offences);
    }

    [Fact]
    public async Task A_refund_that_the_payment_provider_is_to_make_is_asked_for_and_seen_when_it_was_made()
    {
        var intent = Refund(units: 2, amount: 39.98m) with { IsOnline = true };
        await SendAsync(intent);
        var step = Assert.Single(Transactions("Refund"));
        Assert.Equal("Initial", step.GetProperty("state").GetString());
        Assert.DoesNotContain(await SeenAsync(), fact => fact is Fact.RefundObserved);

        _project.Twin.Staff.Settle(_payment, step.GetProperty("id").GetString()!, "Success", _project.Now);

        var refund = Assert.Single((await SeenAsync()).OfType<Fact.RefundObserved>());
        Assert.Equal((intent.Key, _order.Id, 39.98m), (refund.Reference, refund.OrderRemoteId, refund.Amounts!.Gross));
        Assert.Equal(2m, Assert.Single(refund.Lines).Quantity.Value);
        Assert.Equal(refund.Amounts.Gross, refund.Amounts.Lines.Sum(line => line.Net + line.Tax));
        Assert.Equal(0m, refund.Amounts.Adjustment);
    }

    [Fact]
    public async Task Money_that_people_give_back_without_saying_for_what_is_on_top_with_its_share_of_the_tax()
    {
        _project.Twin.Staff.Refund(_payment, 500, _project.Now);

        var refund = Assert.Single((await SeenAsync()).OfType<Fact.RefundObserved>());

        Assert.Equal((5m, 0.80m, 4.20m), (refund.Amounts!.Gross, refund.Amounts.Tax, refund.Amounts.Adjustment));
        Assert.Empty(refund.Lines);
        Assert.Null(refund.Reference);
    }

    [Fact]
    public async Task Where_an_order_has_no_payments_its_labels_say_what_was_given_back()
    {
        var order = _project.Twin.Shoppers.PlaceOrder(new([new("CAP", 2, "leeds")]), _project.Now)!;
        var line = _project.Twin.Books.View(order.Id)!.Lines[0].Id;
        var item = _project.Twin.Staff.AddReturn(order.Id, line, 1, "Returned", _project.Now, rma: "RMA-9");
        _project.Twin.Staff.MarkRefunded(order.Id, item, _project.Now);

        var facts = (await SeenAsync()).ToList();

        var refund = Assert.Single(facts.OfType<Fact.RefundObserved>());
        Assert.Equal((item, order.Id, 19.99m), (refund.Refund, refund.OrderRemoteId, refund.Amounts!.Gross));
        Assert.Equal(("RMA-9", order.Id), Assert.Single(facts.OfType<Fact.ReturnAuthorised>().Select(told => (told.Rma, told.Order))));
    }

    [Fact]
    public async Task Units_that_people_refunded_meanwhile_are_not_refunded_again()
    {
        var item = _project.Twin.Staff.AddReturn(_order.Id, _line, 2, "Returned", _project.Now);
        _project.Twin.Staff.MarkRefunded(_order.Id, item, _project.Now);
        var units = new LineQuantity(_line, Sku.Parse("CAP"), 2);

        Assert.IsType<Receipt.Applied>(await SendAsync(Refund(units: 2, amount: 39.98m) with { UpTo = [units] }));
        Assert.Empty(Transactions("Refund"));

        Assert.IsType<Receipt.Applied>(await SendAsync(
            Refund(units: 2, amount: 39.98m) with { Key = "r2", UpTo = [units with { Quantity = 3 }] }));
        Assert.Equal(1_999, Assert.Single(Transactions("Refund")).GetProperty("amount").GetProperty("centAmount").GetInt64());
    }

    [Fact]
    public async Task More_than_was_charged_is_never_given_back()
    {
        _project.Twin.Staff.Refund(_payment, 6_000, _project.Now);
        var whole = Refund(units: 3, amount: 59.97m);

        Assert.Equal(CaseCodes.DocumentRefused, Assert.IsType<Receipt.Refused>(await SendAsync(whole)).Code);

        Assert.Equal(6_487, Transactions("Refund").Sum(step => step.GetProperty("amount").GetProperty("centAmount").GetInt64()));
    }

    [Fact]
    public async Task A_part_that_the_order_does_not_show_is_never_made_again()
    {
        // A server that takes the return and shows none of it.
        _project.Instead = request =>
        {
            if (request.Method != "GET" || !request.Target.Contains("/orders/", StringComparison.Ordinal))
            {
                return null;
            }

            var order = System.Text.Json.Nodes.JsonNode.Parse(_project.Twin.Books.Order(_order.Id)!)!.AsObject();
            order.Remove("returnInfo");
            return new WireOutcome.Answered(new WireReply(200, System.Text.Encoding.UTF8.GetBytes(order.ToJsonString())));
        };

        Assert.IsType<Receipt.Refused>(await SendAsync(Refund(units: 2, amount: 39.98m)));

        Assert.Single(_project.Requests, request => request.Method == "POST" && request.Target.Contains("/orders/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_payments_are_not_the_hub_s_only_the_labels_are_written()
    {
        _project.Reconnect();

        Assert.IsType<Receipt.Applied>(await SendAsync(Refund(units: 1, amount: 19.99m)));

        Assert.Empty(Transactions("Refund"));
        Assert.Single(Items());
        Assert.DoesNotContain("manage_payments", Uri.UnescapeDataString(System.Text.Encoding.UTF8.GetString(
            _project.Requests.Last(request => request.Target.StartsWith("/oauth", StringComparison.Ordinal)).Body.Span)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_return_that_the_shop_announces_is_one_and_what_replaces_it_is_another()
    {
        _project.Twin.Staff.AddReturn(_order.Id, _line, 1, "Advised", _project.Now, rma: "RMA-1");
        Assert.Equal("RMA-1", Assert.Single((await SeenAsync()).OfType<Fact.ReturnAuthorised>()).Rma);

        _project.Twin.Staff.ReplaceReturns(_order.Id, _line, 2, _project.Now, rma: "RMA-2");

        var told = Assert.Single((await SeenAsync()).OfType<Fact.ReturnAuthorised>());
        Assert.Equal(("RMA-2", 2m), (told.Rma, Assert.Single(told.Lines).Quantity.Value));
        Assert.Empty(_project.Offences);
    }

    [Fact]
    public async Task Returns_that_people_write_without_a_number_are_told_as_such_and_that_none_is_left_too()
    {
        var came = _project.Twin.Staff.AddReturn(_order.Id, _line, 1, "Returned", _project.Now);
        var announced = _project.Twin.Staff.AddReturn(_order.Id, _line, 1, "Advised", _project.Now);

        var facts = (await SeenAsync()).ToList();

        Assert.Equal([(came, true), (announced, false)],
            Assert.Single(facts.OfType<Fact.ReturnsUnnumbered>()).Entries.Select(entry => (entry.Entry, entry.HasCome)));
        Assert.Empty(facts.OfType<Fact.ReturnAuthorised>());

        _project.Twin.Staff.ReplaceReturns(_order.Id, _line, 2, _project.Now, rma: "RMA-2");
        Assert.Empty(Assert.Single((await SeenAsync()).OfType<Fact.ReturnsUnnumbered>()).Entries);
    }

    [Fact]
    public async Task A_return_that_the_hub_announced_is_not_told_back_to_it()
    {
        var intent = new DocumentIntent.AnnounceReturn(
            "a1", Id, _order.Id, [new PickLine(_line, Sku.Parse("CAP"), 1, "leeds")], new DocumentDetail { Rma = "RMA-1", Reason = "too big" });

        Assert.IsType<Receipt.Applied>(await SendAsync(intent));
        Assert.IsType<Receipt.Applied>(await SendAsync(intent));

        Assert.Equal("Advised", Assert.Single(Items()).GetProperty("shipmentState").GetString());
        Assert.DoesNotContain(await SeenAsync(), fact => fact is Fact.ReturnAuthorised);
    }

    [Fact]
    public async Task A_return_that_is_of_more_gets_an_entry_of_what_those_under_its_number_lack()
    {
        var detail = new DocumentDetail { Rma = "RMA-1" };
        Assert.IsType<Receipt.Applied>(await SendAsync(new DocumentIntent.AnnounceReturn(
            "a1", Id, _order.Id, [new PickLine(_line, Sku.Parse("CAP"), 1, "leeds")], detail)));
        var widened = new DocumentIntent.AmendReturn(
            "a1/2", Id, _order.Id, "RMA-1", [], [new PickLine(_line, Sku.Parse("CAP"), 3, "leeds")], detail);

        Assert.IsType<Receipt.Applied>(await SendAsync(widened));
        Assert.IsType<Receipt.Applied>(await SendAsync(widened));

        Assert.Equal([1, 2], Items().Select(item => item.GetProperty("quantity").GetInt32()));
        Assert.DoesNotContain(await SeenAsync(), fact => fact is Fact.ReturnAuthorised);
    }

    [Fact]
    public async Task Entries_under_one_number_are_one_return_and_what_came_is_what_was_announced()
    {
        _project.Twin.Staff.AddReturn(_order.Id, _line, 1, "Advised", _project.Now, rma: "RMA-1");
        _project.Now += TimeSpan.FromMinutes(1);
        _project.Twin.Staff.AddReturn(_order.Id, _line, 1, "Advised", _project.Now, rma: "RMA-1");
        _project.Twin.Staff.AddReturn(_order.Id, _line, 2, "Returned", _project.Now, rma: "RMA-1");

        var told = Assert.Single((await SeenAsync()).OfType<Fact.ReturnAuthorised>());

        Assert.Equal((2m, _project.Now), (Assert.Single(told.Lines).Quantity.Value, told.At));
    }

    [Fact]
    public async Task A_part_of_a_paid_order_is_given_up_once_with_its_money_and_the_rest_is_still_to_be_sent()
    {
        var intent = new DocumentIntent.CancelInStorefront("c1", Id, _order.Id) { Lines = [new LineQuantity(_line, Sku.Parse("CAP"), 1)] };
        _project.LoseAnswers = 1;
        Assert.IsType<Receipt.Unknown>(await SendAsync(intent));

        Assert.IsType<Receipt.Applied>(await SendAsync(intent));
        Assert.IsType<Receipt.Applied>(await SendAsync(intent));

        var progress = Assert.Single((await SeenAsync()).OfType<Fact.OrderObserved>()).Progress;
        Assert.Equal((OrderPhase.Open, 1m, 0m), (progress.Phase, progress.Lines[0].Cancelled.Value, progress.Lines[0].Shipped.Value));
        Assert.Equal(1_999, Assert.Single(Transactions("Refund")).GetProperty("amount").GetProperty("centAmount").GetInt64());

        await SendAsync(new DocumentIntent.PostShipment(
            "s", Id, _order.Id, RemoteCode.Parse("leeds"), [new LineQuantity(_line, Sku.Parse("CAP"), 2)], [new Tracking("T")]));
        progress = Assert.Single((await SeenAsync()).OfType<Fact.OrderObserved>()).Progress;
        Assert.Equal((1m, 2m), (progress.Lines[0].Cancelled.Value, progress.Lines[0].Shipped.Value));
        Assert.Contains("\"shipmentState\":\"Shipped\"", _project.Twin.Books.Order(_order.Id)!, StringComparison.Ordinal);
        Assert.Empty(_project.Offences);
    }

    [Fact]
    public async Task The_rest_of_an_order_that_is_partly_sent_is_given_up_and_the_whole_of_one_that_is_not()
    {
        await SendAsync(new DocumentIntent.PostShipment(
            "s", Id, _order.Id, RemoteCode.Parse("leeds"), [new LineQuantity(_line, Sku.Parse("CAP"), 2)], [new Tracking("T")]));

        Assert.IsType<Receipt.Applied>(await SendAsync(new DocumentIntent.CancelInStorefront("c1", Id, _order.Id)));

        var lines = Assert.Single((await SeenAsync()).OfType<Fact.OrderObserved>()).Progress.Lines;
        Assert.Equal((1m, 2m), (lines[0].Cancelled.Value, lines[0].Shipped.Value));
        Assert.Equal(1_999, Transactions("Refund").Sum(step => step.GetProperty("amount").GetProperty("centAmount").GetInt64()));
    }

    [Fact]
    public async Task Without_a_state_for_it_a_part_is_never_given_up_by_cancelling_the_whole()
    {
        _project.Reconnect();

        var refused = Assert.IsType<Receipt.Refused>(await SendAsync(new DocumentIntent.CancelInStorefront("c1", Id, _order.Id)
        {
            Lines = [new LineQuantity(_line, Sku.Parse("CAP"), 1)],
        }));

        Assert.Equal(CaseCodes.DocumentRefused, refused.Code);
        Assert.False(_project.Twin.Books.View(_order.Id)!.IsCancelled);
    }

    [Fact]
    public async Task An_order_that_expired_and_is_paid_stands_and_its_money_stays()
    {
        var receipt = await SendAsync(new DocumentIntent.CancelInStorefront("c1", Id, _order.Id) { OnlyUnpaid = true });

        Assert.IsType<Receipt.Refused>(receipt);
        Assert.Empty(Transactions("Refund"));
        Assert.False(_project.Twin.Books.View(_order.Id)!.IsCancelled);
    }

    [Fact]
    public async Task A_cancelled_order_s_money_goes_back_with_its_shipping()
    {
        await SendAsync(new DocumentIntent.CancelInStorefront("c1", Id, _order.Id));

        Assert.Equal(6_487, Assert.Single(Transactions("Refund")).GetProperty("amount").GetProperty("centAmount").GetInt64());
        Assert.True(_project.Twin.Books.View(_order.Id)!.IsCancelled);
    }

    [Fact]
    public async Task What_a_parcel_was_shown_with_is_put_right()
    {
        await SendAsync(new DocumentIntent.PostShipment(
            "s", Id, _order.Id, RemoteCode.Parse("leeds"), [new LineQuantity(_line, Sku.Parse("CAP"), 3)], [new Tracking("T-1")]));
        var right = new DocumentIntent.PostTracking("t", Id, _order.Id, [new Tracking("T-1", "UPS")], new DocumentDetail());

        Assert.IsType<Receipt.Deferred>(await FindAsync(right));
        await SendAsync(right);
        Assert.IsType<Receipt.Applied>(await FindAsync(right));

        Assert.Contains("\"carrier\":\"UPS\"", _project.Twin.Books.Order(_order.Id)!, StringComparison.Ordinal);
        Assert.Equal("T-1", Assert.Single(Assert.Single(_project.Twin.Books.View(_order.Id)!.Deliveries).TrackNumbers));
    }

    [Fact]
    public async Task Units_that_people_move_to_the_state_of_what_is_given_up_are_given_up()
    {
        _project.Twin.Staff.MoveLine(_order.Id, _line, 2, "given-up", _project.Now);

        var line = Assert.Single((await SeenAsync()).OfType<Fact.OrderObserved>()).Progress.Lines[0];

        Assert.Equal((2m, 0m, 0m), (line.Cancelled.Value, line.Shipped.Value, line.Refunded.Value));
    }

    /// <summary>Found by the demo: of an order without payments every line of a refund was taken for a refund of its own, and the first of them
    /// for one that gave back too little.</summary>
    [Fact]
    public async Task A_refund_of_several_lines_is_one_where_only_labels_say_so()
    {
        var order = _project.Twin.Shoppers.PlaceOrder(new([new("CAP", 3, "leeds"), new("MAT", 1, "leeds")]), _project.Now)!;
        var lines = _project.Twin.Books.View(order.Id)!.Lines
            .Select(line => new LineQuantity(line.Id, Sku.Parse(line.Sku), Quantity.Of(line.Quantity))).ToItems();
        var receipt = await SendAsync(new DocumentIntent.RefundInStorefront(
            "r7", OrderId.Parse($"ct-eu:{order.Number}"), order.Id, lines, new DocumentDetail { Rma = "RMA-7" }));

        var refund = Assert.Single((await SeenAsync()).OfType<Fact.RefundObserved>());

        Assert.Equal(Assert.IsType<Receipt.Applied>(receipt).RemoteId, refund.Refund);
        Assert.Equal(lines, refund.Lines);
        Assert.Equal(79.96m, refund.Amounts!.Gross);
    }

    private OrderId Id => OrderId.Parse($"ct-eu:{_order.Number}");

    private DocumentIntent.RefundInStorefront Refund(int units, decimal amount)
    {
        Items<LineQuantity> lines = [new LineQuantity(_line, Sku.Parse("CAP"), units)];
        var tax = Math.Round(amount - (amount / 1.19m), 2);
        return new DocumentIntent.RefundInStorefront("r1", Id, _order.Id, lines, new DocumentDetail
        {
            Rma = "RMA-1",
            Restocked = lines,
            Amounts = new RefundAmounts(0m, 0m, tax, amount) { Lines = [new RefundedLine(_line, units, amount - tax, tax)] },
        });
    }

    private async Task<IEnumerable<Fact>> SeenAsync() => (await _project.PollAsync("orders", Followed)).Facts;

    private IEnumerable<JsonElement> Transactions(string type) => JsonDocument.Parse(_project.Twin.Books.Payment(_payment)!)
        .RootElement.GetProperty("transactions").EnumerateArray().Where(step => step.GetProperty("type").GetString() == type);

    private IEnumerable<JsonElement> Items() => JsonDocument.Parse(_project.Twin.Books.Order(_order.Id)!).RootElement
        .GetProperty("returnInfo").EnumerateArray().SelectMany(info => info.GetProperty("items").EnumerateArray());

    private ValueTask<Receipt> SendAsync(DocumentIntent intent) =>
        _project.As<IDocumentWriter>().SendAsync(_project, intent, CancellationToken.None);

    private ValueTask<Receipt> FindAsync(DocumentIntent intent) =>
        _project.As<IDocumentWriter>().FindAsync(_project, intent, CancellationToken.None);
}
