using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Views;

/// <summary>Finds orders, in memory and in the archive.</summary>
public static class OrderSearch
{
    private const int PageMax = 500;

    /// <summary>Orders of the archive that are looked at for one answer; a status is not among what they are indexed
    /// by.</summary>
    private const int LookedAtMax = 10_000;

    /// <summary>Finds orders, the newest first.</summary>
    public static Page<OrderSummary> Find(HubState state, OrderQuery query)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Merge(InMemory(state, query), Archived(state.OrderFold.Archive, query), query);
    }

    /// <summary>Orders in memory; on the hub's thread only.</summary>
    public static Items<OrderRecord> InMemory(HubState state, OrderQuery query)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(query);
        var named = query.Text is { } text && state.OrderIndex.Named(text) is { } id ? state.Find(id) : null;
        var candidates = named is not null && query.Matches(named) ? [named] : state.Orders.Values.Where(query.Matches);
        return Paging.Cut(candidates, query.KeyOf, query.After, query.Limit + 1).Items;
    }

    /// <summary>Orders of the archive; on any thread. Those that are at rest are never the longest in a stage that
    /// matters: a list by age leaves them out.</summary>
    public static Items<OrderRecord> Archived(IOrderArchive archive, OrderQuery query)
    {
        ArgumentNullException.ThrowIfNull(archive);
        ArgumentNullException.ThrowIfNull(query);
        var found = new List<OrderRecord>();
        var codec = new StateCodec(new CodePool());
        var asked = new ArchiveQuery(query.After, Math.Min(PageMax, query.Limit + 1))
        {
            Stage = query.Stage,
            Storefront = query.Storefront,
            Text = query.Text,
        };
        for (var looked = 0; !query.ByAge && looked < LookedAtMax && found.Count <= query.Limit;)
        {
            var page = archive.Page(asked);
            found.AddRange(page.Select(row => codec.UnpackOrder(row.Body)).Where(query.Matches));
            looked += page.Count;
            if (page.Count < asked.Max)
            {
                break;
            }

            asked = asked with { After = page[^1].Rank };
        }

        return found.ToItems();
    }

    /// <summary>One page of both. What came back from the archive meanwhile is shown as it is now.</summary>
    public static Page<OrderSummary> Merge(Items<OrderRecord> inMemory, Items<OrderRecord> archived, OrderQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var page = Paging.Cut(
            inMemory.Concat(archived).DistinctBy(order => order.Id), query.KeyOf, query.After, query.Limit);
        return new Page<OrderSummary>(page.Items.Select(OrderSummary.Of).ToItems(), page.Next);
    }
}
