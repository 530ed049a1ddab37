using System.Globalization;
using System.Text.Json;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.Http.Twin.Erp;

/// <summary>A back office's sales desk: orders and what is cancelled of them, credit memos, postings of
/// stores.</summary>
internal sealed class ErpSales(ErpRules rules, ErpMaster master, ErpBooks books, ErpEvents events)
{
    private readonly ErpForm _form = new(rules, master);

    /// <summary>Takes a document in.</summary>
    public WireReply Create(ErpKind kind, JsonElement body, DateTimeOffset now)
    {
        var problems = new ErpProblems();
        var content = _form.Read(kind, body, problems);
        var order = kind == ErpKind.CreditMemo ? OrderOf(body, problems) : null;
        content = content with { Order = order?.Id };
        if (!rules.TakesDuplicates && books.Of(kind, content.ExternalId) is [var existing, ..])
        {
            // The same again is no new document, whatever has happened to its codes and periods since.
            return existing.Content == content
                ? ErpReply.Document(200, existing)
                : ErpReply.Refusal(
                    422,
                    "EXTERNAL_ID_TAKEN",
                    "external_id",
                    content.ExternalId,
                    $"is {existing.Id} with other content");
        }

        if (order is not null)
        {
            CheckCredit(order, content, problems);
        }

        if (!problems.IsEmpty)
        {
            return ErpReply.Refusal(422, problems.All);
        }

        var document = books.Add(content, now);
        Address(document, body);
        Credit(order, content);
        if (kind == ErpKind.SalesOrder && rules.TellsAcceptance)
        {
            events.Status(document, now);
        }

        return ErpReply.Document(201, document);
    }

    /// <summary>Corrects whom an order is for and where it goes; its lines and amounts stand.</summary>
    public WireReply Amend(string id, JsonElement body)
    {
        if (books.Find(ErpKind.SalesOrder, id) is not { } order)
        {
            return TwinReply.Refusal(404, "There is no such order.");
        }

        if (order.IsClosed)
        {
            return ErpReply.Refusal(409, "ORDER_CLOSED", "id", id, "is invoiced and closed");
        }

        Address(order, body);
        return ErpReply.Document(200, order);
    }

    /// <summary>Takes an order back, in whole or in part.</summary>
    public WireReply Cancel(string id, JsonElement? body, DateTimeOffset now)
    {
        if (books.Find(ErpKind.SalesOrder, id) is not { } order)
        {
            return TwinReply.Refusal(404, "There is no such order.");
        }

        if (order.IsClosed)
        {
            return ErpReply.Refusal(409, "ORDER_CLOSED", "id", id, "is invoiced and closed; a credit memo is needed");
        }

        var problems = new ErpProblems();
        var on = (body is { } given ? ErpFields.Day(given, "date") : null) ?? DateOnly.FromDateTime(now.UtcDateTime);
        problems.Expect(master.IsOpen(on), "PERIOD_CLOSED", "date", value: null, "lies in a closed period");
        var parts = body is { } written && ErpFields.Member(written, "lines") is not null
            ? Parts(order, written, problems)
            : Everything(order);
        if (!problems.IsEmpty)
        {
            return ErpReply.Refusal(422, problems.All);
        }

        Take(order, parts, on);
        return ErpReply.Document(200, order);
    }

    /// <summary>Takes back what is open of an order, from the back office's side.</summary>
    public bool Cancel(ErpDocument order, ErpStep.Cancel step, DateTimeOffset now)
    {
        var parts = Everything(order);
        if (order.IsClosed || parts.Count == 0)
        {
            return false;
        }

        Take(order, parts, DateOnly.FromDateTime(now.UtcDateTime));
        events.Cancelled(order, parts, step, now);
        return true;
    }

    private void Take(ErpDocument order, List<(int Place, ErpPart Part)> parts, DateOnly on)
    {
        foreach (var (place, part) in parts)
        {
            order.Taken[place].Cancel(part);
        }

        books.Book(
            order, "cancellation", on, parts.Select(
                one => (order.Content.Lines[one.Place].TaxCode, -one.Part.Net, -one.Part.Tax)));
    }

    private static List<(int Place, ErpPart Part)> Everything(ErpDocument order) => Enumerable
        .Range(0, order.Content.Lines.Count)
        .Select(place => (Place: place, Part: order.Taken[place].OpenOf(order.Content.Lines[place])))
        .Where(static one => one.Part is not { Quantity: <= 0m, Net: 0m, Tax: 0m })
        .ToList();

    // A part says what it is worth, unless it is all that is open of its line.
    private List<(int Place, ErpPart Part)> Parts(ErpDocument order, JsonElement body, ErpProblems problems)
    {
        var fields = new ErpFields(problems);
        var places = rules.PlacesOf(order.Content.Currency) ?? 4;
        var parts = new List<(int, ErpPart)>();
        foreach (var (asked, number) in ErpFields.List(body, "lines").Select(static (line, number) => (line, number)))
        {
            var at = $"lines[{number}].";
            var line = fields.Needed(asked, "line", at);
            var place = order.PlaceOf(line);
            if (!problems.Expect(place >= 0, "LINE_UNKNOWN", at + "line", line, "is no line of the order"))
            {
                continue;
            }

            var open = order.Taken[place].OpenOf(order.Content.Lines[place]);
            var quantity = ErpFields.Number(asked, "qty") ?? open.Quantity;
            problems.Expect(
                quantity >= 0m && quantity <= open.Quantity,
                "QTY_OVER",
                at + "qty",
                Text(quantity),
                $"of {Text(open.Quantity)} open");
            var part = quantity == open.Quantity && ErpFields.Member(asked, "net") is null
                ? open
                : new ErpPart(
                    quantity, fields.Amount(asked, "net", at, places), fields.Amount(asked, "tax", at, places));
            problems.Expect(
                Within(part.Net, open.Net) && Within(part.Tax, open.Tax),
                "AMOUNT_OVER",
                at + "net",
                Text(part.Net + part.Tax),
                $"of {Text(open.Net + open.Tax)} open");
            parts.Add((place, part));
        }

        problems.Expect(
            parts.Select(static one =>
                one.Item1).Distinct().Count() == parts.Count, "LINE_TWICE", "lines", null, "a line is there twice");
        return parts;
    }

    private ErpDocument? OrderOf(JsonElement body, ErpProblems problems)
    {
        var id = ErpFields.Text(body, "sales_order");
        var externalId = ErpFields.Text(body, "order_external_id");
        var order = id is not null ? books.Find(ErpKind.SalesOrder, id)
            : externalId is not null && books.Of(ErpKind.SalesOrder, externalId) is [var first, ..] ? first
            : null;
        problems.Expect(
            order is not null,
            "ORDER_UNKNOWN",
            id is null ? "order_external_id" : "sales_order",
            id ?? externalId,
            "is no order of ours");
        return order;
    }

    private static void CheckCredit(ErpDocument order, ErpContent credit, ErpProblems problems)
    {
        problems.Expect(
            string.Equals(order.Content.Currency, credit.Currency, StringComparison.Ordinal),
            "CURRENCY_DIFFERS",
            "currency",
            credit.Currency,
            $"is not the order's {order.Content.Currency}");
        foreach (var (line, number) in credit.Lines.Select(static (line, number) => (line, number)))
        {
            var place = order.PlaceOf(line.Line);
            if (line.Kind is not ("item" or "shipping"))
            {
                continue;
            }

            if (problems.Expect(
                place >= 0, "LINE_UNKNOWN", $"lines[{number}].line", line.Line, "is no line of the order"))
            {
                var open = order.Taken[place].OpenOf(order.Content.Lines[place]);
                problems.Expect(
                    line.Quantity <= Math.Max(0m, open.Quantity),
                    "QTY_OVER",
                    $"lines[{number}].qty",
                    Text(line.Quantity),
                    $"of {Text(open.Quantity)} that may be credited");
            }
        }

        var left = Enumerable.Range(0, order.Content.Lines.Count)
            .Select(place => order.Taken[place].OpenOf(order.Content.Lines[place])).Sum(
                static part => part.Net + part.Tax);
        problems.Expect(
            credit.Totals.Gross <= left - order.OtherCredits,
            "AMOUNT_OVER",
            "totals.gross",
            Text(credit.Totals.Gross),
            $"of {Text(left - order.OtherCredits)} that may be credited");
    }

    private static void Credit(ErpDocument? order, ErpContent credit)
    {
        foreach (var line in credit.Lines.Where(_ => order is not null))
        {
            var place = order!.PlaceOf(line.Line);
            if (place >= 0)
            {
                order.Taken[place].Credit(new ErpPart(line.Quantity, line.Net, line.Tax));
            }
            else
            {
                order.OtherCredits += line.Net + line.Tax;
            }
        }
    }

    private static void Address(ErpDocument order, JsonElement body)
    {
        order.Customer = ErpFields.Text(body, "customer") ?? order.Customer;
        order.DeliverTo = ErpFields.Member(body, "deliver_to") is { ValueKind: JsonValueKind.Object } to ? to.GetRawText() : order.DeliverTo;
    }

    private static bool Within(decimal part, decimal whole) =>
        whole >= 0m ? part >= 0m && part <= whole : part <= 0m && part >= whole;

    private static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
