using Trueup.Core.Connecting;

namespace Trueup.Engine.Lanes;

/// <summary>Finds the order that a fact speaks of.</summary>
internal static class OrderReferences
{
    /// <summary>The order that a fact speaks of, in the reporter's words.</summary>
    public static string In(Fact fact) => Find(fact) ??
        throw new System.Diagnostics.UnreachableException($"No route for {fact.GetType().Name}.");

    /// <summary>The order that a fact shows or speaks of, as a person would look for it; null where it is about none.</summary>
    public static string? NameIn(Fact fact) => fact is Fact.OrderObserved seen ? seen.Order.Number : Find(fact);

    private static string? Find(Fact fact) => fact switch
    {
        Fact.OrderStatusReported report => report.Order,
        Fact.Dispatched dispatched => dispatched.Order,
        Fact.CancellationReported report => report.Order,
        Fact.ParcelTracked { Order: { } order } => order,
        Fact.ReturnAuthorised told => told.Order,
        Fact.ReturnsUnnumbered told => told.Order,
        Fact.ReturnClosed closed => closed.Order,
        Fact.ReturnReceived received => received.Order,
        Fact.ReturnInspected inspected => inspected.Order,
        Fact.ShipmentObserved shipment => shipment.OrderRemoteId,
        Fact.RefundObserved refund => refund.OrderRemoteId,
        _ => null,
    };
}
