using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using static Trueup.Tests.Connectors.Http.ScriptedWire;

namespace Trueup.Tests.Connectors.Http;

public sealed class HttpCancellationTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task An_order_without_the_remotes_id_is_not_cancelled_by_guess()
    {
        var wire = new ScriptedWire(Answer(200));

        Assert.IsType<Receipt.Refused>(await Writer().SendAsync(
            wire, new DocumentIntent.CancelOrder("k", OrderId.Parse("shop:1"), RemoteId: ""), None));

        Assert.Empty(wire.Sent);
    }

    /// <summary>Found by a simulated world: in doubt about what can never be sent, it waited for ever after a
    /// restart.</summary>
    [Theory]
    [InlineData("W-1", 1)]
    [InlineData("", 0)]
    public async Task A_cancellation_that_is_refused_without_a_call_is_not_there(string remoteId, int units)
    {
        var wire = new ScriptedWire(Answer(200));
        var cancel = new DocumentIntent.CancelSale(
            "k", OrderId.Parse("shop:1"), remoteId, units == 0 ? [] : [new LineQuantity("1", Sku.Parse("A"), units)], null);

        Assert.IsType<Receipt.Deferred>(await Writer().FindAsync(wire, cancel, None));
        Assert.IsType<Receipt.Refused>(await Writer().SendAsync(wire, cancel, None));

        Assert.Empty(wire.Sent);
    }

    private static IDocumentWriter Writer() => (IDocumentWriter)Wms.Ready();
}
