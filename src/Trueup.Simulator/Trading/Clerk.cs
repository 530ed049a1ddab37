using System.Globalization;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Core.Values;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Trading;

/// <summary>Customer service: promises a return of what was shipped, under a number; most customers send the goods, to the warehouse.</summary>
internal sealed class Clerk(World world, ServiceDesk desk, WarehouseFloor warehouse, Chance chance)
{
    private const int RecentMax = 100;

    private static readonly TimeSpan WayBackMax = TimeSpan.FromMinutes(2);

    private DateTimeOffset Now => world.Clock.GetUtcNow();

    /// <summary>Promises one customer a return, of all that was shipped or of a piece.</summary>
    public void Promise()
    {
        var shop = chance.OneOf(world.Shops);

        // Of a long history the newest are enough.
        var orders = shop.Books.NewestOrders(RecentMax)
            .Where(order => order.Lines.Any(line => line.Shipped > 0) && !IsReturned(shop.IdOf(order))).ToList();
        if (orders.Count == 0)
        {
            return;
        }

        var order = chance.OneOf(orders);
        var id = shop.IdOf(order);
        var isAll = chance.Happens(0.5);
        var all = LinesOf(order, isAll: true);
        var lines = isAll ? all : LinesOf(order, isAll: false);
        var promised = desk.Promise(id, lines, Now);
        world.Outside.Note("desk", $"promises {promised.Rma} of {id}: {string.Join(", ", lines.Select(Text))}");
        if (chance.Happens(0.2))
        {
            desk.Tell(promised);
        }

        world.CollectPromises();
        if (world.Plan.HasSecondThoughts && lines != all && chance.Happens(0.5))
        {
            world.Outside.After(chance.Between(TimeSpan.FromSeconds(1), WayBackMax), () => Widen(promised, all));
        }

        if (chance.Happens(0.8))
        {
            world.Outside.After(
                chance.Between(TimeSpan.FromSeconds(1), WayBackMax), () => warehouse.TakeBack(id, promised.Rma));
        }
    }

    /// <summary>The customer keeps nothing after all.</summary>
    private void Widen(PromisedReturn promised, Items<ReturnedLine> lines)
    {
        var isLate = chance.Happens(0.2);
        desk.Widen(promised, lines, Now);
        world.Outside.Note("desk", $"widens {promised.Rma}: {string.Join(", ", lines.Select(Text))}");
        if (isLate)
        {
            desk.Tell(promised);
        }

        world.CollectPromises();
    }

    private static Items<ReturnedLine> LinesOf(TwinOrder order, bool isAll) => order.Lines.Where(line => line.Shipped > 0)
        .Take(isAll ? order.Lines.Count : 1)
        .Select(line => new ReturnedLine(line.ItemId.ToString(CultureInfo.InvariantCulture), line.StockSku, isAll ? line.Shipped : 1)).ToItems();

    private bool IsReturned(string order) => warehouse.HasReceived(order) || desk.HasPromised(order);

    private static string Text(ReturnedLine line) => string.Create(CultureInfo.InvariantCulture, $"{line.Quantity:0} {line.Sku}");
}
