using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Whether a reported status can follow what is known of an order.</summary>
internal abstract record StatusJudgement
{
    /// <summary>How long after a cancellation a warehouse's report may still cross it on the way.</summary>
    private static readonly TimeSpan _crossing = TimeSpan.FromMinutes(5);

    private static readonly string[] _ladder = ["accepted", "allocated", "picked", "packed", "delivered"];

    private StatusJudgement()
    {
    }

    /// <summary>It can.</summary>
    public sealed record Fits : StatusJudgement;

    /// <summary>What must come before it has not come: it waits.</summary>
    public sealed record Early(string For) : StatusJudgement;

    /// <summary>It contradicts what is known.</summary>
    public sealed record Illegal(string Why) : StatusJudgement;

    /// <summary>Judges a report.</summary>
    public static StatusJudgement Of(OrderRecord order, ConnectionName reporter, Fact.OrderStatusReported report)
    {
        var rank = Array.IndexOf(_ladder, report.Status);
        if (rank < 0)
        {
            return new Fits();
        }

        if (report.Status == "delivered")
        {
            return order.Lines.Any(line => line.Dispatched > Quantity.Zero || line.Shipped > Quantity.Zero)
                ? new Fits()
                : new Early("its dispatch");
        }

        if (!order.IsReleased && rank > 0)
        {
            return new Early("its release");
        }

        if (IsCancelledBy(order, reporter, report.At))
        {
            return new Illegal($"{report.Status} was reported after {reporter} had cancelled the order.");
        }

        // On the whole order only: of parts each has its own way.
        return report.Lines.IsEmpty && Later(order, reporter, report, rank) is { } later
            ? new Illegal($"{report.Status} was reported after {later}.")
            : new Fits();
    }

    private static bool IsCancelledBy(OrderRecord order, ConnectionName reporter, DateTimeOffset at)
    {
        var cancelled = order.Documents.FindIndex(document =>
            document.Target == reporter && document.Kind == DocumentKind.CancelOrder && document.IsMade);
        var entry = order.Trail.FindIndex(known => known.Stage == OrderStage.Cancelled);
        return cancelled >= 0 && entry >= 0 && at > order.Trail[entry].At + _crossing;
    }

    private static string? Later(
        OrderRecord order, ConnectionName reporter, Fact.OrderStatusReported report, int rank)
    {
        foreach (var milestone in order.Milestones)
        {
            if (milestone.Reporter == reporter && milestone.At < report.At &&
                Array.IndexOf(_ladder, milestone.Status) > rank && milestone.Status != "delivered" &&
                order.Lines.All(line => line.Stages.FindIndex(stage => stage.Status == milestone.Status) < 0))
            {
                return milestone.Status;
            }
        }

        return null;
    }
}
