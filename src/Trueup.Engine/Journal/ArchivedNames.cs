using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;
using Trueup.Engine.Views;

namespace Trueup.Engine.Journal;

/// <summary>How archived orders are named. The beginnings are on disk: never change one.</summary>
internal static class ArchivedNames
{
    /// <summary>The number that the customer sees.</summary>
    public static string Number(string number) => $"n/{number}";

    /// <summary>A system's own id of the order.</summary>
    public static string Remote(ConnectionName connection, string id) => $"r/{connection}/{id}";

    /// <summary>A parcel's tracking number.</summary>
    public static string Parcel(string number) => $"p/{number}";

    /// <summary>The number of a return.</summary>
    public static string Return(string rma) => $"a/{rma}";

    /// <summary>What an order is found by in the archive.</summary>
    public static ArchiveLabel LabelOf(OrderRecord order) => new(
        Paging.NewestFirst(order.Canonical.PlacedAt, order.Id.Text),
        StuckOrders.Word(order.Stage),
        order.Canonical.Storefront.Text,
        order.Canonical.Number,
        Of(order).Distinct(StringComparer.Ordinal).ToItems());

    private static IEnumerable<string> Of(OrderRecord order)
    {
        yield return Number(order.Canonical.Number);
        foreach (var (connection, id) in OrderIndex.RemoteNamesOf(order))
        {
            yield return Remote(connection, id);
        }

        foreach (var parcel in order.Parcels)
        {
            yield return Parcel(parcel.Number);
        }

        foreach (var rma in order.Returns?.Numbers ?? [])
        {
            yield return Return(rma);
        }
    }
}
