using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.CommerceTools;

/// <summary>Somebody else changes what the hub is about to change, before every kind of write.</summary>
public sealed class ConflictTests
{
    private readonly Project _project = new(
        ("orders.cancelled_state", "given-up"), ("orders.shipped_state", "shipped"), ("payments.refund", "true"));

    private readonly TwinOrder _order;
    private readonly string _payment;
    private readonly string _line;

    public ConflictTests()
    {
        _project.Twin.Setup.LineState("given-up");
        _project.Twin.Setup.LineState("shipped");
        _project.Twin.Setup.LineState("noted");
        _project.Twin.Setup.Entry("CAP", "leeds", 100);
        _order = _project.Twin.Shoppers.PlaceOrder(new([new("CAP", 3, "leeds")]), _project.Now)!;
        _payment = _project.Twin.Setup.Payment(6_487);
        _project.Twin.Staff.AddPayment(_order.Id, _payment, _project.Now);
        _line = _project.Twin.Books.View(_order.Id)!.Lines[0].Id;
    }

    public static TheoryData<string> Writes() => ["ship", "track", "cancel", "cancel a part", "refund", "announce"];

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_change_before_a_write_costs_one_read_and_is_decided_about_again(string write)
    {
        var calm = await CallsOf(write, new ConflictTests());
        var changed = false;
        _project.Before = request =>
        {
            if (IsWrite(request) && !changed)
            {
                changed = true;
                Touch();
            }
        };

        var calls = await CallsOf(write, this);

        Assert.True(changed);
        Assert.Equal(calm.Reads + 1, calls.Reads);
        Assert.Equal(calm.Writes + 1, calls.Writes);
        Assert.Empty(_project.Offences);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Somebody_who_changes_it_at_every_write_is_never_overwritten(string write)
    {
        var intent = Intent(write);
        if (write == "track")
        {
            await SendAsync(Intent("ship"));
        }

        var before = _project.Twin.Books.MessagesAbout(_order.Id).Count();
        var changes = 0;
        _project.Before = request =>
        {
            if (IsWrite(request))
            {
                changes++;
                Touch(request.Target.Contains("/payments/", StringComparison.Ordinal));
            }
        };

        Assert.IsType<Receipt.Deferred>(await SendAsync(intent));

        Assert.Equal(2, changes);
        Assert.True(_project.Twin.Books.MessagesAbout(_order.Id).Count() - before <= changes);
    }

    [Fact]
    public async Task A_mark_for_the_export_that_meets_a_change_leaves_the_order_in_the_queue()
    {
        _project.Twin.Setup.Channel("erp", "OrderExport");
        _project.Reconnect(("orders.export_channel", "erp"));
        var poller = _project.As<IPoller>();
        var first = Assert.IsType<PollOutcome.Page>(await poller.PollAsync(_project, "export", "", _project.Now, CancellationToken.None));
        Touch();

        var second = Assert.IsType<PollOutcome.Page>(
            await poller.PollAsync(_project, "export", first.Cursor, _project.Now, CancellationToken.None));
        var third = Assert.IsType<PollOutcome.Page>(
            await poller.PollAsync(_project, "export", second.Cursor, _project.Now, CancellationToken.None));

        Assert.NotEqual(first.Messages[0].Key, Assert.Single(second.Messages).Key);
        Assert.Empty(third.Messages);
    }

    [Theory]
    [InlineData("ship")]
    [InlineData("refund")]
    [InlineData("cancel")]
    [InlineData("announce")]
    public async Task An_order_that_is_deleted_meanwhile_is_a_case_or_as_cancelled_as_can_be(string write)
    {
        _project.Before = request =>
        {
            if (IsWrite(request))
            {
                _project.Before = null;
                _project.Twin.Staff.Delete(_order.Id, _project.Now);
            }
        };

        var receipt = await SendAsync(Intent(write == "refund" ? "announce" : write));

        if (write == "cancel")
        {
            Assert.IsType<Receipt.Applied>(receipt);
        }
        else
        {
            Assert.Equal(CaseCodes.OrderUnknown, Assert.IsType<Receipt.Refused>(receipt).Code);
        }
    }

    [Fact]
    public async Task A_key_that_exists_already_is_looked_for_and_not_made_twice()
    {
        await SendAsync(Intent("ship"));
        _project.Reconnect(("payments.refund", "true"));

        var again = Assert.IsType<Receipt.Applied>(await SendAsync(Intent("ship")));

        Assert.NotNull(again.RemoteId);
        Assert.Single(_project.Twin.Books.View(_order.Id)!.Deliveries);
    }

    private static async Task<(int Reads, int Writes)> CallsOf(string write, ConflictTests tests)
    {
        if (write == "track")
        {
            var before = tests._project.Before;
            tests._project.Before = null;
            await tests.SendAsync(tests.Intent("ship"));
            tests._project.Before = before;
        }

        var start = tests._project.Requests.Count;
        Assert.IsType<Receipt.Applied>(await tests.SendAsync(tests.Intent(write)));
        var requests = tests._project.Requests.Skip(start).Where(request => !request.Target.StartsWith("/oauth", StringComparison.Ordinal)).ToList();
        return (requests.Count(request => request.Method == "GET"), requests.Count(IsWrite));
    }

    private static bool IsWrite(WireRequest request) =>
        request.Method == "POST" && !request.Target.StartsWith("/oauth", StringComparison.Ordinal);

    private void Touch(bool payment = false)
    {
        if (payment)
        {
            _project.Twin.Staff.Refund(_payment, 1, _project.Now);
        }
        else
        {
            _project.Twin.Staff.AddPayment(_order.Id, _project.Twin.Setup.Payment(1), _project.Now);
            _project.Twin.Staff.Refund(_payment, 1, _project.Now);
        }
    }

    private DocumentIntent Intent(string write)
    {
        var id = OrderId.Parse($"ct-eu:{_order.Number}");
        LineQuantity one = new(_line, Sku.Parse("CAP"), 1);
        return write switch
        {
            "ship" => new DocumentIntent.PostShipment(
                "ship", id, _order.Id, RemoteCode.Parse("leeds"), [one with { Quantity = 3 }], [new Tracking("T-1", "DHL")]),
            "track" => new DocumentIntent.PostTracking("track", id, _order.Id, [new Tracking("T-2", "DHL")], new DocumentDetail()),
            "cancel" => new DocumentIntent.CancelInStorefront("cancel", id, _order.Id),
            "cancel a part" => new DocumentIntent.CancelInStorefront("cancel", id, _order.Id) { Lines = [one] },
            "refund" => new DocumentIntent.RefundInStorefront(
                "refund", id, _order.Id, [one], new DocumentDetail { Amounts = new RefundAmounts(0m, 0m, 3.19m, 19.99m) }),
            _ => new DocumentIntent.AnnounceReturn(
                "announce", id, _order.Id, [new PickLine(_line, Sku.Parse("CAP"), 1, "leeds")], new DocumentDetail { Rma = "RMA-1" }),
        };
    }

    private ValueTask<Receipt> SendAsync(DocumentIntent intent) =>
        _project.As<IDocumentWriter>().SendAsync(_project, intent, CancellationToken.None);
}
