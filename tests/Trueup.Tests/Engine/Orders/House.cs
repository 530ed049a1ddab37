using System.Globalization;
using System.Text;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Intake;
using Trueup.Engine.Lanes;
using Trueup.Engine.Views;
using Trueup.Simulator;

namespace Trueup.Tests.Engine.Orders;

/// <summary>
/// A hub that runs on virtual time between one storefront, an ERP and a warehouse; every message goes the whole way.
/// </summary>
internal sealed class House
{
    public static readonly ConnectionName Shop = ConnectionName.Parse("shop");
    public static readonly ConnectionName Erp = ConnectionName.Parse("erp");
    public static readonly ConnectionName Wms = ConnectionName.Parse("wms");
    public static readonly DateTimeOffset Begin = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly MemoryJournal _journal = new();
    private readonly MemoryLedger _ledger = new();
    private readonly SeededLoop _loop;
    private readonly Func<ContractTerms, ContractTerms> _amended;
    private SeededContext? _life;
    private Task _running = Task.CompletedTask;
    private int _next;

    public House(
        OrderTerms? terms = null, Shopfront? shop = null, int concurrency = 1, Func<ContractTerms, ContractTerms>? amended = null)
    {
        _amended = amended ?? (terms => terms);
        Clock = new VirtualClock(Begin);
        _loop = new SeededLoop(Clock, new Chance(seed: 7));
        Terms = terms ?? new OrderTerms();
        Front = shop;
        Books = new Backoffice(Erp, Clock, concurrency);
        Floor = new Backoffice(Wms, Clock, concurrency);
        Desk = new Backoffice(Shop, Clock, concurrency);
        Hub = Start();
    }

    public VirtualClock Clock { get; }

    public OrderTerms Terms { get; }

    public Shopfront? Front { get; }

    public Backoffice Books { get; }

    public Backoffice Floor { get; }

    /// <summary>The storefront's own side, where it is no <see cref="Shopfront"/>: it cancels what it is asked to.</summary>
    public Backoffice Desk { get; }

    public HubLoop Hub { get; private set; }

    public MemoryLedger Ledger => _ledger;

    public IReadOnlyList<Case> OpenCases => [.. Hub.State.Cases.Values.Where(known => known.State == CaseState.Open)];

    public static OrderId Id(string number) => OrderId.Parse($"shop:{number}");

    public OrderRecord Order(string number) => Hub.State.Find(Id(number))!;

    /// <summary>The story of an order, a line each.</summary>
    public async Task<IEnumerable<string>> TimelineAsync(string number) =>
        (await new JournalHistory(_journal).TimelineAsync(Order(number), CancellationToken.None)).Select(step => step.Detail);

    /// <summary>Messages of a connection that are in the journal.</summary>
    public async Task<int> MessagesFromAsync(ConnectionName connection) =>
        (await _journal.ReadAsync(default, int.MaxValue, CancellationToken.None))
            .Count(recorded => recorded.Entry.Kind == EntryKind.Seen && recorded.Entry.Connection == connection.Text);

    /// <summary>Lets time pass.</summary>
    public House Run(TimeSpan time)
    {
        _loop.RunUntil(Clock.GetUtcNow() + time);
        Assert.False(_running.IsFaulted, _running.Exception?.ToString());
        return this;
    }

    /// <summary>Kills the hub where it stands, and starts it anew from what is on disk.</summary>
    public House Crash()
    {
        _life!.Kill();
        _journal.Crash();
        _ledger.Crash();
        Books.Forget();
        Floor.Forget();
        Desk.Forget();
        Hub = Start();
        return Run(TimeSpan.FromSeconds(1));
    }

    public House Say(ConnectionName from, string type, string data, string? id = null)
    {
        var key = id ?? $"e{++_next}";
        var message = new RawMessage(key, "cloudevent", Encoding.UTF8.GetBytes(
            $$"""{"specversion":"1.0","id":"{{key}}","source":"/x","type":"{{type}}","data":{{data}}}"""));
        var prepared = Receiver.Prepare(from, [message]);
        _life!.Start(() => _ = Hub.Receiver.AcceptAsync(prepared).AsTask());
        return Run(TimeSpan.FromSeconds(1));
    }

    /// <summary>A person asks for something.</summary>
    public House Ask(Request request)
    {
        _life!.Start(() => _ = Hub.AskAsync(request, CancellationToken.None).AsTask());
        return Run(TimeSpan.FromSeconds(1));
    }

    /// <summary>An order of tents at 12.00 each, of which 2.00 are tax.</summary>
    public House Place(string number, int quantity = 1, string sku = "TENT", string extra = "") =>
        Say(Shop, "trueup.order.placed.v1", Placed(number, quantity, sku, extra));

    public string Placed(string number, int quantity = 1, string sku = "TENT", string extra = "") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"id":"r{{number}}","number":"{{number}}","placedAt":"{{Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}}","currency":"GBP",
         "customer":{"email":"a@example.com","name":"A"},
         "lines":[{"line":"1","sku":"{{sku}}","name":"Tent","quantity":{{quantity}},"type":"simple","unitPrice":10.00,
                   "tax":{{quantity * 2}}.00,"taxRate":20,"total":{{quantity * 12}}.00}],
         "totals":{"net":{{quantity * 10}}.00,"tax":{{quantity * 2}}.00,"gross":{{quantity * 12}}.00}{{extra}}}
        """);

    public House Dispatch(string number, int quantity = 1, string sku = "TENT", string shipment = "S1") => Say(
        Wms,
        "trueup.shipment.dispatched.v1",
        $$"""
        {"order":"shop:{{number}}","shipment":"{{shipment}}","at":"{{Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}}","location":"LDS",
         "lines":[{"line":"1","sku":"{{sku}}","quantity":{{quantity}}}]}
        """);

    private HubLoop Start()
    {
        var hub = new HubLoop(Contract(), Connections(), _journal, _ledger, Clock);
        _life = _loop.Begin();
        _life.Start(() => _running = LiveAsync(hub));
        return hub;
    }

    private static async Task LiveAsync(HubLoop hub)
    {
        await hub.RecoverAsync(CancellationToken.None);
        await hub.RunAsync(CancellationToken.None);
    }

    private (IConnection Connection, IWire Wire)[] Connections() => Front is null
        ? [(Desk, new NoWire()), (Books, new NoWire()), (Floor, new NoWire())]
        : [(Front, new NoWire()), (Books, new NoWire()), (Floor, new NoWire())];

    private OwnershipContract Contract() => new(_amended(new ContractTerms
    {
        Connections =
        [
            new ConnectionRule(Shop, "http", ["storefront"], Basis.OnHand, []),
            new ConnectionRule(Erp, "http", ["erp"], Basis.OnHand, []),
            new ConnectionRule(Wms, "http", ["warehouse"], Basis.OnHand, []),
        ],
        Locations =
        [
            new LocationRule(
                LocationCode.Parse("leeds"), "Leeds", Wms, [new LocationAlias(Wms, "LDS"), new LocationAlias(Shop, "leeds")]),
        ],
        Stock = new OwnershipRule([Shop]),
        Order = new OwnershipRule([Erp, Wms], Shop),
        Kits =
        [
            new KitRule(Sku.Parse("CAMP"), [new KitComponent(Sku.Parse("POLE"), 2), new KitComponent(Sku.Parse("SHEET"), 1)]),
        ],
        Orders = Terms,
        Reconcile = new ReconcileRule(Every: null, FullAt: null),
    }));

    private sealed class NoWire : IWire
    {
        public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken) =>
            ValueTask.FromResult<WireOutcome>(new WireOutcome.Answered(new WireReply(200)));
    }
}
