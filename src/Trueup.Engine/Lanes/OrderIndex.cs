using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>Finds orders by any id that names them, and knows which documents are still owed to whom.</summary>
public sealed class OrderIndex
{
    private readonly Dictionary<(ConnectionName Connection, string Id), OrderId> _byRemoteId = [];
    private readonly Dictionary<string, Items<OrderId>> _byNumber = new(StringComparer.Ordinal);
    private readonly Dictionary<ConnectionName, SortedDictionary<long, OwedDocument>> _owed = [];
    private readonly Dictionary<string, long> _places = new(StringComparer.Ordinal);
    private readonly Stack<Action> _undo = new();
    private long _next;

    /// <summary>Finds orders by their parcels and returns.</summary>
    public FollowUpIndex FollowUps { get; } = new();

    /// <summary>Where orders are looked for that are not in memory.</summary>
    internal IOrderArchive Archive
    {
        get => FollowUps.Archive;
        set => FollowUps.Archive = value;
    }

    /// <summary>The order that a system means: by the hub's id, the system's own id, or the storefront's number where
    /// only one order has it, or one of its own.</summary>
    /// <param name="connection">The system that names it.</param>
    /// <param name="reference">The id it uses.</param>
    public OrderId? Resolve(ConnectionName connection, string reference) =>
        OfRemote(connection, reference) ?? Named(reference) ?? Only(Numbered(reference)
            .Where(order => order.Text.StartsWith($"{connection}:", StringComparison.Ordinal)));

    /// <summary>The order that a storefront means, which is always one of its own: what it calls 7 is not what another calls 7, and is
    /// awaited where it has not been shown yet.</summary>
    /// <param name="storefront">The storefront that names it.</param>
    /// <param name="reference">The id it uses.</param>
    public OrderId? ResolveOwn(ConnectionName storefront, string reference)
    {
        var own = $"{storefront}:";
        return OfRemote(storefront, reference)
            ?? (reference.StartsWith(own, StringComparison.Ordinal) ? Named(reference) : null)
            ?? Only(Numbered(reference).Where(order => order.Text.StartsWith(own, StringComparison.Ordinal)));
    }

    /// <summary>Every order that has a number, each of another storefront; of several, the number alone names none.</summary>
    public Items<OrderId> Numbered(string number) => Archive.Named(ArchivedNames.Number(number)).Select(OrderId.Parse)
        .Concat(_byNumber.GetValueOrDefault(number)).Distinct().ToItems();

    /// <summary>The order that a system itself has under an id; null for none.</summary>
    public OrderId? OfRemote(ConnectionName connection, string id)
    {
        if (_byRemoteId.TryGetValue((connection, id), out var order))
        {
            return order;
        }

        return Archive.Named(ArchivedNames.Remote(connection, id)) is [var archived] ? OrderId.Parse(archived) : null;
    }

    /// <summary>The order with the hub's id, or with a number that only one order has; null where there is
    /// none.</summary>
    public OrderId? Named(string text)
    {
        var named = _byNumber.GetValueOrDefault(text);
        if (named.FindIndex(known => known.Text == text) is >= 0 and var place)
        {
            return named[place];
        }

        if (Archive.Find(text) is not null)
        {
            return OrderId.Parse(text);
        }

        return Only(Numbered(text));
    }

    private static OrderId? Only(IEnumerable<OrderId> orders) => orders.Take(2).ToArray() is [var only] ? only : null;

    /// <summary>Everything that a system might call the order by, as keys that messages may wait under.</summary>
    public static IReadOnlyList<string> NamesOf(OrderRecord order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return [order.Id.Text, order.Canonical.Number, .. RemoteNamesOf(order).Select(name => name.Id)];
    }

    /// <summary>Documents owed to a connection, in the order in which they were asked for.</summary>
    public IEnumerable<OwedDocument> OwedTo(ConnectionName connection) =>
        _owed.TryGetValue(connection, out var owed) ? owed.Values : [];

    /// <summary>How many documents a connection is owed.</summary>
    public int CountOwedTo(ConnectionName connection) => _owed.TryGetValue(connection, out var owed) ? owed.Count : 0;

    /// <summary>Takes up what an order is called and owes after a change.</summary>
    public void Learn(OrderRecord order)
    {
        ArgumentNullException.ThrowIfNull(order);
        LearnNumber(order.Id.Text, order.Id);
        LearnNumber(order.Canonical.Number, order.Id);
        FollowUps.Learn(order, _undo.Push);
        foreach (var (connection, id) in RemoteNamesOf(order))
        {
            Name(connection, id, order.Id);
        }

        foreach (var document in order.Documents)
        {
            Owe(order.Id, document);
        }
    }

    /// <summary>A document is not owed any more; nothing where it was not.</summary>
    public void Drop(ConnectionName target, string key)
    {
        if (_places.TryGetValue(key, out var place) && _owed.TryGetValue(target, out var owed))
        {
            var was = owed[place];
            owed.Remove(place);
            _places.Remove(key);
            _undo.Push(() => (owed[place], _places[key]) = (was, place));
        }
    }

    /// <summary>What is learnt from here on can be taken back.</summary>
    public void Begin() => _undo.Clear();

    /// <summary>Takes back what was learnt since <see cref="Begin"/>.</summary>
    public void Rollback()
    {
        while (_undo.TryPop(out var undo))
        {
            undo();
        }
    }

    private void Name(ConnectionName connection, string remote, OrderId order)
    {
        var isKnown = _byRemoteId.TryGetValue((connection, remote), out var before);
        if (isKnown && before == order)
        {
            return;
        }

        _byRemoteId[(connection, remote)] = order;
        _undo.Push(() =>
        {
            if (isKnown)
            {
                _byRemoteId[(connection, remote)] = before;
            }
            else
            {
                _byRemoteId.Remove((connection, remote));
            }
        });
    }

    /// <summary>Forgets what an order is called that went to the archive; nothing of it is owed.</summary>
    internal void Forget(OrderRecord order)
    {
        ForgetNumber(order.Id.Text, order.Id);
        ForgetNumber(order.Canonical.Number, order.Id);
        FollowUps.Forget(order);
        foreach (var name in RemoteNamesOf(order))
        {
            if (_byRemoteId.TryGetValue(name, out var known) && known == order.Id)
            {
                _byRemoteId.Remove(name);
            }
        }
    }

    /// <summary>What each system calls the order itself; what it calls a shipment of it may be the name of another order.</summary>
    internal static IEnumerable<(ConnectionName Connection, string Id)> RemoteNamesOf(OrderRecord order)
    {
        yield return (order.Canonical.Storefront, order.Progress.RemoteId);
        foreach (var document in order.Documents)
        {
            if (document.Kind is DocumentKind.CreateOrder or DocumentKind.PostSale && document.RemoteId is { } remote)
            {
                yield return (document.Target, remote);
            }
        }
    }

    private void LearnNumber(string number, OrderId order)
    {
        var known = _byNumber.GetValueOrDefault(number);
        if (known.FindIndex(other => other == order) < 0)
        {
            // Two storefronts may use one number: alone it then names nobody.
            _byNumber[number] = known.Add(order);
            _undo.Push(() => ForgetNumber(number, order));
        }
    }

    private void ForgetNumber(string number, OrderId order)
    {
        var known = _byNumber.GetValueOrDefault(number);
        if (known.FindIndex(other => other == order) is >= 0 and var place)
        {
            if (known.Count == 1)
            {
                _byNumber.Remove(number);
            }
            else
            {
                _byNumber[number] = known.RemoveAt(place);
            }
        }
    }

    private void Owe(OrderId order, OrderDocument document)
    {
        if (!_owed.TryGetValue(document.Target, out var owed))
        {
            _owed[document.Target] = owed = [];
        }

        var isKnown = _places.ContainsKey(document.Key);
        if (document.IsSettled && isKnown)
        {
            Drop(document.Target, document.Key);
        }
        else if (!document.IsSettled && !isKnown)
        {
            var fresh = _next++;
            _places[document.Key] = fresh;
            owed[fresh] = new OwedDocument(order, document.Key, document.Kind);
            _undo.Push(() =>
            {
                owed.Remove(fresh);
                _places.Remove(document.Key);
            });
        }
    }
}

/// <summary>A document that a system is owed.</summary>
public sealed record OwedDocument(OrderId Order, string Key, DocumentKind Kind);
