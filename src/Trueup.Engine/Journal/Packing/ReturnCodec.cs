using System.Diagnostics;
using Trueup.Core.Orders;
using Trueup.Core.Returns;

namespace Trueup.Engine.Journal.Packing;

/// <summary>
/// Packs an order's returns and refunds, and what changes in them. Tags are on disk: never change one, never use one
/// again.
/// </summary>
internal static class ReturnCodec
{
    public static PackWriter PutEvent(PackWriter pack, ReturnEvent change) => change switch
    {
        ReturnEvent.Authorised told => pack.Byte(1)
            .Text(told.Rma).Connection(told.Reporter).Time(told.At).List(told.Lines, PutUnits)
            .OptionalText(told.Reason),
        ReturnEvent.Received told => pack.Byte(2)
            .Text(told.Rma).Connection(told.Reporter).Location(told.Location).Time(told.At)
            .List(told.Lines, PutUnits),
        ReturnEvent.Inspected told => pack.Byte(3)
            .Text(told.Rma).Connection(told.Reporter).Location(told.Location).Time(told.At)
            .List(told.Lines, PutInspected).Optional(told.SellableAt, PutTime),
        ReturnEvent.RefundDue due => PutAsk(pack.Byte(4), new RefundAsk(due.Key, due.Rmas, due.Lines, due.Units, default)),
        ReturnEvent.RefundShown shown => pack.Byte(5)
            .Text(shown.Refund).Time(shown.At).List(shown.Lines, PutUnits)
            .OptionalRecord(shown.Amounts, DocumentDetailCodec.PutAmounts).OptionalText(shown.Reference),
        _ => throw new UnreachableException($"No codec for {change?.GetType().Name}."),
    };

    public static ReturnEvent TakeEvent(PackReader pack)
    {
        switch (pack.Byte())
        {
            case 1:
                return new ReturnEvent.Authorised(
                    pack.Text(), pack.Connection(), pack.Time(), pack.List(TakeUnits), pack.OptionalText());
            case 2:
                return new ReturnEvent.Received(
                    pack.Text(), pack.Connection(), pack.Location(), pack.Time(), pack.List(TakeUnits));
            case 3:
                return new ReturnEvent.Inspected(
                    pack.Text(), pack.Connection(), pack.Location(), pack.Time(), pack.List(TakeInspected),
                    pack.Optional(TakeTime));
            case 4:
                var ask = TakeAsk(pack);
                return new ReturnEvent.RefundDue(ask.Key, ask.Rmas, ask.Lines, ask.Units);
            case 5:
                return new ReturnEvent.RefundShown(
                    pack.Text(), pack.Time(), pack.List(TakeUnits),
                    pack.OptionalRecord(DocumentDetailCodec.TakeAmounts), pack.OptionalText());
            case var tag:
                throw pack.Broken($"no event of a return has the tag {tag}");
        }
    }

    public static PackWriter Put(PackWriter pack, OrderReturns returns) => pack
        .Order(returns.Order)
        .List(returns.Authorisations, static (inner, told) => inner
            .Text(told.Rma).Connection(told.Reporter).Time(told.At).List(told.Lines, PutUnits)
            .OptionalText(told.Reason).Position(told.Message))
        .List(returns.Receipts, static (inner, told) => inner
            .Text(told.Rma).Connection(told.Reporter).Location(told.Location).Time(told.At)
            .List(told.Lines, PutUnits).Position(told.Message))
        .List(returns.Inspections, static (inner, told) => inner
            .Text(told.Rma).Connection(told.Reporter).Location(told.Location).Time(told.At)
            .List(told.Lines, PutInspected).Position(told.Message).Optional(told.SellableAt, PutTime))
        .List(returns.Asked, static (inner, ask) => PutAsk(inner, ask).Position(ask.Message))
        .List(returns.Seen, static (inner, seen) => inner
            .Text(seen.Refund).Time(seen.At).List(seen.Lines, PutUnits)
            .OptionalRecord(seen.Amounts, DocumentDetailCodec.PutAmounts).OptionalText(seen.Reference)
            .Position(seen.Message));

    public static OrderReturns Take(PackReader pack) => new(pack.Order())
    {
        Authorisations = pack.List(static inner => new Authorisation(
            inner.Text(), inner.Connection(), inner.Time(), inner.List(TakeUnits), inner.OptionalText(),
            inner.Position())),
        Receipts = pack.List(static inner => new ReturnReceipt(
            inner.Text(), inner.Connection(), inner.Location(), inner.Time(), inner.List(TakeUnits),
            inner.Position())),
        Inspections = pack.List(static inner => new ReturnInspection(
            inner.Text(), inner.Connection(), inner.Location(), inner.Time(), inner.List(TakeInspected),
            inner.Position())
        {
            SellableAt = inner.Optional(TakeTime),
        }),
        Asked = pack.List(static inner => TakeAsk(inner) with { Message = inner.Position() }),
        Seen = pack.List(static inner => new RefundSeen(
            inner.Text(), inner.Time(), inner.List(TakeUnits),
            inner.OptionalRecord(DocumentDetailCodec.TakeAmounts), inner.OptionalText(), inner.Position())),
    };

    private static PackWriter PutAsk(PackWriter pack, RefundAsk ask) => pack
        .Text(ask.Key).List(ask.Rmas, static (inner, rma) => inner.Text(rma))
        .List(ask.Lines, static (inner, line) => inner
            .Text(line.Line).Quantity(line.Quantity).Quantity(line.UpTo).Amount(line.Net).Amount(line.Tax))
        .List(ask.Units, PutUnits);

    private static RefundAsk TakeAsk(PackReader pack) => new(
        pack.Text(),
        pack.List(static inner => inner.Text()),
        pack.List(static inner => new RefundLine(
            inner.Text(), inner.Quantity(), inner.Quantity(), inner.Amount(), inner.Amount())),
        pack.List(TakeUnits),
        Message: default);

    internal static PackWriter PutUnits(PackWriter pack, LineQuantity units) =>
        pack.OptionalText(units.Line).Sku(units.Sku).Quantity(units.Quantity);

    internal static LineQuantity TakeUnits(PackReader pack) =>
        new(pack.OptionalText(), pack.Sku(), pack.Quantity());

    private static PackWriter PutInspected(PackWriter pack, InspectedUnits inspected) =>
        PutUnits(pack, inspected.Units).Choice(inspected.Disposition).Flag(inspected.IsRefundable);

    private static InspectedUnits TakeInspected(PackReader pack) =>
        new(TakeUnits(pack), pack.Choice<Disposition>(), pack.Flag());

    private static PackWriter PutTime(PackWriter pack, DateTimeOffset time) => pack.Time(time);

    private static DateTimeOffset TakeTime(PackReader pack) => pack.Time();
}
