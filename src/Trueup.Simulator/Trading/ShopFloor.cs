using System.Globalization;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Core.Values;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Trading;

/// <summary>Shoppers, and the people who work in the shop's own administration.</summary>
internal sealed class ShopFloor(World world, ShopSite shop, Purses purses, Chance chance)
{
    /// <summary>So many articles are what everybody wants in a rush.</summary>
    private const int RushArticles = 3;

    private static readonly TimeSpan HoldPause = TimeSpan.FromSeconds(20);

    private readonly List<int> _orders = [];
    private readonly Chance _homes = chance.Fork(1);
    private readonly Chance _purses = chance.Fork(2);

    private DateTimeOffset Now => world.Clock.GetUtcNow() + shop.Wire.Skew;

    /// <summary>Somebody buys something, as far as the shop lets them.</summary>
    public void Buy()
    {
        var skus = world.Sold;
        skus = world.Plan.Profile.IsRush ? [.. skus.Take(RushArticles)] : skus;
        var lines = new List<ShopperLine> { new(chance.OneOf(skus), chance.Between(1, 4)) };
        if (chance.Happens(0.4) && OneBeside(lines[0].Sku, skus) is { } other)
        {
            lines.Add(new ShopperLine(other, chance.Between(1, 2)));
        }

        world.Watch.Before(lines);
        world.Shelves.Look();
        var home = world.Plan.IsNearest ? _homes.OneOf(Homes.All) : null;
        var placed = shop.Twin.Shoppers.PlaceOrder(Estate.Website, lines.ToItems(), Now, home: home?.Where);
        if (!placed.IsDone)
        {
            Note($"sells nothing: {placed.Refusal.Message}");
            return;
        }

        world.Watch.Sold(shop, placed.Value);
        _orders.Add(placed.Value.EntityId);
        Note($"sells {string.Join(", ", lines.Select(line => $"{line.Quantity} {line.Sku}"))} as {placed.Value.IncrementId}");
        if (home is not null)
        {
            world.Shelves.Sold(shop, placed.Value, home);
        }

        if (WaitForMoney() is { } wait)
        {
            world.Outside.After(wait, () => Invoice(placed.Value.EntityId));
        }
    }

    /// <summary>Staff cancels, refunds, or types a number in by hand.</summary>
    public void Serve()
    {
        world.Watch.Before([]);
        switch (chance.Below(4))
        {
            case 0 when _orders.Count > 0:
                Cancel(chance.OneOf(_orders));
                break;
            case 1 or 2 when _orders.Count > 0:
                Refund(chance.OneOf(_orders));
                break;
            case 3 when world.Plan.HasMeddlers:
                Meddle();
                break;
        }
    }

    /// <summary>What is bought with it: in a small assortment the same thing by everybody, so that they contend for it.</summary>
    private string? OneBeside(string first, IReadOnlyList<string> skus)
    {
        var other = world.Plan.Profile.IsMidSize ? chance.OneOf(skus) : skus.FirstOrDefault(sku => sku != first);
        return other == first ? null : other;
    }

    /// <summary>How long a shopper takes to pay; null for whoever does not.</summary>
    private TimeSpan? WaitForMoney() => world.Plan.Expiry is not null
        ? purses.Wait(_purses)
        : world.Plan.ReleasesPaidOrders || chance.Happens(0.5) ? chance.Between(TimeSpan.Zero, TimeSpan.FromSeconds(60)) : null;

    /// <summary>The money of an order comes.</summary>
    public void Invoice(int order)
    {
        if (shop.Books.Order(order) is { State: "holded" })
        {
            // The shop takes no money for what is on hold.
            world.Outside.After(HoldPause, () => Invoice(order));
            return;
        }

        var invoiced = shop.Twin.Staff.Invoice(order, Now);
        if (invoiced.IsDone)
        {
            purses.Pay(IdOf(order), isTooLate: false);
        }

        Note($"invoices order {Text(order)}: {(invoiced.IsDone ? "done" : invoiced.Refusal.Message)}");
    }

    /// <summary>Somebody cancelled an order, or tried to.</summary>
    public void Dropped(int order)
    {
        if (shop.Books.Order(order) is { State: "canceled" } cancelled)
        {
            purses.Drop(shop.IdOf(cancelled));
        }
    }

    private void Cancel(int id)
    {
        // Only what nobody has shipped: of the rest the warehouse would have to be told line by line.
        if (shop.Twin.Books.Order(id) is { } order && order.Lines.All(line => line.Shipped == 0))
        {
            var cancelled = shop.Twin.Staff.Cancel(id, Now);
            if (cancelled is { IsDone: true, Value: true })
            {
                purses.Drop(shop.IdOf(order));
            }

            Note($"cancels {order.IncrementId}: {(cancelled.IsDone ? cancelled.Value.ToString() : cancelled.Refusal.Message)}");
        }
    }

    private void Refund(int id)
    {
        if (shop.Twin.Books.Order(id) is not { } order)
        {
            return;
        }

        // All or nothing is shipped, for the same reason.
        var isShipped = order.Lines.All(line => line.Shipped == line.Ordered);
        var isWhole = order.Lines.All(line => line.Invoiced == line.Ordered && line.Refunded == 0 && line.Canceled == 0);
        if (!isWhole || (!isShipped && order.Lines.Any(line => line.Shipped > 0)))
        {
            return;
        }

        Items<TwinQuantity> part = isShipped && chance.Happens(0.5) ? [new TwinQuantity(order.Lines[0].ItemId, 1)] : [];
        var returned = chance.Happens(0.5) ? order.Lines.Select(line => line.ItemId).ToItems() : [];
        var refunded = shop.Twin.Staff.Refund(id, Now, part, returned);
        var share = part.IsEmpty ? "all" : "1";
        var fate = returned.IsEmpty ? "not restocked" : "restocked";
        var outcome = refunded.IsDone ? "done" : refunded.Refusal.Message;
        Note($"refunds {order.IncrementId} ({share}, {fate}): {outcome}");
    }

    private void Meddle()
    {
        var sku = chance.OneOf(world.Skus);
        var source = shop.SourceOf(chance.OneOf(Estate.PlacesOf(world.Plan)));
        var quantity = chance.Between(0, 30);
        if (shop.Twin.Books.SourceQuantity(sku, source) is not { } there)
        {
            // Of what its owner never spoke the hub knows nothing, and leaves it alone.
            return;
        }

        shop.Twin.Staff.SetQuantity(sku, source, quantity, Now);
        shop.Shelves.NoteHand(sku, source, quantity - there, world.Clock.GetUtcNow());
        Note($"types {Text(quantity)} into {sku} at {source}");
    }

    private string IdOf(int order) => shop.IdOf(shop.Twin.Books.Order(order)!);

    private void Note(string what) => world.Outside.Note(shop.Name.Text, what);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
