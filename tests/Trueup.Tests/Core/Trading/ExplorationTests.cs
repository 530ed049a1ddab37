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
    /// refunds before and after the shipment, with return and without, one message that comes twice, and one death of the hub: before a
    /// message is kept, before it is acknowledged, and between a write or a document and its record. The numbers are how many different
    /// states that is at least: a step that is no longer taken shows.
    /// </summary>
    [Theory]
    [InlineData(Start.NothingOrdered, Basis.OnHand, false, 6, 37_864)]
    [InlineData(Start.NothingOrdered, Basis.OnHand, true, 5, 4_682)]
    [InlineData(Start.NothingOrdered, Basis.Available, false, 5, 9_847)]
    [InlineData(Start.NothingOrdered, Basis.Available, true, 5, 8_146)]
    [InlineData(Start.BothOrdered, Basis.OnHand, false, 4, 7_816)]
    [InlineData(Start.BothOrdered, Basis.OnHand, true, 4, 5_810)]
    [InlineData(Start.BothOrdered, Basis.Available, false, 4, 16_272)]
    [InlineData(Start.BothOrdered, Basis.Available, true, 4, 12_735)]
    [InlineData(Start.FirstGone, Basis.OnHand, false, 4, 13_143)]
    [InlineData(Start.FirstGone, Basis.OnHand, true, 4, 14_111)]
    [InlineData(Start.FirstGone, Basis.Available, false, 4, 18_107)]
    [InlineData(Start.FirstGone, Basis.Available, true, 4, 19_685)]
    [InlineData(Start.FirstShipped, Basis.OnHand, false, 4, 2_799)]
    [InlineData(Start.FirstShipped, Basis.OnHand, true, 4, 2_022)]
    [InlineData(Start.FirstShipped, Basis.Available, false, 4, 4_331)]
    [InlineData(Start.FirstShipped, Basis.Available, true, 4, 3_299)]
    public void Two_shops_two_orders_and_a_set_end_in_step_whatever_the_order_of_events(
        Start from, Basis basis, bool isSet, int depth, int states)
    {
        var start = World.Open(
            AgreedByTwo(basis),
            [new Wish("A", isSet ? Set : Cap, isSet ? 1 : 2), new Wish("B", Cap, 1) { Shop = Wholesale }],
            (Cap, Leeds, 5), (Mat, Leeds, 2));
        var asked = Environment.GetEnvironmentVariable(DeeperVariable);
        var deep = depth + (asked is null ? 0 : int.Parse(asked, CultureInfo.InvariantCulture));

        var visited = Explore(start.At(from) with { Crashes = 1 }, deep);

        output.WriteLine($"{visited} states to a depth of {deep}");
        Assert.InRange(visited, states, int.MaxValue);
    }

    [Theory]
    [InlineData(Basis.OnHand, 6)]
    [InlineData(Basis.Available, 6)]
    public void One_location_two_orders_end_in_step_whatever_the_order_of_events(Basis basis, int depth) => Explore(
        World.Open(Agreed(basis), [new Wish("A", Cap, 2), new Wish("B", Cap, 3)], (Cap, Leeds, 10)), depth);

    [Theory]
    [InlineData(Basis.OnHand)]
    [InlineData(Basis.Available)]
    public void Two_locations_end_in_step_wherever_the_owner_serves_the_order_from(Basis basis) => Explore(
        World.Open(Agreed(basis), [new Wish("A", Cap, 3)], (Cap, Leeds, 10), (Cap, Paris, 10)), depth: 6);

    [Fact]
    public void An_order_without_reservation_ends_in_step() => Explore(
        World.Open(Agreed(), [new Wish("A", Cap, 2) { Reserves = false }], (Cap, Leeds, 10)), depth: 6);

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
