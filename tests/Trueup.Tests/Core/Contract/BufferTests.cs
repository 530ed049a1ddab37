using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;

namespace Trueup.Tests.Core.Contract;

public class BufferTests
{
    private static readonly OwnershipContract Rules = new(Terms() with
    {
        BufferDefault = 1,
        Buffers =
        [
            new BufferRule(Cap, Soho, 8),
            new BufferRule(Cap, Location: null, 4),
            new BufferRule(Sku: null, Soho, 2),
            new BufferRule(Sku: null, Soho, 3),
        ],
    });

    [Theory]
    [InlineData("CAP", "soho", 8)]
    [InlineData("CAP", "leeds", 4)]
    [InlineData("MAT", "soho", 3)]
    [InlineData("MAT", "leeds", 1)]
    public void The_rule_that_names_most_wins_and_among_equals_the_later_one(
        string sku, string location, int expected) =>
        Assert.Equal<Quantity>(expected, Rules.BufferOf(Sku.Parse(sku), LocationCode.Parse(location)));

    [Theory]
    [InlineData("fragile", 0, 5)]
    [InlineData("sturdy", 0, 2)]
    [InlineData("sturdy", 90, 7)]
    [InlineData("fragile", 90, 5)]
    public void A_category_beats_a_velocity_and_a_velocity_a_location(string category, int ordered, int expected)
    {
        var rules = new OwnershipContract(Terms() with
        {
            Buffers =
            [
                new BufferRule(Sku: null, Location: null, 7) { Velocity = Velocity.Fast },
                new BufferRule(Sku: null, Location: null, 5) { Category = "fragile" },
                new BufferRule(Sku: null, Soho, 2),
            ],
        });
        var stock = new SkuStock(Cap)
        {
            Listings = [new Listing(ConnectionName.Parse("shop"), "1", "simple", new ProductTraits { Categories = [category] })],
            Pace = ordered == 0 ? null : Pace.After(before: null, ordered, At(0)),
        };

        Assert.Equal<Quantity>(expected, rules.BufferOf(stock, Soho));
    }

    [Fact]
    public void What_was_ordered_counts_half_after_a_week_and_next_to_nothing_after_half_a_year()
    {
        var busy = Pace.After(before: null, 40, At(0));

        Assert.Equal<Quantity>(20, Pace.After(busy, 0, At(0).AddDays(7)).Weight);
        Assert.Equal<Quantity>(31, Pace.After(busy, 1, At(0).AddDays(3.5)).Weight);
        Assert.True(Pace.After(busy, 0, At(0).AddDays(180)).Weight < Quantity.Of(0.01m));
    }

    [Fact]
    public void The_buffer_is_kept_back_at_each_location_and_never_below_nothing()
    {
        var hub = new Hub(Rules).Report(Cap, Leeds, 10, At(0)).Report(Cap, Soho, 5, At(0));

        Assert.Equal<Quantity>(6, hub.Available(Cap, Leeds));
        Assert.Equal<Quantity>(0, hub.Available(Cap, Soho));
        Assert.Equal<Quantity?>(6, hub.Desired(Cap, Leeds));
    }

    [Fact]
    public void What_is_held_stays_in_the_source_on_top_of_what_the_buffer_leaves()
    {
        var hub = new Hub(Rules).Report(Cap, Leeds, 10, At(0)).See(Facts.Order("A", Facts.Line(Cap, 3)));

        Assert.Equal<Quantity>(3, hub.Available(Cap, Leeds));
        Assert.Equal<Quantity?>(6, hub.Desired(Cap, Leeds));
    }
}
