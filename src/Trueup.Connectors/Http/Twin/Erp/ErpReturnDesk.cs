using System.Globalization;
using System.Text.Json;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.Http.Twin.Erp;

/// <summary>A back office's returns desk: authorises returns, and books what comes back.</summary>
internal sealed class ErpReturnDesk(ErpBooks books, ErpReturns returns)
{
    private static readonly string[] Dispositions =
        ["restock", "damaged", "quarantine", "destroyed", "return-to-vendor"];

    /// <summary>Authorises a return.</summary>
    public WireReply Authorise(JsonElement body)
    {
        var problems = new ErpProblems();
        var fields = new ErpFields(problems);
        var externalId = fields.Needed(body, "external_id", "");
        var named = ErpFields.Text(body, "sales_order");
        var external = ErpFields.Text(body, "order_external_id");
        var order = named is not null ? books.Find(ErpKind.SalesOrder, named)
            : external is not null && books.Of(ErpKind.SalesOrder, external) is [var first, ..] ? first
            : null;
        if (!problems.Expect(
            order is not null,
            "ORDER_UNKNOWN",
            named is null ? "order_external_id" : "sales_order",
            named ?? external,
            "is no order of ours"))
        {
            return ErpReply.Refusal(422, problems.All);
        }

        var lines = LinesOf(body, fields);
        if (returns.Of(externalId) is { } existing)
        {
            return existing.Says(order!, lines)
                ? ErpReply.Return(200, existing)
                : ErpReply.Refusal(
                    422, "EXTERNAL_ID_TAKEN", "external_id", externalId, $"is {existing.Id} with other content");
        }

        Check(order!, lines, problems, before: []);
        return problems.IsEmpty
            ? ErpReply.Return(201, returns.Add(externalId, order!, lines))
            : ErpReply.Refusal(422, problems.All);
    }

    /// <summary>Writes down what a return is of now: all of it, so that saying it twice changes nothing.</summary>
    public WireReply Widen(string id, JsonElement body)
    {
        if (returns.Find(id) is not { } one)
        {
            return TwinReply.Refusal(404, "There is no such return.");
        }

        var problems = new ErpProblems();
        var lines = LinesOf(body, new ErpFields(problems));
        Check(one.Order, lines, problems, one.Lines);
        foreach (var line in one.Lines.Where(static line => line.Received > 0m))
        {
            problems.Expect(
                lines.Exists(wanted => wanted.Line == line.Line && wanted.Quantity >= line.Received), "QTY_RECEIVED", "lines.line", line.Line,
                "has come back already");
        }

        return problems.IsEmpty ? ErpReply.Return(200, returns.Widen(one, lines)) : ErpReply.Refusal(422, problems.All);
    }

    /// <summary>Books what came back of a return.</summary>
    public WireReply Receive(string id, JsonElement body)
    {
        if (returns.Find(id) is not { } one)
        {
            return TwinReply.Refusal(404, "There is no such return.");
        }

        var problems = new ErpProblems();
        var received = new List<(ErpReturnLine Line, decimal Quantity, string Disposition)>();
        foreach (var asked in ErpFields.List(body, "lines"))
        {
            var name = ErpFields.Text(asked, "line");
            var line = one.Lines.FirstOrDefault(line => string.Equals(line.Line, name, StringComparison.Ordinal));
            var quantity = ErpFields.Number(asked, "qty") ?? 0m;
            var disposition = ErpFields.Text(asked, "disposition") ?? "restock";
            problems.Expect(line is not null, "LINE_UNKNOWN", "lines.line", name, "is no line of the return");
            problems.Expect(
                Dispositions.Contains(disposition, StringComparer.Ordinal),
                "DISPOSITION_UNKNOWN",
                "lines.disposition",
                disposition,
                "is no disposition of ours");
            problems.Expect(
                quantity > 0m && (line is null || line.Received + quantity <= line.Quantity),
                "QTY_OVER",
                "lines.qty",
                quantity.ToString(CultureInfo.InvariantCulture),
                "is more than the return still waits for");
            if (line is not null)
            {
                received.Add((line, quantity, disposition));
            }
        }

        problems.Expect(received.Count > 0, "LINES_MISSING", "lines", value: null, "must hold at least one line");
        if (!problems.IsEmpty)
        {
            return ErpReply.Refusal(422, problems.All);
        }

        foreach (var (line, quantity, disposition) in received)
        {
            line.Received += quantity;
            line.Disposition = disposition;
        }

        return ErpReply.Return(200, one);
    }

    private static List<ErpReturnLine> LinesOf(JsonElement body, ErpFields fields) => ErpFields.List(body, "lines")
        .Select(line => new ErpReturnLine(fields.Needed(line, "line", "lines."), ErpFields.Number(line, "qty") ?? 0m)).ToList();

    /// <param name="order">The order.</param>
    /// <param name="lines">What is to come back.</param>
    /// <param name="problems">Where what is wrong is noted.</param>
    /// <param name="before">What the return was of before.</param>
    private static void Check(ErpDocument order, List<ErpReturnLine> lines, ErpProblems problems, IReadOnlyList<ErpReturnLine> before)
    {
        problems.Expect(lines.Count > 0, "LINES_MISSING", "lines", value: null, "must hold at least one line");
        problems.Expect(
            lines.Select(static line => line.Line).Distinct(StringComparer.Ordinal).Count() == lines.Count,
            "LINE_TWICE",
            "lines",
            value: null,
            "a line is there twice");
        foreach (var line in lines)
        {
            var place = order.PlaceOf(line.Line);
            if (problems.Expect(place >= 0, "LINE_UNKNOWN", "lines.line", line.Line, "is no line of the order"))
            {
                var (wanted, taken) = (order.Content.Lines[place], order.Taken[place]);
                problems.Expect(
                    line.Quantity > 0m && line.Quantity <= wanted.Quantity - taken.Cancelled - taken.Returned +
                        before.Where(one => one.Line == line.Line).Sum(static one => one.Quantity),
                    "QTY_OVER",
                    "lines.qty",
                    line.Quantity.ToString(CultureInfo.InvariantCulture),
                    "is more than was sold and has not come back");
            }
        }
    }
}
