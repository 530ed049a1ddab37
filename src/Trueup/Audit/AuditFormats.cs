using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using Trueup.Core.Audit;
using Trueup.Core.Values;

namespace Trueup.Audit;

/// <summary>An audit's report for machines: JSON, and a table of every row for a spreadsheet.</summary>
internal static class AuditFormats
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The whole report as JSON.</summary>
    public static string Json(AuditReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Indented))
        {
            json.WriteStartObject();
            WriteScope(json, report.Scope);
            json.WriteStartArray("findings");
            foreach (var finding in report.Findings)
            {
                Write(json, finding);
            }

            json.WriteEndArray();
            json.WriteStartArray("gaps");
            foreach (var gap in report.Gaps)
            {
                json.WriteStartObject();
                json.WriteString("where", gap.Where);
                json.WriteString("part", WordOf(gap.Gap.Part));
                json.WriteString("why", gap.Gap.Why);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Every row as comma-separated values; a text that a spreadsheet would take for a formula is
    /// quoted.</summary>
    public static string Csv(AuditReport report)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, new CsvHelper.Configuration.CsvConfiguration(CultureInfo.InvariantCulture)
        {
            InjectionOptions = CsvHelper.Configuration.InjectionOptions.Escape,
        }))
        {
            Record(csv, "code", "severity", "owner", "where", "subject", "detail", "worth", "currency", "next_action");
            foreach (var finding in report.Findings)
            {
                foreach (var row in finding.Rows)
                {
                    Record(
                        csv, finding.Code.Code, WordOf(finding.Code.Severity), WordOf(finding.Code.Owner), finding.Where,
                        row.Subject, row.Detail, row.Worth?.Amount.ToString(CultureInfo.InvariantCulture) ?? "",
                        row.Worth?.Currency ?? "", finding.Code.NextAction);
                }
            }
        }

        return text.ToString();
    }

    /// <summary>A member of an enumeration as a word.</summary>
    public static string WordOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>What units are worth, for people.</summary>
    public static string MoneyOf(Items<Money> money) => string.Join(
        " + ", money.Select(sum => string.Create(CultureInfo.InvariantCulture, $"{sum.Amount:#,0.00} {sum.Currency}")));

    private static void WriteScope(Utf8JsonWriter json, AuditScope scope)
    {
        json.WriteStartObject("scope");
        json.WriteNumber("storefronts", scope.Storefronts);
        json.WriteNumber("owners", scope.Owners);
        json.WriteNumber("products", scope.Products);
        json.WriteNumber("positions", scope.Positions);
        json.WriteNumber("orders", scope.Orders);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AuditFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("code", finding.Code.Code);
        json.WriteString("title", finding.Code.Title);
        json.WriteString("meaning", finding.Code.Meaning);
        json.WriteString("severity", WordOf(finding.Code.Severity));
        json.WriteString("owner", WordOf(finding.Code.Owner));
        json.WriteString("nextAction", finding.Code.NextAction);
        json.WriteString("where", finding.Where);
        json.WriteNumber("count", finding.Count);
        json.WriteStartArray("money");
        foreach (var money in finding.Money)
        {
            Write(json, money);
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (var row in finding.Rows)
        {
            json.WriteStartObject();
            json.WriteString("subject", row.Subject);
            json.WriteString("detail", row.Detail);
            if (row.Worth is { } worth)
            {
                json.WritePropertyName("worth");
                Write(json, worth);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Money money)
    {
        json.WriteStartObject();
        json.WriteNumber("amount", money.Amount);
        json.WriteString("currency", money.Currency);
        json.WriteEndObject();
    }

    private static void Record(CsvWriter csv, params ReadOnlySpan<string> cells)
    {
        foreach (var cell in cells)
        {
            csv.WriteField(cell);
        }

        csv.NextRecord();
    }
}
