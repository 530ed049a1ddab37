using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// A shipment that is about to be tried goes first: a quantity set now would be taken off a second time (DESIGN §4). One that
/// waits behind another document of its order is not about to be: the other may wait for this very quantity.
/// </summary>
/// <param name="storefront">Where quantities and shipments go.</param>
/// <param name="hub">The hub around them.</param>
internal sealed class ShipmentsFirst(ConnectionName storefront, OutboundSurroundings hub)
{
    /// <summary>Whether a shipment of a SKU is about to be tried for the first time.</summary>
    public bool IsDue(Sku sku)
    {
        if (hub.State.Find(sku) is not { } stock)
        {
            return false;
        }

        foreach (var demand in stock.Demands)
        {
            if (demand.Holder == storefront && demand.Held > Quantity.Zero && NextDocument(demand.Order) is { } next &&
                next.Kind == DocumentKind.PostShipment && !hub.TriedDocuments.Contains(next.Key))
            {
                return true;
            }
        }

        return false;
    }

    private OrderDocument? NextDocument(OrderId id) => hub.State.Find(id)?.Documents
        .FirstOrDefault(document => document.Target == storefront && !document.IsSettled);
}
