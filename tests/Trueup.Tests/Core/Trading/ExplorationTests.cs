using Trueup.Core.Contract;
using static Trueup.Tests.Core.Trading.Estate;

namespace Trueup.Tests.Core.Trading;

/// <summary>
/// Every order of events, to a bounded depth: whatever happened, once all has arrived, shop and truth agree.
/// </summary>
public class ExplorationTests
{
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

    private static void Explore(World start, int depth)
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
    }
}
