using System.Globalization;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// G9: a fall caused by an order, or to nothing, is written before routine changes, under any backlog. Read from the
/// shop's own log of writes: from the moment at which such a fall was decided, no more than a few saves that do not
/// carry it reach the shop while it is missing.
/// </summary>
public static class LiveOrdersFirst
{
    /// <summary>Saves that may have been on their way already, or be of the same urgency.</summary>
    private const int OthersMax = 3;

    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world)
    {
        ArgumentNullException.ThrowIfNull(world);
        var urgent = Urgent(world.History());
        return world.Shops.SelectMany(shop => Check(world, shop, urgent.GetValueOrDefault(shop.Name.Text) ?? []));
    }

    private static IEnumerable<Violation> Check(World world, ShopSite shop, List<Fall> falls)
    {
        foreach (var fall in falls)
        {
            var others = 0;
            foreach (var (at, rows) in shop.Wire.Saves.SkipWhile(save => save.At <= fall.At))
            {
                if (at >= fall.Until || rows.Contains((fall.Sku, fall.Source)))
                {
                    break;
                }

                // Saves of the same urgency may go first; what is held for a shipment of the SKU, or to be looked at, waits.
                others += rows.All(row => !IsUrgent(falls, row, at)) && IsFree(world, shop, fall, at) ? 1 : 0;
            }

            if (others > OthersMax)
            {
                yield return new Violation("G9", fall.Sku, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{shop.Name}: the fall at {fall.Source} decided at {fall.At:O} waited for {others} routine saves"));
            }
        }
    }

    private static bool IsUrgent(List<Fall> falls, (string Sku, string Source) row, DateTimeOffset at) =>
        falls.Exists(fall => fall.Sku == row.Sku && fall.Source == row.Source && fall.At <= at && at - TimeSpan.FromMinutes(1) <= fall.Until);

    /// <summary>Whether the hub had no reason to hold the write back: no trouble of the connection, no order of the SKU under way.</summary>
    private static bool IsFree(World world, ShopSite shop, Fall fall, DateTimeOffset at) =>
        world.Troubles.CalmSince is { } calm && fall.At > calm && at > calm &&
        !shop.Books.Orders.Any(order => order.Lines.Any(line => line.StockSku == fall.Sku && line.Ordered > line.Shipped + line.Canceled + line.Refunded) ||
                                        order.UpdatedAt - shop.Wire.Skew >= fall.At && order.Lines.Any(line => line.StockSku == fall.Sku));

    private static Dictionary<string, List<Fall>> Urgent(IReadOnlyList<Recorded> history)
    {
        var codecs = new Codecs();
        var falls = new Dictionary<string, List<Fall>>(StringComparer.Ordinal);
        var standing = new Dictionary<(string Connection, string Sku, string Source), Fall>();
        foreach (var (_, entry) in history.Where(recorded => recorded.Entry.Kind == EntryKind.Decided))
        {
            foreach (var change in codecs.Decisions.Unpack(entry.Body).Decisions.SelectMany(decided => decided.Changes))
            {
                if (change is not Change.StockChanged { Event: StockEvent.SlotDesired desired } stock)
                {
                    continue;
                }

                var key = (desired.Connection.Text, stock.Sku.Text, desired.Source.Text);
                if (standing.Remove(key, out var before))
                {
                    before.Until = entry.At;
                }

                if (desired.Urgency == Urgency.Urgent)
                {
                    var fall = standing[key] = new Fall(stock.Sku.Text, desired.Source.Text, entry.At);
                    (falls.TryGetValue(desired.Connection.Text, out var known) ? known : falls[desired.Connection.Text] = []).Add(fall);
                }
            }
        }

        return falls;
    }

    /// <param name="Sku">The SKU.</param>
    /// <param name="Source">The source.</param>
    /// <param name="At">When it was decided.</param>
    private sealed record Fall(string Sku, string Source, DateTimeOffset At)
    {
        /// <summary>When it was overtaken by another decision.</summary>
        public DateTimeOffset Until { get; set; } = DateTimeOffset.MaxValue;
    }
}
