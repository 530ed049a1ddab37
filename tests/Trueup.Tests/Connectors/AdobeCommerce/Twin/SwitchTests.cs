using Trueup.Connectors.AdobeCommerce.Twin;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

public sealed class SwitchTests
{
    private const string Salable = "V1/inventory/get-product-salable-quantity/TEE-1/2";

    private readonly AdobeTwin _twin = new();
    private readonly TwinClient _client;

    public SwitchTests()
    {
        var start = new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);
        _twin.Setup.Token(TwinClient.Token);
        _twin.Setup.Stock("Main", [new TwinLink("leeds", 1), new TwinLink("soho", 2)], ["base"]);
        for (var n = 1; n <= 4; n++)
        {
            _twin.Setup.Product(new TwinProduct($"TEE-{n}"));
            _twin.Setup.SourceItem($"TEE-{n}", "leeds", 5);
        }

        _client = new TwinClient(_twin, start);
    }

    [Fact]
    public void A_save_that_fails_half_way_keeps_new_rows_and_the_first_updates_and_not_the_index()
    {
        _twin.Switches.FailNextSaveAfterUpdates = 2;
        const string batch = """
            {"sourceItems":[{"sku":"TEE-1","source_code":"leeds","quantity":50,"status":1},
             {"sku":"TEE-2","source_code":"leeds","quantity":50,"status":1},
             {"sku":"TEE-3","source_code":"leeds","quantity":50,"status":1},
             {"sku":"TEE-1","source_code":"soho","quantity":9,"status":1}]}
            """;

        var failed = _client.Post("V1/inventory/source-items", batch);

        Assert.Equal((400, """{"message":"Could not save Source Item"}"""), (failed.Status, failed.Text));
        Assert.Equal((50, 50, 5, 9),
            (At("TEE-1", "leeds"), At("TEE-2", "leeds"), At("TEE-3", "leeds"), At("TEE-1", "soho")));
        Assert.Equal(5, _twin.Books.Salable("TEE-1", 2));
        Assert.Equal(200, _client.Post("V1/inventory/source-items", batch).Status);
        Assert.Equal((59, 50), (_twin.Books.Salable("TEE-1", 2), At("TEE-3", "leeds")));
    }

    [Fact]
    public void Salable_quantity_flickers_to_zero_as_often_as_told()
    {
        _twin.Switches.FlickerNextReads = 2;

        Assert.Equal(["0", "0", "5"],
            new[] { _client.Get(Salable).Text, _client.Get(Salable).Text, _client.Get(Salable).Text });
    }

    [Fact]
    public void Too_many_calls_in_a_second_are_refused_until_it_is_over()
    {
        _twin.Switches.CallsPerSecondMax = 2;
        _twin.Switches.RetryAfterSeconds = 3;
        var request = new Trueup.Core.Connecting.WireRequest("GET", "/rest/V1/modules");

        var statuses = Enumerable.Range(0, 3).Select(_ => _twin.Answer(request, _client.Now)).ToList();

        Assert.Equal([200, 200, 429], statuses.Select(s => s.Status));
        Assert.Equal("3", statuses[2].Header("Retry-After"));
        Assert.Equal(200, _twin.Answer(request, _client.Now.AddSeconds(1)).Status);
    }

    [Fact]
    public void Orders_per_minute_are_limited_without_a_word_on_when_to_retry()
    {
        _twin.Switches.OrdersPerMinuteMax = 0;
        var cart = _client.Post("V1/guest-carts", "{}").Json!.GetValue<string>();

        var reply = _client.Post($"V1/guest-carts/{cart}/payment-information",
            """{"paymentMethod":{"method":"checkmo"}}""");

        Assert.Equal((429, """{"message":"Too Many Requests"}"""), (reply.Status, reply.Text));
        Assert.Null(reply.Wire.Header("Retry-After"));
    }

    [Fact]
    public void Maintenance_is_a_page_and_nothing_else()
    {
        _twin.Switches.IsInMaintenance = true;

        var reply = _client.Get(Salable);

        Assert.Equal(503, reply.Status);
        Assert.StartsWith("<!doctype html>", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_salable_flag_waits_for_its_consumer_as_long_as_told()
    {
        _twin.Switches.ConsumerDelay = TimeSpan.FromMinutes(1);
        _twin.Shoppers.PlaceOrder("base", [new ShopperLine("TEE-1", 5)], _client.Now);

        var before = _twin.Books.Index("TEE-1", 2)!.IsSalable;
        _client.Tick(61);
        _client.Get(Salable);

        Assert.Equal((true, false), (before, _twin.Books.Index("TEE-1", 2)!.IsSalable));
    }

    [Fact]
    public void Racing_shoppers_sell_what_is_not_there()
    {
        _twin.Shoppers.PlaceOrder("base", [new ShopperLine("TEE-1", 5)], _client.Now);
        var refused = _twin.Shoppers.PlaceOrder("base", [new ShopperLine("TEE-1", 1)], _client.Now);
        _twin.Switches.RaceNextOrders = 1;

        var raced = _twin.Shoppers.PlaceOrder("base", [new ShopperLine("TEE-1", 1)], _client.Now);

        Assert.Equal("Product that you are trying to add is not available.", refused.Refusal!.Message);
        Assert.True(raced.IsDone);
        Assert.Equal((1, -6m), (_twin.Books.OversoldOrders, _twin.Books.ReservationSum("TEE-1", 2)));
    }

    [Fact]
    public void Placed_orders_are_pushed_only_when_events_are_on()
    {
        _twin.Shoppers.PlaceOrder("base", [new ShopperLine("TEE-1", 1)], _client.Now);
        _twin.Switches.PushesEvents = true;
        _twin.Shoppers.PlaceOrder("base", [new ShopperLine("TEE-1", 1)], _client.Now);

        var pushed = Assert.Single(_twin.TakePushes(_client.Now));

        Assert.Equal("com.adobe.commerce.observer.sales_order_save_commit_after", pushed.Header("x-adobe-event-code"));
        Assert.True(_twin.TakePushes(_client.Now).IsEmpty);
    }

    private decimal? At(string sku, string source) => _twin.Books.SourceQuantity(sku, source);
}
