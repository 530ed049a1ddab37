namespace Trueup.Simulator;

/// <summary>How the hub is configured for the back office: every document of an order's life and of a store's day.</summary>
internal static class OfficeSettings
{
    /// <summary>The lines of a sales form, as the back office takes them.</summary>
    private const string Lines = """
        "lines":[{{#each form.lines}}{"line":{{json line}},"kind":{{#if sku}}"item"{{else}}{{json kind}}{{/if}},"item":{{json sku}},
        "qty":{{json quantity}},"net":{{json net}},"tax":{{json tax}},"tax_code":{{json taxCode}} }{{#unless @last}},{{/unless}}{{/each}}],
        "totals":{{json form.totals}} }
        """;

    /// <summary>The settings of accounts that take nothing but sales, with all that a back office takes besides.</summary>
    public static Dictionary<string, string> Over(Dictionary<string, string> accounts) => new(accounts, StringComparer.Ordinal)
    {
        ["operations.order.create.body"] =
            """{"external_id":{{json order.id}},"account":"WEB-UK","currency":{{json order.currency}},"date":{{json order.placedAt}},""" + Lines,
        ["operations.order.read.request"] = "GET /sales-orders/{{remote.id}}",
        ["operations.order.read.result.gross"] = "$.totals.gross",
        ["operations.order.read.result.tax"] = "$.totals.tax",
        ["operations.order.reduce.request"] = "POST /sales-orders/{{remote.id}}/cancel",
        ["operations.order.reduce.body"] = """
            {"lines":[{{#each form.lines}}{"line":{{json line}},"qty":{{json quantity}},"net":{{json net}},
            "tax":{{json tax}} }{{#unless @last}},{{/unless}}{{/each}}]}
            """,
        ["operations.order.reduce.idempotency_header"] = "Idempotency-Key",
        ["operations.credit.create.request"] = "POST /credit-memos",
        ["operations.credit.create.body"] = """
            {"external_id":{{json key}},"sales_order":{{json remote.id}},"account":"WEB-UK","currency":{{json form.currency}},"date":{{json at}},
            """ + Lines,
        ["operations.credit.create.idempotency_header"] = "Idempotency-Key",
        ["operations.credit.create.result.id"] = "$.id",
        ["operations.credit.find.request"] = "GET /credit-memos?external_id={{key}}",
        ["operations.credit.find.result.id"] = "$.items[0].id",
        ["operations.return.create.request"] = "POST /returns",
        ["operations.return.create.body"] = """
            {"external_id":{{json rma}},"sales_order":{{json remote.id}},"lines":[{{#each lines}}{"line":{{json line}},
            "qty":{{json quantity}} }{{#unless @last}},{{/unless}}{{/each}}]}
            """,
        ["operations.return.create.result.id"] = "$.id",
        ["operations.return.find.request"] = "GET /returns?external_id={{rma}}",
        ["operations.return.find.result.id"] = "$.items[0].id",
        ["operations.return.amend.request"] = "PATCH /returns/{{remote.return}}",
        ["operations.return.amend.body"] =
            """{"lines":[{{#each lines}}{"line":{{json line}},"qty":{{json quantity}} }{{#unless @last}},{{/unless}}{{/each}}]}""",
        ["operations.day.create.request"] = "POST /retail-postings",
        ["operations.day.create.body"] = """
            {"external_id":{{json day.id}},"account":"STORE-07","currency":{{json day.currency}},"date":{{json day.date}},
            "lines":[{{#each form.lines}}{"line":{{json line}},"kind":"charge","net":{{json net}},"tax":{{json tax}},
            "tax_code":{{json taxCode}} }{{#unless @last}},{{/unless}}{{/each}}],"tenders":{{json day.tenders}},"totals":{{json form.totals}} }
            """,
        ["operations.day.create.result.id"] = "$.id",
        ["operations.day.find.request"] = "GET /retail-postings?external_id={{day.id}}",
        ["operations.day.find.result.id"] = "$.items[0].id",
        ["operations.day.read.request"] = "GET /retail-postings/{{remote.id}}",
        ["operations.day.read.result.gross"] = "$.totals.gross",
        ["operations.day.read.result.tax"] = "$.totals.tax",
    };
}
