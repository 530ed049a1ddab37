using System.Globalization;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.Http.Twin.Warehouse;

/// <summary>
/// A warehouse's HTTP interface: <c>POST /orders</c>, <c>GET /orders?external_id=</c>, <c>GET /orders/{id}</c>,
/// <c>POST /orders/{id}/cancel</c> and <c>GET /stock?page=&amp;size=</c> (CONTRACT §2), and besides
/// <c>PATCH /orders/{id}</c> to correct an order, <c>POST /returns</c> to announce a return and <c>PATCH /returns/{id}</c> to say what it is
/// of now.
/// </summary>
internal sealed class WarehouseApi(WarehouseRules rules, StockBooks books, WarehouseOrders orders, WarehouseDesk desk)
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
            ("POST", ["orders"]) => _answered.Once(call, () => desk.Create(call.Body, now)),
            ("GET", ["orders"]) => List(call.Asked("external_id")),
            ("GET", ["orders", var id]) => Show(id),
            ("PATCH", ["orders", var id]) => desk.Amend(id, call.Body),
            ("POST", ["orders", var id, "cancel"]) => _answered.Once(call, () => desk.Cancel(id, call.Body, now)),
            ("POST", ["returns"]) => _answered.Once(call, () => desk.Announce(call.Body)),
            ("GET", ["returns"]) => desk.Announced(call.Asked("rma")),
            ("PATCH", ["returns", var id]) => desk.Widen(id, call.Body),
            ("GET", ["stock"]) => Stock(call.Asked("page"), call.Asked("size")),
            (_, ["orders"] or ["orders", _] or ["orders", _, "cancel"] or ["stock"] or ["returns"] or ["returns", _]) =>
                TwinReply.Refusal(405, "The method is not allowed here."),
            _ => TwinReply.Refusal(404, "There is nothing here."),
        };
    }

    private WireReply List(string? externalId) => externalId is null
        ? TwinReply.Refusal(400, "external_id is needed.")
        : WireReply.Json(200, writer =>
        {
            writer.WriteStartArray("items"u8);
            foreach (var order in orders.Of(externalId))
            {
                writer.WriteStartObject();
                OrderReply.WriteOrder(writer, order);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });

    private WireReply Show(string id) => orders.Find(id) is { } order
        ? OrderReply.Order(200, order)
        : TwinReply.Refusal(404, "There is no such order.");

    private WireReply Stock(string? pageText, string? sizeText)
    {
        if (!int.TryParse(pageText ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var page) || page < 1 ||
            !int.TryParse(sizeText ?? "100", NumberStyles.None, CultureInfo.InvariantCulture, out var size) ||
            size < 1 || size > rules.PageSizeMax)
        {
            return TwinReply.Refusal(400, $"page counts from 1; size goes from 1 to {rules.PageSizeMax}.");
        }

        return WireReply.Json(200, writer =>
        {
            writer.WriteNumber("total"u8, books.All.Count);
            writer.WriteStartArray("items"u8);
            var first = (page - 1L) * size;
            for (var place = first; place < Math.Min(first + size, books.All.Count); place++)
            {
                var record = books.All[(int)place];
                writer.WriteStartObject();
                writer.WriteString("sku"u8, record.Sku);
                writer.WriteString("warehouse"u8, record.Warehouse);
                writer.WriteString("status"u8, rules.WordOf(record.Status));
                writer.WriteNumber("qty"u8, record.Reported(rules.Basis));
                writer.WriteNumber("version"u8, record.Version);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }
}
