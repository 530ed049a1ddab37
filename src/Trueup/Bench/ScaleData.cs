using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Intake;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Hosting;
using Trueup.Storage.Sqlite;

namespace Trueup.Bench;

/// <summary>
/// The data folder of a merchant who has let everything lie: a million open cases, a million positions, ten million journal
/// entries. A few orders are traded for real; the rest is written in bulk, in the form that the hub itself writes.
/// </summary>
internal static class ScaleData
{
    /// <summary>Cases, all of them open.</summary>
    public const int Cases = 1_000_000;

    /// <summary>SKUs, each of them at every location.</summary>
    public const int Skus = 250_000;

    /// <summary>Places that hold stock.</summary>
    public static readonly string[] Locations = ["leeds", "paris", "soho", "york"];

    /// <summary>Entries of the journal.</summary>
    public const long Entries = 10_000_000;

    /// <summary>Orders, each with its story in the journal.</summary>
    public const int Orders = 400;

    /// <summary>Cases that one SKU has, so that numbers lead back to it.</summary>
    public const int CasesOfSku = Cases / Skus;

    private const int BatchMax = 20_000;

    private static readonly ConnectionName Warehouse = ConnectionName.Parse("wms");
    private static readonly ConnectionName Storefront = ConnectionName.Parse("adobe-uk");
    private static readonly ConnectionName Shop = ConnectionName.Parse("shop");

    /// <summary>The configuration of the merchant.</summary>
    public static string Yaml(int port, string token) => $$"""
        version: 1
        hub:
          name: Bench
          currency: GBP
          listen: http://127.0.0.1:{{port}}
          store: ./data
          tokens: [ { name: bench, token: {{token}}, scopes: [admin] } ]
        connections:
          adobe-uk: { kind: adobe-commerce, url: "http://127.0.0.1:9", auth: { bearer: nobody }, website: base, stock_id: 2 }
          shop: { kind: http, roles: [storefront], inbound: { auth: { bearer: {{token}} } } }
          wms: { kind: http, roles: [warehouse], inbound: { auth: { bearer: {{token}} } } }
        locations:
          leeds: { owner: wms, codes: { wms: LDS, adobe-uk: leeds_src } }
          paris: { owner: wms, codes: { wms: PAR, adobe-uk: paris_src } }
          soho: { owner: wms, codes: { wms: SOH, adobe-uk: soho_src } }
          york: { owner: wms, codes: { wms: YRK, adobe-uk: york_src } }
        ownership:
          stock: { owner: by-location, subscribers: [adobe-uk], write: set, reconcile: { every: 1d } }
          order: { owner: by-storefront, subscribers: [] }
        stock:
          guards: { max_zeroed: 100%, max_changed: 100% }
        """;

    /// <summary>Makes the folder.</summary>
    public static async Task MakeAsync(HubPlan plan, CancellationToken cancellationToken)
    {
        await using var folder = await DataFolder.OpenAsync(plan.Folder, NullLogger.Instance);
        var hub = new HubLoop(
            plan.Contract, plan.Connections.Select(planned => (planned.Connection, planned.Wire)).ToArray(),
            folder.Journal, folder.Ledger, TimeProvider.System);
        await TradeAsync(hub, cancellationToken);
        await hub.Ledger.SaveAsync();
        await FillJournalAsync(folder.Journal);
        var codec = new StateCodec(new CodePool());
        var end = folder.Journal.End;
        await SaveAsync(folder.Ledger, end, Enumerable.Range(0, Skus).Select(number =>
            new LedgerRow(Fold.Stock, BenchWorld.Sku(number), codec.Pack(Stock(number)))), cancellationToken);
        await SaveAsync(folder.Ledger, end, Enumerable.Range(0, Cases).Select(Case).Select(known =>
            new LedgerRow(Fold.Case, known.Key, codec.Pack(known))), cancellationToken);
    }

    /// <summary>Orders are taken, allocated and dispatched: a dozen entries each.</summary>
    private static async Task TradeAsync(HubLoop hub, CancellationToken cancellationToken)
    {
        foreach (var numbers in Enumerable.Range(0, Orders).Chunk(100))
        {
            await TakeAsync(hub, Shop, numbers.Select(number => ($"o{number}", "trueup.order.placed.v1", Order(number))), cancellationToken);
            foreach (var status in new[] { "accepted", "allocated", "picked", "packed" })
            {
                await TakeAsync(hub, Warehouse, numbers.Select(number => ($"{status}{number}", "trueup.order.status.v1",
                    $$"""{"order":"{{Number(number)}}","status":"{{status}}","at":"2026-03-01T11:00:00Z"}""")), cancellationToken);
            }

            await TakeAsync(hub, Warehouse, numbers.Select(number => ($"s{number}", "trueup.shipment.dispatched.v1", $$"""
                {"order":"{{Number(number)}}","shipment":"S{{number}}","at":"2026-03-01T12:00:00Z","location":"LDS","carrier":"DPD",
                 "tracking":[{"number":"T{{number}}"}],"lines":[{"line":"1","sku":"{{BenchWorld.Sku(number)}}","quantity":1}]}
                """)), cancellationToken);
        }
    }

    /// <summary>The number of an order.</summary>
    public static string Number(int number) => string.Create(CultureInfo.InvariantCulture, $"1{number:d8}");

    private static async Task TakeAsync(
        HubLoop hub, ConnectionName from, IEnumerable<(string Id, string Type, string Data)> events, CancellationToken cancellationToken)
    {
        var messages = events.Select(each => new Core.Connecting.RawMessage(each.Id, "cloudevent", Encoding.UTF8.GetBytes(
            $$"""{"specversion":"1.0","id":"{{each.Id}}","source":"/{{from}}","type":"{{each.Type}}","data":{{each.Data}} }"""))).ToArray();
        await hub.Receiver.AcceptAsync(Receiver.Prepare(from, messages));
        await hub.SettleAsync(cancellationToken);
    }

    private static string Order(int number) => $$$"""
        {"id":"{{{number}}}","number":"{{{Number(number)}}}","placedAt":"2026-03-01T10:00:00Z","currency":"GBP",
         "customer":{"email":"a@example.com","name":"A B"},
         "shipping":{"address":{"name":"A B","street":["1 High St"],"city":"Leeds","postcode":"LS1","country":"GB"},"method":"std",
           "amount":{"net":0,"tax":0,"gross":0}},
         "payment":{"method":"card","state":"captured","amount":12},
         "lines":[{"line":"1","sku":"{{{BenchWorld.Sku(number)}}}","name":"Thing","quantity":1,"unitPrice":10,"tax":2,"taxRate":20,"total":12}],
         "totals":{"net":10,"discount":0,"shipping":0,"tax":2,"gross":12}}
        """;

    private static async Task FillJournalAsync(IJournal journal)
    {
        var now = TimeProvider.System.GetUtcNow();
        while (journal.End.Value < Entries)
        {
            var first = journal.End.Value + 1;
            var count = (int)Math.Min(BatchMax, Entries - journal.End.Value);
            await journal.AppendAsync(Enumerable.Range(0, count)
                .Select(i => BenchWorld.Entry(first + i, (int)((first + i) % Skus), 5, now)).ToArray());
        }
    }

    private static async Task SaveAsync(
        ILedger ledger, JournalPosition reflects, IEnumerable<LedgerRow> rows, CancellationToken cancellationToken)
    {
        foreach (var batch in rows.Chunk(BatchMax))
        {
            await ledger.SaveAsync(batch, reflects, cancellationToken);
        }
    }

    private static SkuStock Stock(int number)
    {
        var stock = new SkuStock(Sku.Parse(BenchWorld.Sku(number)));
        var message = new JournalPosition(number + 1);
        foreach (var location in Locations)
        {
            var (code, source) = (LocationCode.Parse(location), RemoteCode.Parse($"{location}_src"));
            stock = StockEvolution.Evolve(
                stock, new StockEvent.LevelSet(code, StockState.Available, 40, number, DateTimeOffset.UnixEpoch), message);
            stock = StockEvolution.Evolve(
                stock, new StockEvent.SlotDesired(Storefront, source, code, 40, Urgency.Routine), message);
            stock = StockEvolution.Evolve(stock, new StockEvent.SlotWritten(Storefront, source, 40), message);
        }

        return stock;
    }

    /// <summary>Of each SKU one case of a storefront's figure, one of a missing row, one of the owner's, and one message.</summary>
    private static Case Case(int number)
    {
        var sku = BenchWorld.Sku(number / CasesOfSku);
        var location = Locations[number / CasesOfSku % Locations.Length];
        var (code, about, detail) = (number % CasesOfSku) switch
        {
            0 => (CaseCodes.HiddenStock, new Lineage { Storefront = Storefront, Location = location, Sku = sku },
                $"The storefront shows {number % 40}, {number % 40 + 3} may be sold."),
            1 => (CaseCodes.SkuNotAssigned, new Lineage { Storefront = Storefront, Location = location, Sku = sku },
                "The source has no row of it."),
            2 => (CaseCodes.NegativeLevel, new Lineage { Connection = Warehouse, Location = location, Sku = sku },
                $"The owner reports {-number % 7 - 1}."),
            _ => (CaseCodes.Unreadable, new Lineage { Connection = Warehouse, Order = $"message {number}" },
                "data.quantity: expected a number, came text."),
        };
        var at = DateTimeOffset.UnixEpoch.AddDays(20_000).AddSeconds(number);
        return new Case(new Finding(code, about, detail).CaseKey, code, about)
        {
            Detail = detail,
            Met = 1 + (number % 3),
            OpenedAt = at,
            LastAt = at.AddHours(number % 50),
            FirstMessage = new JournalPosition(number + 1),
            LastMessage = new JournalPosition(number + 1),
        };
    }
}
