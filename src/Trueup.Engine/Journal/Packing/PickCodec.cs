using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Engine.Journal.Packing;

/// <summary>Packs what is picked for a line, and, apart from it, what only few picks have: bodies of earlier versions have none of it.</summary>
internal static class PickCodec
{
    public static PackWriter Put(PackWriter pack, Pick pick) => pack
        .Sku(pick.Sku).Quantity(pick.PerUnit).Location(pick.Location).Quantity(pick.Quantity)
        .Quantity(pick.Taken).Quantity(pick.Dispatched).Quantity(pick.Withdrawn);

    public static Pick Take(PackReader pack) => new(pack.Sku(), pack.Quantity(), pack.Location(), pack.Quantity())
    {
        Taken = pack.Quantity(),
        Dispatched = pack.Quantity(),
        Withdrawn = pack.Quantity(),
    };

    /// <summary>Whether there is more to say of any pick than earlier versions did.</summary>
    public static bool HasMore(Items<LineRecord> lines)
    {
        foreach (var line in lines)
        {
            if (HasMore(line))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether there is more to say of any pick of a line.</summary>
    public static bool HasMore(LineRecord line)
    {
        foreach (var pick in line.Picks)
        {
            if (!pick.Allocations.IsEmpty || !pick.Losses.IsEmpty || !pick.Lost.IsZero)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What there is more to say of the picks of a line, one for one.</summary>
    public static PackWriter PutMore(PackWriter pack, LineRecord line) => pack.List(line.Picks, static (inner, pick) => inner
        .List(pick.Allocations, static (one, allocation) =>
            one.Quantity(allocation.Quantity).Time(allocation.At).Location(allocation.Location))
        .Quantity(pick.Lost)
        .List(pick.Losses, static (one, loss) => one.Quantity(loss.Quantity).Time(loss.At)
            .Optional(loss.Location, static (known, location) => known.Location(location))
            .List(loss.Among, static (places, location) => places.Location(location))));

    /// <summary>The line with all that was said of its picks.</summary>
    public static LineRecord TakeMore(PackReader pack, LineRecord line)
    {
        var more = pack.List(TakeMore);
        return more.Count != line.Picks.Count
            ? throw pack.Broken($"{more.Count} additions do not fit {line.Picks.Count} picks")
            : line with
            {
                Picks = line.Picks.Select((pick, place) => pick with
                {
                    Allocations = more[place].Allocations,
                    Lost = more[place].Lost,
                    Losses = more[place].Losses,
                }).ToItems(),
            };
    }

    /// <summary>The lines with all that was said of their picks.</summary>
    public static Items<LineRecord> TakeMore(PackReader pack, Items<LineRecord> lines)
    {
        var count = pack.Count();
        return count != lines.Count
            ? throw pack.Broken($"{count} additions do not fit {lines.Count} lines")
            : lines.Select(line => TakeMore(pack, line)).ToItems();
    }

    private static (Items<AllocatedUnits> Allocations, Quantity Lost, Items<Loss> Losses) TakeMore(PackReader pack) => (
        pack.List(static inner => new AllocatedUnits(inner.Quantity(), inner.Time(), inner.Location())),
        pack.Quantity(),
        pack.List(static inner => new Loss(
            inner.Quantity(), inner.Time(), inner.Optional(static known => known.Location()),
            inner.List(static places => places.Location()))));
}
