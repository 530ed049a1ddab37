using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Views;

/// <summary>What goes in more than one parcel, and what that costs.</summary>
/// <param name="Since">Orders placed since this moment are counted, UTC.</param>
/// <param name="Policy">How order lines are given places: <c>priority</c> or <c>most-stock</c>.</param>
/// <param name="ParcelCost">What one parcel more costs, in the hub's currency; null where the contract does not
/// say.</param>
/// <param name="Complete">Whether all of them were counted; false where there are more than one answer looks at.</param>
/// <param name="Channels">By channel and cause.</param>
public sealed record SplitView(
    DateTimeOffset Since, string Policy, decimal? ParcelCost, bool Complete, Items<SplitChannelView> Channels)
{
    /// <summary>Orders of the archive that one answer looks at.</summary>
    private const int LookedAtMax = 200_000;

    private const int PageSize = 500;

    /// <summary>Orders in memory that were placed since; on the hub's thread only.</summary>
    public static Items<OrderRecord> InMemory(HubState state, DateTimeOffset since)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Orders.Values.Where(order => order.Canonical.PlacedAt >= since).ToItems();
    }

    /// <summary>Counts those and the archived ones; on any thread.</summary>
    public static SplitView Of(Items<OrderRecord> inMemory, IOrderArchive archive, OwnershipContract contract, DateTimeOffset since)
    {
        ArgumentNullException.ThrowIfNull(archive);
        ArgumentNullException.ThrowIfNull(contract);
        var (counts, seen) = (new SortedDictionary<string, Count>(StringComparer.Ordinal), new HashSet<OrderId>());
        foreach (var order in inMemory)
        {
            seen.Add(order.Id);
            Add(counts, order);
        }

        var codec = new StateCodec(new CodePool());
        var asked = new ArchiveQuery(After: null, PageSize);
        var (looked, isOver) = (0, false);
        while (!isOver && looked < LookedAtMax)
        {
            var page = archive.Page(asked);
            foreach (var order in page.Select(row => codec.UnpackOrder(row.Body)))
            {
                isOver |= order.Canonical.PlacedAt < since;
                if (!isOver && seen.Add(order.Id))
                {
                    Add(counts, order);
                }
            }

            looked += page.Count;
            isOver |= page.Count < PageSize;
            asked = asked with { After = page.Count == 0 ? null : page[^1].Rank };
        }

        var rule = contract.Terms.Sourcing;
        return new SplitView(
            since, WordOf(rule.Policy), rule.ParcelCost, isOver,
            counts.Select(pair => pair.Value.Show(pair.Key, rule.ParcelCost)).ToItems());
    }

    private static string WordOf(SourcingPolicy policy) => policy switch
    {
        SourcingPolicy.MostStock => "most-stock",
        SourcingPolicy.Nearest => "nearest",
        _ => "priority",
    };

    private static void Add(SortedDictionary<string, Count> counts, OrderRecord order)
    {
        var charged = order.Canonical;
        var channel = charged.Channel is { } name ? $"{charged.Storefront}/{name}" : charged.Storefront.Text;
        if (!counts.TryGetValue(channel, out var count))
        {
            counts[channel] = count = new Count();
        }

        count.Orders++;
        if (OrderSplit.Of(order) is { } split)
        {
            var (orders, parcels) = count.Of.GetValueOrDefault(split.Cause);
            count.Of[split.Cause] = (orders + 1, parcels + split.ExtraParcels);
        }
    }

    private sealed class Count
    {
        public int Orders { get; set; }

        public SortedDictionary<SplitCause, (int Orders, int Parcels)> Of { get; } = [];

        public SplitChannelView Show(string channel, decimal? cost) => new(
            channel, Orders, Of.Values.Sum(each => each.Orders), Of.Values.Sum(each => each.Parcels),
            Of.Values.Sum(each => each.Parcels) * cost,
            Of.Select(pair => new SplitCauseView(
                pair.Key.ToString().ToLowerInvariant(), pair.Value.Orders, pair.Value.Parcels, pair.Value.Parcels * cost)).ToItems());
    }
}

/// <summary>What a channel sends in more than one parcel.</summary>
/// <param name="Channel">Storefront, and its channel where it has several.</param>
/// <param name="Orders">Orders placed.</param>
/// <param name="Split">Those of them that go in more than one parcel.</param>
/// <param name="ExtraParcels">Parcels more than one an order.</param>
/// <param name="Cost">What these cost; null where the contract does not say.</param>
/// <param name="Causes">By cause.</param>
public sealed record SplitChannelView(
    string Channel, int Orders, int Split, int ExtraParcels, decimal? Cost, Items<SplitCauseView> Causes);

/// <summary>Orders that were split for one reason.</summary>
/// <param name="Cause"><c>line</c>: no place had enough of a line; <c>lines</c>: its lines lie at different places;
/// <c>sender</c>: more parcels were made than planned.</param>
/// <param name="Orders">Orders.</param>
/// <param name="ExtraParcels">Parcels more than one an order.</param>
/// <param name="Cost">What these cost; null where the contract does not say.</param>
public sealed record SplitCauseView(string Cause, int Orders, int ExtraParcels, decimal? Cost);
