using Trueup.Core.Contract;
using Trueup.Core.Fulfilment;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Says when nobody has to do anything about an order any more, so that it need not be at hand.</summary>
public static class OrderRest
{
    /// <summary>The first stage that an order can come to rest in.</summary>
    public const OrderStage FirstStage = OrderStage.Shipped;

    /// <summary>
    /// When an order may leave memory; null while something of it is open: units to be sent or held back, a document that
    /// is owed or was refused. One whose parcels a carrier still reports on stays for as long as it may be stuck there.
    /// </summary>
    public static DateTimeOffset? ArchiveAt(OrderRecord order, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(contract);
        if (order.Trail.IsEmpty || order.Stage < FirstStage ||
            order.Documents.FindIndex(document => !document.IsMade) >= 0 ||
            order.Lines.FindIndex(line => line.Open > Quantity.Zero || line.Held > Quantity.Zero) >= 0)
        {
            return null;
        }

        var since = order.Trail[^1].At;
        var isFollowed = order.Stage == OrderStage.Shipped && order.Parcels.FindIndex(IsOnItsWay) >= 0;
        return since + contract.Terms.Orders.ArchiveAfter +
            (isFollowed ? contract.LimitOf(order.Stage) ?? TimeSpan.Zero : TimeSpan.Zero);
    }

    private static bool IsOnItsWay(Parcel parcel) => !parcel.Reports.IsEmpty && parcel.Status != ParcelStatus.Delivered;
}
