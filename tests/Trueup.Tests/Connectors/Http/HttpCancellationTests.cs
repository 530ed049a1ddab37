using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using static Trueup.Tests.Connectors.Http.ScriptedWire;

namespace Trueup.Tests.Connectors.Http;

public sealed class HttpCancellationTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly DocumentIntent WithoutId = new DocumentIntent.CancelOrder("k", OrderId.Parse("shop:1"), RemoteId: "");

    [Fact]
    public async Task An_order_without_the_remotes_id_is_not_cancelled_by_guess()
    {
        var wire = new ScriptedWire(Answer(200, """{"items":[]}"""));

        Assert.IsType<Receipt.Refused>(await Writer().SendAsync(wire, WithoutId, None));

        Assert.Equal(["GET"], wire.Sent.Select(request => request.Method));
    }

    /// <summary>Found by a simulated world: a warehouse that took an order and called its id something else just then kept it for
    /// good, however often a person had the cancellation tried again.</summary>
    [Fact]
    public async Task An_order_that_the_remote_took_without_naming_it_is_looked_up_when_it_is_cancelled()
    {
        var wire = new ScriptedWire(Answer(200, """{"items":[{"id":"W-9"}]}"""), Answer(200, "{}"));

        Assert.Equal(new Receipt.Applied("W-9"), await Writer().SendAsync(wire, WithoutId, None));

        Assert.Equal(["/orders?external_id=shop%3A1", "/orders/W-9/cancel"], wire.Sent.Select(request => request.Target));
    }

    [Fact]
    public async Task A_cancellation_waits_while_nobody_can_say_which_order_it_is_about()
    {
        var wire = new ScriptedWire(Answer(500));

        Assert.IsType<Receipt.Unknown>(await Writer().SendAsync(wire, WithoutId, None));
        Assert.IsType<Receipt.Unknown>(await Writer().FindAsync(wire, WithoutId, None));
    }

    /// <summary>What a cancellation does not carry would be absent from the question, which then finds any order.</summary>
    [Theory]
    [InlineData("GET /orders?number={{order.number}}")]
    [InlineData("GET /orders?key={{key}}")]
    [InlineData("GET /orders")]
    public async Task An_order_is_looked_up_by_nothing_but_its_id(string find)
    {
        var settings = Wms.Settings();
        settings["operations.order.find.request"] = find;
        var wire = new ScriptedWire(Answer(200, """{"items":[{"id":"W-1"}]}"""));

        Assert.IsType<Receipt.Refused>(await ((IDocumentWriter)Wms.Ready(settings)).SendAsync(wire, WithoutId, None));

        Assert.Empty(wire.Sent);
    }

    /// <summary>Found by a simulated world: in doubt about what can never be sent, it waited for ever after a
    /// restart.</summary>
    [Theory]
    [InlineData("W-1", 1)]
    [InlineData("", 0)]
    public async Task A_cancellation_that_is_refused_without_a_call_is_not_there(string remoteId, int units)
    {
        var wire = new ScriptedWire(Answer(200, """{"items":[]}"""));
        var cancel = new DocumentIntent.CancelSale(
            "k", OrderId.Parse("shop:1"), remoteId, units == 0 ? [] : [new LineQuantity("1", Sku.Parse("A"), units)], null);

        Assert.IsType<Receipt.Deferred>(await Writer().FindAsync(wire, cancel, None));
        Assert.IsType<Receipt.Refused>(await Writer().SendAsync(wire, cancel, None));

        Assert.All(wire.Sent, request => Assert.Equal("GET", request.Method));
    }

    /// <summary>Found by simulated worlds: a proxy's page passed for a cancellation, and the sale stayed in the books.</summary>
    [Theory]
    [InlineData("cancelled", typeof(Receipt.Applied))]
    [InlineData("open", typeof(Receipt.Unknown))]
    public async Task A_page_in_place_of_an_answer_has_the_order_looked_at(string status, Type receipt)
    {
        var wire = new ScriptedWire(
            Answer(200, "<!DOCTYPE html><html><body>Checking your browser.</body></html>"), Answer(200, $$"""{"status":"{{status}}"}"""));

        Assert.IsType(receipt, await Writer().SendAsync(wire, new DocumentIntent.CancelOrder("k", OrderId.Parse("shop:1"), "W-1"), None));
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "OK")]
    [InlineData(200, "<cancelled/>")]
    [InlineData(204, "")]
    public async Task Whatever_else_a_success_holds_the_order_is_cancelled(int status, string body)
    {
        var wire = new ScriptedWire(Answer(status, body));

        Assert.Equal(
            new Receipt.Applied("W-1"),
            await Writer().SendAsync(wire, new DocumentIntent.CancelOrder("k", OrderId.Parse("shop:1"), "W-1"), None));

        Assert.Single(wire.Sent);
    }

    [Fact]
    public async Task A_page_in_place_of_an_answer_does_not_take_units_back()
    {
        var settings = Wms.Settings();
        settings["operations.order.reduce.request"] = "POST /orders/{{remote.id}}/reduce";
        settings["operations.order.reduce.idempotency_header"] = "Idempotency-Key";
        var reduce = new DocumentIntent.ReduceOrder(
            "k", OrderId.Parse("shop:1"), "W-1", [new PickLine("1", Sku.Parse("A"), 1, "LDS")], Reason: null);
        var page = Answer(200, "\n<html><body>Checking your browser.</body></html>");

        Assert.IsType<Receipt.Unknown>(await Writer(settings).SendAsync(new ScriptedWire(page), reduce, None));

        Assert.IsType<Receipt.Applied>(await Writer(settings).SendAsync(new ScriptedWire(Answer(204)), reduce, None));
    }

    private static IDocumentWriter Writer(Dictionary<string, string>? settings = null) => (IDocumentWriter)Wms.Ready(settings);
}
