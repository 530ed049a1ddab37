using System.Diagnostics;
using Trueup.Core.Entries;
using Trueup.Core.Fulfilment;
using Trueup.Core.Returns;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>What an order is after an event. Never refuses.</summary>
public static class OrderEvolution
{
    /// <summary>The order after the event; null before its capture.</summary>
    public static OrderRecord? Evolve(OrderRecord? order, OrderEvent change, JournalPosition message)
    {
        var after = Step(order, change, message);
        return after is null || message == default || (!after.Touched.IsEmpty && after.Touched[^1] == message)
            ? after
            : after with { Touched = after.Touched.Add(message) };
    }

    private static OrderRecord? Step(OrderRecord? order, OrderEvent change, JournalPosition message) => (order, change) switch
    {
        (_, OrderEvent.Captured captured) => new OrderRecord(captured.Order, captured.Progress, captured.Lines, message)
        {
            FirstSeenAt = captured.Progress.UpdatedAt,
        },
        (null, _) => null,
        (_, OrderEvent.Progressed progressed) => order with { Progress = progressed.Progress },
        (_, OrderEvent.LineChanged changed) => order with { Lines = Replace(order.Lines, changed.Line) },
        (_, OrderEvent.Sourced or OrderEvent.Expired) => order,
        (_, OrderEvent.ExpiryWithdrawn withdrawn) => Withdraw(order, withdrawn.Key),
        (_, OrderEvent.Released) => order with { IsReleased = true },
        (_, OrderEvent.Counted counted) => order with { Counted = order.Counted.Add(counted.Key) },
        (_, OrderEvent.DocumentAsked asked) => order with
        {
            Documents = order.Documents.Add(asked.Document with { Message = message }),
        },
        (_, OrderEvent.DocumentMade made) => Change(order, made.Key, document =>
            document with { IsSettled = true, RemoteId = made.RemoteId, Refusal = null }),
        (_, OrderEvent.DocumentRefused refused) => Change(order, refused.Key, document =>
            document with { IsSettled = true, Refusal = refused.Words }),
        (_, OrderEvent.DocumentReopened reopened) => Change(order, reopened.Key, document =>
            document with { IsSettled = false, Refusal = null }),
        (_, OrderEvent.DocumentReplanned replanned) => Change(order, replanned.Key, document => document with
        {
            Lines = replanned.Lines,
            IsSettled = document.IsSettled || replanned.Lines.IsEmpty,
            Refusal = replanned.Lines.IsEmpty ? null : document.Refusal,
        }),
        (_, OrderEvent.DocumentDropped dropped) => order with
        {
            Documents = order.Documents.Where(document => document.Key != dropped.Key).ToItems(),
        },
        (_, OrderEvent.Retaken retaken) => order with { Canonical = retaken.Order, Lines = retaken.Lines },
        (_, OrderEvent.Amended amended) => order with { Canonical = amended.Order },
        (_, OrderEvent.Edited edited) => order with { Edits = order.Edits.Add(edited.Edit) },
        (_, OrderEvent.Approved approved) => order with { ApprovedBy = approved.By },
        (_, OrderEvent.StageEntered entered) => order with
        {
            Trail = order.Trail.Add(new StageEntry(entered.Stage, entered.At, message)),
        },
        (_, OrderEvent.ParcelChanged changed) => order with
        {
            Parcels = FulfilmentEvolution.Evolve(order.Parcels, changed.Event, message),
        },
        (_, OrderEvent.ReturnChanged changed) => order with
        {
            Returns = ReturnEvolution.Evolve(order.Returns ?? new OrderReturns(order.Id), changed.Event, message),
        },
        (_, OrderEvent.MilestoneReached reached) => order with
        {
            Milestones = order.Milestones.Add(new OrderMilestone(reached.Status, reached.Reporter, reached.At, message)),
        },
        _ => throw new UnreachableException($"No evolution for {change.GetType().Name}."),
    };

    private static Items<LineRecord> Replace(Items<LineRecord> lines, LineRecord line)
    {
        var place = lines.FindIndex(known => known.Line == line.Line);
        return place < 0 ? lines.Add(line) : lines.SetItem(place, line);
    }

    private static OrderRecord Withdraw(OrderRecord order, string key) =>
        Change(order with { Counted = order.Counted.Add(key) }, key, document => document with { IsSettled = true, Refusal = null });

    private static OrderRecord Change(OrderRecord order, string key, Func<OrderDocument, OrderDocument> change)
    {
        var place = order.Documents.FindIndex(document => document.Key == key);
        return place < 0 ? order : order with { Documents = order.Documents.SetItem(place, change(order.Documents[place])) };
    }
}
