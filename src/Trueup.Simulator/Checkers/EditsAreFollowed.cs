using System.Globalization;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;
using Trueup.Simulator.Trading;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// What people do to orders in the shops' administration is followed: what is on hold is not handed over, and what was before is shown in a
/// case for as long as it is on hold (G8); an edited order ends at the warehouse, and the hub knows which one took its place (G3); a corrected
/// address reaches whoever is still to send the goods. By what those people did, and the books of the shops and the warehouse.
/// </summary>
public static class EditsAreFollowed
{
    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world, HubState state)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(state);
        return world.People.Editors.SelectMany(editor => Holds(world, editor)
            .Concat(Warnings(world, editor, state)).Concat(Edits(world, editor, state)).Concat(Addresses(world, editor, state)));
    }

    private static IEnumerable<Violation> Holds(World world, Editor editor) =>
        from hold in editor.Holds
        where hold.WasThere == false && (hold.IsThereInTheEnd ?? !world.Warehouse.OrdersOf(hold.Order).IsEmpty)
        select new Violation("hold", hold.Order, "was handed over to the warehouse while it was on hold");

    private static IEnumerable<Violation> Warnings(World world, Editor editor, HubState state) =>
        from order in editor.Shop.Books.Orders
        let id = editor.Shop.IdOf(order)
        let isHeld = order.State == "holded"
        let isShown = Shown.For(state, id, OrderCases.HeldTooLate)
        where isHeld ? IsOpen(world, id) && !isShown && !Shown.For(state, id, Estate.WarehouseName) : isShown
        select new Violation("G8", id, $"is {order.State}, the warehouse has it, and {(isShown ? "a" : "no")} case says that it should not\n  " +
            Belief.OfOrder(state, id));

    private static IEnumerable<Violation> Edits(World world, Editor editor, HubState state)
    {
        foreach (var (edited, inItsPlace) in editor.Edits)
        {
            var (old, id) = (editor.Shop.IdOf(edited), editor.Shop.IdOf(inItsPlace));
            if (IsOpen(world, old) && !Shown.For(state, old, Estate.WarehouseName))
            {
                yield return new Violation("G3", old, $"was edited, and the warehouse still has it\n  {Belief.OfOrder(state, old)}");
            }

            if (state.Find(OrderId.Parse(id)) is { } known && known.Canonical.Replaces != edited.EntityId.ToString(CultureInfo.InvariantCulture))
            {
                yield return new Violation("G3", id, $"took the place of {old}, and the hub does not know it\n  {Belief.OfOrder(state, id)}");
            }
        }
    }

    private static IEnumerable<Violation> Addresses(World world, Editor editor, HubState state) =>
        from corrected in editor.Corrected
        from order in world.Warehouse.OrdersOf(corrected.Key)
        where IsOpen(order) && order.DeliverTo?.Contains(corrected.Value, StringComparison.Ordinal) != true &&
            !Shown.For(state, corrected.Key, Estate.WarehouseName)
        select new Violation("address", corrected.Key, $"goes to {corrected.Value}, and the warehouse sends it to {order.DeliverTo}\n  " +
            Belief.OfOrder(state, corrected.Key));

    private static bool IsOpen(World world, string id) => world.Warehouse.OrdersOf(id).Any(IsOpen);

    private static bool IsOpen(WarehouseOrderView order) => order.Lines.Any(line => line.Ordered > line.Dispatched + line.Cancelled);
}
