using Trueup.Core.Values;

namespace Trueup.Tests.Engine.Tills;

/// <summary>A store whose system tells movements instead of figures.</summary>
public sealed class MovementTests
{
    [Fact]
    public async Task Goods_that_come_in_cover_no_sale()
    {
        var shop = await (await Move(new Shop(), 5)).Wait(10).Tents("T1", "18:05");

        await Move(shop, 10);

        Assert.Equal<Quantity>(1, shop.Unseen);
        Assert.Equal<Quantity?>(14, shop.Available);
    }

    [Fact]
    public async Task Goods_that_go_out_cover_as_many_units_as_went()
    {
        var shop = (await Move(new Shop(), 5)).Wait(10);
        await (await shop.Tents("T1", "18:05", quantity: 2)).Tents("T2", "18:06");

        await Move(shop, -1);
        Assert.Equal((2, 2), (shop.Unseen.Value, shop.Available!.Value.Value));
        await Move(shop, -2);

        Assert.Equal<Quantity>(0, shop.Unseen);
        Assert.Equal<Quantity?>(2, shop.Available);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_correction_after_everything_is_covered_covers_nothing(bool withLedger)
    {
        var shop = await (await Move(new Shop(), 5)).Wait(10).Tents("T1", "18:05");
        await Move(shop, -1);
        await shop.Restart(withLedger);

        await Move(shop, -1);

        Assert.Equal<Quantity>(0, shop.Unseen);
        Assert.Equal<Quantity?>(3, shop.Available);
    }

    private static Task<Shop> Move(Shop shop, int delta) => shop.Say(
        "trueup.stock.movement.v1",
        $$"""{"sku":"TENT-2P","location":"07","delta":{{delta}},"reason":"correction"}""");
}
