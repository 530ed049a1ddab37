using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Orders;

/// <summary>A set of two caps and a mat: sold as one, picked as three.</summary>
public class KitOrderTests
{
    private static readonly Hub Stocked = new Hub(Agreed())
        .Report(Cap, Leeds, 9, At(0)).Report(Mat, Leeds, 10, At(0)).WriteAll();

    [Fact]
    public void A_kit_may_be_sold_as_often_as_its_scarcest_component_allows()
    {
        Assert.Equal<Quantity>(4, Stocked.Available(Set, Leeds));
        Assert.Equal<Quantity?>(4, Stocked.Desired(Set, Leeds));
        Assert.Equal<Quantity>(3, Stocked.Report(Mat, Leeds, 3, At(1)).Available(Set, Leeds));
    }

    [Fact]
    public void A_kit_with_a_component_that_was_never_reported_is_not_offered() =>
        Assert.Null(new Hub(Agreed()).Report(Cap, Leeds, 9, At(0)).SlotAt(Set, Leeds));

    [Fact]
    public void A_kit_keeps_its_own_buffer_over_that_of_its_components()
    {
        var contract = new OwnershipContract(Agreed().Terms with
        {
            Buffers = [new BufferRule(Cap, Location: null, 3), new BufferRule(Set, Location: null, 1)],
        });

        Assert.Equal<Quantity>(2, (Stocked with { Contract = contract }).Available(Set, Leeds));
    }

    /// <summary>DESIGN §4: ATS(kit) = min over components floor(ATS(component) / per-kit). What is kept back of everything is
    /// kept back once, of the components.</summary>
    [Fact]
    public void What_is_kept_back_of_everything_is_kept_back_of_a_kit_s_components_and_not_once_more_of_the_kit()
    {
        var contract = new OwnershipContract(Agreed().Terms with
        {
            BufferDefault = 1,
            Buffers = [new BufferRule(Sku: null, Leeds, 2)],
        });

        // 9 caps less 2 make three pairs, 10 mats less 2 are plenty.
        Assert.Equal<Quantity>(3, (Stocked with { Contract = contract }).Available(Set, Leeds));
        Assert.Equal<Quantity>(0, contract.BufferOf(Set, Leeds));
        Assert.Equal<Quantity>(
            4, (Stocked with { Contract = new OwnershipContract(Agreed().Terms with { BufferDefault = 1 }) }).Available(Set, Leeds));
    }

    [Fact]
    public void What_an_order_says_that_a_line_is_made_of_comes_before_what_holds_now()
    {
        var hub = Stocked.See(Order("A", Line(Set, 2) with { Components = [new LineComponent(Cap, 1), new LineComponent(Mat, 3)] }));

        Assert.Equal((2, 0), (hub.Held(Set, Leeds), hub.Unseen(Set, Leeds)));
        Assert.Equal((2, 6), (hub.Unseen(Cap, Leeds), hub.Unseen(Mat, Leeds)));
        Assert.Equal([1m, 3m], hub.Order("A").Lines[0].Picks.Select(pick => pick.PerUnit.Value));
    }

    [Fact]
    public void An_order_for_a_kit_is_held_on_what_was_sold_and_wanted_of_what_is_picked()
    {
        var hub = Stocked.See(Order("A", Line(Set, 2)));

        Assert.Equal((2, 0), (hub.Held(Set, Leeds), hub.Unseen(Set, Leeds)));
        Assert.Equal((0, 4), (hub.Held(Cap, Leeds), hub.Unseen(Cap, Leeds)));
        Assert.Equal((0, 2), (hub.Held(Mat, Leeds), hub.Unseen(Mat, Leeds)));
        Assert.Equal<Quantity?>(4, hub.Desired(Set, Leeds));
        Assert.Equal<Quantity?>(5, hub.Desired(Cap, Leeds));
    }

    /// <summary>Found by a simulated warehouse: named by its parts, the set was taken for something that was not ordered, and
    /// the parts stayed promised for good.</summary>
    [Fact]
    public void A_warehouse_that_gives_up_the_parts_gives_up_the_kit()
    {
        var hub = Stocked.See(Order("A", Line(Set, 2))).Hear(Wms, IdOf("A"), new Fact.CancellationReported(
            "A", [Units(Cap, 4), Units(Mat, 2)], Restock: true, "not to be found", At(2)));

        Assert.Equal((0, 0), (hub.Unseen(Cap, Leeds), hub.Unseen(Mat, Leeds)));
        Assert.Equal<Quantity>(2, hub.Order("A").Lines[0].Withdrawn);
    }

    /// <summary>Found by simulated vans: a part of a set left, the rest of it was cancelled and paid back, and nobody was told of what the customer
    /// has.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Parts_that_had_left_when_their_set_was_cancelled_are_told(bool byShop)
    {
        var seen = Order("A", Line(Set, 2));
        var hub = Stocked.See(seen).Hear(Wms, IdOf("A"), Dispatched(4, [Units(Cap, 1)]));

        hub = byShop
            ? hub.See(seen.Later(5, cancelled: 2).In("canceled", OrderPhase.Cancelled))
            : hub.Hear(Wms, IdOf("A"), Cancelled(5));

        var found = Assert.Single(hub.Findings, finding => finding.Code.Code == "ORDER.CANCELLED_TOO_LATE");
        Assert.Equal(Set.Text, found.About.Sku);
        Assert.Contains($"1 of {Cap}", found.Detail, StringComparison.Ordinal);
    }

    /// <summary>What has left cannot be left: only the other parts are taken back, and what the customer has of a set that was paid back is told.</summary>
    [Fact]
    public void Of_a_set_that_its_shop_refunds_when_a_part_has_left_the_other_parts_are_taken_back()
    {
        var seen = Order("A", Line(Set, 2));
        var hub = Stocked.See(seen).Settle(IdOf("A"), $"{IdOf("A")}/create/wms", new Receipt.Applied("W-1"))
            .Hear(Wms, IdOf("A"), Dispatched(4, [Units(Mat, 2)]));

        hub = hub.See(seen.Later(5, refunded: 1));

        var reduction = hub.Order("A").Documents.Single(document => document.Kind == DocumentKind.ReduceOrder);
        Assert.Equal<LineQuantity>([Units(Cap, 2, "1")], reduction.Lines);
        Assert.Contains("1 of MAT", Assert.Single(hub.Findings).Detail, StringComparison.Ordinal);
    }

    /// <summary>A set that lacks a part is no set.</summary>
    [Fact]
    public void A_part_given_up_is_a_kit_given_up()
    {
        var hub = Stocked.See(Order("A", Line(Set, 2))).Hear(Wms, IdOf("A"), new Fact.CancellationReported(
            "A", [Units(Cap, 1)], Restock: true, "not to be found", At(2)));

        Assert.Equal<Quantity>(1, hub.Order("A").Lines[0].Withdrawn);
    }

    /// <summary>Found by a simulated warehouse, which knows parts and no sets: it sent the others of a set that nobody was to have any more, and they
    /// were sold twice.</summary>
    [Fact]
    public void Who_misses_a_part_of_a_kit_is_told_to_leave_the_others()
    {
        var hub = Stocked.See(Order("A", Line(Set, 2)));
        hub = hub.Settle(IdOf("A"), hub.Order("A").Documents[0].Key, new Receipt.Applied("W7")).Hear(Wms, IdOf("A"), Missed(Units(Cap, 1)));

        var document = Assert.Single(hub.Order("A").Documents, known => known.Kind == DocumentKind.ReduceOrder);
        var reduce = Assert.IsType<DocumentIntent.ReduceOrder>(OrderDocuments.Build(hub.Order("A"), document, hub.Contract));
        Assert.Equal([new PickLine("1", Cap, 1, "LDS"), new PickLine("1", Mat, 1, "LDS")], reduce.Picks);
    }

    /// <summary>Found by a simulated warehouse: what it was to leave of a set had left in part by then, and it refused for good what it could still
    /// have left.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_has_sent_a_part_of_what_he_was_to_leave_is_asked_for_the_rest(bool hasRefused)
    {
        var hub = Stocked.See(Order("A", Line(Set, 3)));
        hub = hub.Settle(IdOf("A"), hub.Order("A").Documents[0].Key, new Receipt.Applied("W7")).Hear(Wms, IdOf("A"), Missed(Units(Cap, 1)));
        var asked = Reduction(hub);
        Assert.Equal<LineQuantity>([Units(Cap, 1, "1"), Units(Mat, 1, "1")], asked.Lines);
        hub = hasRefused ? hub.Settle(IdOf("A"), asked.Key, new Receipt.Refused(CaseCodes.DocumentRefused, "0 are open")) : hub;

        hub = hub.Hear(Wms, IdOf("A"), Dispatched(4, [Units(Cap, 5)]));

        Assert.Equal((false, null), (Reduction(hub).IsSettled, Reduction(hub).Refusal));
        Assert.Equal<LineQuantity>([Units(Mat, 1, "1")], Reduction(hub).Lines);
    }

    private static OrderDocument Reduction(Hub hub) =>
        Assert.Single(hub.Order("A").Documents, known => known.Kind == DocumentKind.ReduceOrder);

    [Fact]
    public void Who_names_all_parts_of_a_kit_has_nothing_to_leave()
    {
        var hub = Stocked.See(Order("A", Line(Set, 2))).Hear(Wms, IdOf("A"), Missed(Units(Cap, 2), Units(Mat, 1)));

        Assert.DoesNotContain(hub.Order("A").Documents, known => known.Kind == DocumentKind.ReduceOrder);
    }

    private static Fact.CancellationReported Missed(params LineQuantity[] units) =>
        new("A", units.ToItems(), Restock: false, "not to be found", At(2));

    [Fact]
    public void A_kit_without_reservation_leaves_no_demand_of_its_own() =>
        Assert.Empty(Stocked.See(Order("A", Line(Set, 2)).Unreserved()).StockOf(Set).Demands);

    [Fact]
    public void The_warehouse_is_asked_for_the_components()
    {
        var hub = Stocked.See(Order("A", Line(Set, 2)));

        var document = Assert.Single(hub.Order("A").Documents);
        var create = Assert.IsType<DocumentIntent.CreateOrder>(
            OrderDocuments.Build(hub.Order("A"), document, hub.Contract));
        Assert.Equal([new PickLine("1", Cap, 4, "LDS"), new PickLine("1", Mat, 2, "LDS")], create.Picks);
    }

    [Fact]
    public void A_kit_is_posted_when_all_its_components_have_left()
    {
        var hub = Stocked.See(Order("A", Line(Set, 2)))
            .Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 4)], parcel: "p1"));
        Assert.DoesNotContain(hub.Order("A").Documents, document => document.Kind == DocumentKind.PostShipment);

        hub = hub.Hear(Wms, IdOf("A"), Dispatched(6, [Units(Mat, 1)], parcel: "p2"));

        var document = Assert.Single(hub.Order("A").Documents, document => document.Kind == DocumentKind.PostShipment);
        Assert.Equal([Units(Set, 1, "1")], document.Lines);
    }

    [Fact]
    public void Posting_a_kit_moves_the_kit_s_own_source_and_nothing_is_written_after_it()
    {
        var hub = Stocked.See(Order("A", Line(Set, 1))).WriteAll()
            .Hear(Wms, IdOf("A"), Dispatched(5, [Units(Cap, 2), Units(Mat, 1)]))
            .Report(Cap, Leeds, 7, At(5)).Report(Mat, Leeds, 9, At(5));
        var document = hub.Order("A").Documents[1];

        hub = hub.Settle(IdOf("A"), document.Key, new Receipt.Applied("s1"));

        Assert.Equal<Quantity?>(3, hub.Desired(Set, Leeds));
        Assert.Empty(hub.Owed());
        Assert.Empty(hub.Stocks.SelectMany(stock => stock.Demands));
    }

    [Fact]
    public void Giving_up_a_kit_frees_its_components()
    {
        var order = Order("A", Line(Set, 2));

        var hub = Stocked.See(order).See(order.Later(5, cancelled: 1));

        Assert.Equal<Quantity>(2, hub.Unseen(Cap, Leeds));
        Assert.Equal<Quantity>(1, hub.Unseen(Mat, Leeds));
        Assert.Equal<Quantity>(1, hub.Held(Set, Leeds));
    }
}
