namespace Trueup.Core.Orders;

/// <summary>Why an order goes in more than one parcel.</summary>
public enum SplitCause
{
    /// <summary>No place had enough of one of its lines.</summary>
    Line,

    /// <summary>Its lines lie at different places.</summary>
    Lines,

    /// <summary>A sender made more parcels than there were places to send from.</summary>
    Sender,
}

/// <summary>An order that goes in more than one parcel.</summary>
/// <param name="Places">Places that it was to be sent from.</param>
/// <param name="Shipments">Shipments that have left so far.</param>
/// <param name="Cause">Why.</param>
public sealed record OrderSplit(int Places, int Shipments, SplitCause Cause)
{
    private const string DispatchKey = "dispatch/";

    /// <summary>Parcels more than one.</summary>
    public int ExtraParcels => Math.Max(Places, Shipments) - 1;

    /// <summary>How an order is split; null for one that goes in one parcel, as far as anybody knows.</summary>
    public static OrderSplit? Of(OrderRecord order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var places = order.Lines.SelectMany(line => line.Picks).Where(IsWanted).Select(pick => pick.Location).Distinct().Count();
        var shipments = order.Counted.Count(key => key.StartsWith(DispatchKey, StringComparison.Ordinal));
        if (Math.Max(places, shipments) < 2)
        {
            return null;
        }

        var cause = shipments > places ? SplitCause.Sender
            : order.Lines.Any(line => line.Picks.Where(IsWanted)
                .GroupBy(pick => pick.Sku).Any(part => part.Select(pick => pick.Location).Distinct().Skip(1).Any())) ? SplitCause.Line
            : SplitCause.Lines;
        return new OrderSplit(places, shipments, cause);
    }

    private static bool IsWanted(Pick pick) => pick.Quantity > pick.Withdrawn;
}
