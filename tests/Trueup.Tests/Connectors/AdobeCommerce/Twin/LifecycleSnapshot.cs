using System.Globalization;
using System.Text.Json;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

/// <summary>Compares one observed snapshot with the twin's books.</summary>
internal sealed class LifecycleSnapshot(JsonElement snapshot, LifecycleWorld world, int stockId)
{
    public IEnumerable<string> Problems() =>
        [.. SourceItems(), .. Reservations(), .. Index(), .. Legacy(), .. Salable(), .. Order()];

    private IEnumerable<string> SourceItems()
    {
        foreach (var sku in snapshot.Members("source_items"))
        {
            foreach (var source in (string[])["default", "leeds", "paris", "soho", "attic"])
            {
                var isThere = sku.Value.TryGetProperty(source, out var row);
                var isOut = isThere && row.ValueKind == JsonValueKind.Array;
                var quantity = !isThere ? (decimal?)null : isOut ? row[0].GetDecimal() : row.GetDecimal();
                var actual = world.Twin.Books.SourceQuantity(sku.Name, source);
                if (actual != quantity || (isThere && world.Twin.Books.SourceStatus(sku.Name, source) == isOut))
                {
                    yield return $"{sku.Name} at {source} is {actual} instead of {quantity}";
                }
            }
        }
    }

    private IEnumerable<string> Reservations()
    {
        foreach (var sum in snapshot.Members("reservation_sum"))
        {
            var (sku, stock) = LifecycleWorld.Key(sum.Name);
            if (world.Twin.Books.ReservationSum(sku, stock) is var actual && actual != sum.Value.GetDecimal())
            {
                yield return $"reservations of {sum.Name} are {actual} instead of {sum.Value}";
            }
        }

        var expected = snapshot.List("new_reservations").Select(Row);
        var written = string.Join(", ", world.NewReservations());
        if (!string.Equals(string.Join(", ", expected), written, StringComparison.Ordinal))
        {
            yield return $"the ledger got [{written}] instead of [{string.Join(", ", expected)}]";
        }
    }

    private IEnumerable<string> Index()
    {
        foreach (var row in snapshot.Members("index"))
        {
            var actual = world.Twin.Books.Index(row.Name, stockId);
            if (actual?.Quantity != row.Value.Number("quantity") || actual?.IsSalable != row.Value.Flag("is_salable"))
            {
                yield return $"index of {row.Name} is {actual} instead of {row.Value}";
            }
        }
    }

    /// <summary>The default source's own figures; a stray default row of the observed world is in none of these
    /// snapshots.</summary>
    private IEnumerable<string> Legacy()
    {
        foreach (var row in snapshot.Members("legacy_stock_item"))
        {
            var quantity = decimal.Parse(row.Value.Text("qty"), CultureInfo.InvariantCulture);
            if (world.Twin.Books.LegacyStockItem(row.Name) is var actual && actual?.Quantity != quantity)
            {
                yield return $"legacy quantity of {row.Name} is {actual?.Quantity} instead of {quantity}";
            }
        }
    }

    private IEnumerable<string> Salable()
    {
        foreach (var expected in snapshot.Members("get_product_salable_quantity"))
        {
            var reply = world.Salable(expected.Name, stockId);
            var isRefused = expected.Value.ValueKind == JsonValueKind.Object;
            var difference = isRefused
                ? reply.Status == expected.Value.Number("status") ? null : $"status {reply.Status}"
                : Likeness.Difference(expected.Value, reply.Json);
            if (difference is not null)
            {
                yield return $"salable of {expected.Name}: {difference}";
            }
        }
    }

    private IEnumerable<string> Order()
    {
        if (!snapshot.TryGetProperty("order", out var order) || order.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        var actual = world.Twin.Books.Order(world.OrderId)!;
        if (!order.Is("state", actual.State ?? "") || !order.Is("status", actual.Status ?? ""))
        {
            yield return $"state is {actual.State}/{actual.Status} instead of {order.Text("state")}";
        }

        var expected = order.List("items").Select(Line);
        var lines = actual.Lines.Select(l => string.Create(
            CultureInfo.InvariantCulture,
            $"{l.Sku} {l.Ordered:G29} {l.Invoiced:G29} {l.Shipped:G29} {l.Refunded:G29} {l.Canceled:G29}"));
        if (!expected.SequenceEqual(lines, StringComparer.Ordinal))
        {
            yield return $"lines are [{string.Join("; ", lines)}] instead of [{string.Join("; ", expected)}]";
        }
    }

    private static string Row(JsonElement reservation)
    {
        var metadata = reservation.GetProperty("metadata");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{reservation.Text("sku")}@{reservation.Number("stock_id")} {reservation.Number("quantity"):G29} ")
            + $"{metadata.Text("event_type")} {metadata.Text("object_id").Length > 0}";
    }

    private static string Line(JsonElement item) => item.Text("sku") + string.Concat(
        ((string[])["qty_ordered", "qty_invoiced", "qty_shipped", "qty_refunded", "qty_canceled"])
            .Select(name => string.Create(CultureInfo.InvariantCulture, $" {item.Number(name):G29}")));
}
