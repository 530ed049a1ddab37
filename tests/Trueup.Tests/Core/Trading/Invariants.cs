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
            var desired = stock.Slots.Where(slot => slot.Connection == Estate.Adobe)
                .Aggregate(Quantity.Zero, (sum, slot) => sum + (slot.Desired ?? Quantity.Zero));
            var held = stock.Demands.Aggregate(Quantity.Zero, (sum, demand) => sum + demand.Held);
            var available = world.Hub.AvailableIn(Estate.Adobe, stock.Sku);
            Assert.True(desired - held == available, $"{stock.Sku}: {desired} - {held} is not {available} after{told}");
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
        foreach (var sku in world.Hub.Stocks.Select(stock => stock.Sku))
        {
            var available = world.Hub.AvailableIn(Estate.Adobe, sku);
            var salable = world.Shop.Salable(sku);
            Assert.True(salable == available, $"{sku}: the shop sells {salable} of {available} after{told}");
        }

        foreach (var sku in world.Warehouse.Shelves.Select(shelf => shelf.Sku).Distinct())
        {
            var available = world.Hub.AvailableIn(Estate.Adobe, sku);
            var truth = world.Warehouse.OnHand(sku) - Promised(world, sku);
            Assert.True(truth == available, $"{sku}: the hub offers {available}, the truth is {truth} after{told}");
        }
    }

    /// <summary>Units ordered that are still in the building.</summary>
    private static Quantity Promised(World world, Sku sku) => world.Shop.Orders
        .Where(order => order.Sku == sku && !world.Warehouse.HasDispatched(order.Number))
        .Aggregate(Quantity.Zero, (sum, order) => sum + order.Open);
}
