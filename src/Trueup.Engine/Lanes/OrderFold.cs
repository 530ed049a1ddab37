using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Views;

namespace Trueup.Engine.Lanes;

/// <summary>
/// The orders: those with something open in memory, the others in the archive. An order in the archive is found like any
/// other, and the first change brings it back.
/// </summary>
/// <param name="undo">How to take a change back.</param>
/// <param name="dirty">Names what the ledger must write.</param>
internal sealed class OrderFold(Stack<Action> undo, DirtyRows dirty)
{
    /// <summary>Orders at rest that are kept in memory for the time being; more go to the archive early.</summary>
    public const int RestingMax = 100_000;

    /// <summary>Orders of the archive that were read last: a message looks at its order several times, a sweep at all of a day.</summary>
    private const int ReadMax = 4_096;

    private readonly Dictionary<OrderId, OrderRecord> _orders = [];
    private readonly Dictionary<string, int> _stages = new(StringComparer.Ordinal);
    private readonly PriorityQueue<OrderId, DateTimeOffset> _resting = new();
    private readonly HashSet<OrderId> _queued = [];
    private readonly HashSet<OrderId> _revived = [];
    private readonly Dictionary<OrderId, OrderRecord?> _read = [];
    private readonly StateCodec _codec = new(new CodePool());

    /// <summary>Orders in memory.</summary>
    public IReadOnlyDictionary<OrderId, OrderRecord> InMemory => _orders;

    /// <summary>How many orders are in each stage, archived ones among them.</summary>
    public IReadOnlyDictionary<string, int> Stages => _stages;

    /// <summary>Finds orders by any id that names them.</summary>
    public OrderIndex Index { get; } = new();

    /// <summary>The archive.</summary>
    public IOrderArchive Archive { get; private set; } = NoArchive.Instance;

    /// <summary>Orders taken up since the start, replayed ones among them.</summary>
    public long Captured { get; private set; }

    /// <summary>Every order there is, in no particular order.</summary>
    public IEnumerable<OrderRecord> All()
    {
        foreach (var order in _orders.Values)
        {
            yield return order;
        }

        string? after = null;
        while (Archive.Page(new ArchiveQuery(after, Max: 1_000)) is { Count: > 0 } page)
        {
            foreach (var row in page)
            {
                var order = _codec.UnpackOrder(row.Body);
                if (!_orders.ContainsKey(order.Id))
                {
                    yield return order;
                }
            }

            after = page[^1].Rank;
        }
    }

    /// <summary>Orders that a storefront took in a stretch of time.</summary>
    public Items<OrderRecord> PlacedIn(ConnectionName storefront, DateTimeOffset from, DateTimeOffset until)
    {
        var found = _orders.Values.Where(IsMeant).ToList();
        var asked = new ArchiveQuery(Paging.NewestFirst(until, ""), Max: 500) { Storefront = storefront.Text };
        while (Archive.Page(asked) is { Count: > 0 } page)
        {
            var orders = page.Select(row => _codec.UnpackOrder(row.Body)).ToArray();
            found.AddRange(orders.Where(order => IsMeant(order) && !_orders.ContainsKey(order.Id)));
            if (page.Count < asked.Max || orders[^1].Canonical.PlacedAt < from)
            {
                break;
            }

            asked = asked with { After = page[^1].Rank };
        }

        return found.ToItems();

        bool IsMeant(OrderRecord order) => order.Canonical.Storefront == storefront &&
            order.Canonical.PlacedAt >= from && order.Canonical.PlacedAt < until;
    }

    /// <summary>An order, wherever it is; null for one never heard of.</summary>
    public OrderRecord? Find(OrderId id)
    {
        if (_orders.TryGetValue(id, out var order) || _read.TryGetValue(id, out order))
        {
            return order;
        }

        order = Archive.Find(id.Text) is { } body ? _codec.UnpackOrder(body) : null;
        if (_read.Count >= ReadMax)
        {
            _read.Clear();
        }

        _read[id] = order;
        return order;
    }

    /// <summary>Uses an archive; call before any order is restored.</summary>
    public void Use(IOrderArchive archive)
    {
        Archive = Index.Archive = archive;
        foreach (var (stage, count) in archive.CountByStage())
        {
            _stages[stage] = _stages.GetValueOrDefault(stage) + count;
        }
    }

    /// <summary>Puts an order in place as the ledger kept it.</summary>
    public void Restore(OrderRecord order)
    {
        Count(_orders.GetValueOrDefault(order.Id), order);
        _orders[order.Id] = order;
        Index.Learn(order);
        Queue(order);
    }

    /// <summary>Makes a change true.</summary>
    public void Apply(Change.OrderChanged change, JournalPosition message)
    {
        var before = Find(change.Order);
        if (OrderEvolution.Evolve(before, change.Event, message) is not { } after)
        {
            return;
        }

        var wasInMemory = _orders.ContainsKey(change.Order);
        if (!wasInMemory && before is not null)
        {
            _revived.Add(change.Order);
        }

        _read.Remove(change.Order);
        _orders[change.Order] = after;
        if (before is null || before.Stage != after.Stage)
        {
            Count(before, after);
        }

        undo.Push(() => TakeBack(before, after, wasInMemory));
        dirty.Add(Fold.Order, change.Order.Text);
        if (change.Event is OrderEvent.Captured)
        {
            Captured++;
            undo.Push(() => Captured--);
        }

        if (change.Event is OrderEvent.DocumentDropped dropped)
        {
            Index.Drop(dropped.Target, dropped.Key);
        }

        if (!wasInMemory || change.Event is OrderEvent.Captured or OrderEvent.DocumentAsked or OrderEvent.DocumentMade
            or OrderEvent.DocumentRefused or OrderEvent.DocumentReopened or OrderEvent.DocumentReplanned or OrderEvent.ParcelChanged
            or OrderEvent.ReturnChanged or OrderEvent.ExpiryWithdrawn)
        {
            Index.Learn(after);
        }

        Queue(after);
    }

    /// <summary>Whether orders in memory may go to the archive.</summary>
    public bool HasResting(DateTimeOffset now, OwnershipContract contract) =>
        _resting.TryPeek(out _, out var since) && IsDue(since, now, contract);

    /// <summary>Takes orders that may go to the archive.</summary>
    public IReadOnlyList<OrderRecord> TakeResting(DateTimeOffset now, OwnershipContract contract, int max)
    {
        var taken = new List<OrderRecord>();
        while (taken.Count < max && _resting.TryPeek(out var id, out var since) && IsDue(since, now, contract))
        {
            _resting.Dequeue();
            _queued.Remove(id);
            if (!_orders.TryGetValue(id, out var order) || OrderRest.ArchiveAt(order, contract) is not { } due)
            {
                // Whatever happens to it next brings it here again.
                continue;
            }

            if (due <= now || _queued.Count >= RestingMax)
            {
                taken.Add(order);
            }
            else if (_queued.Add(id))
            {
                _resting.Enqueue(id, due - contract.Terms.Orders.ArchiveAfter);
            }
        }

        return taken;
    }

    /// <summary>Orders came back from the archive since the ledger was written last: what it holds of them is old.</summary>
    public bool TakeRevived(OrderId id) => _revived.Remove(id);

    /// <summary>The ledger could not be written: what was to go to the archive, or to be taken out of it, still is.</summary>
    public void PutBack(IEnumerable<OrderRecord> orders)
    {
        foreach (var order in orders)
        {
            Queue(order);
            if (Archive.Find(order.Id.Text) is not null)
            {
                _revived.Add(order.Id);
            }
        }
    }

    /// <summary>Orders are in the archive now: those that did not change meanwhile leave memory.</summary>
    public void LetGo(IEnumerable<OrderRecord> archived)
    {
        foreach (var order in archived)
        {
            _read.Remove(order.Id);
            if (ReferenceEquals(_orders.GetValueOrDefault(order.Id), order))
            {
                _orders.Remove(order.Id);
                Index.Forget(order);
            }
            else
            {
                _revived.Add(order.Id);
            }
        }
    }

    private bool IsDue(DateTimeOffset since, DateTimeOffset now, OwnershipContract contract) =>
        since + contract.Terms.Orders.ArchiveAfter <= now || _queued.Count > RestingMax;

    private void Queue(OrderRecord order)
    {
        if (order.Stage >= OrderRest.FirstStage && !order.Trail.IsEmpty && _queued.Add(order.Id))
        {
            _resting.Enqueue(order.Id, order.Trail[^1].At);
        }
    }

    private void TakeBack(OrderRecord? before, OrderRecord after, bool wasInMemory)
    {
        _read.Remove(after.Id);
        if (wasInMemory)
        {
            _orders[after.Id] = before!;
        }
        else
        {
            _orders.Remove(after.Id);
        }

        if (before is null || before.Stage != after.Stage)
        {
            Count(after, before);
        }
    }

    private void Count(OrderRecord? was, OrderRecord? now)
    {
        if (was is not null)
        {
            _stages[StuckOrders.Word(was.Stage)]--;
        }

        if (now is not null)
        {
            var word = StuckOrders.Word(now.Stage);
            _stages[word] = _stages.GetValueOrDefault(word) + 1;
        }
    }
}
