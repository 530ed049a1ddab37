using System.Globalization;
using System.Text.Json;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.Http.Twin.Erp;

/// <summary>A back office's HTTP interface; every path is told in the README of the folder above.</summary>
internal sealed class ErpApi(ErpRules rules, ErpBooks books, ErpSales sales, ErpReturnDesk desk, ErpReturns returns)
{
    private readonly AnsweredKeys _answered = new();

    /// <summary>Answers one request.</summary>
    public WireReply Answer(WireRequest request, DateTimeOffset now)
    {
        if (TwinCall.Of(request, rules.Token) is not { } call)
        {
            return TwinReply.Refusal(401, "The bearer token is missing or wrong.");
        }

        return (call.Method, call.Path) switch
        {
            ("POST", ["sales-orders", var id, "cancel"]) => _answered.Once(call, () => Cancel(call, id, now)),
            ("PATCH", ["sales-orders", var id]) => Read(call, body => sales.Amend(id, body)),
            ("GET", ["ledger"]) => ErpReply.Ledger(books, call.Asked("currency")),
            (_, ["returns", ..]) => AnswerReturns(call),
            (_, [var name, ..]) when KindOf(name) is { } kind => AnswerDocuments(kind, call, now),
            _ => TwinReply.Refusal(404, "There is nothing here."),
        };
    }

    private WireReply AnswerDocuments(ErpKind kind, TwinCall call, DateTimeOffset now) =>
        (call.Method, call.Path) switch
        {
            ("POST", [_]) => _answered.Once(call, () => Read(call, body => sales.Create(kind, body, now))),
            ("GET", [_]) => List(kind, call),
            ("GET", [_, var id]) => books.Find(kind, id) is { } document
                ? ErpReply.Document(200, document)
                : TwinReply.Refusal(404, "There is no such document."),
            (_, [_] or [_, _]) => TwinReply.Refusal(405, "The method is not allowed here."),
            _ => TwinReply.Refusal(404, "There is nothing here."),
        };

    private WireReply AnswerReturns(TwinCall call) => (call.Method, call.Path) switch
    {
        ("POST", [_]) => _answered.Once(call, () => Read(call, desk.Authorise)),
        ("GET", [_]) => call.Asked("external_id") is { } externalId
            ? ErpReply.List(returns.Of(externalId))
            : TwinReply.Refusal(400, "external_id is needed."),
        ("GET", [_, var id]) => returns.Find(id) is { } one
            ? ErpReply.Return(200, one)
            : TwinReply.Refusal(404, "There is no such return."),
        ("PATCH", [_, var id]) => Read(call, body => desk.Widen(id, body)),
        ("POST", [_, var id, "receive"]) => _answered.Once(call, () => Read(call, body => desk.Receive(id, body))),
        (_, [_] or [_, _] or [_, _, "receive"]) => TwinReply.Refusal(405, "The method is not allowed here."),
        _ => TwinReply.Refusal(404, "There is nothing here."),
    };

    private static ErpKind? KindOf(string name) => name switch
    {
        "sales-orders" => ErpKind.SalesOrder,
        "credit-memos" => ErpKind.CreditMemo,
        "retail-postings" => ErpKind.RetailPosting,
        _ => null,
    };

    private WireReply Cancel(TwinCall call, string id, DateTimeOffset now) => call.Body.IsEmpty
        ? sales.Cancel(id, body: null, now)
        : Read(call, body => sales.Cancel(id, body, now));

    private WireReply List(ErpKind kind, TwinCall call)
    {
        if (call.Asked("external_id") is { } externalId)
        {
            var same = books.Of(kind, externalId);
            return ErpReply.List(same, same.Count);
        }

        if (!int.TryParse(call.Asked("page") ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var page) ||
            !int.TryParse(call.Asked("size") ?? "100", NumberStyles.None, CultureInfo.InvariantCulture, out var size) ||
            page < 1 || size < 1 || size > rules.PageSizeMax ||
            !IsTime(call.Asked("created_from"), DateTimeOffset.MinValue, out var from) ||
            !IsTime(call.Asked("created_to"), DateTimeOffset.MaxValue, out var to))
        {
            return TwinReply.Refusal(400, $"page counts from 1, size goes to {rules.PageSizeMax}, times are RFC 3339.");
        }

        var found = books.All(kind).Where(document => document.CreatedAt >= from && document.CreatedAt < to).ToList();
        var first = (page - 1L) * size;
        return ErpReply.List(first >= found.Count ? [] : found.Skip((int)first).Take(size), found.Count);
    }

    private static bool IsTime(string? text, DateTimeOffset absent, out DateTimeOffset time)
    {
        time = absent;
        return text is null ||
            DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }

    private static WireReply Read(TwinCall call, Func<JsonElement, WireReply> take)
    {
        try
        {
            using var document = JsonDocument.Parse(call.Body);
            return take(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not JSON, or a text in it that is not UTF-8.
            return TwinReply.Refusal(400, "The body is not JSON.");
        }
    }
}
