using System.Globalization;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http;

/// <summary>
/// Lays out an order as the JSON-like tree that request lines and templates read: the canonical order of CONTRACT §5
/// in its own names. Absent parts are null, amounts keep the scale they were charged with, times are UTC.
/// </summary>
internal static class OrderTree
{
    /// <summary>What a document is made from: <c>order</c>, <c>picks</c>, <c>remote.id</c> and <c>key</c>.</summary>
    public static Dictionary<string, object?> Of(DocumentIntent intent) => new(StringComparer.Ordinal)
    {
        ["key"] = intent.Key,
        ["order"] = intent is DocumentIntent.CreateOrder create
            ? Of(create.Canonical)
            : Tree(("id", intent.Order.Text)),
        ["picks"] = intent is DocumentIntent.CreateOrder { Picks: var picks } ? List(picks, Of) : null,
        ["remote"] = Tree(("id", intent is DocumentIntent.CancelOrder cancel ? cancel.RemoteId : null)),
    };

    private static Dictionary<string, object?> Of(CanonicalOrder order) => Tree(
        ("id", order.Id.Text),
        ("number", order.Number),
        ("storefront", order.Storefront.Text),
        ("channel", order.Channel),
        ("placedAt", Time(order.PlacedAt)),
        ("currency", order.Currency),
        ("customer", order.Customer is { } customer ? Of(customer) : null),
        ("billing", order.Billing is { } billing ? Of(billing) : null),
        ("shipping", order.Shipping is { } shipping ? Of(shipping) : null),
        ("payment", order.Payment is { } payment ? Of(payment) : null),
        ("lines", List(order.Lines, Of)),
        ("discounts", List(order.Discounts, Of)),
        ("totals", Of(order.Totals)));

    private static Dictionary<string, object?> Of(OrderCustomer customer) => Tree(
        ("id", customer.Id), ("email", customer.Email), ("name", customer.Name), ("company", customer.Company));

    private static Dictionary<string, object?> Of(PostalAddress address) => Tree(
        ("name", address.Name),
        ("company", address.Company),
        ("street", address.Street.Select(static object? (line) => line).ToList()),
        ("city", address.City),
        ("postcode", address.Postcode),
        ("region", address.Region),
        ("country", address.Country),
        ("telephone", address.Telephone));

    private static Dictionary<string, object?> Of(OrderShipping shipping) => Tree(
        ("address", Of(shipping.Address)),
        ("method", shipping.Method),
        ("amount", Tree(("net", shipping.Net), ("tax", shipping.Tax), ("gross", shipping.Gross))));

    private static Dictionary<string, object?> Of(OrderPayment payment) => Tree(
        ("method", payment.Method),
        ("state", payment.State),
        ("reference", payment.Reference),
        ("amount", payment.Amount));

    private static Dictionary<string, object?> Of(OrderLine line) => Tree(
        ("line", line.Line),
        ("sku", line.Sku.Text),
        ("name", line.Name),
        ("quantity", Number(line.Quantity)),
        ("parentLine", line.ParentLine),
        ("type", line.Type),
        ("unitPrice", line.UnitPrice),
        ("discount", line.Discount),
        ("tax", line.Tax),
        ("taxRate", line.TaxRate),
        ("total", line.Total),
        ("options", List(line.Options, static option => Tree(
            ("label", option.Label), ("value", option.Value), ("code", option.Code)))));

    private static Dictionary<string, object?> Of(OrderDiscount discount) => Tree(
        ("code", discount.Code), ("label", discount.Label), ("amount", discount.Amount));

    private static Dictionary<string, object?> Of(OrderTotals totals) => Tree(
        ("net", totals.Net),
        ("discount", totals.Discount),
        ("shipping", totals.Shipping),
        ("tax", totals.Tax),
        ("gross", totals.Gross));

    private static Dictionary<string, object?> Of(PickLine pick) => Tree(
        ("line", pick.Line), ("sku", pick.Sku.Text), ("quantity", Number(pick.Quantity)), ("location", pick.Location));

    // Without the zeroes that a stored scale would leave: 5, not 5.0000.
    private static decimal Number(Quantity quantity) =>
        decimal.Parse(quantity.ToString(), CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static List<object?> List<T>(Items<T> items, Func<T, Dictionary<string, object?>> of)
    {
        var list = new List<object?>(items.Count);
        foreach (var item in items)
        {
            list.Add(of(item));
        }

        return list;
    }

    private static Dictionary<string, object?> Tree(params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var tree = new Dictionary<string, object?>(members.Length, StringComparer.Ordinal);
        foreach (var (name, value) in members)
        {
            tree.Add(name, value);
        }

        return tree;
    }
}
