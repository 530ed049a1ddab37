namespace Trueup.Simulator.Merchants;

/// <summary>Those who trade on the merchant's day: shoppers, and the people of every owner.</summary>
internal sealed class MerchantPeople(MerchantWorld world, Chance chance)
{
    /// <summary>In the busiest hour there are so many times more orders.</summary>
    private const double PeakTimes = 4;

    private DateTimeOffset _closes;
    private TimeSpan _hours;

    private List<OwnerDesk> Owners => [.. world.Desks.Where(desk => desk.Locations.Any())];

    /// <summary>Puts goods on every shelf, and has their owners tell the hub.</summary>
    public void FillShelves()
    {
        foreach (var desk in Owners)
        {
            foreach (var location in desk.Locations)
            {
                foreach (var sku in world.Shelf.Pieces)
                {
                    var isHot = world.Shelf.Hot.Contains(sku, StringComparer.Ordinal);
                    desk.Stock(sku, location, isHot ? chance.Between(4, 8) : chance.Happens(0.03) ? 0 : chance.Between(10, 60));
                }
            }

            world.Outside.After(TimeSpan.FromSeconds(1), () => desk.TellAll(world.Outside.Now));
        }

        foreach (var sku in world.Shelf.Pieces)
        {
            world.Touched(sku);
        }
    }

    /// <summary>The day begins.</summary>
    public void Open(TimeSpan hours)
    {
        (_hours, _closes) = (hours, world.Outside.Now + hours);
        BuyAgain();
        ReportAgain();
        world.Outside.After(hours * 0.25, TakeGoodsIn);
        world.Outside.After(hours * 0.6, CountShelves);
    }

    private bool IsPeak => _closes - world.Outside.Now is var left && left < _hours / 2 && left > (_hours / 2) - TimeSpan.FromHours(1);

    private void BuyAgain()
    {
        if (!world.IsTrading || world.Shops.Count == 0)
        {
            return;
        }

        Buy();
        var pause = TimeSpan.FromDays(1) / world.Plan.Trade.OrdersPerDay / (IsPeak ? PeakTimes : 1);
        world.Outside.After(chance.Between(TimeSpan.Zero, pause * 2), BuyAgain);
    }

    private void Buy()
    {
        var shop = chance.OneOf(world.Shops);
        var sku = chance.Happens(0.25) ? chance.OneOf(world.Shelf.Hot)
            : world.Shelf.Kits.Count > 0 && chance.Happens(0.1) ? chance.OneOf(world.Shelf.Kits)
            : chance.OneOf(world.Shelf.Pieces);
        var quantity = chance.Between(1, 3);
        var (name, now) = (shop.Connection.Name, world.Outside.Now);
        var isTooMany = quantity > world.Books.Unpromised(name, sku);
        if (shop.Buy(sku, quantity, now) is not { } number)
        {
            return;
        }

        var parts = world.Books.PartsOf(sku).Select(part => (part.Sku, part.Pieces * quantity)).ToList();
        world.Books.Place(new PlacedOrder(name, number, parts, now) { IsOversold = isTooMany });
        foreach (var (part, _) in parts)
        {
            world.Touched(part);
        }
    }

    private void ReportAgain()
    {
        if (!world.IsTrading || Owners.Count == 0)
        {
            return;
        }

        var desk = chance.OneOf(Owners);
        var location = chance.OneOf(desk.Locations.ToList());
        var changes = Enumerable.Range(0, chance.Between(1, 3)).Select(_ => chance.OneOf(world.Shelf.Pieces)).Distinct(StringComparer.Ordinal)
            .Select(sku => (sku, chance.Below(10) switch { < 4 => chance.Between(5, 20), < 8 => -1m, _ => chance.Between(-3, 3) })).ToList();
        desk.Change(changes, location);
        var pause = TimeSpan.FromDays(1) / world.Plan.Trade.ReportsPerDay;
        world.Outside.After(chance.Between(TimeSpan.Zero, pause * 2), ReportAgain);
    }

    /// <summary>A lorry comes to every owner's first place: one report about an eighth of all articles.</summary>
    private void TakeGoodsIn()
    {
        foreach (var desk in Owners)
        {
            var goods = world.Shelf.Pieces.Where((_, i) => i % 8 == 0).Select(sku => (sku, (decimal)chance.Between(10, 40))).ToList();
            desk.Change(goods, desk.Locations.First());
        }
    }

    /// <summary>Every place counts a quarter of its shelves, and reports it at once.</summary>
    private void CountShelves()
    {
        foreach (var desk in Owners)
        {
            foreach (var location in desk.Locations)
            {
                var counted = world.Shelf.Pieces.Where((_, i) => i % 4 == 1).Select(sku => (sku, (decimal)chance.Between(-2, 2))).ToList();
                desk.Change(counted, location);
            }
        }
    }
}
