using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Sales;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>Reading shipments, invoices and credit memos, and adding tracks and comments to shipments.</summary>
/// <remarks>Source: adobe-commerce.md §4.1; recordings docs.*, ref.O2.*, ship.H2.*.</remarks>
internal sealed class DocumentRoutes(Shop shop)
{
    private const string Shipments = "Magento_Sales::shipment";
    private const string Invoices = "Magento_Sales::sales_invoice";
    private const string Memos = "Magento_Sales::sales_creditmemo";

    public void Register(RouteTable routes)
    {
        routes.Get("shipments", Shipments, DocumentListing.Of(shop.Sales.Shipments, DocumentJson.Of).Answer);
        routes.Get("shipment/{id}", Shipments, call => One(call, shop.Sales.Shipments, DocumentJson.Of));
        routes.Post("shipment", Shipments, SaveShipment);
        routes.Post("shipment/track", Shipments, AddTrack);
        routes.Delete("shipment/track/{id}", Shipments, RemoveTrack);
        routes.Post("shipment/{id}/comments", Shipments, AddComment);
        routes.Get("invoices", Invoices, DocumentListing.Of(shop.Sales.Invoices, DocumentJson.Of).Answer);
        routes.Get("invoices/{id}", Invoices, call => One(call, shop.Sales.Invoices, DocumentJson.Of));
        routes.Post("invoices/{id}/capture", Invoices, _ =>
            Answer.Of(Refusal.BadRequest("The capture action is not available.")));
        routes.Post("invoices/{id}/void", Invoices, _ =>
            Answer.Of(Refusal.BadRequest("The void action is not available.")));
        routes.Get("creditmemos", Memos, DocumentListing.Of(shop.Sales.CreditMemos, DocumentJson.Of).Answer);
        routes.Get("creditmemo/{id}", Memos, call => One(call, shop.Sales.CreditMemos, DocumentJson.Of));
        routes.Get("creditmemo/{id}/comments", Memos, call => Answer.Ok(new JsonObject
        {
            ["items"] = Vendor.List(CommentsOf(call).Select(c => DocumentJson.Of(call.Id("id") ?? 0, c))),
            ["search_criteria"] = SearchCriteria.Echo("parent_id", call.Id("id") ?? 0),
            ["total_count"] = CommentsOf(call).Count,
        }));
        routes.Put("creditmemo/{id}", Memos, _ => Answer.Of(Refusal.BadRequest("You can not cancel Credit Memo")));
        routes.Post("creditmemo", Memos, SaveMemo);
        routes.Get("transactions", "Magento_Sales::transactions_fetch", new Listing<JsonObject>(
            new Dictionary<string, Column<JsonObject>>(StringComparer.Ordinal), _ => [], t => t).Answer);
    }

    private List<ShipmentComment> CommentsOf(Call call) =>
        shop.Sales.CreditMemos.Find(call.Id("id") ?? 0)?.Comments ?? [];

    private static Answer One<T>(Call call, DocumentTable<T> table, Func<T, JsonNode> json)
        where T : class, IDocument
    {
        if (call.Id("id") is not { } id)
        {
            return Answer.Of(Refusal.WrongType(call.Path["id"], "int"));
        }

        return table.Find(id) is { } found ? Answer.Ok(json(found)) : Answer.Of(Refusal.NoSuchEntity);
    }

    private Answer SaveShipment(Call call)
    {
        var reading = new JsonReading();
        var entity = reading.Required(call.Body, "entity");
        var orderId = reading.Integer(entity, "order_id") ?? 0;
        var items = WorkflowRoutes.Items(JsonReading.Member(entity, "items"), reading);
        var source = JsonReading.Text(JsonReading.Member(entity, "extension_attributes"), "source_code");
        return reading.Refusal is { } refusal
            ? Answer.Of(refusal)
            : Answer.Of(shop.Shipping.SaveEntity(orderId, items, source), DocumentJson.Of);
    }

    private Answer SaveMemo(Call call)
    {
        var reading = new JsonReading();
        var entity = reading.Required(call.Body, "entity");
        var orderId = reading.Integer(entity, "order_id") ?? 0;
        var items = WorkflowRoutes.Items(JsonReading.Member(entity, "items"), reading);
        return reading.Refusal is { } refusal
            ? Answer.Of(refusal)
            : Answer.Of(shop.Refunding.SaveEntity(orderId, items), DocumentJson.Of);
    }

    /// <summary>The shipment must belong to the order that is named.</summary>
    private Answer AddTrack(Call call)
    {
        var reading = new JsonReading();
        var entity = reading.Required(call.Body, "entity");
        var parentId = reading.Integer(entity, "parent_id");
        var orderId = reading.Integer(entity, "order_id");
        if (reading.Refusal is not null || shop.Sales.Shipments.Find(parentId ?? 0) is not { } shipment
            || shipment.Order.EntityId != orderId)
        {
            return Answer.Of(reading.Refusal ?? Refusal.BadRequest("Could not save the shipment tracking."));
        }

        var track = ReadTrack(entity, reading) with { EntityId = shop.Sales.TrackIds.Next(), CreatedAt = shop.Now };
        shipment.Tracks.Add(track);
        var json = DocumentJson.Of(shipment, track);
        json["description"] = JsonReading.Text(entity, "description");
        return Answer.Ok(json);
    }

    public static Track ReadTrack(JsonElement entity, JsonReading reading) => new(
        EntityId: 0,
        JsonReading.Text(entity, "track_number"),
        JsonReading.Text(entity, "title"),
        JsonReading.Text(entity, "carrier_code"),
        default)
    {
        Weight = reading.Number(entity, "weight"),
        Quantity = reading.Number(entity, "qty"),
    };

    private Answer RemoveTrack(Call call)
    {
        var id = call.Id("id") ?? 0;
        var shipment = shop.Sales.Shipments.All.FirstOrDefault(s => s.Tracks.Exists(t => t.EntityId == id));
        shipment?.Tracks.RemoveAll(t => t.EntityId == id);
        return shipment is null ? Answer.Of(Refusal.NoSuchEntity) : Answer.Ok(true);
    }

    private Answer AddComment(Call call)
    {
        var reading = new JsonReading();
        var entity = reading.Required(call.Body, "entity");
        if (reading.Refusal is not null || shop.Sales.Shipments.Find(call.Id("id") ?? 0) is not { } shipment)
        {
            return Answer.Of(reading.Refusal ?? Refusal.NoSuchEntity);
        }

        var comment = new ShipmentComment(
            shop.Sales.CommentIds.Next(),
            JsonReading.Text(entity, "comment"),
            JsonReading.Flag(entity, "is_customer_notified") ?? false,
            JsonReading.Flag(entity, "is_visible_on_front") ?? false,
            shop.Now);
        shipment.Comments.Add(comment);
        return Answer.Ok(new JsonObject
        {
            ["is_customer_notified"] = Vendor.Flag(comment.IsCustomerNotified),
            ["parent_id"] = shipment.EntityId,
            ["comment"] = comment.Comment,
            ["is_visible_on_front"] = Vendor.Flag(comment.IsVisibleOnFront),
            ["entity_id"] = comment.EntityId,
        });
    }
}
