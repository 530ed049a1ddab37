using System.Globalization;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Tills;
using Trueup.Core.Values;

namespace Trueup.Engine.Intake;

/// <summary>What tills say in the neutral dialect (CONTRACT §3).</summary>
internal static class NeutralTill
{
    /// <summary>A finished sale. Without <c>totals</c> it says nothing of money.</summary>
    public static Fact.SaleCompleted Sale(Datum data)
    {
        var lines = data["lines"].Some(Line);
        return new Fact.SaleCompleted(
            data["store"].Code(),
            data["transaction"].Code(),
            data["at"].Time(),
            lines.Select(
                static line => new LineQuantity(line.Line.Length == 0 ? null : line.Line, line.Sku, line.Quantity))
                .ToItems(),
            data.Find("order")?.Code())
        {
            Register = data.Find("register")?.Code(),
            Receipt = data.Find("totals")?.Object() is { } totals ? Receipt(data, totals, lines) : null,
        };
    }

    /// <summary>A day that is over.</summary>
    public static Fact.StoreDayReported Day(Datum data) => new(
        data["store"].Code(),
        DayOf(data["business_date"]),
        CurrencyOf(data["currency"]),
        new DayReport(
            data.Find("transactions") is { } count ? checked((int)Math.Clamp(count.Whole(), 0, int.MaxValue)) : null,
            data["taxes"].List(static tax => new TaxAmount(
                tax.Find("tax_code")?.Code() ?? "", tax["net"].Amount(), tax["tax"].Amount())),
            data.Find("tenders")?.List(static tender => new TenderAmount(
                tender["type"].Code(), tender["amount"].Amount())) ?? [],
            data["at"].Time()));

    private static TillReceipt Receipt(Datum data, Datum totals, Items<TillLine> lines) => new(
        data.Find("register")?.Code() ?? "",
        CurrencyOf(data["currency"]),
        new TillTotals(totals["net"].Amount(), totals["tax"].Amount(), totals["gross"].Amount()))
    {
        Lines = lines,
        Tenders = data["tenders"].List(static tender => new TillTender(
            tender["type"].Code(), tender["amount"].Amount(), tender.Find("reference")?.Code())),
        Rounding = data.Find("rounding")?.Amount() ?? 0m,
        BusinessDay = data.Find("business_date") is { } day ? DayOf(day) : null,
        Sequence = data.Find("sequence")?.Whole(),
        VoidOf = data.Find("void_of")?.Code(),
    };

    private static TillLine Line(Datum line)
    {
        var origin = line.Find("return_of")?.Object();
        return new TillLine(
            line.Find("line")?.Code() ?? "",
            line["sku"].Sku(),
            line["quantity"].Quantity(),
            line.Find("unit_price")?.Amount() ?? 0m,
            line.Find("discount")?.Amount() ?? 0m,
            line.Find("tax")?.Amount() ?? 0m)
        {
            TaxCode = line.Find("tax_code")?.Code() ?? "",
            Amount = line.Find("amount")?.Amount(),
            ReturnOf = origin?["transaction"].Code(),
            ReturnOfLine = origin?.Find("line")?.Code(),
            Condition = line.Find("condition")?.Choice("resalable", "damaged", "quarantine"),
        };
    }

    private static DateOnly DayOf(Field field)
    {
        var text = field.Code();
        var isDay = DateOnly.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        if (!isDay && text.Length > 0)
        {
            field.Refuse("a day, such as 2026-01-31");
        }

        return day;
    }

    private static string CurrencyOf(Field field)
    {
        var code = field.Code();
        if (code.Length > 0 && (code.Length != 3 || !code.All(char.IsAsciiLetterUpper)))
        {
            field.Refuse("a currency of three capital letters, such as GBP");
        }

        return code;
    }
}
