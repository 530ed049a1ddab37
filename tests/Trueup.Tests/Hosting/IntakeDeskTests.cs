using System.Text;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Intake;
using Trueup.Hosting;
using Trueup.Simulator;

namespace Trueup.Tests.Hosting;

public sealed class IntakeDeskTests
{
    private static readonly ConnectionName Shop = ConnectionName.Parse("shop");
    private static readonly ConnectionName Wms = ConnectionName.Parse("wms");

    /// <summary>A rush of orders was journalled before it could be decided, and a SKU that sold out waited behind all of it.</summary>
    [Fact]
    public async Task While_the_hub_is_behind_a_storefronts_bulk_waits_and_the_warehouse_gets_past_it()
    {
        var clock = new VirtualClock(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        var hub = new HubLoop(Contract(), [], new MemoryJournal(), new MemoryLedger(), clock);
        await using var thread = new HubThread(hub);
        await thread.RecoverAsync(CancellationToken.None);
        var desk = new IntakeDesk(thread, hub, new IntakeLimits(), clock);
        desk.Open();
        Assert.IsType<IntakeReply.Accepted>(await desk.AcceptAsync(Messages(Shop, "a", 60)));
        await DecideAsync(thread);
        clock.Advance(clock.GetUtcNow() + TimeSpan.FromSeconds(1));

        var bulk = desk.AcceptAsync(Messages(Shop, "b", 60));
        var single = await desk.AcceptAsync(Messages(Shop, "c", 1));
        var report = await desk.AcceptAsync(Messages(Wms, "d", 60));

        Assert.Equal(new IntakeReply.Accepted(1, 0), single);
        Assert.Equal(new IntakeReply.Accepted(60, 0), report);
        Assert.False(bulk.IsCompleted);

        while (await DecideAsync(thread))
        {
            // Until all is.
        }

        Assert.Equal(new IntakeReply.Accepted(60, 0), await bulk.WaitAsync(ServedHub.Patience, TimeProvider.System));
    }

    /// <summary>A stretch of entries is decided: the messages, or what was written of their decisions.</summary>
    private static Task<bool> DecideAsync(HubThread thread) =>
        thread.RunAsync(static hub => hub.Lanes.RunOnceAsync(CancellationToken.None));

    private static PreparedMessages Messages(ConnectionName from, string prefix, int count) => Receiver.Prepare(
        from,
        [.. Enumerable.Range(1, count).Select(number => new RawMessage($"{prefix}{number}", "cloudevent", Encoding.UTF8.GetBytes("{}")))]);

    private static OwnershipContract Contract() => new(new ContractTerms
    {
        Connections =
        [
            new ConnectionRule(Shop, "http", ["storefront"], Basis.OnHand, []),
            new ConnectionRule(Wms, "http", ["warehouse"], Basis.OnHand, []),
        ],
    });
}
