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

    private static IDocumentWriter Writer() => (IDocumentWriter)Wms.Ready();
}
