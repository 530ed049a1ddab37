using System.Globalization;
using Trueup.Core.Contract;
using Xunit.Abstractions;
using static Trueup.Tests.Core.Trading.Estate;

namespace Trueup.Tests.Core.Trading;

/// <summary>
/// Every order of events, to a bounded depth: whatever happened, once all has arrived, shop and truth agree.
/// </summary>
public class ExplorationTests(ITestOutputHelper output)
{
    private const string DeeperVariable = "TRUEUP_EXPLORE_DEEPER";

    /// <summary>
    /// Two shops that sell the same goods, an order in each of one or two units, one of them of a set, all interleavings of orders,
    /// allocations, dispatches, reports, shipments posted, cancellations before the goods left, after it and too late for the warehouse,
    /// orders that the warehouse cannot send and units that its pickers do not find, refunds before and after the shipment, with return
    /// and without, one message that comes twice, and one death of the hub: before a message is kept, before it is acknowledged, and
    /// between a write or a document and its record. The numbers are how many different states that is at least: a step that is no longer
    /// taken shows.
    /// </summary>
    [Theory]
    [InlineData(Start.NothingOrdered, Basis.OnHand, false, 5, 11_260)]
    [InlineData(Start.NothingOrdered, Basis.OnHand, true, 5, 8_971)]
    [InlineData(Start.NothingOrdered, Basis.Available, false, 5, 20_415)]
    [InlineData(Start.NothingOrdered, Basis.Available, true, 5, 14_113)]
    [InlineData(Start.BothOrdered, Basis.OnHand, false, 4, 19_915)]
    [InlineData(Start.BothOrdered, Basis.OnHand, true, 4, 14_733)]
    [InlineData(Start.BothOrdered, Basis.Available, false, 4, 44_047)]
    [InlineData(Start.BothOrdered, Basis.Available, true, 4, 27_707)]
    [InlineData(Start.FirstGone, Basis.OnHand, false, 4, 20_370)]
    [InlineData(Start.FirstGone, Basis.OnHand, true, 4, 22_264)]
    [InlineData(Start.FirstGone, Basis.Available, false, 4, 26_590)]
    [InlineData(Start.FirstGone, Basis.Available, true, 4, 29_260)]
    [InlineData(Start.FirstShipped, Basis.OnHand, false, 4, 4_640)]
    [InlineData(Start.FirstShipped, Basis.OnHand, true, 4, 3_463)]
    [InlineData(Start.FirstShipped, Basis.Available, false, 4, 6_697)]
    [InlineData(Start.FirstShipped, Basis.Available, true, 4, 5_229)]
    public void Two_shops_two_orders_and_a_set_end_in_step_whatever_the_order_of_events(
        Start from, Basis basis, bool isSet, int depth, int states)
    {
        var start = World.Open(
            AgreedByTwo(basis),
            [new Wish("A", isSet ? Set : Cap, isSet ? 1 : 2), new Wish("B", Cap, 1) { Shop = Wholesale }],
            (Cap, Leeds, 5), (Mat, Leeds, 2));

        Visit(start.At(from) with { Crashes = 1 }, depth, states);
    }

    /// <summary>
    /// An order that no place has all of, and that is promised from two. The warehouse sends it from where it can, lays some of it ready and
    /// the rest later, and misses a unit that it had laid ready or had not, at either place, and says so or does not say where.
    /// </summary>
    [Theory]
    [InlineData(Start.NothingOrdered, Basis.OnHand, 5, 4_012)]
    [InlineData(Start.NothingOrdered, Basis.Available, 5, 12_814)]
    [InlineData(Start.BothOrdered, Basis.OnHand, 4, 4_559)]
    [InlineData(Start.BothOrdered, Basis.Available, 4, 15_231)]
    public void An_order_from_two_places_ends_in_step_whatever_is_not_found_and_where(Start from, Basis basis, int depth, int states)
    {
        var start = World.Open(Agreed(basis), [new Wish("A", Cap, 3)], (Cap, Leeds, 2), (Cap, Paris, 2));

        Visit(start.At(from) with { Crashes = 1 }, depth, states);
    }

    [Theory]
    [InlineData(Basis.OnHand, 5)]
    [InlineData(Basis.Available, 5)]
    public void One_location_two_orders_end_in_step_whatever_the_order_of_events(Basis basis, int depth) => Explore(
        World.Open(Agreed(basis), [new Wish("A", Cap, 2), new Wish("B", Cap, 3)], (Cap, Leeds, 10)), depth);

    [Theory]
    [InlineData(Basis.OnHand)]
    [InlineData(Basis.Available)]
    public void Two_locations_end_in_step_wherever_the_owner_serves_the_order_from(Basis basis) => Explore(
        World.Open(Agreed(basis), [new Wish("A", Cap, 3)], (Cap, Leeds, 10), (Cap, Paris, 10)), depth: 5);

    [Fact]
    public void An_order_without_reservation_ends_in_step() => Explore(
        World.Open(Agreed(), [new Wish("A", Cap, 2) { Reserves = false }], (Cap, Leeds, 10)), depth: 6);

    private void Visit(World start, int depth, int states)
    {
        var asked = Environment.GetEnvironmentVariable(DeeperVariable);
        var deep = depth + (asked is null ? 0 : int.Parse(asked, CultureInfo.InvariantCulture));

        var visited = Explore(start, deep);

        output.WriteLine($"{visited} states to a depth of {deep}");
        Assert.InRange(visited, states, int.MaxValue);
    }

    private static int Explore(World start, int depth)
    {
        var seen = new HashSet<World> { start };
        List<(World World, string Path)> front = [(start, "")];
        for (var level = 0; level < depth; level++)
        {
            List<(World World, string Path)> next = [];
            foreach (var (world, path) in front)
            {
                foreach (var step in world.Steps())
                {
                    var after = step.Take(world);
                    if (seen.Add(after))
                    {
                        var told = $"{path}\n{step.Name}";
                        Invariants.Hold(after, told);
                        Invariants.HoldAtRest(after.Settled(), told);
                        Assert.True(after.Hub == after.Hub.Reborn(), $"The hub does not begin again as it was after{told}");
                        next.Add((after, told));
                    }
                }
            }

            front = next;
        }

        Assert.NotEmpty(front);
        return seen.Count;
    }
}
