using Trueup.Core.Contract;
using Trueup.Core.Drift;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Tests.Core.Drift;

/// <summary>What a difference is about in money.</summary>
public sealed class GapWorthTests
{
    private static readonly Sku Tent = Sku.Parse("TENT");
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly GapCosts Costs = new(new Money(7.5m, "GBP"), Margin: 0.4m);

    [Fact]
    public void Units_offered_too_many_cost_a_ticket_each_as_fast_as_they_sell()
    {
        // Four units a week weigh 5.7708.
        var worth = GapWorth.Of(Found(expected: 10, observed: 16), Sold(20m, "GBP", 5.7708m), Costs)!;

        Assert.Equal((GapKind.Oversell, (Quantity)6), (worth.Kind, worth.Units));
        Assert.Equal(new Money(120m, "GBP"), worth.AtStake);
        Assert.Equal(new Money(30m, "GBP"), worth.PerWeek);
    }

    [Fact]
    public void Units_offered_too_few_cost_the_margin_of_what_would_have_been_sold()
    {
        var worth = GapWorth.Of(Found(expected: 10, observed: null), Sold(20m, "GBP", 5.7708m), Costs)!;

        Assert.Equal((GapKind.LostSales, (Quantity)10), (worth.Kind, worth.Units));
        Assert.Equal(new Money(200m, "GBP"), worth.AtStake);
        Assert.Equal(new Money(32m, "GBP"), worth.PerWeek);
    }

    [Fact]
    public void Nothing_is_said_in_money_where_no_price_is_known_or_the_currency_is_another()
    {
        var unsold = GapWorth.Of(Found(expected: 1, observed: 3), new SkuStock(Tent), Costs)!;
        var foreign = GapWorth.Of(Found(expected: 1, observed: 3), Sold(20m, "EUR", 5.7708m), Costs)!;

        Assert.Null(unsold.AtStake);
        Assert.Equal(new Money(40m, "EUR"), foreign.AtStake);
        Assert.Null(foreign.PerWeek);
        Assert.Null(GapWorth.Of(Found(expected: -3, observed: 0), Sold(20m, "GBP", 1m), Costs));
    }

    [Theory]
    [InlineData(2, null, false)]
    [InlineData(3, null, true)]
    [InlineData(null, 99, false)]
    [InlineData(null, 100, true)]
    public void A_cap_counts_skus_and_what_the_units_sell_for(int? skus, int? worth, bool allows)
    {
        var cap = new HealCap(skus, worth is { } most ? new Money(most, "GBP") : null);
        Items<Repair> repairs = [Of("A", 5, 0), Of("B", 0, 5), Of("C", 3, 4)];

        Assert.Equal(allows, cap.Allows(repairs, sku => new SkuStock(sku)
        {
            Price = sku.Text == "C" ? null : new Money(10m, "GBP"),
        }));
    }

    private static Repair Of(string sku, int from, int to) =>
        new(Sku.Parse(sku), RemoteCode.Parse("leeds_src"), LocationCode.Parse("leeds"), from, to);

    private static Discrepancy Found(int expected, int? observed) =>
        new(Tent, DriftClass.GhostStock, expected, observed is { } shown ? (Quantity)shown : null, "");

    private static SkuStock Sold(decimal price, string currency, decimal weight) => new(Tent)
    {
        Price = new Money(price, currency),
        Pace = new Pace(Quantity.Of(weight), Now),
    };
}
