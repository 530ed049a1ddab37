using System.Text;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Intake;

namespace Trueup.Tests.Intake;

/// <summary>A sound message of every type in the contract, and a way to have one read.</summary>
internal static class NeutralMessages
{
    public const string StockLevel =
        """{"sku":"TENT-2P","location":"LDS","quantity":8,"state":"OK","version":17,"as_of":"2026-03-01T10:00:00Z"}""";

    public const string StockLevels = """
        {"location":"LDS","full":true,"as_of":"2026-03-01T10:00:00+01:00",
         "levels":[{"sku":"A","quantity":1},{"sku":"B","quantity":"2.5","state":"QC","version":"9"}]}
        """;

    public const string Order = """
        {"id":"77","number":"100000012","storefront":"shop","channel":"uk",
         "placedAt":"2026-03-01T10:00:00Z","currency":"GBP",
         "customer":{"id":5,"email":"jo@example.com","name":"Jo Doe"},
         "billing":{"name":"Jo Doe","street":["1 High St"],"city":"Leeds","postcode":"LS1",
           "country":"GB","telephone":"0113"},
         "shipping":{
           "address":{"name":"Jo Doe","street":["1 High St","Flat 2"],"city":"Leeds","postcode":"LS1","country":"GB"},
           "method":"std","amount":{"net":4.00,"tax":0.80,"gross":4.80}},
         "payment":{"method":"card","state":"captured","reference":"ch_1","amount":64.80},
         "lines":[{"line":1,"sku":"CAMP-SET","name":"Set","quantity":2,"type":"kit","unitPrice":"25.00","discount":0,
             "tax":10.00,"taxRate":20,"total":60.00,"options":[{"label":"Colour","value":"Red","code":"red"}],
             "components":[{"sku":"TENT-2P","quantity":1},{"sku":"MAT-FOAM","quantity":2}]}],
         "discounts":[{"label":"Spring","amount":0}],
         "totals":{"net":50.00,"discount":0,"shipping":4.80,"tax":10.80,"gross":64.80},"promotions":[],"attributes":{}}
        """;

    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>(
        StringComparer.Ordinal)
    {
        [NeutralTypes.StockLevel] = StockLevel,
        [NeutralTypes.StockLevels] = StockLevels,
        [NeutralTypes.StockMovement] =
            """{"sku":"TENT-2P","location":"LDS","delta":-3,"reason":"breakage","reference":"R1"}""",
        [NeutralTypes.SaleCompleted] = """
            {"store":"07","register":"1","transaction":"T-9","at":"2026-03-01T10:00:00Z","currency":"GBP",
             "lines":[{"line":"1","sku":"A","quantity":1,"unit_price":5,"discount":0,"tax":1},
                      {"line":2,"sku":"B","quantity":-1}],
             "tenders":[{"type":"cash","amount":5}],"totals":{"net":4,"tax":1,"gross":5},"order":"100000012"}
            """,
        [NeutralTypes.StoreDayClosed] = """
            {"store":"07","business_date":"2026-03-01","currency":"GBP","transactions":1,"at":"2026-03-01T10:00:00Z",
             "taxes":[{"tax_code":"S20","net":4,"tax":1}],"tenders":[{"type":"cash","amount":5}]}
            """,
        [NeutralTypes.OrderPlaced] = Order,
        [NeutralTypes.OrderStatus] = """
            {"order":"100000012","status":"allocated","lines":[{"line":1,"sku":"A","quantity":1,"location":"LDS"}],
             "at":"2026-03-01T10:00:00Z"}
            """,
        [NeutralTypes.ShipmentDispatched] = """
            {"order":"100000012","shipment":"S1","at":"2026-03-01T10:00:00Z","location":"LDS","carrier":"DPD",
             "tracking":[{"number":"1Z"},{"number":"2Z","url":"https://t.example/2Z","carrier":"UPS"}],
             "lines":[{"line":"1","sku":"A","quantity":1},{"sku":"B","quantity":0.5}]}
            """,
        [NeutralTypes.OrderCancelled] =
            """{"order":"100000012","restock":false,"reason":"damaged in picking","at":"2026-03-01T10:00:00Z"}""",
        [NeutralTypes.ReturnReceived] = """
            {"order":"100000012","rma":"R1","at":"2026-03-01T10:00:00Z","location":"LDS",
             "lines":[{"sku":"A","quantity":1}]}
            """,
        [NeutralTypes.ReturnInspected] = """
            {"order":"100000012","rma":"R1","at":"2026-03-01T10:00:00Z","location":"LDS",
             "lines":[{"sku":"A","quantity":1,"disposition":"restock"},
                      {"sku":"A","quantity":1,"disposition":"damaged"}]}
            """,
        [NeutralTypes.ProductChanged] =
            """{"sku":"CAMP-SET","type":"bundle","components":[{"sku":"TENT-2P","quantity":1}],"status":"enabled"}""",
    };

    public static string Event(string type, string data) =>
        $$"""
        {"specversion":"1.0","id":"e1","source":"/wms","type":"{{type}}","time":"2026-03-01T10:00:01Z","data":{{data}}}
        """;

    public static Items<Fact> Read(string type, string data) => Read(Encoding.UTF8.GetBytes(Event(type, data)));

    public static Items<Fact> Read(ReadOnlyMemory<byte> body) => new NeutralDialect().Read(Message(body));

    public static Entry Message(ReadOnlyMemory<byte> body) =>
        new(EntryKind.Seen, "wms", "e1", "cloudevent", new DateTimeOffset(2026, 3, 1, 10, 0, 2, TimeSpan.Zero), body);
}
