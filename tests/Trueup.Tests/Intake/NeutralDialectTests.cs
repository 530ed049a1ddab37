using System.Text;
using System.Text.Json.Nodes;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Tills;
using Trueup.Core.Values;
using Trueup.Engine.Intake;

namespace Trueup.Tests.Intake;

public sealed class NeutralDialectTests
{
    private const string LevelInBase64 = "eyJza3UiOiJBIiwibG9jYXRpb24iOiJMIiwicXVhbnRpdHkiOi0yLjV9";

    private static readonly DateTimeOffset Ten = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_level_is_absolute_and_in_the_senders_words() =>
        Assert.Equal(
            Level("TENT-2P", "LDS", "OK", 8, 17, Ten), Single(NeutralTypes.StockLevel, NeutralMessages.StockLevel));

    [Theory]
    [InlineData("""{"quantity":"8","location":"LDS","sku":"A"}""")]
    [InlineData("""{"\u0071uantity":8,"location":"LD\u0053","sku":"\u0041"}""")]
    [InlineData("""{"sku":"A","location":"LDS","quantity":8.00,"state":null,"version":null,"as_of":null,"b":[{}]}""")]
    [InlineData("""{"sku":"A","location":"LDS","quantity":0.8e1,"quantity":8}""")]
    public void A_level_is_read_however_it_is_written(string data)
    {
        var level = Assert.IsType<Fact.LevelReported>(Single(NeutralTypes.StockLevel, data));

        Assert.Equal(Level("A", "LDS", state: null, 8, version: null, asOf: null), level);
    }

    [Theory]
    [InlineData("""{"type":"trueup.stock.level.v1","data":{"sku":"A","location":"L","quantity":-2.5}}""")]
    [InlineData("""{"data":{"quantity":-2.5,"sku":"A","location":"L"},"type":"trueup.stock.level.v1"}""")]
    [InlineData("""{"type":"trueup.stock.level.v1","data_base64":""" + "\"" + LevelInBase64 + "\"}")]
    public void Members_of_an_envelope_come_in_any_order(string json) => Assert.Equal(
        [Level("A", "L", state: null, Quantity.Of(-2.5m), version: null, asOf: null)],
        NeutralMessages.Read(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("sku", "\"\"", "MESSAGE.UNREADABLE", "came \"\"")]
    [InlineData("sku", "\" A\"", "MESSAGE.UNREADABLE", "came \" A\"")]
    [InlineData("sku", "null", "MESSAGE.UNREADABLE", "but it is null")]
    [InlineData("sku", "[\"A\"]", "MESSAGE.UNREADABLE", "came a list")]
    [InlineData("sku", "\"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg\"", "MESSAGE.UNREADABLE",
        "came \"aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd…\"")]
    [InlineData("location", "true", "MESSAGE.UNREADABLE", "came true")]
    [InlineData("state", "{}", "MESSAGE.UNREADABLE", "came an object")]
    [InlineData("quantity", "\"many\"", "STOCK.QUANTITY_INVALID", "came \"many\"")]
    [InlineData("quantity", "\"1,5\"", "STOCK.QUANTITY_INVALID", "came \"1,5\"")]
    [InlineData("quantity", "100000000", "STOCK.QUANTITY_INVALID", "came 100000000")]
    [InlineData("quantity", "1e99", "STOCK.QUANTITY_INVALID", "came 1e99")]
    [InlineData("quantity", "\"NaN\"", "STOCK.QUANTITY_INVALID", "came \"NaN\"")]
    [InlineData("quantity", "true", "STOCK.QUANTITY_INVALID", "came true")]
    [InlineData("version", "1.5", "MESSAGE.UNREADABLE", "came 1.5")]
    [InlineData("version", "99999999999999999999", "MESSAGE.UNREADABLE", "came 99999999999999999999")]
    [InlineData("as_of", "\"2026-03-01T10:00:00\"", "MESSAGE.UNREADABLE", "came \"2026-03-01T10:00:00\"")]
    [InlineData("as_of", "\"01/03/2026 10:00 +00:00\"", "MESSAGE.UNREADABLE", "came \"01/03/2026")]
    [InlineData("as_of", "1772359200", "MESSAGE.UNREADABLE", "came 1772359200")]
    public void A_bad_field_of_a_level_is_named_with_what_came(string field, string value, string code, string came)
    {
        var data = JsonNode.Parse(NeutralMessages.StockLevel)!;
        data[field] = JsonNode.Parse(value);

        var facts = NeutralMessages.Read(NeutralTypes.StockLevel, data.ToJsonString());

        var unusable = Assert.IsType<Fact.Unusable>(Assert.Single(facts));
        Assert.Equal(code, unusable.Code.Code);
        Assert.StartsWith($"{field}: expected ", unusable.Detail, StringComparison.Ordinal);
        Assert.Contains(came, unusable.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(RequiredFields))]
    public void A_missing_field_is_named(string type, string field)
    {
        var json = JsonNode.Parse(NeutralMessages.All[type])!;
        json.AsObject().Remove(field);

        var unusable = Assert.IsType<Fact.Unusable>(Assert.Single(NeutralMessages.Read(type, json.ToJsonString())));

        Assert.StartsWith($"{field}: expected ", unusable.Detail, StringComparison.Ordinal);
        Assert.Contains(", but it is missing.", unusable.Detail, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> RequiredFields()
    {
        var required = new TheoryData<string, string>();
        foreach (var (type, fields) in new (string, string)[]
        {
            (NeutralTypes.StockLevel, "sku location quantity"),
            (NeutralTypes.StockLevels, "location levels"),
            (NeutralTypes.StockMovement, "sku location delta reason"),
            (NeutralTypes.SaleCompleted, "store transaction at lines currency tenders"),
            (NeutralTypes.StoreDayClosed, "store business_date currency taxes at"),
            (NeutralTypes.OrderPlaced, "number placedAt currency lines totals"),
            (NeutralTypes.OrderStatus, "order status at"),
            (NeutralTypes.ShipmentDispatched, "order shipment at location lines"),
            (NeutralTypes.OrderCancelled, "order restock reason at"),
            (NeutralTypes.ReturnReceived, "order rma at location lines"),
            (NeutralTypes.ReturnInspected, "order rma at location lines"),
            (NeutralTypes.ProductChanged, "sku type status"),
        })
        {
            foreach (var field in fields.Split(' '))
            {
                required.Add(type, field);
            }
        }

        return required;
    }

    [Fact]
    public void A_list_of_levels_shares_its_location_and_time()
    {
        var nine = Ten.AddHours(-1);

        Assert.Equal(
            new Fact.LevelsReported(
                "LDS", Full: true,
                [Level("A", "LDS", null, 1, null, nine), Level("B", "LDS", "QC", Quantity.Of(2.5m), 9, nine)], nine),
            Single(NeutralTypes.StockLevels, NeutralMessages.StockLevels));
    }

    [Fact]
    public void A_full_list_with_a_bad_line_is_not_taken_as_full()
    {
        var facts = NeutralMessages.Read(
            NeutralTypes.StockLevels,
            """{"location":"L","full":true,"levels":[{"sku":"A","quantity":1},{"sku":"B","quantity":"x"},7]}""");

        Assert.Equal(new Fact.LevelsReported("L", Full: false, [Level("A", "L", null, 1, null, null)]), facts[0]);
        Assert.Equal(
            [CaseCodes.QuantityInvalid, CaseCodes.Unreadable],
            facts.Skip(1).Select(fact => ((Fact.Unusable)fact).Code));
        Assert.Contains(
            "levels[1].quantity: expected a number", ((Fact.Unusable)facts[1]).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_of_problems_is_counted()
    {
        var bad = string.Join(',', Enumerable.Repeat("0", 100));

        var facts = NeutralMessages.Read(NeutralTypes.StockLevels, $$"""{"location":"L","levels":[{{bad}}]}""");

        Assert.Equal(22, facts.Count);
        Assert.StartsWith("80 more problems", ((Fact.Unusable)facts[21]).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_movement_keeps_its_sign() => Assert.Equal(
        new Fact.StockMoved(Sku.Parse("TENT-2P"), "LDS", State: null, -3, "breakage", "R1"),
        Single(NeutralTypes.StockMovement));

    [Fact]
    public void A_sale_may_hold_returns_and_hand_over_an_order()
    {
        var sale = Assert.IsType<Fact.SaleCompleted>(Single(NeutralTypes.SaleCompleted));

        Assert.Equal(
            ("07", "1", "T-9", "100000012", "07/1/T-9"), (sale.Store, sale.Register, sale.Transaction, sale.Order, sale.Key));
        Assert.Equal([Line("1", "A", 1), Line("2", "B", -1)], sale.Lines);
        Assert.Equal(
            ("GBP", new TillTotals(4, 1, 5)), (sale.Receipt!.Currency, sale.Receipt.Totals));
        Assert.Equal([new TillTender("cash", 5, Reference: null)], sale.Receipt.Tenders);
    }

    [Fact]
    public void A_status_says_where_each_line_is() => Assert.Equal(
        new Fact.OrderStatusReported("100000012", "allocated", [new Fact.StatusLine(Line("1", "A", 1), "LDS")], Ten),
        Single(NeutralTypes.OrderStatus));

    [Fact]
    public void A_parcel_without_a_carrier_goes_with_that_of_the_dispatch() => Assert.Equal(
        new Fact.Dispatched(
            "100000012", "S1", "LDS", Ten, [Line("1", "A", 1), Line(null, "B", Quantity.Of(0.5m))],
            [new Tracking("1Z", "DPD"), new Tracking("2Z", "UPS", "https://t.example/2Z")]),
        Single(NeutralTypes.ShipmentDispatched));

    [Fact]
    public void A_cancellation_without_lines_is_of_the_whole_order() => Assert.Equal(
        new Fact.CancellationReported("100000012", [], Restock: false, "damaged in picking", Ten),
        Single(NeutralTypes.OrderCancelled));

    [Fact]
    public void A_return_is_received_and_then_inspected()
    {
        Assert.Equal(
            new Fact.ReturnReceived(
                "100000012", "R1", "LDS", Ten, [Line(null, "A", 1)]), Single(NeutralTypes.ReturnReceived));
        Assert.Equal(
            new Fact.ReturnInspected("100000012", "R1", "LDS", Ten,
                [new(Line(null, "A", 1), "restock"), new(Line(null, "A", 1), "damaged")]),
            Single(NeutralTypes.ReturnInspected));
    }

    [Fact]
    public void A_product_tells_its_traits()
    {
        var product = Assert.IsType<Fact.ProductObserved>(Single(NeutralTypes.ProductChanged));

        var traits = new ProductTraits { HoldsStock = false, Enabled = true, Children = [Sku.Parse("TENT-2P")] };
        Assert.Equal(traits, product.Traits);
    }

    [Theory]
    [InlineData(NeutralTypes.OrderStatus, "\"allocated\"", "\"lost\"", "status: expected one of accepted, allocated")]
    [InlineData(
        NeutralTypes.ReturnInspected, "\"restock\"", "\"sell\"", "lines[0].disposition: expected one of restock")]
    [InlineData(
        NeutralTypes.ShipmentDispatched, "0.5", "-0.5", "lines[1].quantity: expected a quantity that is not negative")]
    [InlineData(NeutralTypes.OrderCancelled, "false", "\"no\"", "restock: expected true or false, came \"no\"")]
    [InlineData(
        NeutralTypes.ReturnReceived, "[{\"sku\":\"A\",\"quantity\":1}]", "[]", "lines: expected a list of at least")]
    [InlineData(
        NeutralTypes.ReturnReceived, "[{\"sku\":\"A\",\"quantity\":1}]", "{}", "lines: expected a list, came an")]
    public void A_document_with_a_bad_line_is_no_fact_at_all(string type, string old, string @new, string detail)
    {
        var facts = NeutralMessages.Read(type, NeutralMessages.All[type].Replace(old, @new, StringComparison.Ordinal));

        Assert.All(facts, fact => Assert.IsType<Fact.Unusable>(fact));
        Assert.StartsWith(detail, ((Fact.Unusable)facts[0]).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_nobody_knows_is_said_to_be_unknown()
    {
        var unusable = Assert.IsType<Fact.Unusable>(Single("trueup.stock.level.v2", "7"));

        Assert.Equal(CaseCodes.TypeUnknown, unusable.Code);
        Assert.Contains("trueup.stock.level.v2", unusable.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"type":true}""")]
    [InlineData("""{"type":"trueup.stock.level.v1"}""")]
    [InlineData("""{"type":"trueup.stock.level.v1","data":7}""")]
    [InlineData("""{"type":"trueup.stock.level.v1","data":"{\"sku\":\"A\",\"location\":\"L\",\"quantity\":1}"}""")]
    [InlineData("""{"type":"trueup.stock.level.v1","data_base64":"*"}""")]
    [InlineData("""{"type":"trueup.stock.level.v1","data_base64":"e30"}""")]
    [InlineData("""{"type":"trueup.stock.level.v1","data":{"sku":"\ud800"}}""")]
    [InlineData("""{"\ud800":1}""")]
    public void A_message_without_sense_is_unreadable(string body)
    {
        var facts = NeutralMessages.Read(Encoding.UTF8.GetBytes(body));

        Assert.All(facts, fact => Assert.Equal(CaseCodes.Unreadable, Assert.IsType<Fact.Unusable>(fact).Code));
        Assert.NotEmpty(facts);
    }

    private static Fact Single(string type, string? data = null) =>
        Assert.Single(NeutralMessages.Read(type, data ?? NeutralMessages.All[type]));

    private static LineQuantity Line(string? line, string sku, Quantity quantity) =>
        new(line, Sku.Parse(sku), quantity);

    private static Fact.LevelReported Level(
        string sku, string location, string? state, Quantity quantity, long? version, DateTimeOffset? asOf) =>
        new(Sku.Parse(sku), location, state, quantity, version, asOf);
}
