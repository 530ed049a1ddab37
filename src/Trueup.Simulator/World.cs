using Trueup.Connectors.Http.Twin.Erp;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Simulator.Network;
using Trueup.Simulator.Remotes;
using Trueup.Simulator.Trading;

namespace Trueup.Simulator;

/// <summary>
/// A whole trading world from one seed: shops, a warehouse, accounts and a till, the production engine and connectors
/// between them, people who buy, pack, count and meddle, and a network and disks that fail.
/// </summary>
public sealed partial class World : IDisposable
{
    /// <summary>How long people go on trading after the troubles have ended.</summary>
    private static readonly TimeSpan CalmTrading = TimeSpan.FromMinutes(3);

    /// <summary>How long everything has to come to rest when nobody does anything any more.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(8);

    /// <summary>What the hub may take at most to decide what came at the last moment.</summary>
    private static readonly TimeSpan DecidingMax = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);

    private readonly SeededLoop _loop;
    private readonly MemoryJournal _journal;
    private readonly Tampering _tampering;
    private readonly FickleReader _fickle;
    private readonly Dictionary<string, decimal> _charges = new(StringComparer.Ordinal);
    private IConnection? _warehouse;
    private IConnection? _accounts;

    /// <summary>Builds a world; nothing has happened in it yet.</summary>
    public World(Plan plan, Tampering tampering)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(tampering);
        (Plan, _tampering) = (plan, tampering);
        (Skus, Sold) = (Estate.SkusOf(plan), Estate.SoldIn(plan));
        var chance = new Chance(plan.Seed).Fork(2);
        Clock = new VirtualClock(plan.Begin);
        Chronicle = new Chronicle(Clock);
        _loop = new SeededLoop(Clock, chance.Fork(1));
        Outside = new Outside(_loop, Chronicle);
        Warehouse = Furnishing.OpenWarehouse(plan, chance.Fork(2));
        Accounts = Furnishing.OpenAccounts();
        Office = plan.HasOffice ? Furnishing.OpenOffice() : null;
        Square = plan is { HasTill: true, HasSquare: true } ? OpenSquare(chance.Fork(31)) : null;
        Till = plan.HasTill ? (IStoreTill?)Square ?? new Till() : null;
        Carrier = plan.HasCarrier ? new CarrierDesk() : null;
        Desk = plan.HasDesk ? new ServiceDesk() : null;
        Shops = Estate.ShopsOf(plan).Select((name, i) => OpenShop(name, i, chance.Fork(20 + (ulong)i))).ToList();
        Project = plan.HasProject ? OpenProject(chance.Fork(30)) : null;
        WarehouseWire = Wire("warehouse", new ChargeBook(Warehouse, _charges), remote: 2, chance.Fork(4));
        AccountsWire = Wire("accounts", (ITwin?)Office ?? Accounts, remote: 3, chance.Fork(9));
        var disk = chance.Fork(5);
        ValueTask Write(CancellationToken stop) =>
            new(Task.Delay(disk.Between(TimeSpan.FromMicroseconds(100), TimeSpan.FromMilliseconds(8)), Clock, stop));
        _journal = new MemoryJournal(Write, underWay => disk.Between(0, underWay));
        Ledger = new MemoryLedger(Write, underWay => disk.Between(0, underWay));
        Contract = Estate.ContractOf(plan);
        _fickle = new FickleReader(Estate.WarehouseName, Outside.Tally);
        Hub = new HubProcess(
            new HubParts(
                tampering.Contract?.Invoke(Contract) ?? Contract,
                Connect,
                tampering.Journal?.Invoke(_journal) ?? _journal,
                Ledger,
                Clock,
                Door())
            {
                Schemes = Schemes(),
            },
            _loop,
            Outside);
        Pushes = new PushChannel(Estate.WarehouseName, Renew, Hub, Outside, chance.Fork(6));
        TillPushes = new PushChannel(Estate.TillName, push => push, Hub, Outside, chance.Fork(10));
        CarrierPushes = new PushChannel(Estate.CarrierName, push => push, Hub, Outside, chance.Fork(32));
        DeskPushes = new PushChannel(Estate.DeskName, push => push, Hub, Outside, chance.Fork(33));
        WarehouseWire.Answered = Collect;
        Watch = new SalesWatch(this);
        Shelves = new ShelfWatch(this);
        People = new People(this, chance.Fork(7));
        Troubles = new Troubles(this, chance.Fork(8));
    }

    /// <summary>When every world begins, UTC: a Monday morning.</summary>
    public static DateTimeOffset Begin { get; } = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    /// <summary>What the seed made of the profile.</summary>
    public Plan Plan { get; }

    /// <summary>The SKUs that shops and warehouse share; kits are not among them.</summary>
    public IReadOnlyList<string> Skus { get; }

    /// <summary>Everything that the shops sell.</summary>
    public IReadOnlyList<string> Sold { get; }

    /// <summary>The time.</summary>
    public VirtualClock Clock { get; }

    /// <summary>Everything that happened.</summary>
    public Chronicle Chronicle { get; }

    /// <summary>The world around the hub.</summary>
    public Outside Outside { get; }

    /// <summary>The shops.</summary>
    public IReadOnlyList<ShopSite> Shops { get; }

    /// <summary>The warehouse.</summary>
    public WarehouseTwin Warehouse { get; }

    /// <summary>The accounts.</summary>
    public AccountsTwin Accounts { get; }

    /// <summary>What the warehouse was told that an order costs, by the order's id.</summary>
    public IReadOnlyDictionary<string, decimal> Charges => _charges;

    /// <summary>The back office with a ledger; null when there are only the plain accounts.</summary>
    public ErpTwin? Office { get; }

    /// <summary>The store's till; null when there is no store.</summary>
    public IStoreTill? Till { get; }

    /// <summary>The store at Square; null when there is none.</summary>
    public SquareSite? Square { get; }

    /// <summary>The carrier; null when none tells anything.</summary>
    public CarrierDesk? Carrier { get; }

    /// <summary>Customer service; null when it promises no returns.</summary>
    public ServiceDesk? Desk { get; }

    /// <summary>The commercetools project; null when there is none.</summary>
    public ProjectSite? Project { get; }

    /// <summary>The way from the hub to the warehouse.</summary>
    public FaultyWire WarehouseWire { get; }

    /// <summary>The way from the hub to the accounts.</summary>
    public FaultyWire AccountsWire { get; }

    /// <summary>All ways from the hub to a remote.</summary>
    public IReadOnlyList<FaultyWire> Wires =>
    [
        .. Shops.Select(shop => shop.Wire), WarehouseWire, AccountsWire,
        .. new[] { Project?.Wire, Square?.Wire }.OfType<FaultyWire>(),
    ];

    /// <summary>The way from the warehouse to the hub.</summary>
    public PushChannel Pushes { get; }

    /// <summary>The way from the till to the hub.</summary>
    public PushChannel TillPushes { get; }

    /// <summary>The way from the carrier to the hub.</summary>
    public PushChannel CarrierPushes { get; }

    /// <summary>The way from customer service to the hub.</summary>
    public PushChannel DeskPushes { get; }

    /// <summary>All ways to the hub.</summary>
    public IReadOnlyList<PushChannel> Channels => [Pushes, TillPushes, CarrierPushes, DeskPushes];

    /// <summary>The hub.</summary>
    public HubProcess Hub { get; }

    /// <summary>The contract.</summary>
    public OwnershipContract Contract { get; }

    /// <summary>What was sold that was not there.</summary>
    public SalesWatch Watch { get; }

    /// <summary>What lay free where, when lines come from the nearest place.</summary>
    public ShelfWatch Shelves { get; }

    /// <summary>The disk of the journal.</summary>
    public MemoryJournal Journal => _journal;

    /// <summary>The disk of the ledger.</summary>
    public MemoryLedger Ledger { get; }

    /// <summary>What was handed in at the hub's door by nobody who may.</summary>
    public IReadOnlyList<string> IntruderKeys => People.IntruderKeys;

    /// <summary>Those who trade.</summary>
    internal People People { get; }

    /// <summary>What fails.</summary>
    internal Troubles Troubles { get; }

    /// <summary>Whether people still trade now.</summary>
    internal bool IsTrading { get; private set; } = true;

    /// <summary>Whether some rule fails at some messages now.</summary>
    internal bool HasBrokenRule
    {
        get => _fickle.IsBroken;
        set => _fickle.IsBroken = value;
    }

    /// <summary>Everything that is durable in the journal.</summary>
    public IReadOnlyList<Recorded> History() =>
        _journal.ReadAsync(default, int.MaxValue, CancellationToken.None).AsTask().Result;

    /// <summary>Lets the world live: trouble, then calm trading, then rest.</summary>
    public void Live()
    {
        Hub.Start();
        People.Begin();
        Troubles.Begin();
        var now = Plan.Begin + Plan.Trading;
        _loop.RunUntil(now, IsOver);
        Chronicle.Note("world", "the troubles end");
        Troubles.End();
        now += CalmTrading;
        _loop.RunUntil(now, IsOver);
        Chronicle.Note("world", "people go home");
        IsTrading = false;
        People.FinishUp();
        now += Plan.Profile.IsMidSize ? RestOf(Plan) : Rest;
        _loop.RunUntil(now, IsOver);

        // The last moment may be the one in which something is due: it is looked at when that is decided, too.
        for (var until = now + DecidingMax; now < until && IsDeciding();)
        {
            now += Moment;
            _loop.RunUntil(now, IsOver);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Hub.Dispose();

    /// <summary>Does something after so many more steps of anybody.</summary>
    internal void AfterSteps(int steps, Action action) => _loop.After(steps, action);

    /// <summary>What time it is in the warehouse.</summary>
    internal DateTimeOffset WarehouseNow => Clock.GetUtcNow() + WarehouseWire.Skew;

    private bool IsOver() => Hub.Failure is not null;

    /// <summary>Whether something that is in the journal is not decided yet.</summary>
    private bool IsDeciding() => Hub.Engine is { } hub && History()
        .Where(recorded => recorded.Entry.Kind != EntryKind.Decided)
        .Select(recorded => recorded.Position).LastOrDefault() > hub.Lanes.Through;

    private WireRequest Renew(WireRequest push) => Warehouse.PushAgain(push, WarehouseNow);
}
