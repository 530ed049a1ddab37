using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Demo.Trading;

namespace Trueup.Demo.Scoring;

/// <summary>One thing that had to hold.</summary>
/// <param name="Name">What.</param>
/// <param name="Held">Whether it did.</param>
/// <param name="Figure">The figure that says so.</param>
/// <param name="Detail">What is behind the figure; of a failure, the first things that are wrong.</param>
public sealed record Check(string Name, bool Held, string Figure, string Detail);

/// <summary>
/// Judges a day by its evidence. Nothing here knows how the hub works: it compares what is in the books of the systems
/// around it.
/// </summary>
public static class Scorecard
{
    /// <summary>Things named in the detail of a failure.</summary>
    private const int NamedMax = 4;

    /// <summary>Exceptions that say that a shop does not take a shipment, where they are about the order's shop.</summary>
    private static readonly Items<string> RefusesShipments =
        [CaseCodes.DocumentRefused.Code, ParcelCases.SourceShort.Code];

    /// <summary>Exceptions that say that more has left than the order still had, of which no shop is told.</summary>
    private static readonly Items<string> KeepsShipments =
        [CaseCodes.OverDispatched.Code, ParcelCases.CancelledTooLate.Code];

    /// <summary>Everything that had to hold, most important first.</summary>
    public static Items<Check> Judge(Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return
        [
            Parity(evidence),
            Oversells(evidence),
            .. evidence.Others.SelectMany(Judge),
            Messages(evidence),
            Levels(evidence),
            Orders(evidence),
            Withdrawals(evidence),
            .. TradeScore.Judge(evidence),
            Dispatches(evidence),
            Limits(evidence),
            Tampering(evidence),
            Naming(evidence),
        ];
    }

    /// <summary>The share of SKUs that the shops offer exactly as they must, 0 to 1.</summary>
    public static decimal ParityOf(Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return ShareRight([.. evidence.Offers, .. evidence.Others.SelectMany(other => other.Offers)]);
    }

    /// <summary>The value below which a share of sorted values lies; zero of none.</summary>
    /// <param name="sorted">Values, smallest first.</param>
    /// <param name="share">The share, 0 to 1.</param>
    public static TimeSpan Percentile(Items<TimeSpan> sorted, double share) => sorted.IsEmpty
        ? TimeSpan.Zero
        : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];

    private static decimal ShareRight(Items<OfferEvidence> offers) => offers.IsEmpty
        ? 0m
        : (decimal)offers.Count(offer => offer.Shown == offer.True) / offers.Count;

    /// <summary>What has to hold of every other shop as of the first.</summary>
    private static IEnumerable<Check> Judge(StorefrontEvidence other) =>
    [
        Parity($"Parity · {other.Name}", other.Offers),
        Oversells($"Overselling · {other.Name}", other.Oversells),
        new Check(
            $"Call limits · {other.Name}",
            other.TooMany == 0 && other.Calls > 0,
            $"{other.TooMany:N0} × 429",
            $"{other.Calls:N0} calls: one for each level, and one for twenty of the opening stock"),
    ];

    private static Check Parity(Evidence evidence) => Parity("Parity", evidence.Offers);

    private static Check Parity(string name, Items<OfferEvidence> offers)
    {
        var wrong = offers.Where(offer => offer.Shown != offer.True)
            .Select(offer => $"{offer.Sku} shows {offer.Shown:0.##}, true is {offer.True:0.##}").ToList();
        return new Check(
            name,
            wrong.Count == 0 && !offers.IsEmpty,
            $"{ShareRight(offers):0.00%}",
            Tell(wrong, $"{offers.Count:N0} SKUs: the shop offers exactly what the owners' books allow"));
    }

    private static Check Oversells(Evidence evidence) => Oversells("Overselling", evidence.Oversells);

    private static Check Oversells(string name, OversellEvidence evidence)
    {
        var wrong = evidence.Avoidable
            .Select(sale => $"{sale.Order} took {sale.Excess.Quantity:0.##} of {sale.Excess.Sku} when {sale.Excess.Left:0.##} were left, " +
                (sale.Overdue > TimeSpan.Zero
                    ? $"{sale.Overdue.TotalSeconds:0.0} s after the shop had to know"
                    : "and the shop knew"))
            .ToList();
        return new Check(
            name,
            wrong.Count == 0 && evidence.Orders > 0,
            $"{evidence.Avoidable.Select(static sale => sale.Order).Distinct(StringComparer.Ordinal).Count():N0} avoidable",
            Tell(wrong, $"{evidence.Oversold:N0} of {evidence.Orders:N0} orders met goods that had just left by another door"));
    }

    private static Check Messages(Evidence evidence)
    {
        var (pushed, accepted, undelivered, undecided) = evidence.Messages;
        var lost = pushed - accepted;
        return new Check(
            "Messages",
            lost == 0 && undelivered == 0 && undecided == 0 && pushed > 0,
            $"{lost:N0} lost",
            $"{pushed:N0} events pushed, {accepted:N0} accepted, {undelivered + undecided:N0} left over");
    }

    private static Check Levels(Evidence evidence)
    {
        var wrong = evidence.Levels.Where(level => level.Owner != level.Hub)
            .Select(level => $"{level.Sku} at {level.Location}: owner {level.Owner:0.##}, hub {level.Hub:0.##}")
            .ToList();
        return new Check(
            "Stock figures",
            wrong.Count == 0 && !evidence.Levels.IsEmpty,
            $"{wrong.Count:N0} differ",
            Tell(wrong, $"{evidence.Levels.Count:N0} figures: the newest that each owner reported"));
    }

    private static Check Orders(Evidence evidence)
    {
        var wrong = evidence.Orders
            .Where(order => order.Doubles > 0 ||
                (order.HandedOver != order.Ordered && (order.IsDue || order.HandedOver != 0m)))
            .Select(order => $"{order.Order}: {order.Ordered:0.##} ordered, {order.HandedOver:0.##} handed over")
            .ToList();
        var due = evidence.Orders.Count(order => order.IsDue);
        return new Check(
            "Orders",
            wrong.Count == 0 && due > 0,
            $"{wrong.Count:N0} wrong",
            Tell(wrong, $"{due:N0} paid orders, each handed over once and whole"));
    }

    private static Check Withdrawals(Evidence evidence)
    {
        var wrong = evidence.Orders.Where(order => order.Forgotten > 0m)
            .Select(order => $"{order.Order}: {order.Forgotten:0.##} pieces would still be shipped").ToList();
        return new Check(
            "Cancellations",
            wrong.Count == 0,
            $"{wrong.Count:N0} forgotten",
            Tell(wrong, "what the shop gave back, nobody picks any more"));
    }

    private static Check Dispatches(Evidence evidence)
    {
        var wrong = evidence.Dispatches
            .Where(dispatch => dispatch is not { Posted: 1, IsExact: true } && !IsExplained(dispatch, evidence))
            .Select(dispatch => $"{dispatch.Dispatch} of {dispatch.Order}: {dispatch.Posted} shipments").ToList();
        var explained = evidence.Dispatches.Count(dispatch => dispatch.Posted == 0 && IsExplained(dispatch, evidence));
        return new Check(
            "Shipments",
            wrong.Count == 0 && evidence.StrayShipments == 0 && !evidence.Dispatches.IsEmpty,
            $"{wrong.Count + evidence.StrayShipments:N0} wrong",
            Tell(wrong, $"{evidence.Dispatches.Count:N0} dispatches, each posted once with its parcels" +
                        (explained > 0 ? $"; {explained:N0} refused by the shop, in an exception" : "")));
    }

    private static Check Limits(Evidence evidence)
    {
        var calls = evidence.Calls;
        return new Check(
            "Call limits",
            calls.TooMany == 0 && calls.Total > 0,
            $"{calls.TooMany:N0} × 429",
            $"{calls.Total:N0} calls; {calls.TooManyInStorm:N0} more met the storm's 429");
    }

    private static Check Tampering(Evidence evidence)
    {
        var (found, left) = (evidence.Freshness.Tampering, evidence.Freshness.StillWrong);
        var longest = Percentile(found, share: 1);
        return new Check(
            "Ghost stock",
            !found.IsEmpty && longest <= Cause.Tampering.Allowance && left == 0,
            found.IsEmpty ? "none healed" : $"healed ≤ {longest.TotalSeconds:0.0} s",
            $"{found.Count:N0} quantities typed into the shop, found by comparing; {left:N0} left");
    }

    private static Check Naming(Evidence evidence)
    {
        var silent = evidence.Namings.Where(naming => naming.Named is null).Select(naming => naming.What).ToList();
        var ownerless = evidence.Exceptions
            .Where(exception => exception.Owner.Length == 0 || exception.NextAction.Length == 0)
            .Select(exception => $"{exception.Code} has no owner or no next action");
        silent.AddRange(ownerless);
        return new Check(
            "Nothing silent",
            silent.Count == 0 && !evidence.Namings.IsEmpty,
            $"{silent.Count:N0} unnamed",
            Tell(silent, $"{evidence.Namings.Count:N0} irregularities arranged, each put right or in an exception with an owner"));
    }

    /// <summary>
    /// The shop does not take every shipment, of an order that was refunded meanwhile for one; then somebody must have been
    /// told what keeps it, and not yet have settled that. That another system refuses the order keeps no shipment from the shop, nor does
    /// it that something else about it is out of order.
    /// </summary>
    private static bool IsExplained(DispatchEvidence dispatch, Evidence evidence) =>
        dispatch.Posted == 0 && evidence.OrderCases.Any(known => known.IsOpen && known.Order == dispatch.Order &&
            (KeepsShipments.Contains(known.Code, StringComparer.Ordinal) ||
                (RefusesShipments.Contains(known.Code, StringComparer.Ordinal) && known.Order.StartsWith($"{known.Connection}:", StringComparison.Ordinal))));

    private static string Tell(List<string> wrong, string right) => wrong.Count == 0
        ? right
        : string.Join("; ", wrong.Take(NamedMax)) +
          (wrong.Count > NamedMax ? $"; and {wrong.Count - NamedMax:N0} more" : "");
}
