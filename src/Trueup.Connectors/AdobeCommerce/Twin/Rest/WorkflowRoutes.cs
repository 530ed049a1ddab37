using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Sales;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>Shipping, invoicing and refunding through the workflow. Each answers the new document's id as
/// text.</summary>
/// <remarks>Source: adobe-commerce.md §4.6; adobe-commerce-observed.md §4.</remarks>
internal sealed class WorkflowRoutes(Shop shop)
{
    public void Register(RouteTable routes)
    {
        routes.Add(new Route("POST", "order/{id}/ship", "Magento_Sales::ship", Ship)
        {
            Topic = "async.magento.sales.api.shiporderinterface.execute.post",
            Service = "Magento\\Sales\\Model\\ShipOrder::execute",
        });
        routes.Add(new Route("POST", "order/{id}/invoice", "Magento_Sales::invoice", Invoice)
        {
            Topic = "async.magento.sales.api.invoiceorderinterface.execute.post",
            Service = "Magento\\Sales\\Model\\InvoiceOrder::execute",
        });
        routes.Add(new Route("POST", "order/{id}/refund", "Magento_Sales::creditmemo", Refund)
        {
            Topic = "async.magento.sales.api.refundorderinterface.execute.post",
            Service = "Magento\\Sales\\Model\\RefundOrder::execute",
        });

        // Offline payments cannot be refunded by invoice.
        routes.Post("invoice/{id}/refund", "Magento_Sales::sales", call => Answer.Of(
            shop.Sales.Invoices.Find(call.Id("id") ?? 0) is null
                ? Refusal.NoSuchEntity
                : Refusal.Validation("Creditmemo", ["We can't create creditmemo for the invoice."])));
    }

    public static List<RequestedItem> Items(JsonElement list, JsonReading reading) =>
    [
        .. JsonReading.List(list).Select(i => new RequestedItem(
            reading.Integer(i, "order_item_id") ?? 0, reading.Number(i, "qty") ?? 0)),
    ];

    private Answer Ship(Call call)
    {
        var reading = new JsonReading();
        var comment = JsonReading.Member(call.Body, "comment");
        var request = new ShipmentRequest(
            Items(JsonReading.Member(call.Body, "items"), reading),
            JsonReading.Text(Extension(call.Body), "source_code"))
        {
            Tracks = [.. JsonReading.List(JsonReading.Member(call.Body, "tracks"))
                .Select(t => DocumentRoutes.ReadTrack(t, reading))],
            Comment = JsonReading.Text(comment, "comment"),
            IsCommentAppended = JsonReading.Flag(call.Body, "appendComment") ?? false,
            IsCommentVisible = JsonReading.Flag(comment, "is_visible_on_front") ?? false,
        };
        return With(call, reading, id => Answer.Of(shop.Shipping.Ship(id, request), s => Id(s)));
    }

    private Answer Invoice(Call call)
    {
        var reading = new JsonReading();
        var items = Items(JsonReading.Member(call.Body, "items"), reading);
        return With(call, reading, id => Answer.Of(shop.Invoicing.Invoice(id, items), i => Id(i)));
    }

    private Answer Refund(Call call)
    {
        var reading = new JsonReading();
        var arguments = JsonReading.Member(call.Body, "arguments");
        var returned = JsonReading.Member(Extension(call.Body), "return_to_stock_items");
        var request = new RefundRequest(
            Items(JsonReading.Member(call.Body, "items"), reading),
            [.. JsonReading.List(returned).Select(r => (int)(decimal.TryParse(
                JsonReading.Text(r), NumberStyles.Integer, CultureInfo.InvariantCulture, out var id) ? id : 0))])
        {
            Shipping = reading.Number(arguments, "shipping_amount"),
            AdjustmentPositive = reading.Number(arguments, "adjustment_positive") ?? 0,
            AdjustmentNegative = reading.Number(arguments, "adjustment_negative") ?? 0,
            Comment = JsonReading.Text(JsonReading.Member(call.Body, "comment"), "comment"),
            IsCommentVisible = JsonReading.Flag(
                JsonReading.Member(call.Body, "comment"), "is_visible_on_front") ?? false,
        };
        return With(call, reading, id => Answer.Of(shop.Refunding.Refund(id, request), m => Id(m)));
    }

    private static Answer With(Call call, JsonReading reading, Func<int, Answer> then)
    {
        if (call.Id("id") is not { } id)
        {
            return Answer.Of(Refusal.WrongType(call.Path["id"], "int"));
        }

        return reading.Refusal is { } refusal ? Answer.Of(refusal) : then(id);
    }

    private static JsonElement Extension(JsonElement body) =>
        JsonReading.Member(JsonReading.Member(body, "arguments"), "extension_attributes");

    private static JsonValue Id(IDocument document) =>
        JsonValue.Create(document.EntityId.ToString(CultureInfo.InvariantCulture));
}
