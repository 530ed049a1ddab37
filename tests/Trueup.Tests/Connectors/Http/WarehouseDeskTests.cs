using System.Text;
using System.Text.Json;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Connecting;

namespace Trueup.Tests.Connectors.Http;

/// <summary>What a warehouse does when an order cannot go through as it was told.</summary>
public sealed class WarehouseDeskTests
{
    private const string TwoLines = """
        {"external_id":"1","deliver_to":{"city":"Leeds"},"lines":[
        {"line":"1","sku":"TENT-2P","qty":3,"warehouse":"LDS"},{"line":"2","sku":"MAT-FOAM","qty":2,"warehouse":"LDS"}]}
        """;

    private static readonly WarehouseStep[] Through =
        [new WarehouseStep.Allocate(9, Partly: true), new WarehouseStep.Pick(9), new WarehouseStep.Pack(9)];

    [Fact]
    public void An_order_is_taken_without_the_lines_that_make_no_sense_and_says_so()
    {
        var twin = Wms.Twin(new WarehouseRules(Wms.Token) { TakesPartly = true });

        var reply = Call(twin, "POST", "/orders", TwoLines.Replace("MAT-FOAM", "GONE", StringComparison.Ordinal));

        Assert.Equal(201, reply.Status);
        Assert.Equal("part-accepted", Json(reply).GetProperty("status").GetString());
        Assert.Equal("2", Json(reply).GetProperty("rejected")[0].GetProperty("line").GetString());
        Assert.Single(Assert.Single(twin.OrdersOf("1")).Lines);
    }

    [Fact]
    public void An_order_of_more_lines_than_the_system_takes_is_refused()
    {
        var lines = string.Join(',', Enumerable.Range(0, 5_000).Select(
            line => $$"""{"line":"{{line}}","sku":"TENT-2P","qty":1,"warehouse":"LDS"}"""));

        Assert.Equal(422, Call(Wms.Twin(), "POST", "/orders", $$"""{"external_id":"1","lines":[{{lines}}]}""").Status);
    }

    [Fact]
    public void A_part_is_cancelled_and_never_more_than_is_open()
    {
        var twin = Wms.Twin();
        var id = IdOf(Call(twin, "POST", "/orders", TwoLines));
        twin.Work(Wms.Now, new WarehouseStep.Allocate(1));

        var part = Call(twin, "POST", $"/orders/{id}/cancel", """{"lines":[{"line":"1","sku":"TENT-2P","qty":2}]}""");
        var over = Call(twin, "POST", $"/orders/{id}/cancel", """{"lines":[{"line":"1","sku":"TENT-2P","qty":2}]}""");

        Assert.Equal(200, part.Status);
        Assert.Equal(409, over.Status);
        Assert.Equal(2m, twin.OrdersOf("1")[0].Lines[0].Cancelled);
        Assert.Equal(11m, twin.Sellable("TENT-2P", "LDS"));
    }

    [Fact]
    public void The_same_part_under_the_same_key_is_cancelled_once()
    {
        var twin = Wms.Twin();
        var id = IdOf(Call(twin, "POST", "/orders", TwoLines));
        const string part = """{"lines":[{"line":"1","sku":"TENT-2P","qty":1}]}""";

        Call(twin, "POST", $"/orders/{id}/cancel", part, key: "k");
        Call(twin, "POST", $"/orders/{id}/cancel", part, key: "k");

        Assert.Equal(1m, twin.OrdersOf("1")[0].Lines[0].Cancelled);
    }

    [Fact]
    public void What_is_packed_is_locked_where_the_rules_say_so()
    {
        var twin = Wms.Twin(new WarehouseRules(Wms.Token) { LocksPacked = true });
        var id = IdOf(Call(twin, "POST", "/orders", TwoLines));
        Do(twin, Through);

        Assert.Equal(409, Call(twin, "POST", $"/orders/{id}/cancel", "").Status);
        Assert.Equal(409, Call(twin, "PATCH", $"/orders/{id}", """{"deliver_to":{"city":"York"}}""").Status);
    }

    [Fact]
    public void An_address_is_corrected_while_the_order_is_here()
    {
        var twin = Wms.Twin();
        var id = IdOf(Call(twin, "POST", "/orders", TwoLines));

        Assert.Equal(200, Call(twin, "PATCH", $"/orders/{id}", """{"deliver_to":{"city":"York"}}""").Status);

        Assert.Contains("York", twin.OrdersOf("1")[0].DeliverTo, StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_gets_what_there_is_and_the_rest_follows_when_it_comes()
    {
        var twin = Wms.Twin();
        Call(twin, "POST", "/orders", TwoLines.Replace("\"qty\":3", "\"qty\":15", StringComparison.Ordinal));

        Do(twin, Through);
        Assert.Equal(1, twin.Work(Wms.Now, new WarehouseStep.Dispatch(1)));
        Assert.Equal((12m, "on-hold"), (twin.OrdersOf("1")[0].Lines[0].Dispatched, twin.OrdersOf("1")[0].Status));

        twin.Work(Wms.Now, new WarehouseStep.Receive("TENT-2P", "LDS", 3));
        Do(twin, Through);
        twin.Work(Wms.Now, new WarehouseStep.Dispatch(1));
        Assert.Equal((15m, "dispatched"), (twin.OrdersOf("1")[0].Lines[0].Dispatched, twin.OrdersOf("1")[0].Status));
        Assert.Equal(2, twin.Dispatches.Count);
    }

    [Fact]
    public void A_short_pick_cuts_the_line_and_corrects_the_book()
    {
        var twin = Wms.Twin();
        Call(twin, "POST", "/orders", TwoLines);
        twin.Work(Wms.Now, new WarehouseStep.Allocate(1));
        twin.TakePushes(Wms.Now);

        Assert.Equal(1, twin.Work(Wms.Now, new WarehouseStep.ShortPick("1", "1", Missing: 1, Cancels: true)));

        Assert.Equal((1m, 11m), (twin.OrdersOf("1")[0].Lines[0].Cancelled, twin.OnHand("TENT-2P", "LDS")));
        var told = Encoding.UTF8.GetString(Assert.Single(twin.TakePushes(Wms.Now)).Body.Span);
        Assert.Contains("trueup.order.cancelled.v1", told, StringComparison.Ordinal);
        Assert.Contains("not to be found", told, StringComparison.Ordinal);
        Assert.Contains("\"location\":\"LDS\"", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_pick_that_waits_ships_the_rest_later()
    {
        var twin = Wms.Twin();
        Call(twin, "POST", "/orders", TwoLines);
        twin.Work(Wms.Now, new WarehouseStep.Allocate(1));
        twin.Work(Wms.Now, new WarehouseStep.ShortPick("1", "1", Missing: 1, Cancels: false));

        Do(twin, [new WarehouseStep.Pick(1), new WarehouseStep.Pack(1), new WarehouseStep.Dispatch(1)]);
        Assert.Equal(2m, twin.OrdersOf("1")[0].Lines[0].Dispatched);
        Do(twin, [.. Through, new WarehouseStep.Dispatch(1)]);

        Assert.Equal(3m, twin.OrdersOf("1")[0].Lines[0].Dispatched);
    }

    [Fact]
    public void An_order_whose_only_goods_were_given_up_waits_though_more_of_those_come()
    {
        var twin = Wms.Twin();
        twin.Work(Wms.Now, new WarehouseStep.Count("MAT-FOAM", "LDS", Counted: 0));
        Call(twin, "POST", "/orders", TwoLines);
        twin.Work(Wms.Now, new WarehouseStep.Allocate(1, Partly: true));
        twin.Work(Wms.Now, new WarehouseStep.ShortPick("1", "1", Missing: 3, Cancels: true));

        Assert.Equal(0, twin.Work(Wms.Now, new WarehouseStep.Allocate(1, Partly: true)));

        Assert.Equal("on-hold", twin.OrdersOf("1")[0].Status);
    }

    [Fact]
    public void A_line_is_split_over_two_warehouses()
    {
        var twin = Wms.Twin();
        Call(twin, "POST", "/orders", TwoLines);

        Assert.Equal(1, twin.Work(Wms.Now, new WarehouseStep.Reroute("1", "1", "PAR", Quantity: 1)));
        Do(twin, [.. Through, new WarehouseStep.Dispatch(1)]);

        Assert.Equal(["LDS", "PAR"], twin.Dispatches.Select(note => note.Warehouse));
        Assert.Equal(3m, twin.OrdersOf("1")[0].Lines.Where(line => line.Sku == "TENT-2P").Sum(line => line.Dispatched));
    }

    [Fact]
    public void An_announced_return_brings_back_what_was_announced()
    {
        var twin = Wms.Twin();
        Call(twin, "POST", "/orders", TwoLines);
        Do(twin, [.. Through, new WarehouseStep.Dispatch(1)]);
        const string rma = """{"rma":"R1","external_id":"1","lines":[{"line":"1","sku":"TENT-2P","qty":2}]}""";

        Assert.Equal(201, Call(twin, "POST", "/returns", rma).Status);
        Assert.Equal(200, Call(twin, "POST", "/returns", rma).Status);
        Assert.Equal(
            422,
            Call(twin, "POST", "/returns", rma.Replace("\"qty\":2", "\"qty\":9", StringComparison.Ordinal)).Status);
        twin.Work(Wms.Now, new WarehouseStep.TakeBack("1", "R1"));

        Assert.Equal(4m, twin.OnHand("TENT-2P", "LDS", WarehouseStatus.Inspection));
        Assert.Equal(0m, twin.OnHand("MAT-FOAM", "LDS", WarehouseStatus.Inspection));
    }

    private static void Do(WarehouseTwin twin, WarehouseStep[] steps)
    {
        foreach (var step in steps)
        {
            twin.Work(Wms.Now, step);
        }
    }

    private static WireReply Call(WarehouseTwin twin, string method, string target, string body, string? key = null) =>
        twin.Answer(
            new WireRequest(
                method,
                target,
                key is null
                    ? [new("Authorization", $"Bearer {Wms.Token}")]
                    : [new("Authorization", $"Bearer {Wms.Token}"), new("Idempotency-Key", key)],
                Encoding.UTF8.GetBytes(body)),
            Wms.Now);

    private static JsonElement Json(WireReply reply) => JsonDocument.Parse(reply.Body).RootElement;

    private static string IdOf(WireReply reply) => Json(reply).GetProperty("id").GetString()!;
}
