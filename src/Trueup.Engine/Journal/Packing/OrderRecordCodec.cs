using System.Diagnostics;
using Trueup.Core.Orders;

namespace Trueup.Engine.Journal.Packing;

/// <summary>
/// Packs orders as the hub knows them, and what changes in them. Tags are on disk: never change one, never use one
/// again.
/// </summary>
internal static class OrderRecordCodec
{
    /// <summary>Begins a row that says more of picks than the first version's did; no order's id is of length 0.</summary>
    private const byte LongRow = 0;

    public static PackWriter PutEvent(PackWriter pack, OrderEvent change) => change switch
    {
        OrderEvent.Captured captured when PickCodec.HasMore(captured.Lines) => PutCaptured(pack.Byte(25), captured)
            .List(captured.Lines, PickCodec.PutMore),
        OrderEvent.Captured captured => PutCaptured(pack.Byte(11), captured),
        OrderEvent.Progressed progressed => OrderCodec.PutProgress(pack.Byte(2), progressed.Progress),
        OrderEvent.LineChanged changed => PickCodec.HasMore(changed.Line)
            ? PickCodec.PutMore(PutLine(pack.Byte(23), changed.Line), changed.Line)
            : PutLine(pack.Byte(3), changed.Line),
        OrderEvent.Released => pack.Byte(4),
        OrderEvent.Counted counted => pack.Byte(5).Text(counted.Key),
        OrderEvent.DocumentAsked { Document.Detail: null } asked => PutDocument(pack.Byte(6), asked.Document),
        OrderEvent.DocumentAsked asked => DocumentDetailCodec.Put(
            PutDocument(pack.Byte(12), asked.Document), asked.Document.Detail!),
        OrderEvent.DocumentMade made => pack.Byte(7).Text(made.Key).OptionalText(made.RemoteId),
        OrderEvent.DocumentRefused refused => pack.Byte(8).Text(refused.Key).Text(refused.Words),
        OrderEvent.DocumentReopened reopened => pack.Byte(9).Text(reopened.Key),
        OrderEvent.DocumentReplanned replanned => pack.Byte(16).Text(replanned.Key).List(replanned.Lines, ReturnCodec.PutUnits),
        OrderEvent.MilestoneReached reached => pack.Byte(10)
            .Text(reached.Status).Connection(reached.Reporter).Time(reached.At),
        OrderEvent.Amended amended => OrderCodec.PutWhole(pack.Byte(13), amended.Order),
        OrderEvent.Approved approved => pack.Byte(14).Text(approved.By),
        OrderEvent.ParcelChanged changed => ParcelCodec.PutEvent(pack.Byte(40), changed.Event),
        OrderEvent.ReturnChanged changed => ReturnCodec.PutEvent(pack.Byte(41), changed.Event),
        OrderEvent.StageEntered entered => pack.Byte(15).Choice(entered.Stage).Time(entered.At),
        OrderEvent.Sourced sourced => pack.Byte(17).Text(sourced.Line).Location(sourced.Location)
            .Quantity(sourced.Units).Text(sourced.Because),
        OrderEvent.Expired expired => pack.Byte(18).Time(expired.Since).Whole(expired.After.Ticks),
        OrderEvent.ExpiryWithdrawn withdrawn => pack.Byte(19).Text(withdrawn.Key),
        OrderEvent.Edited edited => pack.Byte(20).Text(edited.Edit.Field)
            .OptionalText(edited.Edit.Before).OptionalText(edited.Edit.After).Text(edited.By),
        OrderEvent.Retaken retaken when PickCodec.HasMore(retaken.Lines) => OrderCodec.PutWhole(pack.Byte(24), retaken.Order)
            .List(retaken.Lines, PutLine).List(retaken.Lines, PickCodec.PutMore),
        OrderEvent.Retaken retaken => OrderCodec.PutWhole(pack.Byte(21), retaken.Order).List(retaken.Lines, PutLine),
        OrderEvent.DocumentDropped dropped => pack.Byte(22).Text(dropped.Key).Connection(dropped.Target),
        _ => throw new UnreachableException($"No codec for {change?.GetType().Name}."),
    };

    private static PackWriter PutCaptured(PackWriter pack, OrderEvent.Captured captured) => OrderCodec
        .PutProgress(OrderCodec.PutWhole(pack, captured.Order), captured.Progress)
        .List(captured.Lines, PutLine);

    public static OrderEvent TakeEvent(PackReader pack) => pack.Byte() switch
    {
        1 => new OrderEvent.Captured(OrderCodec.Take(pack), OrderCodec.TakeProgress(pack), pack.List(TakeLine)),
        2 => new OrderEvent.Progressed(OrderCodec.TakeProgress(pack)),
        3 => new OrderEvent.LineChanged(TakeLine(pack)),
        4 => OrderEvent.Released.Instance,
        5 => new OrderEvent.Counted(pack.Text()),
        6 => new OrderEvent.DocumentAsked(TakeDocument(pack)),
        7 => new OrderEvent.DocumentMade(pack.Text(), pack.OptionalText()),
        8 => new OrderEvent.DocumentRefused(pack.Text(), pack.Text()),
        9 => new OrderEvent.DocumentReopened(pack.Text()),
        10 => new OrderEvent.MilestoneReached(pack.Code(), pack.Connection(), pack.Time()),
        11 => new OrderEvent.Captured(OrderCodec.TakeWhole(pack), OrderCodec.TakeProgress(pack), pack.List(TakeLine)),
        12 => new OrderEvent.DocumentAsked(TakeDocument(pack) with { Detail = DocumentDetailCodec.Take(pack) }),
        13 => new OrderEvent.Amended(OrderCodec.TakeWhole(pack)),
        14 => new OrderEvent.Approved(pack.Text()),
        15 => new OrderEvent.StageEntered(pack.Choice<OrderStage>(), pack.Time()),
        16 => new OrderEvent.DocumentReplanned(pack.Text(), pack.List(ReturnCodec.TakeUnits)),
        17 => new OrderEvent.Sourced(pack.Code(), pack.Location(), pack.Quantity(), pack.Text()),
        18 => new OrderEvent.Expired(pack.Time(), TimeSpan.FromTicks(pack.Whole())),
        19 => new OrderEvent.ExpiryWithdrawn(pack.Text()),
        40 => new OrderEvent.ParcelChanged(ParcelCodec.TakeEvent(pack)),
        41 => new OrderEvent.ReturnChanged(ReturnCodec.TakeEvent(pack)),
        20 => new OrderEvent.Edited(
            new OrderEdit(pack.Code(), pack.OptionalText(), pack.OptionalText()), pack.Text()),
        21 => new OrderEvent.Retaken(OrderCodec.TakeWhole(pack), pack.List(TakeLine)),
        22 => new OrderEvent.DocumentDropped(pack.Text(), pack.Connection()),
        23 => new OrderEvent.LineChanged(PickCodec.TakeMore(pack, TakeLine(pack))),
        24 => new OrderEvent.Retaken(OrderCodec.TakeWhole(pack), PickCodec.TakeMore(pack, pack.List(TakeLine))),
        25 => new OrderEvent.Captured(
            OrderCodec.TakeWhole(pack), OrderCodec.TakeProgress(pack), PickCodec.TakeMore(pack, pack.List(TakeLine))),
        var tag => throw pack.Broken($"no order event has the tag {tag}"),
    };

    public static PackWriter Put(PackWriter pack, OrderRecord order) => PickCodec.HasMore(order.Lines)
        ? PutRow(pack.Byte(LongRow), order).List(order.Lines, PickCodec.PutMore)
        : PutRow(pack, order);

    private static PackWriter PutRow(PackWriter pack, OrderRecord order) =>
        OrderCodec.PutProgress(OrderCodec.PutWhole(pack, order.Canonical), order.Progress)
            .List(order.Lines, PutLine).Position(order.Message).Time(order.FirstSeenAt).Flag(order.IsReleased)
            .List(order.Counted, static (inner, key) => inner.Text(key))
            .List(order.Documents, static (inner, document) =>
                PutDocument(inner, document).OptionalRecord(document.Detail, DocumentDetailCodec.Put))
            .OptionalText(order.ApprovedBy)
            .List(order.Edits, static (inner, edit) =>
                inner.Text(edit.Field).OptionalText(edit.Before).OptionalText(edit.After))
            .List(order.Touched, static (inner, message) => inner.Position(message))
            .List(order.Trail, static (inner, entry) =>
                inner.Choice(entry.Stage).Time(entry.At).Position(entry.Message))
            .List(order.Milestones, static (inner, milestone) => inner
                .Text(milestone.Status).Connection(milestone.Reporter).Time(milestone.At).Position(milestone.Message))
            .List(order.Parcels, ParcelCodec.Put)
            .OptionalRecord(order.Returns, ReturnCodec.Put);

    public static OrderRecord Take(PackReader pack)
    {
        var isLong = pack.Skip(LongRow);
        var order = TakeRow(pack);
        return isLong ? order with { Lines = PickCodec.TakeMore(pack, order.Lines) } : order;
    }

    private static OrderRecord TakeRow(PackReader pack) => new(
        OrderCodec.TakeWhole(pack), OrderCodec.TakeProgress(pack), pack.List(TakeLine), pack.Position())
    {
        FirstSeenAt = pack.Time(),
        IsReleased = pack.Flag(),
        Counted = pack.List(static inner => inner.Text()),
        Documents = pack.List(static inner =>
            TakeDocument(inner) with { Detail = inner.OptionalRecord(DocumentDetailCodec.Take) }),
        ApprovedBy = pack.OptionalText(),
        Edits = pack.List(static inner =>
            new OrderEdit(inner.Code(), inner.OptionalText(), inner.OptionalText())),
        Touched = pack.List(static inner => inner.Position()),
        Trail = pack.List(static inner =>
            new StageEntry(inner.Choice<OrderStage>(), inner.Time(), inner.Position())),
        Milestones = pack.List(static inner =>
            new OrderMilestone(inner.Code(), inner.Connection(), inner.Time(), inner.Position())),
        Parcels = pack.List(ParcelCodec.Take),
        Returns = pack.OptionalRecord(ReturnCodec.Take),
    };

    private static PackWriter PutLine(PackWriter pack, LineRecord line) => pack
        .Text(line.Line).Sku(line.Sku).Quantity(line.Ordered).List(line.Picks, PickCodec.Put)
        .Quantity(line.ShippedBefore).Quantity(line.Shipped).Quantity(line.ShippedByDocuments).Quantity(line.Withdrawn)
        .Quantity(line.Held).Quantity(line.Posted)
        .List(line.Stages, static (inner, stage) =>
            inner.Sku(stage.Sku).Connection(stage.Reporter).Text(stage.Status).Quantity(stage.Units));

    private static LineRecord TakeLine(PackReader pack) => new(
        pack.Code(), pack.Sku(), pack.Quantity(), pack.List(PickCodec.Take))
    {
        ShippedBefore = pack.Quantity(),
        Shipped = pack.Quantity(),
        ShippedByDocuments = pack.Quantity(),
        Withdrawn = pack.Quantity(),
        Held = pack.Quantity(),
        Posted = pack.Quantity(),
        Stages = pack.List(static inner =>
            new StageCount(inner.Sku(), inner.Connection(), inner.Code(), inner.Quantity())),
    };

    private static PackWriter PutDocument(PackWriter pack, OrderDocument document) => pack
        .Text(document.Key).Connection(document.Target).Choice(document.Kind)
        .Optional(document.Location, static (inner, location) => inner.Location(location))
        .List(document.Lines, ReturnCodec.PutUnits)
        .List(document.Tracking, static (inner, parcel) =>
            inner.Text(parcel.Number).OptionalText(parcel.Carrier).OptionalText(parcel.Url))
        .Position(document.Message).OptionalText(document.RemoteId)
        .Flag(document.IsSettled).OptionalText(document.Refusal);

    private static OrderDocument TakeDocument(PackReader pack) => new(
        pack.Text(), pack.Connection(), pack.Choice<DocumentKind>())
    {
        Location = pack.Optional(static inner => inner.Location()),
        Lines = pack.List(ReturnCodec.TakeUnits),
        Tracking = pack.List(static inner => new Tracking(inner.Text(), inner.OptionalText(), inner.OptionalText())),
        Message = pack.Position(),
        RemoteId = pack.OptionalText(),
        IsSettled = pack.Flag(),
        Refusal = pack.OptionalText(),
    };
}
