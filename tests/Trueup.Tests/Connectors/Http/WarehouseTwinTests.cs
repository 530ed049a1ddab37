using System.Text;
using System.Text.Json;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Tests.Connectors.Http;

public sealed class WarehouseTwinTests
{
    private static readonly WarehouseStep[] Through =
        [new WarehouseStep.Allocate(9), new WarehouseStep.Pick(9), new WarehouseStep.Pack(9)];

    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("GET", "/orders", 400)]
    [InlineData("GET", "/orders/W-1", 404)]
    [InlineData("POST", "/orders/W-1/cancel", 404)]
    [InlineData("DELETE", "/orders", 405)]
    [InlineData("GET", "/stock?page=0", 400)]
    [InlineData("GET", "/stock?size=1001", 400)]
    [InlineData("GET", "/stock?page=x", 400)]
    [InlineData("GET", "/stock?page=2147483647&size=1000", 200)]
    [InlineData("GET", "/orders?external_id=%zz", 200)]
    [InlineData("POST", "/orders", 400)]
    public void A_call_is_answered_by_the_rules(string method, string target, int status) =>
        Assert.Equal(status, Call(Wms.Twin(), method, target).Status);

    [Theory]
    [InlineData("""[]""", "external_id is missing; lines must hold at least one line")]
    [InlineData("""{"external_id":"1","lines":[]}""", "lines must hold at least one line")]
    [InlineData("""{"external_id":"1","lines":[7]}""", "lines[0].line is missing; lines[0].sku is unknown")]
    [InlineData("""{"external_id":"1","lines":[{"line":"1","sku":"X","warehouse":"LDS","qty":1}]}""",
        "lines[0].sku is unknown")]
    [InlineData("""{"external_id":"1","lines":[{"line":"1","sku":"TENT-2P","warehouse":"X","qty":1}]}""",
        "lines[0].warehouse is")]
    [InlineData("""{"external_id":"1","lines":[{"line":"1","sku":"TENT-2P","warehouse":"LDS","qty":0}]}""",
        "lines[0].qty must")]
    [InlineData("""{"external_id":"1","lines":[{"line":"1","sku":"TENT-2P","warehouse":"LDS","qty":"1"}]}""",
        "lines[0].qty must")]
    public void An_order_that_makes_no_sense_is_refused_with_every_reason(string body, string reason)
    {
        var reply = Call(Wms.Twin(), "POST", "/orders", body);

        Assert.Equal(422, reply.Status);
        Assert.StartsWith(reason, Json(reply).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_token_nothing_is_told() =>
        Assert.Equal(401, Wms.Twin().Answer(new WireRequest("GET", "/stock"), Wms.Now).Status);

    [Fact]
    public void One_key_is_one_order_and_never_two_different_ones()
    {
        var twin = Wms.Twin(new WarehouseRules(Wms.Token) { TakesDuplicates = true });

        var first = Order(twin, "1", 2, key: "k");

        Assert.Equal(first.Body, Order(twin, "1", 2, key: "k").Body);
        Assert.Equal(422, Order(twin, "1", 3, key: "k").Status);
        Assert.Equal(1, twin.OrderCount);
    }

    [Fact]
    public void A_careless_warehouse_takes_duplicates_and_shows_them()
    {
        var twin = Wms.Twin(new WarehouseRules(Wms.Token) { TakesDuplicates = true });

        Order(twin, "1", 2, key: "a");
        Order(twin, "1", 2, key: "b");

        Assert.Equal(2, twin.OrdersOf("1").Count);
    }

    [Fact]
    public void A_careful_one_answers_a_conflict_with_the_order_it_has()
    {
        var twin = Wms.Twin();

        var first = Order(twin, "1", 2, key: "a");
        var second = Order(twin, "1", 2, key: "b");

        Assert.Equal((201, 409), (first.Status, second.Status));
        Assert.Equal(Json(first).GetProperty("id").GetString(), Json(second).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData(WarehouseBasis.OnHand, 12, 10)]
    [InlineData(WarehouseBasis.Available, 10, 10)]
    public void The_basis_decides_when_the_reported_figure_falls(WarehouseBasis basis, int allocated, int dispatched)
    {
        var twin = Wms.Twin(new WarehouseRules(Wms.Token) { Basis = basis });
        Order(twin, "1", 2);

        Assert.Equal(12, twin.Reported("TENT-2P", "LDS"));
        twin.Work(Wms.Now, new WarehouseStep.Allocate(1));
        Assert.Equal(allocated, twin.Reported("TENT-2P", "LDS"));
        Assert.Equal((12, 10), (twin.OnHand("TENT-2P", "LDS"), twin.Sellable("TENT-2P", "LDS")));
        Do(twin, [new WarehouseStep.Pick(1), new WarehouseStep.Pack(1), new WarehouseStep.Dispatch(1)]);
        Assert.Equal(dispatched, twin.Reported("TENT-2P", "LDS"));
        Assert.Equal("dispatched", Assert.Single(twin.OrdersOf("1")).Status);
    }

    [Fact]
    public void An_order_whose_stock_is_short_waits_until_goods_arrive()
    {
        var twin = Wms.Twin();
        Order(twin, "big", 20);
        Order(twin, "small", 2);

        Assert.Equal(1, twin.Work(Wms.Now, new WarehouseStep.Allocate(2)));
        Assert.Equal("on-hold", twin.OrdersOf("big")[0].Status);
        Do(twin, [new WarehouseStep.Receive("TENT-2P", "LDS", 10), new WarehouseStep.Allocate(1)]);

        Assert.Equal("allocated", twin.OrdersOf("big")[0].Status);
    }

    [Fact]
    public void A_partial_dispatch_leaves_the_rest_for_another()
    {
        var twin = Wms.Twin();
        Order(twin, "1", 5);
        Do(twin, [.. Through, new WarehouseStep.Dispatch(1, Parcels: 3, Partly: true)]);

        Assert.Equal("part-dispatched", twin.OrdersOf("1")[0].Status);
        Do(twin, [new WarehouseStep.Dispatch(1)]);

        Assert.Equal([3, 2], twin.Dispatches.Select(note => note.Lines[0].Quantity));
        Assert.Equal(["S-1-1", "S-1-2", "S-1-3"], twin.Dispatches[0].Tracking);
        Assert.Equal(7, twin.OnHand("TENT-2P", "LDS"));
    }

    [Fact]
    public void No_more_leaves_than_is_really_there()
    {
        var twin = Wms.Twin();
        Order(twin, "1", 5);
        Do(twin, [.. Through, new WarehouseStep.Count("TENT-2P", "LDS", 3), new WarehouseStep.Dispatch(1)]);

        Assert.Equal((0, 3), (twin.OnHand("TENT-2P", "LDS"), twin.Dispatches[0].Lines[0].Quantity));
        Assert.Equal(0, twin.Work(Wms.Now, new WarehouseStep.Dispatch(1)));
        Do(twin, [new WarehouseStep.Receive("TENT-2P", "LDS", 2), new WarehouseStep.Dispatch(1)]);
        Assert.Equal("dispatched", twin.OrdersOf("1")[0].Status);
    }

    [Theory]
    [InlineData(true, 12, 0)]
    [InlineData(false, 7, 5)]
    public void A_cancellation_keeps_the_goods_for_sale_or_not(bool restock, int good, int damaged)
    {
        var twin = Wms.Twin();
        Order(twin, "1", 5);
        Do(twin, [new WarehouseStep.Allocate(1), new WarehouseStep.Cancel("1", restock, "broken")]);

        Assert.Equal((good, damaged), (twin.Sellable("TENT-2P", "LDS"), twin.OnHand("TENT-2P", "LDS", "DMG")));
        Assert.Equal(0, twin.Work(Wms.Now, new WarehouseStep.Cancel("1", restock, "again")));
    }

    [Theory]
    [InlineData(true, "OK")]
    [InlineData(false, "DMG")]
    public void A_return_waits_for_inspection_and_counts_once(bool passed, string status)
    {
        var twin = Wms.Twin();
        Order(twin, "1", 5);
        Do(twin, [.. Through, new WarehouseStep.Dispatch(1), new WarehouseStep.TakeBack("1", "R1")]);
        var before = twin.OnHand("TENT-2P", "LDS", status);

        Assert.Equal(7, twin.OnHand("TENT-2P", "LDS", "QC"));
        Do(twin, [new WarehouseStep.Inspect("R1", passed)]);

        Assert.Equal(before + 5, twin.OnHand("TENT-2P", "LDS", status));
        Assert.Equal(2, twin.OnHand("TENT-2P", "LDS", "QC"));
        Assert.Equal(0, twin.Work(Wms.Now, new WarehouseStep.Inspect("R1", passed)));
        Assert.Equal(0, twin.Work(Wms.Now, new WarehouseStep.TakeBack("1", "R1")));
    }

    [Fact]
    public void What_belongs_to_an_order_is_not_moved_away()
    {
        var twin = Wms.Twin();
        Order(twin, "1", 5);
        Do(twin, [new WarehouseStep.Allocate(1)]);

        Assert.Equal(0, twin.Work(Wms.Now, new WarehouseStep.Move("TENT-2P", "LDS", "OK", "DMG", 8)));
        Assert.Equal(1, twin.Work(Wms.Now, new WarehouseStep.Move("TENT-2P", "LDS", "OK", "DMG", 7)));
    }

    [Fact]
    public void After_an_outage_calls_are_answered_again()
    {
        var twin = Wms.Twin();
        twin.GoDown(1, TimeSpan.FromSeconds(1.5));

        var reply = Call(twin, "GET", "/stock");

        Assert.Equal((503, "2"), (reply.Status, reply.Header("retry-after")));
        Assert.Equal(200, Call(twin, "GET", "/stock").Status);
    }

    private static void Do(WarehouseTwin twin, params WarehouseStep[] steps) =>
        Assert.All(steps, step => Assert.True(twin.Work(Wms.Now, step) > 0, step.ToString()));

    private static WireReply Order(WarehouseTwin twin, string externalId, int quantity, string? key = null) => Call(
        twin, "POST", "/orders",
        $$"""
        {"external_id":"{{externalId}}","lines":[{"line":"1","sku":"TENT-2P","warehouse":"LDS","qty":{{quantity}}}]}
        """,
        key);

    private static WireReply Call(
        WarehouseTwin twin, string method, string target, string body = "", string? key = null)
    {
        Items<WireHeader> headers = [new("authorization", $"Bearer {Wms.Token}")];
        if (key is not null)
        {
            headers = headers.Add(new WireHeader("idempotency-key", key));
        }

        return twin.Answer(new WireRequest(method, target, headers, Encoding.UTF8.GetBytes(body)), Wms.Now);
    }

    private static JsonElement Json(WireReply reply) => JsonDocument.Parse(reply.Body).RootElement;
}
