using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Engine.Lanes;

namespace Trueup.Tests.Engine.Orders;

/// <summary>Every order that a storefront lists is in the hub and in every system that took it, or is a case.</summary>
public sealed class SweepTests
{
    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(21);

    private readonly Shopfront _shop = new();

    [Fact]
    public void Orders_that_are_everywhere_are_proved_window_by_window()
    {
        var house = new House(shop: _shop);
        Sell(house, "100");
        house.Run(TimeSpan.FromHours(1));
        Sell(house, "101");
        house.Run(Sweep);

        var windows = house.Hub.State.Sweeps.Windows.Values.ToArray();
        Assert.All(windows, window => Assert.True(window.IsProved, window.ToString()));
        Assert.Equal(2, windows.Sum(window => window.Listed));
        Assert.Equal(2, windows.Sum(window => window.Known));
        Assert.Equal(4, windows.Sum(window => window.Targets.Sum(target => target.Present)));
        Assert.Empty(house.OpenCases);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_order_that_neither_event_nor_poll_brought_is_taken_up_and_reaches_every_system_once(bool crashes)
    {
        var house = new House(shop: _shop);
        _shop.PageSize = 1;
        Sell(house, "100");
        Sell(house, "101", isTold: false);
        Sell(house, "102", isTold: false);
        house.Run(Sweep);
        if (crashes)
        {
            house.Crash();
        }

        Assert.NotNull(house.Order("101"));
        Assert.Equal(["shop:101", "shop:102"], Orders(house, OrderCases.MissedByHub));
        house.Run(Sweep);

        Assert.Equal(["shop:100", "shop:101", "shop:102"], house.Floor.Orders.Order(StringComparer.Ordinal));
        Assert.Equal(["shop:100", "shop:101", "shop:102"], house.Books.Orders.Order(StringComparer.Ordinal));
        Assert.Empty(house.OpenCases);
    }

    [Fact]
    public void An_order_that_is_still_young_is_not_missed()
    {
        var house = new House(shop: _shop).Run(TimeSpan.FromMinutes(14));
        Sell(house, "100", isTold: false);
        house.Run(TimeSpan.FromMinutes(2));

        Assert.Empty(house.Hub.State.Cases.Values);
    }

    [Fact]
    public void Orders_are_counted_from_the_first_start_although_the_hub_stopped_before_its_first_sweep()
    {
        var house = new House(shop: _shop).Run(TimeSpan.FromMinutes(2));
        Sell(house, "100", isTold: false);
        house.Run(TimeSpan.FromMinutes(10)).Crash();
        house.Run(Sweep);

        Assert.Equal(["shop:100"], Orders(house, OrderCases.MissedByHub));
        Assert.Equal(House.Begin, house.Hub.State.Sweeps.Windows.Values.Min(window => window.From));
    }

    [Fact]
    public void What_was_placed_before_the_hub_began_is_not_its_to_prove()
    {
        _shop.Take("99", House.Begin.AddHours(-1), "{}");
        var house = new House(shop: _shop).Run(TimeSpan.FromHours(2));

        Assert.Empty(house.Hub.State.Cases.Values);
        Assert.All(house.Hub.State.Sweeps.Windows.Values, window => Assert.Equal(0, window.Listed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_order_that_a_system_lost_is_a_case_and_its_retry_makes_it_again_once(bool lists)
    {
        var house = new House(shop: _shop);
        house.Floor.ListsOrders = lists;
        Sell(house, "100");
        Sell(house, "101");
        house.Floor.Lose("shop:100");
        house.Run(Sweep);

        Assert.Equal(["shop:100"], Orders(house, OrderCases.MissingInTarget));
        var open = Assert.Single(house.OpenCases);
        house.Ask(new Request(Request.RetryCase, "anna", open.Key)).Run(Sweep);

        Assert.Equal(["shop:100", "shop:101"], house.Floor.Orders.Order(StringComparer.Ordinal));
        Assert.Empty(house.OpenCases);
    }

    [Fact]
    public void An_order_that_only_seems_lost_is_not_made_twice_by_the_retry()
    {
        var house = new House(shop: _shop);
        Sell(house, "100");
        house.Floor.IsBlind = true;
        house.Run(Sweep);
        var open = Assert.Single(house.OpenCases);
        house.Floor.IsBlind = false;
        house.Ask(new Request(Request.RetryCase, "anna", open.Key)).Run(Sweep);

        Assert.Equal(["shop:100"], house.Floor.Orders);
        Assert.Empty(house.OpenCases);
    }

    [Fact]
    public void An_order_that_a_system_lists_twice_is_a_case_until_one_is_gone()
    {
        var house = new House(shop: _shop);
        house.Floor.ListsOrders = true;
        Sell(house, "100");
        var surplus = house.Floor.Made[0];
        house.Floor.Made.Add(surplus);
        house.Run(Sweep);
        Assert.Equal(["shop:100"], Orders(house, OrderCases.TwiceInTarget));

        house.Floor.Made.RemoveAt(1);
        house.Run(Sweep);

        Assert.Empty(house.OpenCases);
    }

    [Fact]
    public void A_storefront_that_cannot_be_asked_proves_nothing_and_loses_no_proof()
    {
        var house = new House(shop: _shop);
        Sell(house, "100", isTold: false);
        _shop.IsDown = true;
        house.Run(Sweep);
        Assert.All(house.Hub.State.Sweeps.Windows.Values, window => Assert.NotNull(window.Trouble));

        (_shop.IsDown, _shop.CountsWrong) = (false, true);
        house.Run(Sweep);
        Assert.All(house.Hub.State.Sweeps.Windows.Values, window => Assert.False(window.IsProved));
        Assert.Null(house.Hub.State.Find(House.Id("100")));

        _shop.CountsWrong = false;
        house.Run(Sweep);
        Assert.NotNull(house.Hub.State.Find(House.Id("100")));
    }

    [Fact]
    public void A_system_that_can_neither_list_nor_look_up_is_never_blamed()
    {
        var house = new House(shop: _shop);
        house.Floor.CanLookUp = false;
        Sell(house, "100");
        house.Run(Sweep);

        Assert.Empty(house.OpenCases);
        Assert.Contains(
            house.Hub.State.Sweeps.Windows.Values,
            window => window.Targets.Any(target => target is { Trouble: not null, IsProved: false }));
    }

    [Fact]
    public void Orders_of_a_storefront_without_a_list_are_counted_from_the_hubs_own_archived_ones_among_them()
    {
        var house = new House(new OrderTerms { ArchiveAfter = TimeSpan.FromMinutes(1) });
        house.Place("100").Dispatch("100").Place("101").Run(TimeSpan.FromMinutes(5));
        Assert.Single(house.Hub.State.Orders);
        house.Floor.Lose("shop:100");
        house.Run(Sweep);

        Assert.Equal(2, house.Hub.State.Sweeps.Windows.Values.Sum(window => window.Known));
        Assert.Equal(["shop:100"], Orders(house, OrderCases.MissingInTarget));
    }

    [Fact]
    public void A_proved_order_is_not_looked_up_again_and_an_unchanged_count_is_not_journalled()
    {
        var house = new House(shop: _shop);
        Sell(house, "100");
        house.Run(TimeSpan.FromHours(2));
        var (lookUps, end) = (house.Floor.LookUps, house.Hub.Tail.End);
        var windows = house.Hub.State.Sweeps.Windows.Count;

        house.Run(TimeSpan.FromHours(1));

        Assert.Equal(lookUps, house.Floor.LookUps);
        Assert.True(house.Hub.Tail.End.Value - end.Value < 40, "only the young window is news");
        Assert.True(house.Hub.State.Sweeps.Windows.Count - windows <= 1);
    }

    [Fact]
    public void Counts_survive_a_crash()
    {
        var house = new House(shop: _shop);
        Sell(house, "100");
        house.Run(Sweep);
        var before = house.Hub.State.Sweeps.Windows.Values.ToArray();

        house.Crash();

        Assert.NotEmpty(before);
        Assert.Equal(before, house.Hub.State.Sweeps.Windows.Values);
    }

    [Fact]
    public void A_sale_booked_with_other_amounts_is_proved_right_by_the_next_sweep()
    {
        var house = new House(shop: _shop);
        house.Books.Books = 11m;
        Sell(house, "100");
        Assert.Equal(["shop:100"], Orders(house, OrderCases.PostedDifferently));

        house.Run(Sweep);
        Assert.Equal(["shop:100"], Orders(house, OrderCases.PostedDifferently));

        house.Books.Books = 12m;
        house.Run(Sweep);
        Assert.Empty(house.OpenCases);
    }

    private void Sell(House house, string number, bool isTold = true)
    {
        _shop.Take(number, house.Clock.GetUtcNow(), house.Placed(number));
        if (isTold)
        {
            house.Place(number);
        }
    }

    private static string[] Orders(House house, CaseCode code) => [.. house.OpenCases
        .Where(open => open.Code == code).Select(open => open.About.Order!).Order(StringComparer.Ordinal)];
}
