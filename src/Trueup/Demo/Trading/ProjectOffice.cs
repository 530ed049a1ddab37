using System.Globalization;
using Trueup.Connectors.CommerceTools.Twin;

namespace Trueup.Demo.Trading;

/// <summary>People in the second shop's administration, and what comes back to the warehouse of its orders.</summary>
/// <remarks>To be called under the sandbox's gate.</remarks>
public sealed class ProjectOffice(Scene scene, ProjectShoppers shoppers, WarehouseCrew crew)
{
    private int _returns;

    private TwinStaff Staff => scene.Sandbox.Project.Staff;

    /// <summary>Cancels the newest order that nobody has begun to pick. There is no payment in the project that money would
    /// have to go back to.</summary>
    public void CancelOne()
    {
        if (Newest(order => IsWaiting(order) && !order.View.HasPayments) is { } order)
        {
            Staff.Cancel(order.Id, scene.Now);
            scene.Book.Cancelled++;
        }
    }

    /// <summary>The warehouse gives an order up that is paid: the hub cancels it in the project, and gives the money
    /// back.</summary>
    public void LoseOneInTheWarehouse()
    {
        if (Newest(order => IsWaiting(order) && IsOnlyInWarehouse(order.Name) && order.View.HasPayments) is not { } order ||
            !crew.GiveUp(order.Name))
        {
            return;
        }

        scene.Book.Expect(new Irregularity("paid order of the second shop given up by the warehouse", ["DOCUMENT.REFUSED"], order.Name)
        {
            IsMended = () => scene.Sandbox.Project.Books.View(order.Id) is { IsCancelled: true } now && now.Refunded == now.Gross,
        });
    }

    /// <summary>
    /// An order comes back to the warehouse, mostly as good as new. The hub gives the money back; now and then somebody in
    /// the project is quicker, and the hub must not do it again.
    /// </summary>
    public void TakeOneBack()
    {
        if (Newest(order => IsShipped(order.View) && IsOnlyInWarehouse(order.Name) && !order.View.IsReturned && !IsBack(order.Name))
            is not { } order)
        {
            return;
        }

        var rma = string.Create(CultureInfo.InvariantCulture, $"RMA-CT-{++_returns}");
        var parcel = new ReturnedParcel(rma, order.Name, IsGood: _returns % 3 != 2, IsRefundedByHand: !order.View.HasPayments && _returns % 2 == 0);
        if (!crew.TakeBack(parcel.Order, rma, parcel.IsGood))
        {
            return;
        }

        scene.Book.Note(parcel);
        scene.Book.Returned++;
        if (parcel.IsRefundedByHand)
        {
            foreach (var line in order.View.Lines)
            {
                Staff.MarkRefunded(order.Id, Staff.AddReturn(order.Id, line.Id, line.Quantity, "Returned", scene.Now), scene.Now);
            }
        }
    }

    private bool IsWaiting((string Id, string Name, TwinOrderView View) order) =>
        order.View is { PaymentState: "Paid", IsCancelled: false, IsReturned: false } && order.View.Deliveries.IsEmpty &&
        scene.Sandbox.Warehouse.OrdersOf(order.Name).Concat(scene.Sandbox.Store.OrdersOf(order.Name)).ToList() is { Count: > 0 } handed &&
        !handed.Exists(one => one.Status is "picked" or "packed" or "part-dispatched" or "dispatched" or "cancelled");

    private static bool IsShipped(TwinOrderView order) => !order.IsCancelled && order.Lines.All(line =>
        order.Deliveries.SelectMany(delivery => delivery.Items).Where(item => item.Line == line.Id)
            .Sum(item => item.Quantity) == line.Quantity);

    private bool IsOnlyInWarehouse(string name) =>
        scene.Sandbox.Warehouse.OrdersOf(name).Count == 1 && scene.Sandbox.Store.OrdersOf(name).IsEmpty;

    private bool IsBack(string name) => scene.Book.Parcels.Any(parcel => parcel.Order == name);

    private (string Id, string Name, TwinOrderView View)? Newest(Predicate<(string Id, string Name, TwinOrderView View)> match)
    {
        foreach (var id in shoppers.Orders.Reverse())
        {
            var view = scene.Sandbox.Project.Books.View(id)!;
            var order = (id, TrueFigures.ProjectId(view.Number), view);
            if (match(order))
            {
                return order;
            }
        }

        return null;
    }
}
