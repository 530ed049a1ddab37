using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Dispatch;

namespace Trueup.Engine.Reconcile;

/// <summary>
/// Looks for orders in the systems that took them: in their own list where they have one, and one by one where they have
/// none or the list does not show an order.
/// </summary>
/// <param name="hub">The hub around it.</param>
/// <param name="outlets">The connections.</param>
/// <param name="since">When the first of the orders was placed.</param>
internal sealed class TargetCount(OutboundSurroundings hub, Items<Outlet> outlets, DateTimeOffset since)
{
    /// <summary>Orders looked up one by one in one system in one sweep; the next goes on.</summary>
    private const int LookUpsMax = 500;

    private readonly Dictionary<ConnectionName, Listing> _listings = [];
    private readonly Dictionary<ConnectionName, int> _lookUps = [];

    /// <summary>What every system holds of some orders.</summary>
    public async ValueTask<Items<SweepTarget>> OfAsync(Items<OrderRecord> orders, CancellationToken cancellationToken)
    {
        var counts = new List<SweepTarget>();
        foreach (var target in hub.Contract.TargetsOf(DataKind.Order))
        {
            if (outlets.FirstOrDefault(known => known.Name == target.Connection) is { Connection: IDocumentWriter } outlet)
            {
                counts.Add(await CountAsync(outlet, orders, cancellationToken));
            }
        }

        return counts.ToItems();
    }

    private async ValueTask<SweepTarget> CountAsync(
        Outlet outlet, Items<OrderRecord> orders, CancellationToken cancellationToken)
    {
        var asked = orders.Select(order => (Order: order, Document: DocumentOf(order, outlet.Name)))
            .Where(pair => pair.Document is not null).ToArray();
        var expected = asked.Where(pair => pair.Document!.IsMade).ToArray();
        var count = new SweepTarget(outlet.Name, expected.Length, 0, asked.Length - expected.Length);
        if (expected.Length == 0)
        {
            return count;
        }

        if (outlet.Trouble is { } down)
        {
            return count with { Trouble = down };
        }

        var listing = await ListingOfAsync(outlet, cancellationToken);
        var missing = new List<string>();
        foreach (var (order, document) in expected)
        {
            var isThere = listing.Shows(order, document!) || hub.ProvedOrders.Contains((outlet.Name, order.Id))
                ? true
                : await LookUpAsync(outlet, order, document!, cancellationToken);
            count = isThere switch
            {
                true => count with { Present = count.Present + 1 },
                null => count with { Trouble = $"{outlet.Name} could not be asked for all of them." },
                _ => count,
            };
            if (isThere == false)
            {
                missing.Add(order.Id.Text);
            }
        }

        return count with
        {
            Missing = missing.ToItems(),
            Twice = expected.Select(pair => pair.Order.Id.Text).Where(listing.IsTwice).ToItems(),
        };
    }

    /// <summary>Whether a system has an order; null when it could not be asked.</summary>
    private async ValueTask<bool?> LookUpAsync(
        Outlet outlet, OrderRecord order, OrderDocument document, CancellationToken cancellationToken)
    {
        var writer = (IDocumentWriter)outlet.Connection;
        var lookUps = _lookUps[outlet.Name] = _lookUps.GetValueOrDefault(outlet.Name) + 1;
        if (lookUps > LookUpsMax || OrderDocuments.Build(order, document, hub.Contract) is not { } intent ||
            !writer.CanFind(intent))
        {
            return null;
        }

        switch (await writer.FindAsync(outlet.Paced.For(CallPriority.Background), intent, cancellationToken))
        {
            case Receipt.Applied:
                hub.RememberProved(outlet.Name, order.Id);
                return true;
            case Receipt.Deferred { Wait: null }:
                return false;
            default:
                return null;
        }
    }

    private async ValueTask<Listing> ListingOfAsync(Outlet outlet, CancellationToken cancellationToken)
    {
        if (_listings.TryGetValue(outlet.Name, out var known))
        {
            return known;
        }

        var listing = new Listing();
        if (outlet.Connection is IOrderLister { ListsOrders: true } lister)
        {
            var until = hub.Clock.GetUtcNow() + TimeSpan.FromDays(1);
            var (orders, _) = await OrderSweep.ListAsync(
                lister, outlet.Paced.For(CallPriority.Background), since, until, cancellationToken);
            foreach (var order in orders)
            {
                listing.Add(order);
            }
        }

        return _listings[outlet.Name] = listing;
    }

    private static OrderDocument? DocumentOf(OrderRecord order, ConnectionName target) => order.Documents.FirstOrDefault(
        document => document.Target == target && document.Kind is DocumentKind.CreateOrder or DocumentKind.PostSale);

    /// <summary>What a system lists.</summary>
    private sealed class Listing
    {
        private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
        private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

        public void Add(ListedOrder order)
        {
            _ids.Add(order.Id);
            _names[order.Name] = _names.GetValueOrDefault(order.Name) + 1;
        }

        public bool Shows(OrderRecord order, OrderDocument document) =>
            _names.ContainsKey(order.Id.Text) || (document.RemoteId is { Length: > 0 } id && _ids.Contains(id));

        public bool IsTwice(string order) => _names.GetValueOrDefault(order) > 1;
    }
}
