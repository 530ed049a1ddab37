using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Intake;
using Trueup.Simulator;

namespace Trueup.Tests.Engine;

public sealed class HubLoopTests
{
    private static readonly ConnectionName Wms = ConnectionName.Parse("wms");

    [Fact]
    public async Task The_ledger_is_never_ahead_of_the_position_written_with_it()
    {
        var disk = new Queue<TaskCompletionSource>();
        var journal = new MemoryJournal(
            _ => disk.TryDequeue(out var write) ? new ValueTask(write.Task) : ValueTask.CompletedTask,
            surviving: _ => 0);
        var ledger = new MemoryLedger();
        var hub = new HubLoop(Contract(), [], journal, ledger, TimeProvider.System);
        await hub.Receiver.AcceptAsync(Level("e1", 5));
        var decision = new TaskCompletionSource();
        disk.Enqueue(decision);

        var deciding = hub.Lanes.RunOnceAsync(CancellationToken.None).AsTask();
        Assert.Single(hub.State.Stock);
        await hub.Ledger.SaveAsync();
        Assert.Equal(0, ledger.Reflects.Value);

        decision.SetResult();
        Assert.True(await deciding);
        await hub.Ledger.SaveAsync();
        Assert.Equal(1, ledger.Reflects.Value);
        var again = new HubLoop(Contract(), [], journal, ledger, TimeProvider.System);
        await again.RecoverAsync(CancellationToken.None);
        Assert.Equal(hub.State.Stock.Values, again.State.Stock.Values);
    }

    [Fact]
    public async Task A_loop_that_fails_ends_the_hub_although_the_others_would_go_on()
    {
        var hub = new HubLoop(
            Contract(),
            [(new BrokenPoller(), new NoRemote())],
            new MemoryJournal(),
            new MemoryLedger(),
            TimeProvider.System);

        var running = hub.RunAsync(CancellationToken.None);

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(
            () => running.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System));
        Assert.Equal("A bug in a poller.", fault.Message);
    }

    [Fact]
    public void Without_a_cadence_nothing_is_compared_by_itself_and_the_hub_runs()
    {
        var terms = Contract().Terms with { Reconcile = new ReconcileRule(Every: null, FullAt: null) };
        var clock = new VirtualClock(DateTimeOffset.UnixEpoch);
        var hub = new HubLoop(new OwnershipContract(terms), [], new MemoryJournal(), new MemoryLedger(), clock);
        var loop = new SeededLoop(clock, new Chance(seed: 1));
        var running = Task.CompletedTask;

        loop.Begin().Start(() => running = hub.RunAsync(CancellationToken.None));
        loop.RunUntil(DateTimeOffset.UnixEpoch.AddDays(1));

        Assert.False(running.IsCompleted, running.Exception?.ToString());
        Assert.Empty(hub.State.Runs);
    }

    private static OwnershipContract Contract() => new(new ContractTerms
    {
        Connections = [new ConnectionRule(Wms, "http", ["warehouse"], Basis.OnHand, [])],
        Locations = [new LocationRule(LocationCode.Parse("leeds"), "Leeds", Wms, [new LocationAlias(Wms, "LDS")])],
    });

    private static PreparedMessages Level(string id, int quantity) => Receiver.Prepare(Wms,
    [
        new RawMessage(id, "cloudevent", System.Text.Encoding.UTF8.GetBytes(
            $$$"""
            {"specversion":"1.0","id":"{{{id}}}","source":"/wms","type":"trueup.stock.level.v1",
             "data":{"sku":"TEE","location":"LDS","quantity":{{{quantity}}}}}
            """)),
    ]);

    private sealed class BrokenPoller : IPoller
    {
        public ConnectionName Name => Wms;

        public ConnectionLimits Limits { get; } = new(RequestsPerSecond: 5, Burst: 5, Batch: 1, Concurrency: 1);

        public Items<PollPlan> Polls => [new PollPlan("orders", TimeSpan.FromSeconds(1))];

        public ValueTask<PollOutcome> PollAsync(
            IWire wire, string poll, string cursor, DateTimeOffset now, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A bug in a poller.");
    }
}
