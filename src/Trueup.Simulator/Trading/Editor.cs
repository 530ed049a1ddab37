using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Core.Values;
using Trueup.Simulator.Checkers;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Trading;

/// <summary>Somebody in a shop's administration who puts orders on hold and takes them off, edits them, and corrects where they go.</summary>
internal sealed class Editor(World world, ShopSite shop, ShopFloor floor, Chance chance)
{
    /// <summary>The newest orders: some of them nobody has been told of yet.</summary>
    private const int RecentMax = 5;

    /// <summary>Reading, deciding and writing.</summary>
    private static readonly TimeSpan Deciding = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan HoldMax = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan PayMax = TimeSpan.FromMinutes(1);
    private static readonly string[] Towns = ["York", "Hull", "Ripon", "Whitby"];

    private readonly List<OrderHold> _holds = [];
    private readonly List<(TwinOrder Edited, TwinOrder InItsPlace)> _edits = [];
    private readonly Dictionary<string, string> _towns = new(StringComparer.Ordinal);

    /// <summary>The shop.</summary>
    public ShopSite Shop => shop;

    /// <summary>Every hold that began.</summary>
    public IReadOnlyList<OrderHold> Holds => _holds;

    /// <summary>Orders that were edited, and those that took their place.</summary>
    public IReadOnlyList<(TwinOrder Edited, TwinOrder InItsPlace)> Edits => _edits;

    /// <summary>The town that an order was last corrected to, by the order's id in the hub.</summary>
    public IReadOnlyDictionary<string, string> Corrected => _towns;

    private DateTimeOffset Now => world.Clock.GetUtcNow() + shop.Wire.Skew;

    /// <summary>Does one of these.</summary>
    public void Work()
    {
        switch (chance.Below(4))
        {
            case 0 or 1:
                Hold();
                break;
            case 2:
                Edit();
                break;
            default:
                Correct();
                break;
        }
    }

    /// <summary>Goes home, in half of the worlds without having taken off hold what is on it.</summary>
    public void Finish()
    {
        if (chance.Happens(0.5))
        {
            _holds.ForEach(Release);
        }
    }

    private void Hold()
    {
        if (Recent(order => order.State is "new" or "processing") is not { } order || !shop.Twin.Staff.Hold(order.EntityId, Now).IsDone)
        {
            return;
        }

        var hold = new OrderHold(order.EntityId, shop.IdOf(order));
        _holds.Add(hold);
        Note($"puts {order.IncrementId} on hold");
        world.Outside.After(TimeToLearn(), () => hold.WasThere ??= hold.IsOver ? null : IsThere(hold));
        if (chance.Happens(0.8))
        {
            world.Outside.After(chance.Between(TimeSpan.FromSeconds(5), HoldMax), () => Release(hold));
        }
    }

    /// <summary>
    /// What is handed over later than this after a hold began was read on hold: an order is handed over when it was read, once nothing fails any more.
    /// </summary>
    private TimeSpan TimeToLearn()
    {
        var calm = world.Plan.Begin + (world.Plan.Profile == Profile.Calm ? TimeSpan.Zero : world.Plan.Trading) + TimeSpan.FromMinutes(1);
        return calm > world.Outside.Now ? calm - world.Outside.Now + OversellIsBounded.Window : Deciding;
    }

    private void Release(OrderHold hold)
    {
        if (!hold.IsOver)
        {
            hold.IsThereInTheEnd = IsThere(hold);
            var released = shop.Twin.Staff.Unhold(hold.EntityId, Now);
            Note($"takes {hold.Order} off hold: {(released.IsDone ? "done" : released.Refusal.Message)}");
        }
    }

    private bool IsThere(OrderHold hold) => !world.Warehouse.OrdersOf(hold.Order).IsEmpty;

    private void Edit()
    {
        if (Recent(order => order.State == "new" && order.Lines.All(line => line.Invoiced + line.Shipped + line.Canceled == 0)) is not { } order)
        {
            return;
        }

        Items<ShopperLine> lines = [new ShopperLine(chance.OneOf(world.Sold), chance.Between(1, 3))];
        world.Watch.Before(lines);
        world.Shelves.Look();
        var edited = shop.Twin.Staff.Edit(order.EntityId, lines, Now);
        floor.Dropped(order.EntityId);
        Note($"edits {order.IncrementId}: {(edited.IsDone ? $"{lines[0].Quantity} {lines[0].Sku} as {edited.Value.IncrementId}" : edited.Refusal.Message)}");
        if (edited.IsDone)
        {
            world.Watch.Sold(shop, edited.Value);
            _edits.Add((order, edited.Value));
            world.Outside.After(chance.Between(TimeSpan.Zero, PayMax), () => floor.Invoice(edited.Value.EntityId));
        }
    }

    private void Correct()
    {
        // The shop does not date an order for that: who does not look for long enough afterwards cannot see it.
        if (!world.Troubles.AreOver && Recent(order => order.State is "new" or "processing") is { } order)
        {
            var town = chance.OneOf(Towns);
            shop.Twin.Staff.CorrectTown(order.EntityId, town, Now);
            _towns[shop.IdOf(order)] = town;
            Note($"sends {order.IncrementId} to {town}");
        }
    }

    private TwinOrder? Recent(Func<TwinOrder, bool> isFit)
    {
        var fit = shop.Books.NewestOrders(RecentMax).Where(isFit).ToList();
        return fit.Count == 0 ? null : chance.OneOf(fit);
    }

    private void Note(string what) => world.Outside.Note(shop.Name.Text, what);
}

/// <summary>A hold that people put an order on.</summary>
/// <param name="EntityId">The order in the shop.</param>
/// <param name="Order">Its id in the hub.</param>
internal sealed record OrderHold(int EntityId, string Order)
{
    /// <summary>Whether the warehouse had the order when the hub had had time to learn of the hold; null where it ended before.</summary>
    public bool? WasThere { get; set; }

    /// <summary>Whether the warehouse had it when the hold ended; null while it lasts.</summary>
    public bool? IsThereInTheEnd { get; set; }

    /// <summary>Whether it has ended.</summary>
    public bool IsOver => IsThereInTheEnd is not null;
}
