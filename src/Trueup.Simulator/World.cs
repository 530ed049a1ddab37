using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Simulator.Network;
using Trueup.Simulator.Trading;

namespace Trueup.Simulator;

/// <summary>Ways to tamper with a world, to show that the checkers notice.</summary>
public sealed record Tampering
{
    /// <summary>Nothing is tampered with.</summary>
    public static Tampering None { get; } = new();

    /// <summary>Comes between the hub and a wire.</summary>
    public Func<ConnectionName, IWire, IWire>? Wire { get; init; }

    /// <summary>Changes the contract that the hub is given.</summary>
    public Func<OwnershipContract, OwnershipContract>? Contract { get; init; }

    /// <summary>Changes what the warehouse pushes.</summary>
    public Func<WireRequest, WireRequest>? Push { get; init; }

    /// <summary>Comes between the hub and its journal.</summary>
    public Func<IJournal, IJournal>? Journal { get; init; }
}

/// <summary>
/// A whole trading world from one seed: a shop and a warehouse as twins, the production engine and connectors between
/// them, people who buy, pack, count and meddle, and a network and disks that fail.
/// </summary>
public sealed class World : IDisposable
{
    /// <summary>How long people go on trading after the troubles have ended.</summary>
    private static readonly TimeSpan CalmTrading = TimeSpan.FromMinutes(3);

    /// <summary>How long everything has to come to rest when nobody does anything any more.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(8);

    private readonly SeededLoop _loop;
    private readonly MemoryJournal _journal;
    private readonly Tampering _tampering;

    /// <summary>Builds a world; nothing has happened in it yet.</summary>
    public World(Plan plan, Tampering tampering)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(tampering);
        (Plan, _tampering) = (plan, tampering);
        var chance = new Chance(plan.Seed).Fork(2);
        Clock = new VirtualClock(Begin);
        Chronicle = new Chronicle(Clock);
        _loop = new SeededLoop(Clock, chance.Fork(1));
        Outside = new Outside(_loop, Chronicle);
        Shop = Estate.OpenShop(plan, Begin);
        Warehouse = Estate.OpenWarehouse(plan, chance.Fork(2));
        ShopWire = new FaultyWire("shop", Shop, Outside, chance.Fork(3));
        WarehouseWire = new FaultyWire("warehouse", Warehouse, Outside, chance.Fork(4));
        var disk = chance.Fork(5);
        ValueTask Write(CancellationToken stop) =>
            new(Task.Delay(disk.Between(TimeSpan.FromMicroseconds(100), TimeSpan.FromMilliseconds(8)), Clock, stop));
        _journal = new MemoryJournal(Write, underWay => disk.Between(0, underWay));
        Ledger = new MemoryLedger(Write, underWay => disk.Between(0, underWay));
        Contract = Estate.ContractOf(plan);
        Hub = new HubProcess(
            new HubParts(
                tampering.Contract?.Invoke(Contract) ?? Contract,
                Connect,
                tampering.Journal?.Invoke(_journal) ?? _journal,
                Ledger,
                Clock),
            _loop,
            Outside);
        Pushes = new PushChannel(Estate.WarehouseName, Hub, Outside, chance.Fork(6));
        WarehouseWire.Answered = Collect;
        People = new People(this, chance.Fork(7));
        Troubles = new Troubles(this, chance.Fork(8));
    }

    /// <summary>When every world begins, UTC: a Monday morning.</summary>
    public static DateTimeOffset Begin { get; } = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    /// <summary>What the seed made of the profile.</summary>
    public Plan Plan { get; }

    /// <summary>The time.</summary>
    public VirtualClock Clock { get; }

    /// <summary>Everything that happened.</summary>
    public Chronicle Chronicle { get; }

    /// <summary>The world around the hub.</summary>
    public Outside Outside { get; }

    /// <summary>The shop.</summary>
    public AdobeTwin Shop { get; }

    /// <summary>The warehouse.</summary>
    public WarehouseTwin Warehouse { get; }

    /// <summary>The way from the hub to the shop.</summary>
    public FaultyWire ShopWire { get; }

    /// <summary>The way from the hub to the warehouse.</summary>
    public FaultyWire WarehouseWire { get; }

    /// <summary>The way from the warehouse to the hub.</summary>
    public PushChannel Pushes { get; }

    /// <summary>The hub.</summary>
    public HubProcess Hub { get; }

    /// <summary>The contract.</summary>
    public OwnershipContract Contract { get; }

    /// <summary>The disk of the journal.</summary>
    public MemoryJournal Journal => _journal;

    /// <summary>The disk of the ledger.</summary>
    public MemoryLedger Ledger { get; }

    /// <summary>Those who trade.</summary>
    internal People People { get; }

    /// <summary>What fails.</summary>
    internal Troubles Troubles { get; }

    /// <summary>Whether people still trade now.</summary>
    internal bool IsTrading { get; private set; } = true;

    /// <summary>Everything that is durable in the journal.</summary>
    public IReadOnlyList<Recorded> History() =>
        _journal.ReadAsync(default, int.MaxValue, CancellationToken.None).AsTask().Result;

    /// <summary>Lets the world live: trouble, then calm trading, then rest.</summary>
    public void Live()
    {
        Hub.Start();
        People.Begin();
        Troubles.Begin();
        var now = Begin + Plan.Trading;
        _loop.RunUntil(now, IsOver);
        Chronicle.Note("world", "the troubles end");
        Troubles.End();
        now += CalmTrading;
        _loop.RunUntil(now, IsOver);
        Chronicle.Note("world", "people go home");
        IsTrading = false;
        People.FinishUp();
        now += Rest;
        _loop.RunUntil(now, IsOver);
    }

    /// <inheritdoc/>
    public void Dispose() => Hub.Dispose();

    /// <summary>Does something after so many more steps of anybody.</summary>
    internal void AfterSteps(int steps, Action action) => _loop.After(steps, action);

    /// <summary>Sends on what the warehouse has decided to push.</summary>
    internal void Collect()
    {
        var pushes = Warehouse.TakePushes(Clock.GetUtcNow());
        Pushes.Send(_tampering.Push is { } change ? pushes.Select(change).ToItems() : pushes);
    }

    private bool IsOver() => Hub.Failure is not null;

    private (IConnection Connection, IWire Wire)[] Connect()
    {
        var (shop, warehouse) = Estate.Connect(Plan, Clock);
        return
        [
            (shop, _tampering.Wire?.Invoke(shop.Name, ShopWire) ?? ShopWire),
            (warehouse, _tampering.Wire?.Invoke(warehouse.Name, WarehouseWire) ?? WarehouseWire),
        ];
    }
}
