using Trueup.Core.Orders;

namespace Trueup.Tests.Engine.Orders;

/// <summary>A storefront that corrects an order without dating it anew: what it shows last is what holds.</summary>
public sealed class CorrectionReadingTests
{
    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(16);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_address_that_is_corrected_and_put_back_is_what_it_was_again(bool crashes)
    {
        var shop = new Shopfront { HidesCorrections = true };
        var house = new House(shop: shop);
        var (placed, first, second) = (house.Clock.GetUtcNow(), house.Placed("9", extra: To("LS1 1AA")), house.Placed("9", extra: To("LS2 2BB")));
        shop.Take("9", placed, first);
        house.Run(Sweep);
        Assert.Equal("LS1 1AA", Postcode(house));

        foreach (var (shown, postcode) in new[] { (second, "LS2 2BB"), (first, "LS1 1AA"), (second, "LS2 2BB"), (first, "LS1 1AA") })
        {
            shop.Correct("9", shown);
            house.Run(Sweep);
            if (crashes)
            {
                house.Crash();
            }

            Assert.Equal(postcode, Postcode(house));
        }

        Assert.Equal(4, house.Order("9").Documents.Count(document => document.Kind == DocumentKind.AmendOrder));
        Assert.Empty(house.OpenCases);
    }

    [Fact]
    public async Task What_is_shown_as_before_is_no_news_however_often_it_is_read()
    {
        var shop = new Shopfront { HidesCorrections = true };
        var house = new House(shop: shop);
        var corrected = house.Placed("9", extra: To("LS2 2BB"));
        shop.Take("9", house.Clock.GetUtcNow(), house.Placed("9", extra: To("LS1 1AA")));
        house.Run(Sweep);
        shop.Correct("9", corrected);
        house.Run(Sweep).Run(Sweep);
        var accepted = await house.MessagesFromAsync(House.Shop);

        house.Run(Sweep).Crash().Run(Sweep);

        Assert.Equal(2, accepted);
        Assert.Equal(accepted, await house.MessagesFromAsync(House.Shop));
    }

    private static string? Postcode(House house) => house.Order("9").Canonical.Shipping?.Address.Postcode;

    private static string To(string postcode) => $$"""
        ,"shipping":{"address":{"name":"Ann","street":["1 High St"],"city":"Leeds","postcode":"{{postcode}}","country":"GB" },"method":"dhl",
         "amount":{"net":0,"tax":0,"gross":0} }
        """;
}
