using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Intake;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// Keeps quantities of SKUs that a storefront does not sell from being written: some storefronts store them without a
/// word (adobe-commerce.md P14). Costs a call only for a SKU that neither the product list nor a source row has
/// shown.
/// </summary>
internal sealed class ListingCheck(HubState state, JournalTail tail, Receiver receiver, TimeProvider clock, Codecs codecs)
{
    private readonly Dictionary<ConnectionName, (IProductObserver Observer, IWire Wire)> _observers = [];
    private readonly HashSet<(ConnectionName Connection, Sku Sku)> _asked = [];

    /// <summary>So many SKUs are looked through for one that a storefront has told of.</summary>
    private const int SampleMax = 1_000;

    /// <summary>Storefronts that have told of a product, so that a denial is a lock-out and passes.</summary>
    private readonly HashSet<ConnectionName> _readable = [];

    /// <summary>Connections that can be asked.</summary>
    public void Add(IProductObserver observer, IWire wire) => _observers[observer.Name] = (observer, wire);

    /// <summary>A level was not taken: whatever its product was thought to be without being seen is forgotten.</summary>
    public void Forget(ConnectionName connection, Sku sku) => _asked.Remove((connection, sku));

    /// <summary>The levels that may be written. SKUs that are not sold are recorded as refused; those that nobody could
    /// be asked about are left out, to be asked about again.</summary>
    public async ValueTask<Items<SetLevel>> SiftAsync(
        ConnectionName connection, Items<SetLevel> levels, CancellationToken cancellationToken)
    {
        if (!_observers.TryGetValue(connection, out var door))
        {
            // Nobody to ask: the storefront's own answer is the check.
            return levels;
        }

        var unknown = new HashSet<Sku>();
        var unclear = new HashSet<Sku>();
        var denied = new HashSet<Sku>();
        foreach (var level in levels)
        {
            // Looked up anew each time: while one product is asked for, the product list may have shown the next.
            var stock = state.Find(level.Sku);
            if (stock?.ListingIn(connection) is null && stock?.SlotOf(connection, level.Source)?.Observed is null &&
                _asked.Add((connection, level.Sku)) &&
                await AskAsync(door.Observer, door.Wire, level.Sku, cancellationToken) is not Answer.Sold and var answer)
            {
                (answer == Answer.NotSold ? unknown : answer == Answer.Denied ? denied : unclear).Add(level.Sku);
                _asked.Remove((connection, level.Sku));
            }
        }

        if (denied.Count > 0 && IsReadable(connection))
        {
            unclear.UnionWith(denied);
        }
        else
        {
            // Who may not read products may still write levels: the answer to the write will tell.
            _asked.UnionWith(denied.Select(sku => (connection, sku)));
        }

        if (unknown.Count > 0)
        {
            await RefuseAsync(connection, levels, unknown);
        }

        return unknown.Count + unclear.Count == 0
            ? levels
            : levels.Where(level => !unknown.Contains(level.Sku) && !unclear.Contains(level.Sku)).ToItems();
    }

    private async ValueTask RefuseAsync(ConnectionName connection, Items<SetLevel> levels, HashSet<Sku> unknown)
    {
        var refused = levels.Where(level => unknown.Contains(level.Sku))
            .Select(level => new SettledLevel(level.Sku, level.Source, level.Quantity, new Receipt.Refused(
                CaseCodes.SkuUnknown, $"{connection} does not sell {level.Sku}.")))
            .ToItems();
        await tail.AppendAsync(
            [new Entry(EntryKind.Settled, connection.Text, Key: "", Form: "levels", clock.GetUtcNow(),
                codecs.Settlements.Pack(new Settlement.Levels(refused)))]);
    }

    /// <summary>Whether the storefront has ever told of products: in this life of the hub, or in an earlier one.</summary>
    private bool IsReadable(ConnectionName connection)
    {
        if (!_readable.Contains(connection) &&
            state.Stock.Values.Take(SampleMax).Any(stock => stock.ListingIn(connection) is not null))
        {
            _readable.Add(connection);
        }

        return _readable.Contains(connection);
    }

    private async ValueTask<Answer> AskAsync(
        IProductObserver observer, IWire wire, Sku sku, CancellationToken cancellationToken)
    {
        switch (await observer.ObserveProductAsync(wire, sku, cancellationToken))
        {
            case PollOutcome.Page page:
                _readable.Add(observer.Name);
                await receiver.AcceptAsync(Receiver.Prepare(observer.Name, page.Messages));
                return Answer.Sold;
            case PollOutcome.Failed { Receipt: Receipt.Refused { Code: var code } } when code == CaseCodes.SkuUnknown:
                _readable.Add(observer.Name);
                return Answer.NotSold;
            case PollOutcome.Failed { Receipt: Receipt.Refused { Code: var code } } when code == CaseCodes.PermissionDenied:
                return Answer.Denied;
            default:
                // Says nothing of the SKU, and some storefronts take levels of SKUs that they do not have.
                return Answer.Unclear;
        }
    }

    /// <summary>What a storefront said when it was asked about a product.</summary>
    private enum Answer
    {
        Sold,
        NotSold,
        Denied,
        Unclear,
    }
}
