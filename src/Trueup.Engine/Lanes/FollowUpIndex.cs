using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>Finds orders by what carriers and warehouses know of them after the goods left: parcels and
/// returns.</summary>
public sealed class FollowUpIndex
{
    private readonly Dictionary<string, OrderId> _byParcel = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrderId> _byReturn = new(StringComparer.Ordinal);

    /// <summary>The order that a tracking number belongs to; of a number that was used again, the latest.</summary>
    public OrderId? OfParcel(string number) => _byParcel.TryGetValue(number, out var order)
        ? order
        : Archived(ArchivedNames.Parcel(number));

    /// <summary>The order that the number of a return was used for first.</summary>
    public OrderId? OfReturn(string rma) => _byReturn.TryGetValue(rma, out var order)
        ? order
        : Archived(ArchivedNames.Return(rma));

    /// <summary>Where orders are looked for that are not in memory.</summary>
    internal IOrderArchive Archive { get; set; } = NoArchive.Instance;

    /// <summary>Takes up what an order is known by after a change.</summary>
    /// <param name="order">The order.</param>
    /// <param name="undo">Told how to take it back.</param>
    public void Learn(OrderRecord order, Action<Action> undo)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(undo);
        foreach (var parcel in order.Parcels)
        {
            OrderId? before = _byParcel.TryGetValue(parcel.Number, out var known) ? known : null;
            if (before != order.Id)
            {
                _byParcel[parcel.Number] = order.Id;
                undo(() => Restore(parcel.Number, before));
            }
        }

        foreach (var rma in order.Returns?.Numbers ?? [])
        {
            if (_byReturn.TryAdd(rma, order.Id))
            {
                undo(() => _byReturn.Remove(rma));
            }
        }
    }

    private void Restore(string parcel, OrderId? before)
    {
        if (before is { } order)
        {
            _byParcel[parcel] = order;
        }
        else
        {
            _byParcel.Remove(parcel);
        }
    }

    /// <summary>Forgets an order that went to the archive.</summary>
    internal void Forget(OrderRecord order)
    {
        foreach (var parcel in order.Parcels)
        {
            Remove(_byParcel, parcel.Number, order.Id);
        }

        foreach (var rma in order.Returns?.Numbers ?? [])
        {
            Remove(_byReturn, rma, order.Id);
        }
    }

    private OrderId? Archived(string name) =>
        Archive.Named(name) is [.., var latest] ? OrderId.Parse(latest) : null;

    private static void Remove(Dictionary<string, OrderId> names, string name, OrderId order)
    {
        if (names.TryGetValue(name, out var known) && known == order)
        {
            names.Remove(name);
        }
    }
}
