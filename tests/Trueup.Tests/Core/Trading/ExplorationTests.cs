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
    private const string DepthVariable = "TRUEUP_EXPLORE_DEPTH";

    /// <summary>
    /// Two shops that sell the same goods, an order in each of one or two units, one of them of a set, all interleavings of orders,
    /// allocations, dispatches, reports, shipments posted, cancellations, refunds, one message that comes twice and one death of the hub
    /// between a write and its record. The numbers are how many different states that is: a step that is no longer taken shows.
    /// </summary>
    [Theory]
    [InlineData(Basis.OnHand, false, 6, 4_234)]
    [InlineData(Basis.OnHand, true, 6, 3_473)]
    [InlineData(Basis.Available, false, 6, 10_503)]
    [InlineData(Basis.Available, true, 6, 9_465)]
    public void Two_shops_two_orders_and_a_set_end_in_step_whatever_the_order_of_events(
        Basis basis, bool isSet, int depth, int states)
    {
        var start = World.Open(
            AgreedByTwo(basis),
            [new Wish("A", isSet ? Set : Cap, isSet ? 1 : 2), new Wish("B", Cap, 1) { Shop = Wholesale }],
            (Cap, Leeds, 5), (Mat, Leeds, 2));
        var asked = Environment.GetEnvironmentVariable(DepthVariable);
        var deep = asked is null ? depth : int.Parse(asked, CultureInfo.InvariantCulture);

        var visited = Explore(start with { Crashes = 1 }, deep);

        output.WriteLine($"{visited} states to a depth of {deep}");
        Assert.True(asked is not null || visited == states, $"{visited} states instead of {states}");
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
