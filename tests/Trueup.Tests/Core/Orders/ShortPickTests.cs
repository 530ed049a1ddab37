using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Orders;

/// <summary>Units that a picker does not find: the place that lost them may sell none of them, whatever the message leaves open.</summary>
public class ShortPickTests
{
    private static readonly Hub Partly = new Hub(Agreed(Basis.Available)).Report(Cap, Leeds, 10, At(0)).WriteAll()
        .See(Order("A", Line(Cap, 2)));

    /// <summary>Three caps that no place has all of: two from Leeds, one from Paris.</summary>
    private static Hub Split(Basis basis = Basis.OnHand) => new Hub(Agreed(basis))
        .Report(Cap, Leeds, 2, At(0)).Report(Cap, Paris, 2, At(0)).WriteAll().See(Order("A", Line(Cap, 3)));

    /// <summary>The hub took the missing one for the one that was not allocated, and sold one too many until the order was sent.</summary>
    [Fact]
    public void Of_an_order_allocated_in_part_the_allocated_unit_is_the_one_that_is_missed()
    {
        var hub = Partly.Hear(Wms, IdOf("A"), Status("allocated", 5, Part(Cap, 1))).Report(Cap, Leeds, 9, At(5))
            .Hear(Wms, IdOf("A"), Missed(6)).Report(Cap, Leeds, 9, At(6));
        Assert.Equal<Quantity>(8, hub.Available(Cap, Leeds));

        hub = hub.Hear(Wms, IdOf("A"), Status("allocated", 7, Part(Cap, 1))).Report(Cap, Leeds, 8, At(7));

        Assert.Equal<Quantity>(8, hub.Available(Cap, Leeds));
        Assert.True(hub.Unseen(Cap, Leeds).IsZero);
    }

    /// <summary>Where it was the other one, the place sells one less until the order goes, and nothing is wrong after that.</summary>
    [Fact]
    public void What_was_missed_before_its_allocation_is_kept_back_until_the_order_is_sent()
    {
        var hub = Partly.Hear(Wms, IdOf("A"), Status("allocated", 5, Part(Cap, 1))).Report(Cap, Leeds, 9, At(5))
            .Hear(Wms, IdOf("A"), Missed(6)).Report(Cap, Leeds, 8, At(6));
        Assert.Equal<Quantity>(7, hub.Available(Cap, Leeds));

        hub = hub.Hear(Wms, IdOf("A"), Dispatched(8, [Units(Cap, 1)])).Report(Cap, Leeds, 8, At(8));

        Assert.Equal<Quantity>(8, hub.Available(Cap, Leeds));
    }

    [Theory]
    [InlineData(1, 9, 8)]
    [InlineData(2, 8, 8)]
    public void An_allocation_that_is_told_after_the_miss_that_followed_it_is_of_what_was_missed_first(int allocated, int figure, int available)
    {
        var hub = Partly.Hear(Wms, IdOf("A"), Missed(6)).Hear(Wms, IdOf("A"), Status("allocated", 5, Part(Cap, allocated)))
            .Report(Cap, Leeds, figure, At(6));

        Assert.Equal<Quantity>(available, hub.Available(Cap, Leeds));
        Assert.Equal(2 - allocated, hub.Unseen(Cap, Leeds));
    }

    [Fact]
    public void An_allocation_after_the_miss_is_of_the_rest_whichever_is_told_first()
    {
        Fact[] told = [Missed(6), Status("allocated", 7, Part(Cap, 1))];
        var hubs = new[] { told, [told[1], told[0]] }.Select(facts => facts
            .Aggregate(Partly, (hub, fact) => hub.Hear(Wms, IdOf("A"), fact)).Report(Cap, Leeds, 8, At(7)));

        Assert.All(hubs, hub => Assert.Equal((8, 0), (hub.Available(Cap, Leeds), hub.Unseen(Cap, Leeds))));
    }

    /// <summary>Without the place, the first one was written off, and what the second had lost was sold there.</summary>
    [Fact]
    public void Of_two_places_the_one_that_is_named_lost_it()
    {
        var hub = Split().Hear(Wms, IdOf("A"), Missed(6) with { Location = "PAR" }).Report(Cap, Leeds, 2, At(7)).Report(Cap, Paris, 1, At(7));

        Assert.Equal((2, 0), (hub.Unseen(Cap, Leeds), hub.Unseen(Cap, Paris)));
        Assert.Equal((0, 1), (hub.Available(Cap, Leeds), hub.Available(Cap, Paris)));
    }

    [Fact]
    public void A_place_named_by_a_line_stands_before_that_of_the_message()
    {
        var both = new Fact.CancellationReported("any", [Units(Cap, 1), Units(Cap, 1)], Restock: false, "not to be found", At(6))
        {
            Location = "LDS",
            LineLocations = ["PAR", null],
        };

        var hub = Split().Hear(Wms, IdOf("A"), both).Report(Cap, Leeds, 1, At(7)).Report(Cap, Paris, 1, At(7));

        Assert.Equal((1, 0), (hub.Unseen(Cap, Leeds), hub.Unseen(Cap, Paris)));
        Assert.Equal<Quantity>(1, Assert.Single(hub.Order("A").Lines).Open);
    }

    [Theory]
    [InlineData("LDS", 0, 1)]
    [InlineData("PAR", 1, 0)]
    public void While_nobody_says_which_of_two_places_lost_it_both_keep_back_what_they_were_to_send(string sender, int leeds, int paris)
    {
        var hub = Split().Hear(Wms, IdOf("A"), Missed(6));
        Assert.Equal((2, 1), (hub.Unseen(Cap, Leeds), hub.Unseen(Cap, Paris)));
        Assert.Equal<Quantity>(2, Assert.Single(hub.Order("A").Lines).Open);

        // The rest leaves, so what still waits is what was lost.
        hub = hub.Hear(Wms, IdOf("A"), Dispatched(8, [Units(Cap, 1)], "LDS", "p1"))
            .Hear(Wms, IdOf("A"), Dispatched(8, [Units(Cap, 1)], sender, "p2"))
            .Report(Cap, Leeds, leeds, At(9)).Report(Cap, Paris, paris + 1, At(9));

        Assert.True(hub.Unseen(Cap, Leeds).IsZero);
        Assert.True(hub.Unseen(Cap, Paris).IsZero);
        Assert.Equal((leeds, paris + 1), (hub.Available(Cap, Leeds), hub.Available(Cap, Paris)));
    }

    [Fact]
    public void When_the_rest_is_cancelled_each_place_waits_for_a_figure_as_new_as_the_loss()
    {
        var seen = Order("A", Line(Cap, 3));
        var hub = Split().Hear(Wms, IdOf("A"), Missed(6)).See(seen.Later(8, cancelled: 3).In("canceled", OrderPhase.Cancelled));
        Assert.Equal((2, 1), (hub.Unseen(Cap, Leeds), hub.Unseen(Cap, Paris)));

        hub = hub.Report(Cap, Leeds, 2, At(9)).Report(Cap, Paris, 1, At(9));

        Assert.Equal((2, 1), (hub.Available(Cap, Leeds), hub.Available(Cap, Paris)));
    }

    [Fact]
    public void What_is_given_up_and_may_be_sold_again_is_free_at_the_place_that_is_named()
    {
        var hub = Split().Hear(Wms, IdOf("A"), Missed(6) with { Restock = true, Location = "PAR" });

        Assert.Equal((2, 0), (hub.Unseen(Cap, Leeds), hub.Unseen(Cap, Paris)));
    }

    /// <summary>A set whose parts lie at two places is lost at both.</summary>
    [Fact]
    public void Parts_of_a_set_are_lost_each_at_its_own_place()
    {
        var lost = new Fact.CancellationReported("any", [Units(Cap, 2), Units(Mat, 1)], Restock: false, "not to be found", At(6))
        {
            LineLocations = ["LDS", "PAR"],
        };
        var hub = new Hub(Agreed()).Report(Cap, Leeds, 4, At(0)).Report(Mat, Leeds, 4, At(0)).Report(Mat, Paris, 4, At(0)).WriteAll()
            .See(Order("A", Line(Estate.Set, 1)));

        hub = hub.Hear(Wms, IdOf("A"), lost).Report(Cap, Leeds, 2, At(7));

        Assert.Equal((2, 0), (hub.Available(Cap, Leeds), hub.Unseen(Cap, Leeds)));
        Assert.Equal((4, 3), (hub.Available(Mat, Leeds), hub.Available(Mat, Paris)));
        Assert.Equal<Quantity>(0, Assert.Single(hub.Order("A").Lines).Open);
    }

    [Fact]
    public void A_place_that_nobody_mapped_waits_for_its_mapping()
    {
        var hub = Split().Hear(Wms, IdOf("A"), Missed(6) with { Location = "MOON" });

        Assert.Equal(CaseCodes.LocationUnmapped, Assert.Single(hub.Findings).Code);
        Assert.Equal(Split().Orders, hub.Orders);
    }

    private static Fact.CancellationReported Missed(int minute) => Cancelled(minute, Units(Cap, 1)) with { Restock = false };
}
