using System.Globalization;
using System.Text.Json.Nodes;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Simulator.Merchants;

/// <summary>
/// People and books of one system that owns places: what lies there, what is promised, and what they tell the hub. It knows
/// nothing of the hub's rules.
/// </summary>
/// <param name="owner">The connection.</param>
/// <param name="codes">The owner's code of each of its places, by the hub's name.</param>
/// <param name="world">Where orders are known, and where pushes go.</param>
internal sealed class OwnerDesk(MerchantConnection owner, IReadOnlyDictionary<string, string> codes, MerchantWorld world)
{
    private static readonly TimeSpan PicksAtLeast = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan PicksAtMost = TimeSpan.FromMinutes(90);

    private readonly Dictionary<(string Sku, string Place), decimal> _onHand = [];
    private readonly Dictionary<string, TakenOrder> _orders = new(StringComparer.Ordinal);
    private long _version;
    private int _events;

    /// <summary>The connection.</summary>
    public MerchantConnection Owner => owner;

    /// <summary>The hub's names of its places.</summary>
    public IEnumerable<string> Locations => codes.Keys;

    /// <summary>The owner's word for goods that can be sold; null where it has none.</summary>
    public string? SellableWord => owner.Rule.States
        .Where(state => state.State == StockState.Available).Select(state => state.Word).FirstOrDefault();

    /// <summary>Orders that it was sent and could not read a line of.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Orders that it was sent.</summary>
    public int Taken => _orders.Count;

    /// <summary>What lies at a place of the hub's name.</summary>
    public decimal OnHand(string sku, string location) => _onHand.GetValueOrDefault((sku, codes[location]));

    /// <summary>What is promised there to orders that the owner knows, and has not left.</summary>
    public decimal Promised(string sku, string location) => _orders.Values.Where(order => !order.IsOver)
        .SelectMany(order => order.Lines).Where(line => line.Sku == sku && line.Place == codes[location]).Sum(line => line.Quantity);

    /// <summary>Puts goods on a shelf, without telling anybody.</summary>
    public void Stock(string sku, string location, decimal quantity) => _onHand[(sku, codes[location])] = quantity;

    /// <summary>Whether an order has left, or is given up.</summary>
    public bool IsOver(string order) => _orders.Values.Any(known => known.Named == order && known.IsOver);

    /// <summary>Whether it knows an order.</summary>
    public bool Knows(string order) => _orders.Values.Any(known => known.Named == order);

    /// <summary>How it stands with an order of its own id.</summary>
    public string StatusOf(string id) => _orders.GetValueOrDefault(id) switch
    {
        { IsCancelled: true } => "cancelled",
        { IsOver: true } => "dispatched",
        _ => "open",
    };

    /// <summary>Takes an order in.</summary>
    /// <returns>The name that the request gave the order; null where nobody could tell which it is.</returns>
    public string? Take(string id, IEnumerable<string> texts, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        var read = Handover.Read(texts, body, world.IsOrder, world.IsSku, text => codes.Values.Contains(text, StringComparer.Ordinal));
        if (read is null)
        {
            Unreadable++;
            return null;
        }

        var only = codes.Count == 1 ? codes.Values.First() : null;
        var lines = read.Lines.Where(line => (line.Place ?? only) is not null)
            .Select(line => new PromisedLine(line.Sku, line.Quantity, (line.Place ?? only)!)).ToList();
        Unreadable += lines.Count == 0 && codes.Count > 0 ? 1 : 0;
        var order = _orders[id] = new TakenOrder(id, read.Order, lines);
        lines.ForEach(line => world.HandedOver(read.Order, line.Sku, line.Quantity));
        if (lines.Count > 0)
        {
            Tell(order, now);
            world.Outside.After(world.Chance.Between(PicksAtLeast, PicksAtMost), () => Ship(order));
        }

        return read.Order;
    }

    /// <summary>Gives an order up, if it is still there.</summary>
    public void Cancel(IEnumerable<string> names, DateTimeOffset now)
    {
        foreach (var order in names.Select(name => _orders.GetValueOrDefault(name)).OfType<TakenOrder>().Where(order => !order.IsOver))
        {
            (order.IsOver, order.IsCancelled) = (true, true);
            TellLevels(order.Lines.Select(line => (line.Sku, line.Place)), now);
        }
    }

    /// <summary>Changes what lies at a place, and tells the hub.</summary>
    public void Change(IReadOnlyList<(string Sku, decimal By)> changes, string location)
    {
        var place = codes[location];
        foreach (var (sku, by) in changes)
        {
            var least = _orders.Values.Where(order => !order.IsOver).SelectMany(order => order.Lines)
                .Where(line => line.Sku == sku && line.Place == place).Sum(line => line.Quantity);
            _onHand[(sku, place)] = Math.Max(least, _onHand.GetValueOrDefault((sku, place)) + by);
            world.Touched(sku);
        }

        TellLevels(changes.Select(change => (change.Sku, place)), world.Outside.Now);
    }

    /// <summary>Tells the hub everything that lies at its places.</summary>
    public void TellAll(DateTimeOffset now) => TellLevels(_onHand.Keys, now);

    /// <summary>Every figure as the owner would report it.</summary>
    public IEnumerable<(string Sku, string Place, decimal Quantity, long Version)> Levels() => _onHand.Keys
        .OrderBy(key => key.Place, StringComparer.Ordinal).ThenBy(key => key.Sku, StringComparer.Ordinal)
        .Select(key => (key.Sku, key.Place, Figure(key.Sku, key.Place), ++_version));

    private decimal Figure(string sku, string place) => owner.Rule.Basis == Basis.OnHand
        ? _onHand.GetValueOrDefault((sku, place))
        : _onHand.GetValueOrDefault((sku, place)) - _orders.Values.Where(order => !order.IsOver)
            .SelectMany(order => order.Lines).Where(line => line.Sku == sku && line.Place == place).Sum(line => line.Quantity);

    /// <summary>An owner whose figures exclude what it has promised says so when it promises.</summary>
    private void Tell(TakenOrder order, DateTimeOffset now)
    {
        if (owner.Rule.Basis != Basis.Available || !owner.TakesDeliveries)
        {
            return;
        }

        Push("trueup.order.status.v1", new JsonObject { ["order"] = order.Named, ["status"] = "allocated", ["at"] = Text(now) });
        TellLevels(order.Lines.Select(line => (line.Sku, line.Place)), now);
    }

    private void Ship(TakenOrder order)
    {
        if (order.IsOver)
        {
            return;
        }

        order.IsOver = true;
        var now = world.Outside.Now;
        foreach (var place in order.Lines.GroupBy(line => line.Place, StringComparer.Ordinal))
        {
            foreach (var line in place)
            {
                _onHand[(line.Sku, line.Place)] = Math.Max(0, _onHand.GetValueOrDefault((line.Sku, line.Place)) - line.Quantity);
                world.Touched(line.Sku);
            }

            Push("trueup.shipment.dispatched.v1", new JsonObject
            {
                ["order"] = order.Named,
                ["shipment"] = $"{order.Id}/{place.Key}",
                ["at"] = Text(now),
                ["location"] = place.Key,
                ["lines"] = new JsonArray(place.GroupBy(line => line.Sku, StringComparer.Ordinal)
                    .Select(JsonNode (line) => new JsonObject { ["sku"] = line.Key, ["quantity"] = line.Sum(part => part.Quantity) }).ToArray()),
            });
        }

        TellLevels(order.Lines.Select(line => (line.Sku, line.Place)), now);
    }

    private void TellLevels(IEnumerable<(string Sku, string Place)> levels, DateTimeOffset now)
    {
        foreach (var place in levels.Distinct().GroupBy(level => level.Place, StringComparer.Ordinal))
        {
            Push("trueup.stock.levels.v1", new JsonObject
            {
                ["location"] = place.Key,
                ["as_of"] = Text(now),
                ["levels"] = new JsonArray(place.Select(JsonNode (level) => Level(level.Sku, level.Place)).ToArray()),
            });
        }
    }

    private JsonObject Level(string sku, string place)
    {
        var level = new JsonObject { ["sku"] = sku, ["quantity"] = Figure(sku, place), ["version"] = ++_version };
        if (SellableWord is { } word)
        {
            level["state"] = word;
        }

        return level;
    }

    private void Push(string type, JsonObject data)
    {
        if (owner.TakesDeliveries)
        {
            world.Push(owner.Name, string.Create(CultureInfo.InvariantCulture, $"{owner.Name}-{++_events}"), type, data);
        }
    }

    private static string Text(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    private sealed record PromisedLine(string Sku, decimal Quantity, string Place);

    private sealed record TakenOrder(string Id, string Named, IReadOnlyList<PromisedLine> Lines)
    {
        public bool IsOver { get; set; }

        public bool IsCancelled { get; set; }
    }
}
