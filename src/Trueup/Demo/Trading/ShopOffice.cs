using System.Globalization;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Demo.Sandboxes;

namespace Trueup.Demo.Trading;

/// <summary>People in the shop's administration: they cancel and refund, and they type where they should not.</summary>
/// <remarks>To be called under the sandbox's gate.</remarks>
public sealed class ShopOffice(Scene scene, Shoppers shoppers, WarehouseCrew crew)
{
    private const decimal GhostPieces = 250m;

    private int _returns;

    private TwinStaff Staff => scene.Sandbox.Shop.Staff;

    private TwinBooks Books => scene.Sandbox.Shop.Books;

    /// <summary>Cancels orders that nobody has paid.</summary>
    public void CancelUnpaid(int most)
    {
        foreach (var order in shoppers.Unpaid.Take(most).ToArray())
        {
            shoppers.GiveUp(order);
            if (Staff.Cancel(order, scene.Now) is { IsDone: true, Value: true })
            {
                scene.Book.Cancelled++;
            }
        }
    }

    /// <summary>Refunds the newest paid order of which nothing has left: the customer changed their mind.</summary>
    public void RefundUnshipped()
    {
        if (Newest(IsPaidAndWaiting) is { } order && Staff.Refund(order.EntityId, scene.Now).IsDone)
        {
            scene.Book.Refunded++;
        }
    }

    /// <summary>
    /// An order comes back to the warehouse, mostly as good as new. The hub gives the money back; now and then somebody in
    /// the shop is quicker, and the hub must not do it again.
    /// </summary>
    public void TakeOneBack()
    {
        if (Newest(order => IsShipped(order) && IsOnlyInWarehouse(order) && !IsBack(order)) is not { } order)
        {
            return;
        }

        var rma = string.Create(CultureInfo.InvariantCulture, $"RMA-{++_returns}");
        var parcel = new ReturnedParcel(rma, TrueFigures.ExternalId(order.IncrementId), IsGood: _returns % 4 != 2, IsRefundedByHand: _returns % 3 == 0);
        if (!crew.TakeBack(parcel.Order, rma, parcel.IsGood))
        {
            return;
        }

        scene.Book.Note(parcel);
        scene.Book.Returned++;
        if (parcel.IsRefundedByHand)
        {
            // Shipping is not given back, as the hub does not.
            Staff.Refund(order.EntityId, scene.Now, shipping: 0m);
        }
    }

    private bool IsBack(TwinOrder order) =>
        scene.Book.Parcels.Any(parcel => parcel.Order == TrueFigures.ExternalId(order.IncrementId));

    /// <summary>
    /// The warehouse gives an order up that is paid: the shop cannot cancel it, so a person must see to it.
    /// </summary>
    public void LoseOneInTheWarehouse()
    {
        var order = Newest(order => IsPaidAndWaiting(order) && IsOnlyInWarehouse(order));
        if (order is null || !crew.GiveUp(TrueFigures.ExternalId(order.IncrementId)))
        {
            return;
        }

        scene.Book.Expect(new Irregularity(
            "paid order given up by the warehouse", ["DOCUMENT.REFUSED"], TrueFigures.ExternalId(order.IncrementId))
        {
            // Either the money goes back by itself, or somebody is told that it must.
            IsMended = () => Books.Order(order.EntityId)!.Lines.All(line => line.Refunded + line.Canceled == line.Ordered),
        });
    }

    /// <summary>Types a plausible but wrong quantity into a source.</summary>
    public void TypeWrongQuantity()
    {
        var sku = scene.Any(scene.Sandbox.Assortment.Still).Sku;
        var place = scene.Any(Place.All);
        var shown = Books.SourceQuantity(sku, place.Source) ?? 0m;
        Type(sku, place, shown + scene.Chance.Next(5, 40), "wrong quantity typed into the shop");
    }

    /// <summary>Puts a sold-out article back on sale, with goods that nobody has.</summary>
    public void PlantGhost()
    {
        var soldOut = scene.Sandbox.Assortment.Still.Select(article => article.Sku)
            .MinBy(sku => scene.Figures.Salable(sku))!;
        Type(soldOut, Place.All[0], GhostPieces, "ghost stock typed into the shop");
    }

    private void Type(string sku, Place place, decimal quantity, string story)
    {
        Staff.SetQuantity(sku, place.Source, quantity, scene.Now);
        scene.Book.Tampered++;
        scene.Book.Expect(new Irregularity(story, ["STOCK.GHOST", "STOCK.EXTERNAL_EDIT"], sku));
        scene.Freshness.Changed(sku, Cause.Tampering);
    }

    private bool IsPaidAndWaiting(TwinOrder order) =>
        order.Lines.All(line => line is { Shipped: 0m, Refunded: 0m, Invoiced: > 0m }) && !IsOnItsWay(order);

    private static bool IsShipped(TwinOrder order) =>
        order.Lines.All(line => line.Refunded == 0m && line.Shipped == line.Ordered);

    private bool IsOnItsWay(TwinOrder order)
    {
        var id = TrueFigures.ExternalId(order.IncrementId);
        return scene.Sandbox.Warehouse.OrdersOf(id).Concat(scene.Sandbox.Store.OrdersOf(id))
            .Any(handed => handed.Status is "picked" or "packed" or "part-dispatched" or "dispatched" or "cancelled");
    }

    private bool IsOnlyInWarehouse(TwinOrder order)
    {
        var id = TrueFigures.ExternalId(order.IncrementId);
        return scene.Sandbox.Warehouse.OrdersOf(id).Count == 1 && scene.Sandbox.Store.OrdersOf(id).IsEmpty;
    }

    private TwinOrder? Newest(Predicate<TwinOrder> match) => Enumerable.Reverse(shoppers.Paid)
        .Select(id => Books.Order(id)!)
        .FirstOrDefault(order => match(order));
}
