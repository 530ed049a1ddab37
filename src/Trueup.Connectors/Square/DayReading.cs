using System.Globalization;
using System.Text.Json;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Tills;
using Trueup.Core.Values;

namespace Trueup.Connectors.Square;

/// <summary>
/// Writes and reads the message that a store's day is over: what its completed orders come to, in each currency. Each order
/// is taken as the hub takes it, so that the same orders come to the same figures.
/// </summary>
internal static class DayReading
{
    private const string DayForm = "yyyy-MM-dd";

    /// <summary>A day that is over.</summary>
    /// <param name="store">The store.</param>
    /// <param name="day">Its day.</param>
    /// <param name="since">The first day of it that is told at all.</param>
    /// <param name="orders">The messages of all orders that were closed on it.</param>
    public static RawMessage Told(SquareLocation store, DateOnly day, DateOnly since, Items<RawMessage> orders)
    {
        var totals = new SortedDictionary<string, DayFigures>(StringComparer.Ordinal);
        if (store.Currency is { } own)
        {
            totals[own] = DayFigures.None;
        }

        foreach (var order in orders)
        {
            if (FiguresOf(order, store.Currency) is var (currency, figures))
            {
                totals[currency] = totals.GetValueOrDefault(currency, DayFigures.None).And(figures);
            }
        }

        return MessageOf(MessageForms.Day, store, $"day/{store.Id}/{Text(day)}", writer =>
        {
            writer.WriteString("day", Text(day));
            writer.WriteString("since", Text(since));
            writer.WriteStartArray("totals");
            foreach (var (currency, figures) in totals)
            {
                Write(writer, currency, figures);
            }

            writer.WriteEndArray();
        });
    }

    /// <summary>Days that lie too far back to be read.</summary>
    public static RawMessage LeftOut(SquareLocation store, DateOnly first, DateOnly last) =>
        MessageOf(MessageForms.Untold, store, $"day/{store.Id}/left-out", writer =>
        {
            writer.WriteString("first_left_out", Text(first));
            writer.WriteString("last_left_out", Text(last));
        });

    /// <summary>A store whose days have no beginning that is known here.</summary>
    public static RawMessage Timeless(SquareLocation store) =>
        MessageOf(MessageForms.Untold, store, $"day/{store.Id}/time-zone", static _ => { });

    /// <summary>What the message of a day that is over says.</summary>
    /// <param name="message">The message.</param>
    /// <param name="at">When it came.</param>
    public static Items<Fact> Read(JsonElement message, DateTimeOffset at)
    {
        if (message.Text("location") is not { } store || DayOf(message.Text("day")) is not { } day ||
            DayOf(message.Text("since")) is not { } since)
        {
            return [new Fact.Unusable(CaseCodes.Unreadable, "day: expected location, day and since.")];
        }

        return message.List("totals").Where(static one => one.Text("currency") is not null)
            .Select(Fact (one) => new Fact.StoreDayReported(store, day, one.Text("currency")!, ReportOf(one, at)) { Since = since })
            .ToItems();
    }

    /// <summary>Why days of a store are not told.</summary>
    public static Items<Fact> ReadUntold(JsonElement message) =>
    [
        new Fact.Unusable(PosCases.DayNotReported, message.Text("last_left_out") is { } last
            ? $"Location {message.Text("location")}: its days from {message.Text("first_left_out")} to {last} lie too far back, and were not read."
            : TimelessWords(message.Text("location"), message.Text("time_zone"))),
    ];

    /// <summary>Why a store's days have no end.</summary>
    public static string TimelessWords(string? store, string? timeZone) =>
        $"Location {store}: its time zone '{timeZone}' is not known here, so its days are not told.";

    private static DayReport ReportOf(JsonElement totals, DateTimeOffset at) => new(
        totals.Member("transactions") is { ValueKind: JsonValueKind.Number } count && count.TryGetInt32(out var transactions)
            ? transactions
            : null,
        totals.List("taxes").Select(static tax => new TaxAmount(
            tax.Text("tax_code") ?? "", AmountOf(tax, "net"), AmountOf(tax, "tax"))).ToItems(),
        totals.List("tenders").Select(static tender => new TenderAmount(
            tender.Text("type") ?? "", AmountOf(tender, "amount"))).ToItems(),
        at);

    /// <summary>What an order comes to; null where nothing was sold. One that cannot be read is one transaction, so that the
    /// day differs.</summary>
    private static (string Currency, DayFigures Figures)? FiguresOf(RawMessage order, string? currency)
    {
        using var document = JsonDocument.Parse(order.Body);
        var facts = SaleReading.Read(document.RootElement);
        return facts.OfType<Fact.SaleCompleted>().FirstOrDefault()?.Receipt is { } receipt
            ? (receipt.Currency, DayFigures.Of(receipt))
            : !facts.IsEmpty && currency is not null
            ? (currency, DayFigures.One)
            : null;
    }

    private static RawMessage MessageOf(string form, SquareLocation store, string key, Action<Utf8JsonWriter> members)
    {
        var body = SquareJson.Write(writer =>
        {
            writer.WriteString("location", store.Id);
            writer.WriteString("time_zone", store.TimeZone);
            members(writer);
        });
        return new RawMessage($"{key}/{StableHash.Of64(body.Span):x16}", form, body);
    }

    private static void Write(Utf8JsonWriter writer, string currency, DayFigures figures)
    {
        writer.WriteStartObject();
        writer.WriteString("currency", currency);
        writer.WriteNumber("transactions", figures.Transactions);
        writer.WriteStartArray("taxes");
        foreach (var tax in figures.Taxes)
        {
            writer.WriteStartObject();
            writer.WriteString("tax_code", tax.TaxCode);
            writer.WriteNumber("net", tax.Net);
            writer.WriteNumber("tax", tax.Tax);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("tenders");
        foreach (var tender in figures.Tenders)
        {
            writer.WriteStartObject();
            writer.WriteString("type", tender.Type);
            writer.WriteNumber("amount", tender.Amount);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static decimal AmountOf(JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var amount) ? amount : 0m;

    private static string Text(DateOnly day) => day.ToString(DayForm, CultureInfo.InvariantCulture);

    private static DateOnly? DayOf(string? text) =>
        DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
