using System.Globalization;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// G9: a fall that an order elsewhere causes, and one to next to nothing, is written before routine changes, under any backlog. Which falls these
/// are the checker says itself, by the shops' own books and the figures that were decided, whatever haste the hub put on them: from the moment at which
/// such a fall was decided, and while the source still holds more than that, no more than a few saves of anything else reach the shop.
/// </summary>
public static class LiveOrdersFirst
{
    /// <summary>Saves that may have been on their way already: one under way, and one while the source is looked at.</summary>
    private const int OthersMax = 2;

    /// <summary>What a shop shows of so many units or fewer is nearly gone.</summary>
    private const decimal NearlyGone = 3;

    /// <summary>Whether a call that trouble took had an effect, nobody knows before it is given up; a fall waits for a shipment of its SKU that
    /// is looked for.</summary>
    private static readonly TimeSpan GivenUp = TimeSpan.FromSeconds(35);

    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world)
    {
        ArgumentNullException.ThrowIfNull(world);
        var urgent = Urgent(world, world.History());
        return world.Shops.SelectMany(shop => Check(world, shop, urgent.GetValueOrDefault(shop.Name.Text) ?? []));
    }

    private static IEnumerable<Violation> Check(World world, ShopSite shop, List<Fall> falls)
    {
        if (world.Troubles.CalmSince is not { } calm)
        {
            yield break;
        }

        var promised = Departures(world, shop);
        var known = world.Plan.Profile == Profile.Calm ? calm : calm + GivenUp;
        foreach (var fall in falls.Where(fall => fall.At > calm))
        {
            var others = 0;
            foreach (var (at, rows) in shop.Wire.Saves.SkipWhile(save => save.At <= fall.At))
            {
                if (at >= fall.Until || rows.Any(row => row.Sku == fall.Sku && row.Source == fall.Source))
                {
                    break;
                }

                // Saves of the same urgency may go first, and a shipment of the SKU goes before any (DESIGN §4).
                others += at > known && fall.IsMissing(shop, at) && !promised[fall.Sku].Any(stretch => stretch.From <= at && at <= stretch.Until) &&
                    rows.All(row => !IsUrgent(shop, falls, row, at)) ? 1 : 0;
            }

            if (others > OthersMax)
            {
                yield return new Violation("G9", fall.Sku, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{shop.Name}: the fall at {fall.Source} to {fall.Quantity} decided at {fall.At:O} waited for {others} routine saves"));
            }
        }
    }

    /// <summary>Whether a row of a save is a fall that was asked for as well, or shows less of what is nearly gone.</summary>
    private static bool IsUrgent(ShopSite shop, List<Fall> falls, (string Sku, string Source, decimal Quantity) row, DateTimeOffset at) =>
        (row.Quantity <= NearlyGone && row.Quantity < shop.Shelves.Before(row.Sku, row.Source, at)) ||
        falls.Exists(fall => fall.Sku == row.Sku && fall.Source == row.Source && fall.At <= at && at <= fall.Until && fall.IsMissing(shop, at));

    /// <summary>By SKU: from when to when goods had left the warehouse whose shipment the shop did not have yet.</summary>
    private static ILookup<string, (DateTimeOffset From, DateTimeOffset Until)> Departures(World world, ShopSite shop)
    {
        var posted = shop.Books.Shipments.SelectMany(shipment => shipment.TrackNumbers.Select(number => (number, shipment.CreatedAt)))
            .ToLookup(pair => pair.number, pair => pair.CreatedAt - shop.Wire.Skew, StringComparer.Ordinal);
        return (from dispatch in world.Warehouse.Dispatches
                where dispatch.ExternalId.StartsWith($"{shop.Name}:", StringComparison.Ordinal)
                from line in shop.Books.Order(dispatch.ExternalId[(shop.Name.Text.Length + 1)..])?.Lines ?? []
                let until = posted[dispatch.Tracking[0]].Append(DateTimeOffset.MaxValue).Min()
                select (line.StockSku, Stretch: (dispatch.At - world.WarehouseWire.Skew, until)))
            .ToLookup(pair => pair.StockSku, pair => pair.Stretch, StringComparer.Ordinal);
    }

    private static Dictionary<string, List<Fall>> Urgent(World world, IReadOnlyList<Recorded> history)
    {
        var codecs = new Codecs();
        var falls = new Dictionary<string, List<Fall>>(StringComparer.Ordinal);
        var standing = new Dictionary<(string Connection, string Sku, string Source), Fall>();
        var written = new Dictionary<(string Connection, string Sku, string Source), Quantity?>();
        var wanted = new Dictionary<(string Connection, string Sku, string Source), Quantity>();
        foreach (var (_, entry) in history.Where(recorded => recorded.Entry.Kind == EntryKind.Decided))
        {
            var changes = codecs.Decisions.Unpack(entry.Body).Decisions.SelectMany(decided => decided.Changes).ToList();
            var sold = SoldBy(world, changes);
            foreach (var change in changes)
            {
                if (change is Change.StockChanged { Event: StockEvent.SlotWritten told } slot)
                {
                    written[(told.Connection.Text, slot.Sku.Text, told.Source.Text)] = told.Quantity;
                }

                if (change is not Change.StockChanged { Event: StockEvent.SlotDesired desired } stock)
                {
                    continue;
                }

                var key = (desired.Connection.Text, stock.Sku.Text, desired.Source.Text);
                var isLess = wanted.TryGetValue(key, out var last) && desired.Quantity < last;
                wanted[key] = desired.Quantity;
                if (standing.Remove(key, out var before))
                {
                    before.Until = entry.At;
                }

                // Where the shop's own shipment has taken the units off, there is nothing left to be saved.
                var mustBeFirst = desired.Urgency == Urgency.Urgent || (isLess && (desired.Quantity.Value <= NearlyGone ||
                    sold.Exists(by => by.Sku == stock.Sku.Text && by.Shop != desired.Connection.Text)));
                if (mustBeFirst && written.GetValueOrDefault(key) != desired.Quantity)
                {
                    var fall = standing[key] = new Fall(stock.Sku.Text, desired.Source.Text, Math.Max(0, desired.Quantity.Value), entry.At);
                    (falls.TryGetValue(desired.Connection.Text, out var known) ? known : falls[desired.Connection.Text] = []).Add(fall);
                }
            }
        }

        return falls;
    }

    /// <summary>What the orders hold, by the shops' own books, that the hub heard of with some decisions.</summary>
    private static List<(string Shop, string Sku)> SoldBy(World world, List<Change> changes) =>
        (from heard in changes.OfType<Change.OrderChanged>()
         where heard.Event is OrderEvent.Captured
         from shop in world.Shops
         where heard.Order.Text.StartsWith($"{shop.Name}:", StringComparison.Ordinal)
         from line in shop.Books.Order(heard.Order.Text[(shop.Name.Text.Length + 1)..])?.Lines ?? []
         from part in Estate.PartsOf(line.StockSku)
         select (shop.Name.Text, part.Sku)).ToList();

    /// <param name="Sku">The SKU.</param>
    /// <param name="Source">The source.</param>
    /// <param name="Quantity">What is to be left.</param>
    /// <param name="At">When it was decided.</param>
    private sealed record Fall(string Sku, string Source, decimal Quantity, DateTimeOffset At)
    {
        /// <summary>Whether the shop held more at a moment, by whatever the hub can know: more than it saved that people type in,
        /// a comparison finds, and where they type less there is nothing to be saved.</summary>
        public bool IsMissing(ShopSite shop, DateTimeOffset at)
        {
            var saved = shop.Wire.Saves.TakeWhile(save => save.At < at)
                .LastOrDefault(save => save.Rows.Any(row => row.Sku == Sku && row.Source == Source)).At;
            var held = shop.Shelves.Before(Sku, Source, at);
            return held > Quantity && held - shop.Shelves.TypedSince(Sku, Source, saved, at) > Quantity;
        }

        /// <summary>When it was overtaken by another decision.</summary>
        public DateTimeOffset Until { get; set; } = DateTimeOffset.MaxValue;
    }
}
