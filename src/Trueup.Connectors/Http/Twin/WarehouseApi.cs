using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.Http.Twin;

/// <summary>
/// A warehouse's HTTP interface: <c>POST /orders</c>, <c>GET /orders?external_id=</c>, <c>GET /orders/{id}</c>,
/// <c>POST /orders/{id}/cancel</c> and <c>GET /stock?page=&amp;size=</c> (CONTRACT §2).
/// </summary>
internal sealed class WarehouseApi(WarehouseRules rules, StockBooks books, WarehouseOrders orders, WarehouseFloor floor)
{
    private readonly Dictionary<string, (string BodyHash, WireReply Reply)> _answered = new(StringComparer.Ordinal);

    /// <summary>Answers one request.</summary>
    public WireReply Answer(WireRequest request, DateTimeOffset now)
    {
        var credentials = Encoding.UTF8.GetBytes(request.Header("Authorization") ?? "");
        if (!CryptographicOperations.FixedTimeEquals(credentials, Encoding.UTF8.GetBytes($"Bearer {rules.Token}")))
        {
            return WarehouseReply.Refusal(401, "The bearer token is missing or wrong.");
        }

        var mark = request.Target.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? request.Target : request.Target[..mark];
        var query = mark < 0 ? "" : request.Target[(mark + 1)..];
        return (request.Method, path.Split('/', StringSplitOptions.RemoveEmptyEntries)) switch
        {
            ("POST", ["orders"]) => Create(request, now),
            ("GET", ["orders"]) => List(Query(query, "external_id")),
            ("GET", ["orders", var id]) => Show(Uri.UnescapeDataString(id)),
            ("POST", ["orders", var id, "cancel"]) => Cancel(Uri.UnescapeDataString(id), now),
            ("GET", ["stock"]) => Stock(Query(query, "page"), Query(query, "size")),
            (_, ["orders"] or ["orders", _] or ["orders", _, "cancel"] or ["stock"]) =>
                WarehouseReply.Refusal(405, "The method is not allowed here."),
            _ => WarehouseReply.Refusal(404, "There is nothing here."),
        };
    }

    private WireReply Create(WireRequest request, DateTimeOffset now)
    {
        if (request.Header("Idempotency-Key") is not { Length: > 0 } key)
        {
            return Create(request.Body, now);
        }

        var hash = Convert.ToHexString(SHA256.HashData(request.Body.Span));
        if (_answered.TryGetValue(key, out var earlier))
        {
            return string.Equals(earlier.BodyHash, hash, StringComparison.Ordinal)
                ? earlier.Reply
                : WarehouseReply.Refusal(422, "The Idempotency-Key was used with another body.");
        }

        var reply = Create(request.Body, now);
        if (reply.Status == 201)
        {
            _answered.Add(key, (hash, reply));
        }

        return reply;
    }

    private WireReply Create(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        if (OrderForm.Read(body, books) is not var (externalId, lines, problems))
        {
            return WarehouseReply.Refusal(400, "The body is not JSON.");
        }

        if (problems.Count > 0)
        {
            return WarehouseReply.Refusal(422, string.Join("; ", problems));
        }

        if (!rules.TakesDuplicates && orders.Of(externalId!) is [var existing, ..])
        {
            return WarehouseReply.Order(409, existing);
        }

        var order = orders.Add(externalId!, lines);
        floor.Accept(order, now);
        return WarehouseReply.Order(201, order);
    }

    private WireReply List(string? externalId) => externalId is null
        ? WarehouseReply.Refusal(400, "external_id is needed.")
        : WarehouseReply.Of(200, writer =>
        {
            writer.WriteStartArray("items"u8);
            foreach (var order in orders.Of(externalId))
            {
                writer.WriteStartObject();
                WarehouseReply.WriteOrder(writer, order);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });

    private WireReply Show(string id) => orders.Find(id) is { } order
        ? WarehouseReply.Order(200, order)
        : WarehouseReply.Refusal(404, "There is no such order.");

    private WireReply Cancel(string id, DateTimeOffset now)
    {
        if (orders.Find(id) is not { } order)
        {
            return WarehouseReply.Refusal(404, "There is no such order.");
        }

        if (order.Stage == OrderStage.Dispatched)
        {
            return WarehouseReply.Refusal(409, "Everything has left already.");
        }

        if (order.Stage != OrderStage.Cancelled)
        {
            floor.Release(order, restock: true, now);
        }

        return WarehouseReply.Order(200, order);
    }

    private WireReply Stock(string? pageText, string? sizeText)
    {
        if (!int.TryParse(pageText ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var page) || page < 1 ||
            !int.TryParse(sizeText ?? "100", NumberStyles.None, CultureInfo.InvariantCulture, out var size) ||
            size < 1 || size > rules.PageSizeMax)
        {
            return WarehouseReply.Refusal(400, $"page counts from 1; size goes from 1 to {rules.PageSizeMax}.");
        }

        return WarehouseReply.Of(200, writer =>
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
                writer.WriteString("status"u8, record.Status);
                writer.WriteNumber("qty"u8, record.Reported(rules.Basis));
                writer.WriteNumber("version"u8, record.Version);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    private static string? Query(string query, string name)
    {
        foreach (var pair in query.Split('&'))
        {
            var sign = pair.IndexOf('=', StringComparison.Ordinal);
            if (sign > 0 && string.Equals(pair[..sign], name, StringComparison.Ordinal))
            {
                return Uri.UnescapeDataString(pair[(sign + 1)..].Replace('+', ' '));
            }
        }

        return null;
    }
}
