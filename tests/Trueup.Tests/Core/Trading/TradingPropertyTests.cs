using FsCheck;
using FsCheck.Fluent;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using static Trueup.Tests.Core.Trading.Estate;

namespace Trueup.Tests.Core.Trading;

/// <summary>Long random walks through a world of three orders, two SKUs and up to two locations.</summary>
public class TradingPropertyTests
{
    [Theory]
    [InlineData(Basis.OnHand)]
    [InlineData(Basis.Available)]
    public void Desired_less_held_is_what_may_be_sold_in_every_world(Basis basis) => Walk(
        Wide(basis) with { Duplicates = 0 }, Invariants.Hold);

    [Theory]
    [InlineData(Basis.OnHand)]
    [InlineData(Basis.Available)]
    public void Once_all_has_arrived_shop_hub_and_goods_agree(Basis basis) => Walk(
        Wide(basis), (world, told) => Invariants.HoldAtRest(world.Settled(), told));

    [Theory]
    [InlineData(Basis.OnHand)]
    [InlineData(Basis.Available)]
    public void A_message_that_comes_again_changes_nothing(Basis basis) => Walk(Wide(basis), (world, told) =>
    {
        foreach (var message in world.Delivered)
        {
            AssertSame(world.Hub, world.Receive(message), $"{told}\nagain {message}");
        }
    });

    [Theory]
    [InlineData(Basis.OnHand)]
    [InlineData(Basis.Available)]
    public void Messages_may_overtake_each_other(Basis basis) => Walk(Narrow(basis), (world, told) =>
    {
        var messages = world.InFlight.Where(world.IsDeliverable).ToList();
        var pairs = messages.SelectMany((one, i) => messages.Skip(i + 1).Select(other => (one, other)));
        foreach (var (first, second) in pairs.Where(pair => !IsStory(world, pair.one, pair.other)))
        {
            AssertSame(
                (world with { Hub = world.Receive(first) }).Receive(second),
                (world with { Hub = world.Receive(second) }).Receive(first),
                $"{told}\neither {first}\nor {second} first");
        }
    });

    [Theory]
    [InlineData(Basis.OnHand)]
    [InlineData(Basis.Available)]
    public void An_older_report_changes_nothing(Basis basis) => Walk(Wide(basis), (world, told) =>
    {
        foreach (var stock in world.Hub.Stocks)
        {
            foreach (var shelf in stock.Shelves)
            {
                var known = shelf.Levels[0];
                var byVersion = new StockFact.Reported(
                    shelf.Location, known.State, 1, known.Version - 1, known.AsOf.AddMinutes(1));
                var byTime = new StockFact.Reported(
                    shelf.Location, known.State, 1, Version: null, known.AsOf.AddMinutes(-1));

                AssertSame(world.Hub, world.Hub.Apply(stock.Sku, byVersion), $"{told}\n{byVersion}");
                AssertSame(world.Hub, world.Hub.Apply(stock.Sku, byTime), $"{told}\n{byTime}");
            }
        }
    });

    [Fact]
    public void A_report_at_one_location_leaves_the_others_alone() => Walk(Wide(Basis.OnHand), (world, _) =>
    {
        var after = world.Hub.Report(Cap, Paris, 55, At(1000), version: 1000);

        Assert.Equal(world.Hub.Desired(Cap, Leeds), after.Desired(Cap, Leeds));
        Assert.Equal(world.Hub.Unseen(Cap, Leeds), after.Unseen(Cap, Leeds));
        Assert.Equal(world.Hub.StockOf(Mat), after.StockOf(Mat));
    });

    /// <summary>
    /// Two messages that tell one story, and honestly leave other traces when it is heard backwards: an order first
    /// seen when it was over is never picked, and a dispatch heard after the shop has shipped by hand is not posted
    /// again.
    /// </summary>
    private static bool IsStory(World world, Message first, Message second)
    {
        var order = OrderOf(first);
        return order is not null && order == OrderOf(second) &&
               (world.Hub.OrderOf(order.Value) is null || IsFromWarehouse(first) || IsFromWarehouse(second));
    }

    private static bool IsFromWarehouse(Message message) => message is Message.Said said && said.Reporter == Wms;

    private static OrderId? OrderOf(Message message) => message switch
    {
        Message.OrderShown shown => shown.Seen.Order.Id,
        Message.Said said => said.Order,
        _ => null,
    };

    /// <remarks>Each location has enough for every order: what is promised beyond that is oversold, by whichever
    /// order.</remarks>
    private static World Wide(Basis basis) => World.Open(
        Agreed(basis),
        [new Wish("A", Cap, 2), new Wish("B", Cap, 9), new Wish("C", Mat, 1) { Reserves = false }],
        (Cap, Leeds, 20), (Cap, Paris, 20), (Mat, Leeds, 5)) with
    {
        Duplicates = 5,
    };

    private static World Narrow(Basis basis) => World.Open(
        Agreed(basis), [new Wish("A", Cap, 2), new Wish("B", Cap, 3)], (Cap, Leeds, 10)) with
    {
        Duplicates = 5,
    };

    /// <summary>
    /// Takes up to sixty steps, each chosen by chance from all that are possible, and looks at the world it comes to.
    /// </summary>
    private static void Walk(World start, Action<World, string> look) => Prop.ForAll(
        Gen.ArrayOf(Gen.Choose(0, 1_000_000)).ToArbitrary(),
        choices =>
        {
            var (world, told) = (start, "");
            foreach (var choice in choices.Take(60))
            {
                var steps = world.Steps().ToList();
                if (steps.Count > 0)
                {
                    var step = steps[choice % steps.Count];
                    world = step.Take(world);
                    told = $"{told}\n{step.Name}";
                    Invariants.Hold(world, told);
                }
            }

            look(world, told);
        }).QuickCheckThrowOnFailure();

    private static void AssertSame(Hub expected, Hub actual, string told)
    {
        var missing = Told(expected).Except(Told(actual)).ToList();
        var extra = Told(actual).Except(Told(expected)).ToList();
        Assert.True(
            missing.Count == 0 && extra.Count == 0,
            $"Not the same after{told}\nexpected:\n{string.Join('\n', missing)}\nactual:\n{string.Join('\n', extra)}");
    }

    /// <summary>What the hub knows, in sentences, whatever the order in which it learnt it.</summary>
    private static IEnumerable<string> Told(Hub hub) => hub.Stocks.SelectMany(Told).Concat(hub.Orders.SelectMany(Told));

    private static IEnumerable<string> Told(SkuStock stock) =>
    [
        .. stock.Shelves.Select(shelf => $"{stock.Sku} {shelf.Location} {Sorted(shelf.Levels)}"),
        .. stock.Demands.Select(demand => $"{demand with { Departures = [] }} {Sorted(demand.Departures)}"),
        .. stock.Slots.Select(slot => $"{stock.Sku} {slot}"),
    ];

    private static IEnumerable<string> Told(OrderRecord order) =>
    [
        .. order.Lines.Select(line =>
            $"{order.Id} {line with { Picks = [], Stages = [] }} {Sorted(line.Picks)} {Sorted(line.Stages)}"),
        .. order.Counted.Select(key => $"{order.Id} {key}"),
        .. order.Documents.Where(document => document.Kind != DocumentKind.ReduceOrder)
            .Select(document => $"{document.Key} {document.IsSettled}"),
        .. Reduced(order),
        $"{order.Id} {order.Progress with { Lines = [] }} {Sorted(order.Progress.Lines)}",
    ];

    /// <summary>Units taken back piece by piece: of a whole that is taken back the pieces do not matter.</summary>
    private static IEnumerable<string> Reduced(OrderRecord order) => order.Documents
        .Where(document => document.Kind == DocumentKind.ReduceOrder &&
            order.Documents.All(other => other.Kind != DocumentKind.CancelOrder || other.Target != document.Target))
        .SelectMany(document => document.Lines.Select(line => (document.Target, Units: line)))
        .GroupBy(reduced => (reduced.Target, reduced.Units.Line))
        .Select(group =>
            $"{order.Id} {group.Key} {group.Aggregate(Quantity.Zero, (sum, reduced) => sum + reduced.Units.Quantity)}");

    private static string Sorted<T>(Items<T> items) => string.Join(' ', items.Select(item => $"{item}").Order());
}
