using Trueup.Core.Orders;

namespace Trueup.Engine.Journal.Packing;

/// <summary>Packs what only some kinds of documents carry.</summary>
internal static class DocumentDetailCodec
{
    public static PackWriter Put(PackWriter pack, DocumentDetail detail) => pack
        .OptionalText(detail.Rma).OptionalText(detail.Reason).OptionalText(detail.Status).OptionalText(detail.About)
        .List(detail.Restocked, static (inner, line) =>
            inner.OptionalText(line.Line).Sku(line.Sku).Quantity(line.Quantity))
        .OptionalRecord(detail.Amounts, PutAmounts);

    public static DocumentDetail Take(PackReader pack) => new()
    {
        Rma = pack.OptionalText(),
        Reason = pack.OptionalText(),
        Status = pack.OptionalText(),
        About = pack.OptionalText(),
        Restocked = pack.List(static inner => new LineQuantity(inner.OptionalText(), inner.Sku(), inner.Quantity())),
        Amounts = pack.OptionalRecord(TakeAmounts),
    };

    public static PackWriter PutAmounts(PackWriter pack, RefundAmounts amounts) => pack
        .Amount(amounts.Shipping).Amount(amounts.Adjustment).Amount(amounts.Tax).Amount(amounts.Gross)
        .List(amounts.Lines, static (inner, line) =>
            inner.Text(line.Line).Quantity(line.Quantity).Amount(line.Net).Amount(line.Tax));

    public static RefundAmounts TakeAmounts(PackReader pack) => new(
        pack.Amount(), pack.Amount(), pack.Amount(), pack.Amount())
    {
        Lines = pack.List(static inner =>
            new RefundedLine(inner.Code(), inner.Quantity(), inner.Amount(), inner.Amount())),
    };
}
