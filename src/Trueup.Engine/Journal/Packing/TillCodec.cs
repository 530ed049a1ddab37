using System.Diagnostics;
using Trueup.Core.Tills;

namespace Trueup.Engine.Journal.Packing;

/// <summary>Packs stores' days and the transactions in them. Tags are on disk: never change one.</summary>
internal static class TillCodec
{
    /// <summary>In a sale's row: the day that it was rung up on follows.</summary>
    private const byte OwnDay = 1;

    /// <summary>In a sale's row: what it took back of others follows.</summary>
    private const byte TookBack = 2;

    public static PackWriter PutKey(PackWriter pack, StoreDayKey key) => pack
        .Connection(key.Owner).Location(key.Store).Whole(key.Day.DayNumber).Text(key.Currency);

    public static StoreDayKey TakeKey(PackReader pack) => new(
        pack.Connection(), pack.Location(), TakeDay(pack), pack.Code());

    private static DateOnly TakeDay(PackReader pack) => DayOf(pack, pack.Whole());

    private static DateOnly DayOf(PackReader pack, long number) => number >= 0 && number <= DateOnly.MaxValue.DayNumber
        ? DateOnly.FromDayNumber((int)number)
        : throw pack.Broken($"there is no day {number}");

    public static PackWriter Put(PackWriter pack, StoreDay day)
    {
        PutTenders(
            PutTaxes(
                PutKey(pack, day.Key).Choice(day.State).Whole(day.Transactions).Whole(day.Suspended), day.Taxes),
            day.Tenders)
        .Amount(day.Rounding).OptionalRecord(day.Report, PutReport).Position(day.Message);
        return PutFigures(pack, day.Shifted);
    }

    public static StoreDay Take(PackReader pack) => new(TakeKey(pack))
    {
        State = pack.Choice<StoreDayState>(),
        Transactions = pack.Number(),
        Suspended = pack.Number(),
        Taxes = TakeTaxes(pack),
        Tenders = TakeTenders(pack),
        Rounding = pack.Amount(),
        Report = pack.OptionalRecord(TakeReport),
        Message = pack.Position(),
        Shifted = TakeFigures(pack),
    };

    /// <summary>A row: a day of the sale's own and what it took back follow where there are any, which first rows do not know.</summary>
    public static PackWriter PutSaleRow(PackWriter pack, TillSale sale)
    {
        PutSale(pack, sale);
        pack = sale.OwnDay is { } own ? pack.Byte(OwnDay).Whole(own.DayNumber) : pack;
        return sale.TookBack.IsEmpty ? pack : PutTaken(pack.Byte(TookBack), sale);
    }

    public static TillSale TakeSaleRow(PackReader pack)
    {
        var sale = TakeSale(pack);
        sale = pack.Skip(OwnDay) ? sale with { OwnDay = TakeDay(pack) } : sale;
        return pack.Skip(TookBack) ? sale with { TookBack = TakeTaken(pack) } : sale;
    }

    private static PackWriter PutTaken(PackWriter pack, TillSale sale) =>
        pack.List(sale.TookBack, static (inner, back) => PutUnits(inner.Text(back.Sale), back.Units));

    private static Core.Values.Items<TakenBack> TakeTaken(PackReader pack) =>
        pack.List(static inner => new TakenBack(inner.Text(), TakeUnits(inner)));

    private static PackWriter PutSale(PackWriter pack, TillSale sale) => PutKey(
            pack.Text(sale.Key).Whole(sale.Fingerprint), sale.Day)
        .Time(sale.At).Text(sale.Register).OptionalWhole(sale.Sequence).Flag(sale.IsCounted).OptionalText(sale.VoidedBy)
        .List(sale.Lines, static (inner, line) =>
            inner.Text(line.Line).Sku(line.Sku).Quantity(line.Sold).Quantity(line.Returned));

    private static PackWriter PutTagged(PackWriter pack, (byte Plain, byte Dated, byte Taking) tags, TillSale sale) => PutSale(
        !sale.TookBack.IsEmpty ? PutTaken(pack.Byte(tags.Taking).OptionalWhole(sale.OwnDay?.DayNumber), sale)
            : sale.OwnDay is { } own ? pack.Byte(tags.Dated).Whole(own.DayNumber)
            : pack.Byte(tags.Plain),
        sale);

    private static TillSale TakeTakingSale(PackReader pack)
    {
        DateOnly? own = pack.OptionalWhole() is { } number ? DayOf(pack, number) : null;
        var taken = TakeTaken(pack);
        return TakeSale(pack) with { OwnDay = own, TookBack = taken };
    }

    private static TillSale TakeDatedSale(PackReader pack)
    {
        var own = TakeDay(pack);
        return TakeSale(pack) with { OwnDay = own };
    }

    private static TillSale TakeSale(PackReader pack) => new(
        pack.Text(), pack.Whole(), TakeKey(pack), pack.Time())
    {
        Register = pack.Code(),
        Sequence = pack.OptionalWhole(),
        IsCounted = pack.Flag(),
        VoidedBy = pack.OptionalText(),
        Lines = pack.List(static inner => new SoldLine(inner.Code(), inner.Sku(), inner.Quantity(), inner.Quantity())),
    };

    public static PackWriter PutAwaited(PackWriter pack, AwaitedSale awaited) =>
        pack.Text(awaited.Key).List(awaited.Undone, static (inner, undone) => PutUndone(PutKey(inner, undone.Day), undone));

    public static AwaitedSale TakeAwaited(PackReader pack) =>
        new(pack.Text(), pack.List(static inner => TakeUndone(inner, TakeKey(inner))));

    private static PackWriter PutUndone(PackWriter pack, SaleUndone undone) => pack.Text(undone.By).OptionalRecord(
        undone.Units, static (inner, units) => PutUnits(inner, units));

    private static SaleUndone TakeUndone(PackReader pack, StoreDayKey day) => new(day, pack.Text())
    {
        Units = pack.OptionalRecord(TakeUnits),
    };

    private static PackWriter PutUnits(PackWriter pack, UnitsBack units) => pack.OptionalText(units.Line).Sku(units.Sku).Quantity(units.Quantity);

    private static UnitsBack TakeUnits(PackReader pack) => new(pack.OptionalText(), pack.Sku(), pack.Quantity());

    public static PackWriter PutPosting(PackWriter pack, DayPosting posting) => PutKey(pack, posting.Day)
        .Connection(posting.Target).Position(posting.Message).OptionalText(posting.RemoteId).Flag(posting.IsSettled)
        .OptionalText(posting.Refusal);

    public static DayPosting TakePosting(PackReader pack) => new(TakeKey(pack), pack.Connection())
    {
        Message = pack.Position(),
        RemoteId = pack.OptionalText(),
        IsSettled = pack.Flag(),
        Refusal = pack.OptionalText(),
    };

    public static PackWriter PutEvent(PackWriter pack, StoreDayEvent change) => change switch
    {
        StoreDayEvent.Booked booked => PutBooked(
            pack, (1, 14, 17), booked.Sale, booked.Taxes, booked.Tenders, booked.Rounding),
        StoreDayEvent.Corrected corrected => PutBooked(
            pack, (2, 15, 18), corrected.Sale, corrected.Taxes, corrected.Tenders, corrected.Rounding),
        StoreDayEvent.Voided voided => pack.Byte(3).Text(voided.Sale).Text(voided.By),
        StoreDayEvent.Returned returned => pack.Byte(4).Text(returned.Sale).Text(returned.Line).Quantity(
            returned.Quantity),
        StoreDayEvent.Reported reported => PutReport(pack.Byte(5), reported.Report),
        StoreDayEvent.Matched matched => PutTagged(pack, (7, 16, 19), matched.Sale),
        StoreDayEvent.Judged judged => pack.Byte(6).Choice(judged.State),
        StoreDayEvent.PostingAsked asked => pack.Byte(8).Connection(asked.Target),
        StoreDayEvent.PostingMade made => pack.Byte(9).Connection(made.Target).OptionalText(made.RemoteId),
        StoreDayEvent.PostingRefused refused => pack.Byte(10).Connection(refused.Target).Text(refused.Detail),
        StoreDayEvent.PostingReopened reopened => pack.Byte(11).Connection(reopened.Target),
        StoreDayEvent.Shifted shifted => PutFigures(pack.Byte(12), shifted.Figures),
        StoreDayEvent.Awaited awaited => PutUndone(PutKey(pack.Byte(13).Text(awaited.Sale), awaited.Undone.Day), awaited.Undone),
        _ => throw new UnreachableException($"No codec for {change?.GetType().Name}."),
    };

    public static StoreDayEvent TakeEvent(PackReader pack) => pack.Byte() switch
    {
        1 => new StoreDayEvent.Booked(TakeSale(pack), TakeTaxes(pack), TakeTenders(pack), pack.Amount()),
        2 => new StoreDayEvent.Corrected(TakeSale(pack), TakeTaxes(pack), TakeTenders(pack), pack.Amount()),
        3 => new StoreDayEvent.Voided(pack.Text(), pack.Text()),
        4 => new StoreDayEvent.Returned(pack.Text(), pack.Code(), pack.Quantity()),
        5 => new StoreDayEvent.Reported(TakeReport(pack)),
        6 => new StoreDayEvent.Judged(pack.Choice<StoreDayState>()),
        7 => new StoreDayEvent.Matched(TakeSale(pack)),
        8 => new StoreDayEvent.PostingAsked(pack.Connection()),
        9 => new StoreDayEvent.PostingMade(pack.Connection(), pack.OptionalText()),
        10 => new StoreDayEvent.PostingRefused(pack.Connection(), pack.Text()),
        11 => new StoreDayEvent.PostingReopened(pack.Connection()),
        12 => new StoreDayEvent.Shifted(TakeFigures(pack)),
        14 => new StoreDayEvent.Booked(TakeDatedSale(pack), TakeTaxes(pack), TakeTenders(pack), pack.Amount()),
        15 => new StoreDayEvent.Corrected(TakeDatedSale(pack), TakeTaxes(pack), TakeTenders(pack), pack.Amount()),
        16 => new StoreDayEvent.Matched(TakeDatedSale(pack)),
        17 => new StoreDayEvent.Booked(TakeTakingSale(pack), TakeTaxes(pack), TakeTenders(pack), pack.Amount()),
        18 => new StoreDayEvent.Corrected(TakeTakingSale(pack), TakeTaxes(pack), TakeTenders(pack), pack.Amount()),
        19 => new StoreDayEvent.Matched(TakeTakingSale(pack)),
        13 => new StoreDayEvent.Awaited(pack.Text(), TakeUndone(pack, TakeKey(pack))),
        var tag => throw pack.Broken($"no change of a store's day has the tag {tag}"),
    };

    private static PackWriter PutBooked(
        PackWriter pack,
        (byte Plain, byte Dated, byte Taking) tags,
        TillSale sale,
        Core.Values.Items<TaxAmount> taxes,
        Core.Values.Items<TenderAmount> tenders,
        decimal rounding) =>
        PutTenders(PutTaxes(PutTagged(pack, tags, sale), taxes), tenders).Amount(rounding);

    private static PackWriter PutFigures(PackWriter pack, DayFigures figures) => PutTenders(
        PutTaxes(pack.Whole(figures.Transactions), figures.Taxes), figures.Tenders);

    private static DayFigures TakeFigures(PackReader pack) => new(pack.Number(), TakeTaxes(pack), TakeTenders(pack));

    private static PackWriter PutReport(PackWriter pack, DayReport report) => PutTenders(
        PutTaxes(pack.OptionalWhole(report.Transactions), report.Taxes), report.Tenders).Time(report.At);

    private static DayReport TakeReport(PackReader pack) => new(
        pack.OptionalNumber(),
        TakeTaxes(pack),
        TakeTenders(pack),
        pack.Time());

    private static PackWriter PutTaxes(PackWriter pack, Core.Values.Items<TaxAmount> taxes) => pack.List(
        taxes, static (inner, tax) => inner.Text(tax.TaxCode).Amount(tax.Net).Amount(tax.Tax));

    private static Core.Values.Items<TaxAmount> TakeTaxes(PackReader pack) => pack.List(
        static inner => new TaxAmount(inner.Code(), inner.Amount(), inner.Amount()));

    private static PackWriter PutTenders(PackWriter pack, Core.Values.Items<TenderAmount> tenders) => pack.List(
        tenders, static (inner, tender) => inner.Text(tender.Type).Amount(tender.Amount));

    private static Core.Values.Items<TenderAmount> TakeTenders(PackReader pack) => pack.List(
        static inner => new TenderAmount(inner.Code(), inner.Amount()));
}
