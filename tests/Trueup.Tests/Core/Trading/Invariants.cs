using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Tests.Core.Trading;

/// <summary>What holds in every world, and in every world at rest.</summary>
internal static class Invariants
{
    /// <summary>The formula of DESIGN §4 and the bounds of its terms.</summary>
    public static void Hold(World world, string told)
    {
        foreach (var stock in world.Hub.Stocks)
        {
            foreach (var shop in world.Shops)
            {
                var desired = stock.Slots.Where(slot => slot.Connection == shop.Name)
                    .Aggregate(Quantity.Zero, (sum, slot) => sum + (slot.Desired ?? Quantity.Zero));
                var held = stock.Demands.Where(demand => demand.Holder == shop.Name)
                    .Aggregate(Quantity.Zero, (sum, demand) => sum + demand.Held);
                var available = world.Hub.AvailableIn(shop.Name, stock.Sku);
                Assert.True(
                    desired - held == available, $"{stock.Sku} in {shop.Name}: {desired} - {held} is not {available} after{told}");
            }

            foreach (var demand in stock.Demands)
            {
                Assert.True(demand.Unseen >= Quantity.Zero, $"Less than nothing is unseen after{told}");
                Assert.True(demand.Waiting >= Quantity.Zero, $"Less than nothing waits after{told}");
                Assert.True(demand.Held >= Quantity.Zero, $"Less than nothing is held after{told}");
                Assert.False(demand.IsSettled, $"A settled demand is kept after{told}");
            }
        }

        foreach (var order in world.Hub.Orders)
        {
            foreach (var line in order.Lines)
            {
                var held = world.Hub.StockOf(line.Sku).Demands.Where(demand => demand.Order == order.Id)
                    .Aggregate(Quantity.Zero, (sum, demand) => sum + demand.Held);
                WaitAlike(world, order, line, told);
                Assert.True(
                    held == line.Held && held <= line.Ordered, $"{held} of {line.Ordered} are held after{told}");
            }

            Assert.True(
                order.Documents.Select(document => document.Key).Distinct().Count() == order.Documents.Count,
                $"A document is asked twice after{told}");
        }
    }

    /// <summary>Shop, hub and goods agree.</summary>
    public static void HoldAtRest(World world, string told)
    {
        Hold(world, told);
        foreach (var (shop, sku) in world.Shops.SelectMany(shop => world.Hub.Stocks.Select(stock => (shop, stock.Sku))))
        {
            var available = world.Hub.AvailableIn(shop.Name, sku);
            var salable = shop.Salable(sku);
            Assert.True(salable == available, $"{sku}: {shop.Name} sells {salable} of {available} after{told}");
        }

        foreach (var (sku, shop) in world.Warehouse.Shelves.Select(shelf => shelf.Sku).Distinct()
            .SelectMany(sku => world.Shops.Select(shop => (sku, shop))))
        {
            var available = world.Hub.AvailableIn(shop.Name, sku);
            var truth = world.Warehouse.OnHand(sku) - Promised(world, sku);
            var doubt = world.InDoubt(sku);
            Assert.True(
                available <= truth && available >= truth - doubt,
                $"{sku}: the hub offers {available} in {shop.Name}, the truth is {truth} with {doubt} in doubt after{told}");
        }

        foreach (var shelf in world.Warehouse.Shelves.Where(shelf => Promised(world, shelf.Sku).IsZero))
        {
            var available = world.Hub.Available(shelf.Sku, shelf.Location);
            Assert.True(
                available == shelf.OnHand, $"{shelf.Sku}: the hub offers {available} of {shelf.OnHand} at {shelf.Location} after{told}");
        }

        // Of parts in several places nobody says which order is served from which.
        var isOnePlace = world.Warehouse.Shelves.Select(shelf => shelf.Location).Distinct().Count() == 1;
        foreach (var (kit, shop) in world.Hub.Contract.Terms.Kits.SelectMany(kit => world.Shops.Select(shop => (kit, shop))))
        {
            if (isOnePlace && world.Hub.Stocks.FindIndex(stock => stock.Sku == kit.Sku) >= 0)
            {
                var available = world.Hub.AvailableIn(shop.Name, kit.Sku).Value;
                var truth = SetsOf(world, kit, static (_, _) => Quantity.Zero);
                Assert.True(
                    available <= truth && available >= SetsOf(world, kit, static (seen, sku) => seen.InDoubt(sku)),
                    $"{kit.Sku}: the hub offers {world.Hub.AvailableIn(shop.Name, kit.Sku)} in {shop.Name}, the truth is {truth} after{told}");
            }
        }
    }

    private static decimal SetsOf(World world, KitRule kit, Func<World, Sku, Quantity> less) => kit.Components.Min(part =>
        Math.Floor((world.Warehouse.OnHand(part.Sku) - Promised(world, part.Sku) - less(world, part.Sku)).Value / part.PerKit.Value));

    /// <summary>Orders and stock count the same units as still to be taken, and those of which nobody knows where they were missed.</summary>
    private static void WaitAlike(World world, OrderRecord order, LineRecord line, string told)
    {
        foreach (var sku in line.Picks.Select(pick => pick.Sku).Distinct())
        {
            var waiting = line.Picks.Where(pick => pick.Sku == sku).Aggregate(Quantity.Zero, (sum, pick) => sum + pick.Waiting +
                pick.Losses.Where(loss => !loss.IsTold).Aggregate(Quantity.Zero, (all, loss) => all + loss.Quantity));
            var demanded = world.Hub.StockOf(sku).Demands.Where(demand => demand.Order == order.Id && demand.Line == line.Line)
                .Aggregate(Quantity.Zero, (sum, demand) => sum + demand.Waiting);
            Assert.True(waiting == demanded, $"{waiting} of {sku} wait in {order.Id}, and {demanded} in the stock after{told}");
        }
    }

    /// <summary>Units ordered that are still in the building.</summary>
    private static Quantity Promised(World world, Sku sku) => world.Promised().Where(part => part.Sku == sku)
        .Aggregate(Quantity.Zero, (sum, part) => sum + part.Units);
}
