using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Orders;

/// <summary>Stages of the back office, and what they do to a figure that falls at allocation.</summary>
public class MilestoneTests
{
    private static readonly Hub Placed = new Hub(Agreed(Basis.Available))
        .Report(Cap, Leeds, 10, At(0)).Report(Cap, Paris, 10, At(0)).See(Order("A", Line(Cap, 5)));

    [Fact]
    public void An_allocation_of_the_whole_order_takes_everything()
    {
        var hub = Placed.Hear(Wms, IdOf("A"), Status("allocated", 5)).Report(Cap, Leeds, 5, At(5));

        Assert.True(hub.Unseen(Cap, Leeds).IsZero);
        Assert.Equal<Quantity?>(10, hub.Desired(Cap, Leeds));
    }

    [Theory]
    [InlineData("instore_pickup", 1)]
    [InlineData("flatrate_flatrate", 0)]
    public void Whoever_collects_an_order_is_told_once_that_it_is_ready(string method, int notes)
    {
        var seen = Order("A", Line(Cap, 5));
        seen = seen with
        {
            Order = seen.Order with
            {
                Shipping = new OrderShipping(new PostalAddress("", [], "", "", "GB"), method, Net: 0m, Tax: 0m, Gross: 0m),
            },
        };
        var hub = new Hub(Agreed()).Report(Cap, Leeds, 10, At(0)).See(seen)
            .Hear(Wms, IdOf("A"), Status("packed", 6)).Hear(Wms, IdOf("A"), Status("packed", 7));

        Assert.Equal(notes, hub.Order("A").Documents.Count(document =>
            document is { Kind: DocumentKind.PostTracking, Detail.Status: "ready-for-pickup" }));
    }

    [Fact]
    public void Every_stage_after_the_first_takes_nothing_more()
    {
        var hub = Placed.Hear(Wms, IdOf("A"), Status("accepted", 5)).Report(Cap, Leeds, 5, At(5));

        var later = hub.Hear(Wms, IdOf("A"), Status("allocated", 6)).Hear(Wms, IdOf("A"), Status("packed", 7))
            .Hear(Wms, IdOf("A"), Dispatched(8, [Units(Cap, 5)]));

        Assert.Equal(hub.Unseen(Cap, Leeds), later.Unseen(Cap, Leeds));
        Assert.Equal(3, later.Order("A").Milestones.Count);
    }

    [Fact]
    public void The_same_units_at_several_stages_are_taken_once()
    {
        var hub = Placed
            .Hear(Wms, IdOf("A"), Status("allocated", 5, Part(Cap, 2)))
            .Hear(Wms, IdOf("A"), Status("picked", 6, Part(Cap, 2)))
            .Hear(Wms, IdOf("A"), Status("packed", 7, Part(Cap, 2)))
            .Report(Cap, Leeds, 8, At(8));

        Assert.Equal<Quantity>(3, hub.Unseen(Cap, Leeds));
        Assert.Equal<Quantity>(5, hub.Available(Cap, Leeds));
    }

    [Fact]
    public void Further_units_at_the_same_stage_are_taken_too()
    {
        var hub = Placed
            .Hear(Wms, IdOf("A"), Status("allocated", 5, Part(Cap, 2)))
            .Hear(Wms, IdOf("A"), Status("allocated", 6, Part(Cap, 3)))
            .Report(Cap, Leeds, 5, At(8));

        Assert.True(hub.Unseen(Cap, Leeds).IsZero);
    }

    [Fact]
    public void Parts_of_a_split_line_are_taken_once_over_all_its_locations()
    {
        var hub = Placed.See(Order("B", Line(Cap, 14))).Hear(Wms, IdOf("B"), Status("allocated", 5, Part(Cap, 4)))
            .Report(Cap, Leeds, 6, At(5)).Report(Cap, Paris, 10, At(5));

        Assert.Equal<Quantity>(15, hub.Unseen(Cap, Leeds) + hub.Unseen(Cap, Paris));
    }

    [Fact]
    public void Two_lines_of_one_sku_share_the_units_that_name_only_the_sku()
    {
        var hub = Placed.See(Order("B", Line(Cap, 2), Line(Cap, 2, "2")))
            .Hear(Wms, IdOf("B"), Status("allocated", 5, Part(Cap, 3)));

        Assert.Equal([2, 1], hub.Order("B").Lines.Select(line => (int)line.Picks[0].Taken.Value));
    }

    [Fact]
    public void The_owner_allocates_where_it_says()
    {
        var hub = Placed.Hear(Wms, IdOf("A"), Status("allocated", 5, Part(Cap, 5, "PAR"))).Report(Cap, Paris, 5, At(5));

        Assert.Equal((0, 0), (hub.Unseen(Cap, Leeds), hub.Unseen(Cap, Paris)));
        Assert.Equal((0, 5), (hub.Held(Cap, Leeds), hub.Held(Cap, Paris)));
        Assert.Equal<Quantity>(15, hub.AvailableIn(Adobe, Cap));
    }

    [Fact]
    public void An_allocation_at_a_place_that_nobody_mapped_waits_for_the_mapping()
    {
        var hub = Placed.Hear(Wms, IdOf("A"), Status("allocated", 5, Part(Cap, 5, "MOON")));

        Assert.Equal(CaseCodes.LocationUnmapped, Assert.Single(hub.Findings).Code);
        Assert.Equal(Placed.Orders, hub.Orders);
    }

    [Fact]
    public void Lines_allocated_in_the_same_second_by_two_messages_both_count()
    {
        var hub = Placed.See(Order("B", Line(Cap, 2), Line(Cap, 2, "2")))
            .Hear(Wms, IdOf("B"), Status("allocated", 5, Part(Cap, 2, line: "1")))
            .Hear(Wms, IdOf("B"), Status("allocated", 5, Part(Cap, 2, line: "2")));

        Assert.All(hub.Order("B").Lines, line => Assert.Equal<Quantity>(2, line.Picks[0].Taken));
    }

    [Fact]
    public void A_stage_heard_twice_counts_once()
    {
        var once = Placed.Hear(Wms, IdOf("A"), Status("allocated", 5, Part(Cap, 2)));

        Assert.Equal(once.Orders, once.Hear(Wms, IdOf("A"), Status("allocated", 5, Part(Cap, 2))).Orders);
    }

    [Fact]
    public void A_figure_that_falls_at_dispatch_does_not_fall_at_allocation()
    {
        var hub = (Placed with { Contract = Agreed(Basis.OnHand) }).Hear(Wms, IdOf("A"), Status("allocated", 5))
            .Report(Cap, Leeds, 10, At(6));

        Assert.Equal<Quantity>(5, hub.Unseen(Cap, Leeds));
        Assert.Single(hub.Order("A").Milestones);
    }

    [Fact]
    public void An_order_that_was_never_allocated_is_taken_when_it_leaves()
    {
        var hub = Placed.Hear(Wms, IdOf("A"), Status("allocated", 5, Part(Cap, 2)))
            .Hear(Wms, IdOf("A"), Dispatched(8, [Units(Cap, 5)])).Report(Cap, Leeds, 5, At(8));

        Assert.True(hub.Unseen(Cap, Leeds).IsZero);
    }
}
