using System.Globalization;
using System.Text;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Tills;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Intake;
using Trueup.Simulator;

namespace Trueup.Tests.Engine.Tills;

/// <summary>A hub between one store with tills, one warehouse and one web shop; every message goes the whole
/// way.</summary>
internal sealed class Shop
{
    public static readonly ConnectionName Pos = ConnectionName.Parse("pos");
    public static readonly ConnectionName Web = ConnectionName.Parse("shop");
    public static readonly ConnectionName Erp = ConnectionName.Parse("erp");
    public static readonly LocationCode Soho = LocationCode.Parse("soho");
    public static readonly Sku Tent = Sku.Parse("TENT-2P");

    private readonly MemoryJournal _journal = new();
    private readonly MemoryLedger _ledger = new();
    private readonly VirtualClock _clock = new(new DateTimeOffset(2026, 3, 1, 18, 0, 0, TimeSpan.Zero));
    private int _next;

    private readonly IConnection? _pos;
    private readonly BooksRule? _books;
    private readonly IWire? _wire;

    /// <param name="pos">How the tills' own messages are read; null for the neutral dialect.</param>
    /// <param name="books">How the ERP that books stores' days wants them; null where there is none.</param>
    /// <param name="wire">The way to the tills; null for none.</param>
    public Shop(IConnection? pos = null, BooksRule? books = null, IWire? wire = null)
    {
        (_pos, _books, _wire) = (pos, books, wire);
        Hub = NewHub();
    }

    public HubLoop Hub { get; private set; }

    public IReadOnlyList<Case> OpenCases =>
        [.. Hub.State.Cases.Values.Where(known => known.State == CaseState.Open).OrderBy(
            known => known.Key, StringComparer.Ordinal)];

    public SkuStock Stock => Hub.State.Find(Tent) ?? new SkuStock(Tent);

    public Quantity Unseen => StockTruth.Unseen(Stock, Soho);

    public Quantity? Available => StockTruth.Available(Stock, Soho, Hub.Contract, Hub.State.Find);

    public StoreDay Day(string day = "2026-03-01", string currency = "GBP") => Hub.State.Tills.Day(
        new StoreDayKey(Pos, Soho, DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), currency));

    public async Task<Shop> Deliver(string key, string form, string body)
    {
        await Hub.Receiver.AcceptAsync(
            Receiver.Prepare(Pos, [new RawMessage(key, form, Encoding.UTF8.GetBytes(body))]));
        while (await Hub.Lanes.RunOnceAsync(CancellationToken.None))
        {
            // Until everything is decided.
        }

        return this;
    }

    public async Task<Shop> Say(string type, string data, string? id = null, string from = "pos")
    {
        var message = new RawMessage(id ?? $"e{++_next}", "cloudevent", Encoding.UTF8.GetBytes(
            $$"""{"specversion":"1.0","id":"{{id ?? $"e{_next}"}}","source":"/x","type":"{{type}}","data":{{data}}}"""));
        await Hub.Receiver.AcceptAsync(Receiver.Prepare(ConnectionName.Parse(from), [message]));
        while (await Hub.Lanes.RunOnceAsync(CancellationToken.None))
        {
            // Until everything is decided, also what waited.
        }

        return this;
    }

    public Task<Shop> Level(int quantity, string asOf) => Say(
        "trueup.stock.level.v1",
        $$"""{"sku":"TENT-2P","location":"07","quantity":{{quantity}},"as_of":"2026-03-01T{{asOf}}:00Z"}""");

    public Task<Shop> Sale(string data, string? id = null) => Say("trueup.sale.completed.v1", data, id);

    /// <summary>One tent for 60.00, of which 10.00 are tax.</summary>
    public Task<Shop> Tents(
        string transaction,
        string at = "10:00",
        int quantity = 1,
        string extra = "",
        string? id = null,
        string day = "2026-03-01") =>
        Sale(
            $$"""
            {"store":"07","register":"1","transaction":"{{transaction}}","at":"{{day}}T{{at}}:00Z","currency":"GBP",
             "lines":[{"line":"1","sku":"TENT-2P","quantity":{{quantity}},"unit_price":60.00,"discount":0,
                       "tax":{{quantity * 10}}.00,"tax_code":"S20"}],
             "tenders":[{"type":"card","amount":{{quantity * 60}}.00}],
             "totals":{"net":{{quantity * 50}}.00,"tax":{{quantity * 10}}.00,"gross":{{quantity * 60}}.00}{{extra}}}
            """,
            id);

    public Task<Shop> Close(string net, string tax, int count, string day = "2026-03-01", string tenders = "[]") => Say(
        "trueup.day.closed.v1",
        $$"""
        {"store":"07","business_date":"{{day}}","currency":"GBP","transactions":{{count}},"at":"2026-03-01T18:00:00Z",
         "taxes":[{"tax_code":"S20","net":{{net}},"tax":{{tax}}}],"tenders":{{tenders}}}
        """);

    /// <summary>Lets time pass.</summary>
    public Shop Wait(int minutes)
    {
        _clock.Advance(_clock.GetUtcNow().AddMinutes(minutes));
        return this;
    }

    /// <summary>The hub reads what one poll brings, and decides it.</summary>
    public Task<Shop> Poll(string name) => Work(() =>
        Hub.Outlets.Single(outlet => outlet.Name == Pos).Polls.Single(poll => poll.Name == name).CatchUpAsync(CancellationToken.None).AsTask());

    /// <summary>The hub compares both ends, and decides what it read.</summary>
    public Task<Shop> Compare() => Work(() => Hub.LookAsync(connection: null, CancellationToken.None).AsTask());

    private async Task<Shop> Work(Func<Task> begin)
    {
        // One thread moves the clock and does the work, so no call can begin to wait after the last moment.
        var work = Task.CompletedTask;
        var loop = new SeededLoop(_clock, new Chance(seed: 1));
        loop.Begin().Start(() => work = begin());
        loop.RunUntil(_clock.GetUtcNow().AddMinutes(1), () => work.IsCompleted);
        Assert.True(work.IsCompleted, "The work took longer than a minute.");
        await work;
        while (await Hub.Lanes.RunOnceAsync(CancellationToken.None))
        {
            // Until everything is decided.
        }

        return this;
    }

    /// <summary>The hub stops, and a new one starts from the journal and the ledger.</summary>
    public async Task<Shop> Restart(bool withLedger)
    {
        if (withLedger)
        {
            await Hub.Ledger.SaveAsync();
        }

        Hub = NewHub();
        await Hub.RecoverAsync(CancellationToken.None);
        return this;
    }

    private HubLoop NewHub() => new(
        new OwnershipContract(new ContractTerms
        {
            Connections =
            [
                new ConnectionRule(Pos, "http", ["pos"], Basis.OnHand, []),
                new ConnectionRule(Web, "adobe-commerce", ["storefront"], Basis.OnHand, []),
                new ConnectionRule(Erp, "http", ["erp"], Basis.OnHand, []) { Books = _books },
            ],
            Locations =
            [
                new LocationRule(Soho, "Soho", Pos, [new LocationAlias(Pos, "07"), new LocationAlias(Web, "soho_src")]),
            ],
            Stock = new OwnershipRule([Web]),
            StoreDay = new OwnershipRule(_books is null ? [] : [Erp]),
        }),
        _pos is null ? [] : [(_pos, _wire ?? new NoRemote())],
        _journal,
        _ledger,
        _clock);
}
