using System.Text;
using System.Text.Json.Nodes;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Simulator.Network;

namespace Trueup.Simulator.Merchants;

/// <summary>
/// The production engine and connectors under a merchant's own contract, mappings, limits and kits, between twins that are
/// furnished as the configuration says, on a day of trade.
/// </summary>
internal sealed class MerchantWorld : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LoadMax = TimeSpan.FromHours(6);
    private static readonly TimeSpan StuckFrom = TimeSpan.FromMinutes(45);
    private static readonly TimeSpan RestLeast = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan RestMax = TimeSpan.FromHours(3);

    private readonly SeededLoop _loop;
    private readonly VirtualClock _clock = new(World.Begin);
    private readonly HashSet<string> _skus;
    private readonly MerchantPeople _people;

    /// <summary>Builds a world; nothing has happened in it yet.</summary>
    public MerchantWorld(MerchantPlan plan)
    {
        Plan = plan;
        Chance = new Chance(plan.Seed).Fork(3);
        Chronicle = new Chronicle(_clock);
        _loop = new SeededLoop(_clock, Chance.Fork(1));
        Outside = new Outside(_loop, Chronicle);
        Contract = new OwnershipContract(plan.Terms);
        Shelf = MerchantShelf.Of(plan);
        _skus = Shelf.Pieces.ToHashSet(StringComparer.Ordinal);
        Desks = plan.Connections.Where(one => one.Rule.Kind == "http").Select(one => new OwnerDesk(one, CodesOf(one), this)).ToList();
        Books = new MerchantBooks(Contract, Desks.Where(desk => desk.Locations.Any()).ToList())
        {
            Known = sku => Hub?.Engine?.State.Find(Sku.Parse(sku)),
        };
        Shops = plan.Connections.Where(one => one is { IsShop: true, IsPlayed: true } && one.Rule.Kind != "http")
            .Select(one => MerchantShop.Open(one, PlacesOf(one), Shelf.Sold, World.Begin)).ToList();
        Gauge = new MerchantGauge(Shops, Books, () => Outside.Now);
        Lines = Remotes().ToList();
        Hub = new HubProcess(
            new HubParts(Contract, Connect, Disk = Journal(), Ledger, _clock, Door()), _loop, Outside);
        _people = new MerchantPeople(this, Chance.Fork(2));
    }

    /// <summary>What is tried.</summary>
    public MerchantPlan Plan { get; }

    /// <summary>The contract.</summary>
    public OwnershipContract Contract { get; }

    /// <summary>Chance.</summary>
    public Chance Chance { get; }

    /// <summary>Everything that happened.</summary>
    public Chronicle Chronicle { get; }

    /// <summary>The world around the hub.</summary>
    public Outside Outside { get; }

    /// <summary>What is sold.</summary>
    public MerchantShelf Shelf { get; }

    /// <summary>The hub.</summary>
    public HubProcess Hub { get; }

    /// <summary>The disk of the journal.</summary>
    public MemoryJournal Disk { get; }

    /// <summary>The disk of the ledger.</summary>
    public MemoryLedger Ledger { get; } = new();

    /// <summary>The storefronts that are played.</summary>
    public IReadOnlyList<MerchantShop> Shops { get; }

    /// <summary>The systems behind HTTP connections.</summary>
    public IReadOnlyList<OwnerDesk> Desks { get; }

    /// <summary>What is true.</summary>
    public MerchantBooks Books { get; }

    /// <summary>How fresh the shops are.</summary>
    public MerchantGauge Gauge { get; }

    /// <summary>Every remote that is played, with the way to it.</summary>
    public IReadOnlyList<MerchantLine> Lines { get; }

    /// <summary>How long the opening stock took to reach the shops; null when it never did.</summary>
    public TimeSpan? Loaded { get; private set; }

    /// <summary>When people began to trade.</summary>
    public DateTimeOffset Opened { get; private set; }

    /// <summary>Whether people trade now.</summary>
    public bool IsTrading { get; private set; }

    /// <summary>Lets the day pass: the opening stock, trade, rest.</summary>
    public void Live()
    {
        Hub.Start();
        _people.FillShelves();
        Outside.After(LookEvery, LookAgain);
        _loop.RunUntil(World.Begin + LoadMax, () => IsOver() || (_clock.GetUtcNow() > World.Begin + LookEvery && IsSettled()));
        Loaded = Gauge.IsAllRight ? _clock.GetUtcNow() - World.Begin : null;
        Gauge.Forget();
        (Opened, IsTrading) = (_clock.GetUtcNow(), true);
        _people.Open(Plan.Trade.Hours);
        MerchantTroubles.Begin(this);
        _loop.RunUntil(Opened + Plan.Trade.Hours, IsOver);
        IsTrading = false;
        MerchantTroubles.End(this);
        var end = _clock.GetUtcNow();
        _loop.RunUntil(end + RestMax, () => IsOver() || (_clock.GetUtcNow() > end + RestLeast && IsSettled()));
    }

    /// <summary>Whether a text names an order that was placed.</summary>
    public bool IsOrder(string text) => Books.Find(text) is not null;

    /// <summary>Whether a text is an article.</summary>
    public bool IsSku(string text) => _skus.Contains(text);

    /// <summary>An owner was told to pick something of an order.</summary>
    public void HandedOver(string order, string sku, decimal pieces) => Books.Find(order)?.Take(sku, pieces, Outside.Now);

    /// <summary>Something happened to an article.</summary>
    public void Touched(string sku) => Gauge.Touch(sku);

    /// <summary>An owner sends an event, again and again until the hub has it.</summary>
    public void Push(ConnectionName owner, string id, string type, JsonObject data)
    {
        var body = new JsonObject { ["specversion"] = "1.0", ["id"] = id, ["source"] = $"/{owner}", ["type"] = type, ["data"] = data };
        var push = new WireRequest(
            "POST", $"/in/{owner}", Body: Encoding.UTF8.GetBytes(body.ToJsonString()), ContentType: "application/cloudevents+json");
        Deliver(owner, push);
    }

    /// <inheritdoc/>
    public void Dispose() => Hub.Dispose();

    private void Deliver(ConnectionName owner, WireRequest push)
    {
        void Again() => Outside.After(TimeSpan.FromSeconds(5), () => Deliver(owner, push));
        if (!Hub.Deliver(owner, push, status => Outside.Soon(status == 202 ? () => { } : Again)))
        {
            Again();
        }
    }

    private void LookAgain()
    {
        Gauge.Look();
        Outside.After(LookEvery, LookAgain);
    }

    /// <summary>Whether every figure is right, or none has become right for so long that none will.</summary>
    private bool IsSettled() => Gauge.IsAllRight || Outside.Now - Gauge.MovedAt > StuckFrom;

    private bool IsOver() => Hub.Failure is not null;

    private MemoryJournal Journal()
    {
        var disk = Chance.Fork(5);
        return new MemoryJournal(
            stop => new ValueTask(Task.Delay(disk.Between(TimeSpan.FromMicroseconds(100), TimeSpan.FromMilliseconds(8)), _clock, stop)),
            underWay => disk.Between(0, underWay));
    }

    /// <summary>An owner's code of each of its places; where it has none, it uses a word that the hub does not know.</summary>
    private Dictionary<string, string> CodesOf(MerchantConnection owner) => Plan.Terms.Locations
        .Where(location => location.Owner == owner.Name)
        .ToDictionary(
            location => location.Code.Text,
            location => location.Codes.FirstOrDefault(code => code.Connection == owner.Name)?.Code ?? $"unmapped-{location.Code}",
            StringComparer.Ordinal);

    /// <summary>The places that a shop sells from, each by the shop's codes of it.</summary>
    private List<Items<string>> PlacesOf(MerchantConnection shop) => Plan.Terms.Locations
        .Select(location => location.Codes.Where(code => code.Connection == shop.Name).Select(code => code.Code).ToItems())
        .Where(codes => !codes.IsEmpty).ToList();

    private IEnumerable<MerchantLine> Remotes()
    {
        var chance = Chance.Fork(4);
        foreach (var shop in Shops)
        {
            yield return MerchantLine.To(shop.Connection, shop.Settings, shop.Twin, Outside, chance);
        }

        foreach (var desk in Desks)
        {
            yield return MerchantLine.To(desk.Owner, desk.Owner.Settings, new MirrorTwin(desk.Owner.Settings, desk), Outside, chance);
        }
    }

    private (IConnection Connection, IWire Wire)[] Connect() => Lines
        .Select(line => (line.Open(_clock), (IWire)line.Wire)).ToArray();

    private Dictionary<ConnectionName, Func<WireRequest, DateTimeOffset, bool>> Door() =>
        Desks.ToDictionary(desk => desk.Owner.Name, _ => new Func<WireRequest, DateTimeOffset, bool>((_, _) => true));
}
