using System.Globalization;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Sales;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>Lists of sales documents, answered from the table's indexes wherever the query allows.</summary>
internal static class DocumentListing
{
    public static Listing<Order> Of(DocumentTable<Order> table) =>
        new(OrderColumns(), criteria => Candidates(table, criteria), new WrittenOrders().Of) { Sparse = OrderJson.Of };

    public static Listing<T> Of<T>(DocumentTable<T> table, Func<T, JsonNode> json)
        where T : class, IDocument => new(DocumentColumns<T>(), criteria => Candidates(table, criteria), json);

    private static Dictionary<string, Column<T>> DocumentColumns<T>()
        where T : class, IDocument => new(StringComparer.Ordinal)
        {
            ["entity_id"] = new Column<T>.Number(d => d.EntityId),
            ["increment_id"] = new Column<T>.Text(d => d.IncrementId),
            ["order_id"] = new Column<T>.Number(d => d.OrderId),
            ["created_at"] = new Column<T>.Moment(d => d.CreatedAt),
            ["updated_at"] = new Column<T>.Moment(d => d.UpdatedAt),
        };

    private static Dictionary<string, Column<Order>> OrderColumns()
    {
        var columns = DocumentColumns<Order>();
        columns.Remove("order_id");
        columns["state"] = new Column<Order>.Text(o => o.State);
        columns["status"] = new Column<Order>.Text(o => o.Status);
        columns["store_id"] = new Column<Order>.Number(o => o.StoreId);
        columns["quote_id"] = new Column<Order>.Number(o => o.QuoteId);
        columns["customer_email"] = new Column<Order>.Text(o => o.Email);
        columns["customer_id"] = new Column<Order>.Number(o => o.Customer?.Id);
        columns["ext_order_id"] = new Column<Order>.Text(o => o.ExtOrderId);
        columns["coupon_code"] = new Column<Order>.Text(o => o.CouponCode);
        columns["is_virtual"] = new Column<Order>.Number(o => Vendor.Flag(o.IsVirtual));
        columns["subtotal"] = new Column<Order>.Number(o => o.Totals.Subtotal);
        columns["grand_total"] = new Column<Order>.Number(o => o.Totals.GrandTotal);
        columns["base_grand_total"] = new Column<Order>.Number(o => o.Totals.GrandTotal);
        columns["total_due"] = new Column<Order>.Number(o => o.Totals.GrandTotal - o.Totals.Paid);
        columns["total_qty_ordered"] = new Column<Order>.Number(o => o.TotalQtyOrdered);
        return columns;
    }

    private static IEnumerable<T> Candidates<T>(DocumentTable<T> table, SearchCriteria criteria)
        where T : class, IDocument
    {
        if (criteria.Narrowing("entity_id")?.Wanted is { } ids)
        {
            return Ordered(Numbers(ids).Select(table.Find).OfType<T>());
        }

        if (criteria.Narrowing("increment_id")?.Wanted is { } numbers)
        {
            return Ordered(numbers.SelectMany(table.Find));
        }

        if (criteria.Narrowing("order_id")?.Wanted is { } orders)
        {
            return Ordered(Numbers(orders).SelectMany(table.OfOrder));
        }

        return criteria.Narrowing("updated_at", "created_at") is { } since
            && IsLowerBound(since)
            ? Since(table, since, criteria)
            : table.All;
    }

    public static bool IsLowerBound(SearchFilter filter) => filter.IsOneOf("gteq", "gt", "from", "moreq");

    private static IEnumerable<T> Since<T>(DocumentTable<T> table, SearchFilter since, SearchCriteria criteria)
        where T : class, IDocument
    {
        if (since.Field is "updated_at")
        {
            return table.ChangedSince(since.Moment);
        }

        var created = table.CreatedSince(since.Moment);
        return criteria.Narrowings.FirstOrDefault(filter => filter is { Field: "created_at", Condition: "lt" }) is { } end
            ? created.TakeWhile(row => row.CreatedAt < end.Moment)
            : created;
    }

    private static IEnumerable<T> Ordered<T>(IEnumerable<T> rows)
        where T : class, IDocument => rows.Distinct().OrderBy(r => r.EntityId);

    /// <summary>Ids as a filter names them; what is no number is no id.</summary>
    public static IEnumerable<int> Numbers(IReadOnlyList<string> texts) => texts.Select(t =>
        int.TryParse(t, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0);
}
