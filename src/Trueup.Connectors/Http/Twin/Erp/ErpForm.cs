using System.Globalization;
using System.Text.Json;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http.Twin.Erp;

/// <summary>
/// Reads documents of money as callers send them, and checks what can be seen from the document alone: that codes are
/// known, amounts are amounts, the period is open and the totals sum.
/// </summary>
internal sealed class ErpForm(ErpRules rules, ErpMaster master)
{
    private static readonly string[] LineKinds = ["item", "shipping", "charge", "discount", "rounding"];

    /// <summary>Reads a document.</summary>
    public ErpContent Read(ErpKind kind, JsonElement body, ErpProblems problems)
    {
        var fields = new ErpFields(problems);
        var currency = fields.Needed(body, "currency", "");
        var places = rules.PlacesOf(currency);
        problems.Expect(places is not null, "CURRENCY_UNKNOWN", "currency", currency, "is no currency of ours");
        var content = new ErpContent(
            kind, fields.Needed(body, "external_id", ""), Account(body, fields, problems), currency, Day(
                body, problems))
        {
            CostCentre = CostCentre(body, problems),
            Number = ErpFields.Text(body, "number"),
            Lines = Lines(kind, body, places ?? 4, fields, problems),
            Totals = Totals(body, places ?? 4, fields, problems),
            Payments = Payments(kind, body, places ?? 4, fields),
        };
        CheckSums(content, problems);
        return content;
    }

    private string Account(JsonElement body, ErpFields fields, ErpProblems problems)
    {
        var account = fields.Needed(body, "account", "");
        problems.Expect(
            account.Length == 0 || master.HasAccount(account),
            "ACCOUNT_UNKNOWN",
            "account",
            account,
            "is no account of ours");
        return account;
    }

    private string? CostCentre(JsonElement body, ErpProblems problems)
    {
        var centre = ErpFields.Text(body, "cost_centre");
        problems.Expect(
            centre is null || rules.CostCentres.Contains(centre, StringComparer.Ordinal),
            "COST_CENTRE_UNKNOWN",
            "cost_centre",
            centre,
            "is no cost centre of ours");
        return centre;
    }

    private DateOnly Day(JsonElement body, ErpProblems problems)
    {
        var day = ErpFields.Day(body, "date");
        if (problems.Expect(day is not null, "DATE_INVALID", "date", ErpFields.Text(body, "date"), "must be a day"))
        {
            var text = day!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            problems.Expect(master.IsOpen(day.Value), "PERIOD_CLOSED", "date", text, "lies in a closed period");
        }

        return day ?? default;
    }

    private Items<ErpLine> Lines(
        ErpKind kind, JsonElement body, int places, ErpFields fields, ErpProblems problems)
    {
        var list = ErpFields.List(body, "lines").ToList();
        problems.Expect(list.Count > 0, "LINES_MISSING", "lines", value: null, "must hold at least one line");
        if (!problems.Expect(
            list.Count <= rules.LinesMax,
            "LINES_TOO_MANY",
            "lines",
            list.Count.ToString(CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"may be {rules.LinesMax} at most")))
        {
            return [];
        }

        var lines = list.Select((line, place) =>
            Line(kind, line, $"lines[{place}].", places, fields, problems)).ToItems();
        foreach (var twice in lines.GroupBy(static line =>
            line.Line, StringComparer.Ordinal).Where(static g => g.Count() > 1))
        {
            problems.Add("LINE_TWICE", "lines", twice.Key, "stands for more than one line");
        }

        return lines;
    }

    private ErpLine Line(
        ErpKind document, JsonElement line, string at, int places, ErpFields fields, ErpProblems problems)
    {
        var kind = ErpFields.Text(line, "kind") ?? "item";
        problems.Expect(
            LineKinds.Contains(kind, StringComparer.Ordinal), "KIND_UNKNOWN", at + "kind", kind, "is no kind of line");
        var (item, quantity) = Item(document, line, kind, at, problems);
        var read = new ErpLine(
            fields.Needed(line, "line", at),
            kind,
            item,
            quantity,
            fields.Amount(line, "net", at, places),
            fields.Amount(line, "tax", at, places),
            fields.Needed(line, "tax_code", at));
        problems.Expect(
            read.TaxCode.Length == 0 || rules.TaxCodes.Contains(read.TaxCode, StringComparer.Ordinal),
            "TAX_CODE_UNKNOWN",
            at + "tax_code",
            read.TaxCode,
            "is no tax code of ours");
        var isFree = document == ErpKind.RetailPosting || kind is "discount" or "rounding";
        problems.Expect(
            isFree || (read.Net >= 0m && read.Tax >= 0m),
            "AMOUNT_NEGATIVE",
            at + "net",
            Text(read.Net),
            "must not be negative");
        problems.Expect(
            kind is not "rounding" || Math.Abs(read.Net) <= rules.RoundingMax / Power(places),
            "ROUNDING_TOO_LARGE",
            at + "net",
            Text(read.Net),
            "is more than rounding can come to");
        return read;
    }

    // Day batches are money alone; an item there is information. Elsewhere an item must be one of ours.
    private (string? Item, decimal Quantity) Item(
        ErpKind document, JsonElement line, string kind, string at, ErpProblems problems)
    {
        var item = ErpFields.Text(line, "item");
        var quantity = ErpFields.Number(line, "qty");
        if (kind is not "item" || (document == ErpKind.RetailPosting && item is null))
        {
            return (item, quantity ?? 0m);
        }

        problems.Expect(
            item is not null && master.HasItem(item), "ITEM_UNKNOWN", at + "item", item, "is no item of ours");
        problems.Expect(
            quantity is not (null or 0m) && (document == ErpKind.RetailPosting || quantity > 0m),
            "QTY_INVALID",
            at + "qty",
            ErpFields.Member(line, "qty")?.GetRawText(),
            "must be a number above 0");
        return (item, quantity ?? 0m);
    }

    private static ErpTotals Totals(JsonElement body, int places, ErpFields fields, ErpProblems problems)
    {
        if (ErpFields.Member(body, "totals") is not { } totals)
        {
            problems.Add("FIELD_MISSING", "totals", value: null, "must hold net, tax and gross");
            return default;
        }

        return new ErpTotals(
            fields.Amount(totals, "net", "totals.", places),
            fields.Amount(totals, "tax", "totals.", places),
            fields.Amount(totals, "gross", "totals.", places));
    }

    private static Items<ErpPayment> Payments(ErpKind kind, JsonElement body, int places, ErpFields fields)
    {
        var name = kind == ErpKind.RetailPosting ? "tenders" : "payments";
        return ErpFields.List(body, name).Select((payment, place) => new ErpPayment(
            fields.Needed(payment, "type", $"{name}[{place}]."),
            fields.Amount(payment, "amount", $"{name}[{place}].", places),
            ErpFields.Text(payment, "reference"))).ToItems();
    }

    private static void CheckSums(ErpContent content, ErpProblems problems)
    {
        var (net, tax, gross) = content.Totals;
        Sum("totals.net", net, content.Lines.Sum(static line => line.Net), "the lines' net");
        Sum("totals.tax", tax, content.Lines.Sum(static line => line.Tax), "the lines' tax");
        Sum("totals.gross", gross, net + tax, "net and tax");
        var paid = content.Payments.Sum(static payment => payment.Amount);
        if (content.Kind == ErpKind.RetailPosting)
        {
            problems.Expect(
                paid == gross, "TENDERS_MISMATCH", "tenders", Text(paid), $"must come to the gross of {Text(gross)}");
        }
        else
        {
            problems.Expect(
                paid <= gross,
                "PAYMENTS_MISMATCH",
                "payments",
                Text(paid),
                $"are more than the gross of {Text(gross)}");
        }

        void Sum(string field, decimal written, decimal summed, string what) => problems.Expect(
            written == summed, "TOTALS_MISMATCH", field, Text(written), $"is not {what} of {Text(summed)}");
    }

    private static decimal Power(int places) =>
        places switch { 0 => 1m, 1 => 10m, 2 => 100m, 3 => 1_000m, _ => 10_000m };

    private static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
