using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>
/// Units of an order that could not be found and are gone: which of its units these are, and where. What the message leaves open is decided so
/// that nothing is offered that is not there: a picker looks for what was allocated, and of places that all may have lost it each keeps back
/// what it was to send until the rest of the line has gone its way.
/// </summary>
/// <param name="order">The order.</param>
/// <param name="line">The line.</param>
/// <param name="at">When they could not be found.</param>
/// <param name="location">Where; null when nobody says.</param>
/// <param name="consequences">Where the stock lanes are told.</param>
internal sealed class OrderLosses(
    OrderId order, string line, DateTimeOffset at, LocationCode? location, Consequences consequences)
{
    /// <summary>Takes lost units of a part off the picks of a line.</summary>
    /// <param name="picks">The picks of the line.</param>
    /// <param name="sku">What is lost.</param>
    /// <param name="units">Units of it.</param>
    /// <param name="isOwn">The picks of whoever lost it, to be taken before any other.</param>
    public void Lose(Pick[] picks, Sku sku, Quantity units, Predicate<Pick> isOwn)
    {
        foreach (var meant in new Predicate<Pick>[] { isOwn, pick => !isOwn(pick) })
        {
            var places = Enumerable.Range(0, picks.Length).Where(place => picks[place].Sku == sku && meant(picks[place]))
                .OrderByDescending(place => picks[place].Location == location).ToArray();
            units -= LoseAllocated(picks, places, units, at, location);
            units -= LoseWaiting(picks, places, units);
            units -= LoseAllocated(picks, places, units, DateTimeOffset.MaxValue, where: null);
        }
    }

    /// <summary>The owner's figure excluded them before, and excludes them now.</summary>
    private static Quantity LoseAllocated(Pick[] picks, int[] places, Quantity units, DateTimeOffset until, LocationCode? where)
    {
        var lost = Quantity.Zero;
        foreach (var place in places)
        {
            var gone = Quantity.Min(units - lost, picks[place].AllocatedBy(until, where));
            picks[place] = gone.IsZero ? picks[place] : picks[place].Lose(gone, until, where);
            lost += gone;
        }

        return lost;
    }

    /// <summary>The owner's figure has to come down before it is believed.</summary>
    private Quantity LoseWaiting(Pick[] picks, int[] places, Quantity units)
    {
        var waiting = places.Where(place => picks[place].Waiting > Quantity.Zero).ToArray();
        var all = waiting.Sum(place => picks[place].Waiting);
        var among = waiting.Select(place => picks[place].Location).Distinct().ToItems();
        var isKnown = location is not null || among.Count <= 1 || units >= all;
        var lost = Quantity.Zero;
        foreach (var place in waiting)
        {
            var pick = picks[place];
            var gone = Quantity.Min(units - lost, pick.Waiting);
            if (gone.IsZero)
            {
                continue;
            }

            if (isKnown)
            {
                consequences.Address(pick.Sku, new StockFact.Taken(order, line, location ?? pick.Location, gone, at));
            }

            picks[place] = pick with
            {
                Withdrawn = pick.Withdrawn + gone,
                Losses = pick.Losses.Add(new Loss(gone, at, location, isKnown ? [] : among)),
            };
            lost += gone;
        }

        return lost;
    }

    /// <summary>Lost units that were taken off a pick while nobody knew where they were lost were another place's, as its allocation shows.</summary>
    /// <param name="line">The line.</param>
    /// <param name="from">The pick that they were taken off.</param>
    /// <param name="units">Units.</param>
    /// <param name="location">Where they were lost.</param>
    public static LineRecord Place(LineRecord line, int from, Quantity units, LocationCode location)
    {
        var to = line.Picks.FindIndex(pick => pick.Sku == line.Picks[from].Sku && pick.Location == location);
        return to < 0 || to == from ? line : line with
        {
            Picks = line.Picks.SetItem(from, Less(line.Picks[from], Shifted())).SetItem(to, Less(line.Picks[to], -Shifted())),
        };

        Quantity Shifted() => Quantity.Min(units, line.Picks[to].Waiting);

        static Pick Less(Pick pick, Quantity units) => pick with { Withdrawn = pick.Withdrawn - units, Lost = pick.Lost - units };
    }

    /// <summary>When nothing waits any more at the places that may have lost units, whatever still waits in the stock lanes is lost.</summary>
    public static LineRecord Close(LineRecord line) => line.Picks.All(static pick => !HasUntold(pick))
        ? line
        : line with
        {
            Picks = line.Picks.Select(pick => !HasUntold(pick) ? pick : pick with
            {
                Losses = pick.Losses.Select(loss => loss.IsTold || Waits(line, pick, loss) ? loss : loss with { Among = [] }).ToItems(),
            }).ToItems(),
        };

    /// <summary>Tells the stock lanes what has become known of lost units.</summary>
    public static void Tell(OrderId order, LineRecord before, LineRecord after, Consequences consequences)
    {
        for (var i = 0; i < before.Picks.Count; i++)
        {
            if (!HasUntold(before.Picks[i]))
            {
                continue;
            }

            var pick = before.Picks[i];
            foreach (var among in pick.Losses.Where(loss => !loss.IsTold).Select(loss => loss.Among).Distinct())
            {
                var units = UntoldAmong(pick, among) - UntoldAmong(after.Picks[i], among);
                if (units > Quantity.Zero)
                {
                    consequences.Address(pick.Sku, new StockFact.Lost(order, after.Line, units, LastOf(before, pick.Sku)!.Value, among));
                }
            }
        }
    }

    /// <summary>The line with its losses closed as far as is known, and the stock lanes told.</summary>
    public static LineRecord Settle(OrderId order, LineRecord line, Consequences consequences)
    {
        var after = Close(line);
        Tell(order, line, after, consequences);
        return after;
    }

    /// <summary>When the last unit of a SKU was lost of which nobody knows where; null when there is none.</summary>
    public static DateTimeOffset? LastOf(LineRecord line, Sku sku)
    {
        DateTimeOffset? last = null;
        foreach (var loss in line.Picks.Where(pick => pick.Sku == sku).SelectMany(pick => pick.Losses).Where(loss => !loss.IsTold))
        {
            last = last > loss.At ? last : loss.At;
        }

        return last;
    }

    private static bool HasUntold(Pick pick) => pick.Losses.FindIndex(static loss => !loss.IsTold) >= 0;

    private static bool Waits(LineRecord line, Pick lost, Loss loss) => line.Picks.Any(pick =>
        pick.Sku == lost.Sku && pick.Waiting > Quantity.Zero && loss.Among.AsEnumerable().Contains(pick.Location));

    private static Quantity UntoldAmong(Pick pick, Items<LocationCode> among) => pick.Losses
        .Where(loss => !loss.IsTold && loss.Among == among).Sum(loss => loss.Quantity);
}
