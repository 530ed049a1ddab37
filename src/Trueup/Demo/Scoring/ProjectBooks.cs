using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Demo.Sandboxes;
using Trueup.Demo.Trading;

namespace Trueup.Demo.Scoring;

/// <summary>What the second shop's books say of its orders.</summary>
internal sealed class ProjectBooks(TwinBooks books)
{
    private readonly Dictionary<string, TwinOrderView> _orders =
        books.Orders.ToDictionary(order => TrueFigures.ProjectId(order.Number), StringComparer.Ordinal);

    /// <summary>All orders, by the hub's names of them.</summary>
    public IEnumerable<(string Name, TwinOrderView View)> Orders => _orders.Select(order => (order.Key, order.Value));

    /// <summary>An order by the hub's name of it; null when the second shop has none.</summary>
    public TwinOrderView? Find(string name) => _orders.GetValueOrDefault(name);

    /// <summary>What was paid and not given back: where the project keeps payments they say so, cancelled or not.</summary>
    public static (decimal Gross, decimal Tax) KeptOf(TwinOrderView order) => order is { IsCancelled: true, HasPayments: false }
        ? default
        : (order.Gross - order.Refunded, order.Tax - order.RefundedTax);

    /// <summary>Whether it had to be handed over: paid, and not given back since.</summary>
    public static bool IsDue(TwinOrderView order) => order is { PaymentState: "Paid", IsCancelled: false } && !IsGivenBack(order);

    /// <summary>Whether nothing of it is to be sent any more.</summary>
    public static bool IsGivenBack(TwinOrderView order) =>
        order.IsCancelled || order.RefundedUnits >= order.Lines.Sum(line => line.Quantity);

    /// <summary>A dispatch, and the deliveries of its order that carry its parcels.</summary>
    public static DispatchEvidence Dispatch(DispatchNote note, Place place, TwinOrderView order)
    {
        var posted = order.Deliveries
            .Where(delivery => delivery.TrackNumbers.Any(number => note.Tracking.Contains(number, StringComparer.Ordinal)))
            .ToList();
        return new DispatchEvidence(
            $"{place.Code} {note.Shipment}", note.ExternalId, posted.Count, posted is [var only] && IsSame(note, only));
    }

    private static bool IsSame(DispatchNote note, TwinDelivery delivery)
    {
        var sent = note.Lines.GroupBy(line => line.Line, StringComparer.Ordinal)
            .Select(line => (line.Key, line.Sum(part => part.Quantity)));
        return sent.ToHashSet().SetEquals(delivery.Items.Select(item => (item.Line, (decimal)item.Quantity)));
    }
}
