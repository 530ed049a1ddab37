using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Connectors.AdobeCommerce.Observing;
using Trueup.Connectors.AdobeCommerce.Reading;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Polling;

/// <summary>
/// Looks which lines of orders that are still to be sent have no product in the shop: an order outlives the products that were
/// in it (adobe-commerce-observed.md §2), and one that was saved past the checkout may name anything (§1.11). A line with
/// custom options has a SKU that is in no catalogue, so the product's id decides where there is one (§2, notes).
/// </summary>
internal sealed class OrderedProducts(AdobeApi api)
{
    private const string Fields = "items[id,sku],search_criteria,total_count";

    private static readonly string[] OpenStates = ["new", "pending_payment", "payment_review", "processing", "holded"];

    private readonly NamedRecords _records = new(api);

    /// <summary>Ids of the lines without a product, order by order; none where the catalogue is not to be read.</summary>
    public async ValueTask<(AdobeAnswer? Failure, List<List<string>> Lines)> MissingAsync(
        IWire wire, List<PolledRecord> orders, CancellationToken cancellationToken)
    {
        var lines = orders.Select(order => LeavesOf(order.Raw.Span)).ToList();
        var (failure, listed) = await ListedAsync(wire, lines.SelectMany(items => items).ToList(), cancellationToken);
        if (failure is not null && IsForGood(failure))
        {
            // Without the right to the catalogue, orders are taken as ever, and nothing is concluded.
            return (null, lines.ConvertAll(_ => new List<string>()));
        }

        return (failure, lines.ConvertAll(items => items.Where(item => !listed.Contains(KeyOf(item))).Select(item => item.ItemId!).ToList()));
    }

    private async ValueTask<(AdobeAnswer? Failure, HashSet<string> Listed)> ListedAsync(
        IWire wire, List<OrderItemJson> items, CancellationToken cancellationToken)
    {
        var (failure, ofIds) = await _records.OfIdsAsync(
            wire, "/products", items.Select(item => item.ProductId).OfType<string>(), "id", Fields, cancellationToken);
        var listed = ofIds.Select(product => KeyOf(product.Id, sku: null)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (failure is not null)
        {
            return (failure, listed);
        }

        var skus = items.Where(item => item.ProductId is null)
            .Select(item => Sku.TryParse(item.Sku?.Trim(), out var sku) ? sku : (Sku?)null).OfType<Sku>().Distinct().ToItems();
        for (var first = 0; first < skus.Count;)
        {
            var part = SkuFilter.Take(skus, first);
            var (fault, found) = await _records.ReadAsync(
                wire, () => SkuFilter.Apply(new AdobeSearch("/products"), part).OrderBy("entity_id").Fields(Fields), part.Count, "sku", cancellationToken);
            if (fault is not null)
            {
                return (fault, listed);
            }

            listed.UnionWith(found.Select(product => KeyOf(id: null, product.Id)));
            first += part.Count;
        }

        return (null, listed);
    }

    /// <summary>Lines that goods are sent for, of an order that is still to be sent; none of one that cannot be read.</summary>
    private static List<OrderItemJson> LeavesOf(ReadOnlySpan<byte> order)
    {
        try
        {
            var json = JsonSerializer.Deserialize(order, AdobeJson.Default.OrderJson);
            var items = json?.Items ?? [];
            return OpenStates.Contains(json?.State, StringComparer.Ordinal)
                ? items.Where(item => item is { ItemId: not null } && items.All(other => other.ParentItemId != item.ItemId)).ToList()
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string KeyOf(OrderItemJson item) => KeyOf(item.ProductId, item.Sku);

    private static string KeyOf(string? id, string? sku) => id is not null ? $"id {id}" : $"sku {sku?.Trim()}";

    private static bool IsForGood(AdobeAnswer answer) => answer.Kind is AnswerKind.AccessDenied or AnswerKind.NotFound or AnswerKind.NoRoute
        or AnswerKind.Invalid or AnswerKind.TooMany;
}
