using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>
/// The steps before a shipment: those that a shipment implies, and those that its sender must report before goods count as
/// sent (DESIGN §6). A later step stands for the ones before it, whoever reports it in parts reports units.
/// </summary>
public static class ImpliedSteps
{
    /// <summary>The step that must be reported before this shipment counts; null where none is missing.</summary>
    public static string? Missing(
        OrderRecord order, ConnectionName reporter, Fact.Dispatched dispatched, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(dispatched);
        ArgumentNullException.ThrowIfNull(contract);
        return order.IsReleased && LastReportedBy(reporter, contract) is { } step && !HasReached(order, reporter, step, dispatched, contract)
            ? step
            : null;
    }

    /// <summary>What those who still have something to send must report first, in words; empty where that is nothing.</summary>
    public static string Told(OrderRecord order, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(contract);
        var owners = order.Lines.SelectMany(line => line.Picks).Where(pick => pick.Open > Quantity.Zero)
            .Select(pick => contract.OwnerOf(pick.Location)).OfType<ConnectionName>().Distinct();
        return string.Concat(owners.Select(owner => LastReportedBy(owner, contract) is { } step
            ? $"; a shipment of {owner} counts once it has reported {step}"
            : ""));
    }

    private static string? LastReportedBy(ConnectionName reporter, OwnershipContract contract) =>
        contract.Connection(reporter) is { } rule
            ? ConnectionRule.Steps.LastOrDefault(step => !rule.Implied.Span.Contains(step))
            : null;

    private static bool HasReached(
        OrderRecord order, ConnectionName reporter, string step, Fact.Dispatched dispatched, OwnershipContract contract)
    {
        var statuses = ConnectionRule.Steps.SkipWhile(known => known != step).ToArray();

        // Who names no units speaks of all.
        return order.Milestones.Any(milestone => milestone.Reporter == reporter && statuses.Contains(milestone.Status, StringComparer.Ordinal) &&
                !OrderStages.HasCounted(order, reporter, milestone.Status)) ||
            dispatched.Lines.GroupBy(sent => sent.Sku).All(sent => HasReached(order, reporter, statuses, sent, contract));
    }

    private static bool HasReached(
        OrderRecord order, ConnectionName reporter, string[] statuses, IGrouping<Sku, LineQuantity> sent, OwnershipContract contract)
    {
        var (open, before, reached) = (Quantity.Zero, Quantity.Zero, Quantity.Zero);
        foreach (var line in order.Lines)
        {
            foreach (var pick in line.Picks.Where(pick => pick.Sku == sent.Key))
            {
                open += pick.Open;
                before += contract.OwnerOf(pick.Location) == reporter ? pick.Dispatched : Quantity.Zero;
            }

            reached += line.Stages
                .Where(count => count.Sku == sent.Key && count.Reporter == reporter && statuses.Contains(count.Status, StringComparer.Ordinal))
                .Aggregate(Quantity.Zero, (most, count) => Quantity.Max(most, count.Units));
        }

        // What is more than was still to be sent is told as that, whatever was reported.
        return reached >= before + Quantity.Min(open, sent.Sum(units => units.Quantity)) || open.IsZero;
    }
}
