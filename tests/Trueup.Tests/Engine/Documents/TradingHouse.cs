using Trueup.Connectors.AdobeCommerce;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
using Trueup.Connectors.Http.Twin.Erp;
using Trueup.Connectors.Http.Twin.Till;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;
using Trueup.Settings;
using Trueup.Simulator;
using Trueup.Simulator.Network;

namespace Trueup.Tests.Engine.Documents;

/// <summary>
/// A shop, a warehouse, an ERP and a store's tills, each a twin with books of its own, and the production engine and
/// connectors between them, as a configuration file describes it; one thread and virtual time.
/// </summary>
internal sealed class TradingHouse : IDisposable
{
    private static readonly DateTimeOffset Opening = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenComparisons = TimeSpan.FromMinutes(2);
    private const int BeatsMax = 400;

    private static readonly string[] Senders = ["wms", "erp", "pos"];

    // Read once: compiling the templates would take longer than a whole life.
    private static readonly Lazy<TrueupSettings> Usual = new(() => Read(HouseSettings.Yaml));

    private readonly TrueupSettings _settings;

    private readonly SeededLoop _loop;
    private readonly Outside _outside;
    private readonly MemoryJournal _journal;
    private readonly MemoryLedger _ledger;
    private readonly List<(ConnectionName From, WireRequest Push)> _undelivered = [];
    private readonly List<(ConnectionName From, WireRequest Push)> _delivered = [];

    /// <param name="seed">Seed of everything that is by chance.</param>
    /// <param name="change">What is other than usual in its configuration file.</param>
    public TradingHouse(ulong seed = 1, Func<string, string>? change = null)
    {
        _settings = change is null ? Usual.Value : Read(change(HouseSettings.Yaml));
        Clock = new VirtualClock(Opening);
        _loop = new SeededLoop(Clock, new Chance(seed));
        Chronicle = new Chronicle(Clock);
        _outside = new Outside(_loop, Chronicle);
        _journal = new MemoryJournal(Write, static _ => 0);
        _ledger = new MemoryLedger(Write, static _ => 0);
        Furnish();
        (ShopWire, WarehouseWire, ErpWire) = (Wire("shop", Shop), Wire("wms", Warehouse), Wire("erp", Erp));
        Hub = new HubProcess(
            new HubParts(new OwnershipContract(_settings.Contract), Connect, _journal, _ledger, Clock, Door()),
            _loop,
            _outside);
        Hub.Start();
    }

    public VirtualClock Clock { get; }

    public Chronicle Chronicle { get; }

    public AdobeTwin Shop { get; } = new();

    public WarehouseTwin Warehouse { get; } = new(new WarehouseRules("wms-token"));

    public ErpTwin Erp { get; } = new(new ErpRules("erp-token") { TakesAnyItem = true });

    public TillTwin Till { get; } = new(new TillRules("07", "GBP"));

    public FatedWire ShopWire { get; }

    public FatedWire WarehouseWire { get; }

    public FatedWire ErpWire { get; }

    public HubProcess Hub { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    public HubState State => Hub.Engine!.State;

    /// <summary>What becomes of deliveries on their way to the hub.</summary>
    public PushFate Pushes { get; set; }

    /// <summary>Kills of the hub so far.</summary>
    public int Deaths { get; private set; }

    /// <summary>Cases that are open, by code, with what they say.</summary>
    public IReadOnlyList<string> OpenCases => [.. State.Cases.Values.Where(known => known.State == CaseState.Open)
        .Select(known => $"{known.Code.Code} {known.About.Order} {known.About.Sku}: {known.Detail}").Order(StringComparer.Ordinal)];

    /// <summary>Something that a back-office system says of its own accord.</summary>
    public void Tell(string from, string id, string type, string data) => _undelivered.Add((
        ConnectionName.Parse(from),
        new WireRequest("POST", $"/in/{from}", [], System.Text.Encoding.UTF8.GetBytes(
            $$"""{"specversion":"1.0","id":"{{id}}","source":"/{{from}}","type":"{{type}}","data":{{data}}}"""),
            "application/cloudevents+json")));

    /// <summary>Lets everything come to rest: deliveries made, documents done, the hub alive.</summary>
    public void Settle()
    {
        var calm = 0;
        for (var beat = 0; calm < 3; beat++)
        {
            Assert.True(beat < BeatsMax, $"Does not come to rest: {string.Join("; ", Restless())}\n{Story()}");
            Collect();
            Deliver();
            _loop.RunUntil(Now + Beat);
            Assert.True(Hub.Failure is null, $"{Hub.Failure}\n{Story()}");
            if (Hub.Engine is null)
            {
                Revive();
            }

            calm = Restless().Any() ? 0 : calm + 1;
        }
    }

    /// <summary>Waits until both ends were compared once more: what a comparison found in passing, a later one settles.</summary>
    public void Compare()
    {
        _loop.RunUntil(Now + BetweenComparisons);
        Settle();
    }

    /// <summary>Lets time pass, whether everything is at rest or not.</summary>
    public void Pass(TimeSpan time)
    {
        for (var until = Now + time; Now < until;)
        {
            Collect();
            Deliver();
            _loop.RunUntil(Now + Beat);
        }
    }

    /// <summary>The hub dies after so many more steps of anybody.</summary>
    public void DieAfter(int steps) => _loop.After(steps, Die);

    /// <summary>The hub dies here and now, and a later one knows what was on the disk.</summary>
    public void Die()
    {
        Deaths++;
        Hub.Kill();
        _journal.Crash();
        _ledger.Crash();
    }

    /// <summary>Everything that was ever delivered comes again, and every message is decided again.</summary>
    public void Repeat()
    {
        _undelivered.AddRange(_delivered);
        Settle();
        var end = Hub.Engine!.Tail.End.Value;
        Hub.Do(async hub =>
        {
            var seen = await _journal.ReadAsync(default, (int)end, CancellationToken.None);
            foreach (var recorded in seen.Where(one => one.Entry.Kind == Trueup.Core.Entries.EntryKind.Seen))
            {
                await hub.AskAsync(
                    new Request(Request.Replay, "test", $"{recorded.Position}"), CancellationToken.None);
            }
        });
        Settle();
    }

    public void Dispose() => Hub.Dispose();

    /// <summary>The last things that happened, for a failure's message.</summary>
    public string Story() => string.Join('\n', Chronicle.Lines.TakeLast(60).Select(line => $"{line.At:HH:mm:ss} {line.Who}: {line.What}"));

    private void Revive()
    {
        Hub.Start();
        _loop.RunUntil(Now + Beat);
    }

    private IEnumerable<string> Restless()
    {
        if (Hub.Engine is not { } engine)
        {
            return ["no hub"];
        }

        return new[]
        {
            _undelivered.Count > 0 ? "deliveries" : null,
            engine.Lanes.Through < engine.Tail.End ? "undecided" : null,
            engine.Outlets.Any(outlet => outlet.Documents?.Pending > 0) ? "documents" : null,
            engine.Outlets.Any(outlet => outlet.StoreDays?.Pending > 0) ? "days" : null,
            engine.Outlets.Any(outlet => outlet.Levels?.Pending > 0) ? "levels" : null,
        }.OfType<string>();
    }

    private void Collect()
    {
        var pushes = Warehouse.TakePushes(Now).Select(push => (ConnectionName.Parse("wms"), push))
            .Concat(Erp.TakePushes(Now).Select(push => (ConnectionName.Parse("erp"), push)))
            .Concat(Till.TakePushes(Now).Select(push => (ConnectionName.Parse("pos"), push)))
            .SelectMany(pair => Singly(pair.push).Select(push => (pair.Item1, push))).ToList();
        if (Pushes == PushFate.Reversed)
        {
            pushes.Reverse();
        }

        _undelivered.AddRange(Pushes == PushFate.Twice ? pushes.Concat(pushes) : pushes);
    }

    private void Deliver()
    {
        foreach (var one in _undelivered.ToArray())
        {
            Hub.Deliver(one.From, one.Push, status => _outside.Soon(() =>
            {
                if (status == 202 && _undelivered.Remove(one))
                {
                    _delivered.Add(one);
                }
            }));
        }
    }

    /// <summary>Each event of a batch on its own, so that they can change places.</summary>
    private static WireRequest[] Singly(WireRequest push)
    {
        if (push.ContentType != "application/cloudevents-batch+json")
        {
            return [push];
        }

        using var batch = System.Text.Json.JsonDocument.Parse(push.Body);
        return batch.RootElement.EnumerateArray().Select(one => push with
        {
            Body = System.Text.Encoding.UTF8.GetBytes(one.GetRawText()),
            ContentType = "application/cloudevents+json",
        }).ToArray();
    }

    private void Furnish()
    {
        Shop.Setup.At(Now);
        Shop.Setup.Token("shop-token");
        Shop.Setup.Tax(20);
        Shop.Setup.ShippingPrice(1.50m);
        Shop.Setup.Stock("Trading", [new TwinLink("leeds_src", 1), new TwinLink("soho_src", 2)], ["base"], 2);
        foreach (var (sku, price) in new[] { ("TEE", 19.99m), ("MUG", 7.49m), ("CUP", 4.49m) })
        {
            Shop.Setup.Product(new TwinProduct(sku, Price: price, StockItem: new StockItem()));
            Shop.Setup.SourceItem(sku, "leeds_src", 0, isInStock: false);
            Shop.Setup.SourceItem(sku, "soho_src", 0, isInStock: false);
            if (sku != "CUP")
            {
                Warehouse.Seed([new WarehouseStock(sku, "LDS", 20)]);
            }
        }
    }

    private FatedWire Wire(string name, ITwin twin) => new(name, twin, this, _outside);

    private static async ValueTask Write(CancellationToken cancellationToken) => await Task.Yield();

    private static TrueupSettings Read(string yaml)
    {
        var loaded = new SettingsLoader(ConnectorCatalogue.Installed).Load(
            yaml, new Surroundings(Path.GetTempPath(), _ => null, _ => null));
        return loaded.Settings ?? throw new InvalidOperationException(string.Join('\n', loaded.Problems));
    }

    private List<(IConnection Connection, IWire Wire)> Connect()
    {
        var wires = new Dictionary<string, IWire>(StringComparer.Ordinal)
        {
            ["shop"] = ShopWire,
            ["wms"] = WarehouseWire,
            ["erp"] = ErpWire,
            ["pos"] = ErpWire,
        };
        return [.. _settings.Connections.Select(configured =>
            (Open(configured), wires[configured.Connection.Name.Text]))];
    }

    /// <summary>A connection by configuration keeps nothing; one of a vendor's kind is opened anew for each life.</summary>
    private static IConnection Open(ConfiguredConnection configured) => configured.Connection.Name.Text == "shop"
        ? ((ConnectionOpening.Ready)new AdobeCommerceConnector().Open(configured.Settings)).Connection
        : configured.Connection;

    private static Dictionary<ConnectionName, Func<WireRequest, DateTimeOffset, bool>> Door() => Senders
        .ToDictionary(ConnectionName.Parse, Func<WireRequest, DateTimeOffset, bool> (_) => static (_, _) => true);
}

/// <summary>What becomes of deliveries on their way to the hub.</summary>
internal enum PushFate
{
    Once,
    Twice,
    Reversed,
}
