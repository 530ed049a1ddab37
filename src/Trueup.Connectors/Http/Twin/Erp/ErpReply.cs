using System.Globalization;
using System.Text.Json;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.Http.Twin.Erp;

/// <summary>Writes a back office's answers.</summary>
internal static class ErpReply
{
    /// <summary>A refusal with every problem.</summary>
    public static WireReply Refusal(int status, IReadOnlyList<ErpProblem> problems) => WireReply.Json(status, writer =>
    {
        writer.WriteString("message"u8, string.Join("; ", problems.Select(static problem =>
            $"{problem.Code}: {problem.Field} {(problem.Value is { } value ? $"'{value}' " : "")}{problem.Message}")));
        writer.WriteStartArray("errors"u8);
        foreach (var problem in problems)
        {
            writer.WriteStartObject();
            writer.WriteString("code"u8, problem.Code);
            writer.WriteString("field"u8, problem.Field);
            writer.WriteString("value"u8, problem.Value);
            writer.WriteString("message"u8, problem.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <summary>A refusal with one problem.</summary>
    public static WireReply Refusal(int status, string code, string field, string? value, string message) =>
        Refusal(status, [new ErpProblem(code, field, value, message)]);

    /// <summary>A document.</summary>
    public static WireReply Document(int status, ErpDocument document) =>
        WireReply.Json(status, writer => Write(writer, document));

    /// <summary>A return.</summary>
    public static WireReply Return(int status, ErpReturn one) => WireReply.Json(status, writer => Write(writer, one));

    /// <summary>A list of documents, in whole.</summary>
    public static WireReply List(IEnumerable<ErpDocument> documents, int total) => WireReply.Json(200, writer =>
    {
        writer.WriteNumber("total"u8, total);
        writer.WriteStartArray("items"u8);
        foreach (var document in documents)
        {
            writer.WriteStartObject();
            Write(writer, document);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <summary>The returns with an external id: one or none.</summary>
    public static WireReply List(ErpReturn? one) => WireReply.Json(200, writer =>
    {
        writer.WriteNumber("total"u8, one is null ? 0 : 1);
        writer.WriteStartArray("items"u8);
        if (one is not null)
        {
            writer.WriteStartObject();
            Write(writer, one);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <summary>What the ledger comes to.</summary>
    public static WireReply Ledger(ErpBooks books, string? currency) => WireReply.Json(200, writer =>
    {
        writer.WriteStartArray("items"u8);
        foreach (var balance in books.Balances)
        {
            if (currency is null || string.Equals(currency, balance.Currency, StringComparison.Ordinal))
            {
                writer.WriteStartObject();
                writer.WriteString("currency"u8, balance.Currency);
                writer.WriteString("tax_code"u8, balance.TaxCode);
                writer.WriteNumber("net"u8, balance.Net);
                writer.WriteNumber("tax"u8, balance.Tax);
                writer.WriteNumber("gross"u8, balance.Net + balance.Tax);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter writer, ErpDocument document)
    {
        var content = document.Content;
        writer.WriteString("id"u8, document.Id);
        writer.WriteString("external_id"u8, content.ExternalId);
        writer.WriteString("status"u8, document.Status);
        writer.WriteString("account"u8, content.Account);
        writer.WriteString("currency"u8, content.Currency);
        writer.WriteString("date"u8, content.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteString("created_at"u8, document.CreatedAt);
        if (content.Order is { } order)
        {
            writer.WriteString("sales_order"u8, order);
        }

        if (document.Customer is { } customer)
        {
            writer.WriteString("customer"u8, customer);
        }

        if (document.DeliverTo is { } deliverTo)
        {
            writer.WritePropertyName("deliver_to"u8);
            writer.WriteRawValue(deliverTo);
        }

        writer.WriteStartArray("lines"u8);
        for (var place = 0; place < content.Lines.Count; place++)
        {
            Write(writer, content.Lines[place], document.Taken[place]);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("totals"u8);
        writer.WriteNumber("net"u8, content.Totals.Net);
        writer.WriteNumber("tax"u8, content.Totals.Tax);
        writer.WriteNumber("gross"u8, content.Totals.Gross);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ErpLine line, ErpTaken taken)
    {
        writer.WriteStartObject();
        writer.WriteString("line"u8, line.Line);
        writer.WriteString("kind"u8, line.Kind);
        writer.WriteString("item"u8, line.Item);
        writer.WriteNumber("qty"u8, line.Quantity);
        writer.WriteNumber("net"u8, line.Net);
        writer.WriteNumber("tax"u8, line.Tax);
        writer.WriteString("tax_code"u8, line.TaxCode);
        writer.WriteNumber("cancelled"u8, taken.Cancelled);
        writer.WriteNumber("credited"u8, taken.Credited);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ErpReturn one)
    {
        writer.WriteString("id"u8, one.Id);
        writer.WriteString("external_id"u8, one.ExternalId);
        writer.WriteString("status"u8, one.Status);
        writer.WriteString("sales_order"u8, one.Order.Id);
        writer.WriteStartArray("lines"u8);
        foreach (var line in one.Lines)
        {
            writer.WriteStartObject();
            writer.WriteString("line"u8, line.Line);
            writer.WriteNumber("qty"u8, line.Quantity);
            writer.WriteNumber("received"u8, line.Received);
            writer.WriteString("disposition"u8, line.Disposition);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
