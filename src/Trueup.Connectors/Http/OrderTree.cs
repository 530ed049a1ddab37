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
    /// <summary>What a document is made from: <c>order</c>, <c>picks</c>, <c>remote</c> and <c>key</c>.</summary>
    public static Dictionary<string, object?> Of(DocumentIntent intent) => new(StringComparer.Ordinal)
    {
        ["key"] = intent.Key,
        ["order"] = IntentTree.OrderOf(intent) is { } order ? Of(order) : Tree(("id", intent.Order.Text)),
        ["picks"] = IntentTree.Picks(intent),
        ["packing"] = intent is DocumentIntent.CreateOrder { Packing: var packing } ? List(packing, Of) : null,
        ["remote"] = Tree(("id", IntentTree.RemoteOf(intent)), ("return", (intent as DocumentIntent.AmendReturn)?.RemoteReturn)),
        ["form"] = IntentTree.Form(intent),
        ["day"] = IntentTree.Day(intent),
        ["lines"] = IntentTree.Lines(intent),
        ["tracking"] = IntentTree.Parcels(intent),
        ["source"] = intent is DocumentIntent.PostShipment shipment ? shipment.Source.Text : null,
        ["rma"] = IntentTree.DetailOf(intent).Rma,
        ["reason"] = IntentTree.DetailOf(intent).Reason,
        ["status"] = IntentTree.DetailOf(intent).Status,
        ["about"] = IntentTree.DetailOf(intent).About,
        ["at"] = intent is DocumentIntent.PostCredit { At: { } at } ? Time(at) : null,
        ["restocked"] = List(IntentTree.DetailOf(intent).Restocked, IntentTree.Of),
        ["amounts"] = IntentTree.DetailOf(intent).Amounts is { } amounts ? IntentTree.Of(amounts) : null,
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
        ("promotions", List(order.Promotions, Of)),
        ("attributes", List(order.Attributes, static attribute =>
            Tree(("name", attribute.Name), ("value", attribute.Value)))),
        ("replaces", order.Replaces),
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
        ("unit", line.Unit),
        ("taxCode", line.TaxCode),
        ("components", List(line.Components, static part => Tree(
            ("sku", part.Sku.Text), ("quantity", Number(part.Quantity))))),
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

    /// <summary>What a warehouse picks.</summary>
    public static Dictionary<string, object?> Of(PickLine pick) => Tree(
        ("line", pick.Line),
        ("sku", pick.Sku.Text),
        ("quantity", Number(pick.Quantity)),
        ("location", pick.Location),
        ("notes", List(pick.Notes, Of)),
        ("fields", Tree([.. pick.Fields.Select(static field => (field.Label, (object?)field.Value))])));

    /// <summary>What a picker or packer is told.</summary>
    public static Dictionary<string, object?> Of(PickNote note) => Tree(("label", note.Label), ("value", note.Value));

    /// <summary>A quantity as a plain number, without the zeroes that a stored scale would leave: 5, not
    /// 5.0000.</summary>
    public static decimal Number(Quantity quantity) =>
        decimal.Parse(quantity.ToString(), CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>A list of branches.</summary>
    public static List<object?> List<T>(Items<T> items, Func<T, Dictionary<string, object?>> of)
    {
        var list = new List<object?>(items.Count);
        foreach (var item in items)
        {
            list.Add(of(item));
        }

        return list;
    }

    /// <summary>A branch.</summary>
    public static Dictionary<string, object?> Tree(params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var tree = new Dictionary<string, object?>(members.Length, StringComparer.Ordinal);
        foreach (var (name, value) in members)
        {
            tree[name] = value;
        }

        return tree;
    }
}
