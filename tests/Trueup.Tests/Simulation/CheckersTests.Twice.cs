using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Simulator;

namespace Trueup.Tests.Simulation;

using Simulation = Trueup.Simulator.Simulation;

/// <content>What is made twice, because the way carries it twice and the remote has nothing to know it again by.</content>
public sealed partial class CheckersTests
{
    [Fact]
    public void G3_An_order_that_the_warehouse_was_sent_twice_is_noticed() =>
        AssertNoticedWith("exists 2 times in wms", Twice(Estate.WarehouseName, "/orders") with
        {
            Plan = plan => plan with { TakesDuplicates = true },
        });

    [Fact]
    public void G3_An_order_that_the_accounts_were_sent_twice_is_noticed() =>
        AssertNoticedWith("exists 2 times in erp", Twice(Estate.AccountsName, "/sales-orders") with
        {
            Plan = plan => plan with { HasBooks = true, HasOffice = false },
        });

    /// <summary>Of an order of which more is still to be shipped: of the rest a shop knows by itself that there is nothing left.</summary>
    [Fact]
    public void G3_A_shipment_that_the_shop_was_sent_twice_is_noticed() =>
        AssertNoticedWith("exists 2 times as a shipment of the shop", Twice(Estate.ShopName, "/ship"));

    private static void AssertNoticedWith(string words, Tampering tampering) => Assert.Contains(
        Seeds(Seed, WorldsMax).Select(seed => Simulation.Run(seed, Profile.Calm, Trading, tampering)),
        outcome => outcome.Violations.Any(violation => violation.Guarantee == "G3" && violation.ToString().Contains(words, StringComparison.Ordinal)));

    private static Tampering Twice(ConnectionName connection, string end) => OnWire(connection, async (request, send) =>
    {
        if (IsPost(request, end))
        {
            await send(request with { Headers = request.Headers.Where(header => header.Name != "Idempotency-Key").ToItems() });
        }

        return await send(request);
    });
}
