using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Drift;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Stock;

/// <summary>
/// Two storefronts sell from one warehouse: Adobe reserves and lowers its source when it ships; the other takes units
/// off its own figure when an order is placed, and never again.
/// </summary>
public sealed class TwoStorefrontsTests
{
    private static readonly ConnectionName Composable = ConnectionName.Parse("ct-eu");

    private static readonly OwnershipContract Contract = new(Terms() with
    {
        Connections = Terms().Connections.Add(
            new ConnectionRule(Composable, "commercetools", ["storefront"], Basis.OnHand, [])
            {
                ShipmentsLowerSources = false,
            }),
        Locations =
        [
            new LocationRule(Leeds, "Leeds", Wms,
            [
                new LocationAlias(Wms, "LDS"), new LocationAlias(Adobe, "leeds_src"),
                new LocationAlias(Composable, "web"), new LocationAlias(Composable, "trade"),
            ]),
            new LocationRule(Paris, "Paris", Wms, [new LocationAlias(Composable, "paris")]),
        ],
        Stock = new OwnershipRule([Adobe, Composable]),
        Fulfilment = new OwnershipRule([Adobe, Composable]),
    });

    private static readonly Hub Stocked = new Hub(Contract).Report(Cap, Leeds, 100, At(0)).WriteAll();

    [Fact]
    public void An_order_that_lowered_its_own_source_asks_nothing_of_it_and_lowers_every_other()
    {
        var hub = Stocked.See(Placed("A", 5, "web"));

        Assert.Equal(("web", 95, 95), Figures(hub, "web"));
        Assert.False(Slot(hub, "web").IsOwed);
        Assert.Equal(("trade", 95, 100), Figures(hub, "trade"));
        Assert.Equal(("leeds_src", 95, 100), Figures(hub, "leeds_src"));
        Assert.Equal<Quantity>(5, hub.Unseen(Cap, Leeds));
        Assert.True(StockTruth.Held(hub.StockOf(Cap), Leeds, Composable).IsZero);
        Assert.True(hub.Held(Cap, Leeds).IsZero);
    }

    [Fact]
    public void An_order_is_held_only_where_it_was_placed_and_unseen_everywhere()
    {
        var hub = Stocked.See(Order("B", Line(Cap, 5)));

        Assert.Equal(("leeds_src", 100, 100), Figures(hub, "leeds_src"));
        Assert.Equal(("web", 95, 100), Figures(hub, "web"));
        Assert.Equal<Quantity>(5, hub.Held(Cap, Leeds));
        Assert.True(StockTruth.Held(hub.StockOf(Cap), Leeds, Composable).IsZero);
    }

    [Fact]
    public void The_last_unit_is_sold_once()
    {
        var hub = new Hub(Contract).Report(Cap, Leeds, 1, At(0)).WriteAll().See(Placed("A", 1, "web")).WriteAll();

        Assert.Equal(Quantity.Zero, hub.AvailableIn(Adobe, Cap));
        Assert.Equal(("leeds_src", 0, 0), Figures(hub, "leeds_src"));
        Assert.Equal(("web", 0, 0), Figures(hub, "web"));
    }

    [Fact]
    public void Dispatch_and_shipment_change_nothing_in_a_storefront_that_was_lowered_at_once()
    {
        var hub = Stocked.See(Placed("A", 5, "web")).WriteAll();
        hub = hub.Hear(Wms, IdIn(Composable, "A"), Dispatched(10, [Units(Cap, 5, "1")]));
        var document = Assert.Single(hub.OrderOf(IdIn(Composable, "A"))!.Documents,
            document => document.Kind == DocumentKind.PostShipment);
        hub = hub.Report(Cap, Leeds, 95, At(11)).Settle(IdIn(Composable, "A"), document.Key, new Receipt.Applied("d1"));

        Assert.Empty(hub.Owed());
        Assert.Equal(("web", 95, 95), Figures(hub, "web"));
        Assert.True(hub.Unseen(Cap, Leeds).IsZero);
    }

    [Fact]
    public void A_shipment_that_the_storefront_shows_leaves_what_it_holds_known()
    {
        var placed = Placed("A", 5, "web");
        var hub = Stocked.See(placed).WriteAll().See(placed.Later(9, shipped: 5));

        Assert.Equal(("web", 95, 95), Figures(hub, "web"));
    }

    [Fact]
    public void What_a_cancelled_order_took_is_given_back_by_a_write_for_the_storefront_never_does()
    {
        var placed = Placed("A", 5, "web");
        var hub = Stocked.See(placed).WriteAll().See(placed.Later(9, cancelled: 5));

        Assert.Equal(("web", 100, 95), Figures(hub, "web"));
        Assert.True(Slot(hub, "web").IsOwed);
        Assert.Equal(Quantity.Zero, hub.Unseen(Cap, Leeds));
    }

    [Fact]
    public void A_line_that_the_storefront_made_smaller_is_given_up_as_far_as_it_shrank()
    {
        var placed = Placed("A", 5, "web");
        var smaller = placed.Later(9) with
        {
            Order = placed.Order with { Lines = [Line(Cap, 2), Line(Mat, 1, "2")] },
        };
        var hub = Stocked.See(placed).WriteAll().See(smaller).See(smaller.Later(12));

        Assert.Equal(("web", 98, 95), Figures(hub, "web"));
        Assert.Equal<Quantity>(2, hub.Unseen(Cap, Leeds));
    }

    [Fact]
    public void An_order_that_comes_again_lowers_nothing_twice()
    {
        var placed = Placed("A", 5, "web");

        Assert.Equal(("web", 95, 95), Figures(Stocked.See(placed).See(placed).See(placed.Later(3)), "web"));
    }

    [Fact]
    public void A_line_drawn_from_a_source_without_a_location_is_a_case_and_no_default_serves_it()
    {
        var hub = Stocked.See(Placed("A", 5, "mars"));

        Assert.Contains(hub.Findings, found => found.Code == Trueup.Core.Cases.CaseCodes.LocationUnmapped);
        Assert.Equal<Quantity>(100, hub.Available(Cap, Leeds));
    }

    [Fact]
    public void Several_sources_on_one_pool_are_each_expected_to_show_it()
    {
        Func<Sku, SkuStock?> known = Stocked.StockOf;

        Assert.Equal<Quantity?>(200, Classify.Expected(Stocked.StockOf(Cap), Composable, Contract, known));
        Assert.Equal<Quantity?>(100, Classify.Expected(Stocked.StockOf(Cap), Adobe, Contract, known));
    }

    private static OrderId IdIn(ConnectionName storefront, string number) => OrderId.Parse($"{storefront}:{number}");

    private static Fact.OrderObserved Placed(string number, int units, string source) => new(
        new CanonicalOrder(IdIn(Composable, number), number, Composable, Morning, "EUR") { Lines = [Line(Cap, units)] },
        new OrderProgress($"remote-{number}", "Open", Morning, OrderPhase.Open, Reserves: false, []))
    {
        Draws = [new Fact.SourceDraw("1", source, HasLowered: true)],
    };

    private static Slot Slot(Hub hub, string source) =>
        hub.StockOf(Cap).Slots.Single(slot => slot.Source.Text == source);

    private static (string Source, int? Desired, int? Written) Figures(Hub hub, string source)
    {
        var slot = Slot(hub, source);
        return (source, (int?)slot.Desired?.Value, (int?)slot.Written?.Value);
    }
}
