using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Connecting;
using Trueup.Demo.Sandboxes;
using Trueup.Demo.Trading;
using Trueup.Simulator;

namespace Trueup.Tests.Demo.Trading;

/// <summary>The demo's own idea of what is true, on books that are small enough to add up by hand.</summary>
public sealed class TrueFiguresTests : IAsyncLifetime
{
    private readonly Article _article = new("TENT-1", "Tent", 100m, [10m, 4m, 3m]);
    private Sandbox _sandbox = null!;
    private TrueFigures _figures = null!;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async Task InitializeAsync()
    {
        _sandbox = await Sandbox.OpenAsync(
            Assortment.Of([_article], hot: 1), TimeProvider.System, CancellationToken.None);
        _figures = new TrueFigures(_sandbox);
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public void What_lies_at_each_place_may_be_sold_less_what_is_kept_back_in_the_store()
    {
        Assert.Equal(10 + 4 + 2, _figures.Salable(_article.Sku));
        Assert.Equal(10 + 4 + 3, _figures.Unpromised(_article.Sku));
    }

    [Fact]
    public void An_order_counts_once_whether_only_the_shop_or_also_the_warehouse_has_it()
    {
        Stock(leeds: 10, paris: 4, soho: 3);
        var order = Buy(quantity: 6);
        Assert.Equal(10, _figures.Salable(_article.Sku));

        HandOver(order, quantity: 6);
        Assert.Equal(10, _figures.Salable(_article.Sku));

        _sandbox.Warehouse.Work(Now, new WarehouseStep.Allocate(1));
        _sandbox.Warehouse.Work(Now, new WarehouseStep.Pick(1));
        _sandbox.Warehouse.Work(Now, new WarehouseStep.Pack(1));
        _sandbox.Warehouse.Work(Now, new WarehouseStep.Dispatch(1));
        Assert.Equal(4, _sandbox.Warehouse.OnHand(_article.Sku, "LDS"));
        Assert.Equal(10, _figures.Salable(_article.Sku));
    }

    [Fact]
    public void More_promised_at_one_place_than_lies_there_takes_nothing_from_another()
    {
        Stock(leeds: 10, paris: 4, soho: 3);
        HandOver(Buy(quantity: 9), quantity: 9);

        _sandbox.Warehouse.Work(Now, new WarehouseStep.Count(_article.Sku, "LDS", Counted: 2m));

        Assert.Equal(4 + 2, _figures.Salable(_article.Sku));
    }

    [Fact]
    public void A_cancelled_order_frees_what_it_took()
    {
        Stock(leeds: 10, paris: 4, soho: 3);
        var order = Buy(quantity: 6);

        _sandbox.Shop.Staff.Cancel(order.EntityId, Now);

        Assert.Equal(16, _figures.Salable(_article.Sku));
    }

    [Fact]
    public void What_the_second_shop_sold_is_missing_in_the_first_until_it_is_told()
    {
        Stock(leeds: 10, paris: 4, soho: 2);
        Enter(leeds: 10, paris: 4, soho: 2);
        Assert.True(_figures.IsRight(_article.Sku) && _figures.IsRightInProject(_article.Sku));

        var order = BuyInProject(quantity: 6);
        Assert.Equal(10, _figures.Salable(_article.Sku));
        Assert.True(_figures.IsRightInProject(_article.Sku));
        Assert.False(_figures.IsRight(_article.Sku));

        Stock(leeds: 4, paris: 4, soho: 2);
        Assert.True(_figures.IsRight(_article.Sku));

        _sandbox.Project.Staff.Cancel(order.Id, Now);
        Assert.Equal(16, _figures.Salable(_article.Sku));
        Assert.False(_figures.IsRightInProject(_article.Sku));
    }

    [Fact]
    public void Selling_what_is_gone_is_excused_only_for_as_long_as_the_news_of_the_last_piece_may_take()
    {
        var clock = new VirtualClock(Now);
        var watch = new FreshnessWatch(_figures, _figures.IsRight, clock);
        Stock(leeds: 10, paris: 4, soho: 2);
        Enter(leeds: 10, paris: 4, soho: 2);
        BuyInProject(quantity: 6);
        watch.Changed(_article.Sku, Cause.Sale);
        clock.Advance(clock.GetUtcNow() + Cause.Sale.Allowance);
        BuyInProject(quantity: 4);
        watch.Changed(_article.Sku, Cause.Sale);

        clock.Advance(clock.GetUtcNow() + Cause.Sale.Allowance);
        Assert.Null(watch.Overdue(_article.Sku));

        // A rise is no news that could excuse anything.
        _sandbox.Warehouse.Work(Now, new WarehouseStep.Receive(_article.Sku, "LDS", 1m));
        watch.Changed(_article.Sku, Cause.Owner);
        clock.Advance(clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        Assert.NotNull(watch.Overdue(_article.Sku));
    }

    [Fact]
    public void Only_sales_of_the_other_shop_wait_while_that_shop_cannot_be_asked()
    {
        var clock = new VirtualClock(Now);
        var watch = new FreshnessWatch(_figures, _figures.IsRightInProject, clock);
        watch.Changed(_article.Sku, Cause.Owner);
        watch.Asking.Block(isBlocked: true);
        clock.Advance(clock.GetUtcNow() + TimeSpan.FromSeconds(9));
        Assert.NotNull(watch.Overdue(_article.Sku));

        watch.Changed(_article.Sku, Cause.Sale);
        Assert.Null(watch.Overdue(_article.Sku));
    }

    [Fact]
    public void Nobody_is_late_while_the_shop_turns_calls_away_and_the_hub_pauses()
    {
        var clock = new VirtualClock(Now);
        var watch = new FreshnessWatch(_figures, _figures.IsRight, clock);
        watch.Changed(_article.Sku, Cause.Owner);
        watch.Writing.Call(["OTHER"], isAnswered: false);
        clock.Advance(clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        watch.Writing.Call(["OTHER"], isAnswered: true);
        clock.Advance(clock.GetUtcNow() + Cause.Owner.Allowance);
        Assert.Null(watch.Overdue(_article.Sku));

        clock.Advance(clock.GetUtcNow() + TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), watch.Overdue(_article.Sku));
    }

    [Fact]
    public void A_call_that_was_turned_away_excuses_what_it_was_about_until_it_is_made_again()
    {
        var clock = new VirtualClock(Now);
        var watch = new FreshnessWatch(_figures, _figures.IsRight, clock);
        watch.Changed(_article.Sku, Cause.Owner);
        watch.Writing.Call([_article.Sku], isAnswered: false);
        watch.Writing.Call(["OTHER"], isAnswered: true);
        clock.Advance(clock.GetUtcNow() + TimeSpan.FromSeconds(9));

        Assert.Null(watch.Overdue(_article.Sku));
    }

    [Fact]
    public async Task A_served_shop_says_which_calls_it_turned_away_and_what_they_were_about()
    {
        var heard = new List<(string Subjects, bool IsAnswered)>();
        _sandbox.ShopServer.Settled = (request, isAnswered) =>
            heard.Add((string.Join(' ', CallSubjects.InShop(request, _sandbox.Shop.Books)), isAnswered));
        using var client = new HttpClient { BaseAddress = _sandbox.ShopServer.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", _sandbox.Secrets.Shop);
        async Task WriteAsync()
        {
            using var body = new StringContent(
                """{"sourceItems":[{"sku":"TENT-1","source_code":"leeds_src","quantity":4,"status":1}]}""", System.Text.Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(new Uri("/rest/default/V1/inventory/source-items", UriKind.Relative), body);
        }

        _sandbox.ShopServer.Faults.FailNext = 1;
        await WriteAsync();
        await WriteAsync();
        _sandbox.ShopServer.Faults.CallsPerSecondMax = 0;
        using var list = await client.GetAsync(new Uri("/rest/default/V1/orders?searchCriteria[pageSize]=1", UriKind.Relative));

        Assert.Equal([("TENT-1", false), ("TENT-1", true), (CallSubjects.Sales, false)], heard);
    }

    private void Enter(long leeds, long paris, long soho)
    {
        _sandbox.Project.Setup.Entry(_article.Sku, "leeds", leeds);
        _sandbox.Project.Setup.Entry(_article.Sku, "paris", paris);
        _sandbox.Project.Setup.Entry(_article.Sku, "soho", soho);
    }

    private Trueup.Connectors.CommerceTools.Twin.TwinOrder BuyInProject(long quantity)
    {
        var place = Trueup.Demo.Sandboxes.Place.All.First(place => _sandbox.Project.Books.Available(_article.Sku, place.Channel) >= quantity);
        var order = _sandbox.Project.Shoppers.PlaceOrder(
            new Trueup.Connectors.CommerceTools.Twin.TwinPurchase([new(_article.Sku, quantity, place.Channel)]), Now);
        Assert.NotNull(order);
        _figures.Track(order, [_article.Sku]);
        return order;
    }

    private void Stock(decimal leeds, decimal paris, decimal soho)
    {
        _sandbox.Shop.Staff.SetQuantity(_article.Sku, "leeds_src", leeds, Now);
        _sandbox.Shop.Staff.SetQuantity(_article.Sku, "paris_src", paris, Now);
        _sandbox.Shop.Staff.SetQuantity(_article.Sku, "soho_src", soho, Now);
    }

    private TwinOrder Buy(decimal quantity)
    {
        var placed = _sandbox.Shop.Shoppers.PlaceOrder(Sandbox.Website, [new ShopperLine(_article.Sku, quantity)], Now);
        Assert.True(placed.IsDone);
        _figures.Track(placed.Value);
        return placed.Value;
    }

    private void HandOver(TwinOrder order, decimal quantity)
    {
        var body = $$"""
            {"external_id":"{{TrueFigures.ExternalId(order.IncrementId)}}",
             "lines":[{"line":"1","sku":"{{_article.Sku}}","qty":{{quantity}},"warehouse":"LDS"}]}
            """;
        var reply = _sandbox.Warehouse.Answer(
            new WireRequest(
                "POST",
                "/orders",
                [new WireHeader("Authorization", $"Bearer {_sandbox.Secrets.Warehouse}")],
                System.Text.Encoding.UTF8.GetBytes(body),
                "application/json"),
            Now);
        Assert.Equal(201, reply.Status);
    }
}
