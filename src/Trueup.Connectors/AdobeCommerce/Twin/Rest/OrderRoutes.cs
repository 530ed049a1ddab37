using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Sales;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>Reading orders, and the commands that only touch the order itself.</summary>
/// <remarks>Source: adobe-commerce.md §4.1, §4.6; adobe-commerce-observed.md §4.</remarks>
internal sealed class OrderRoutes(Shop shop)
{
    private const string View = "Magento_Sales::actions_view";

    public void Register(RouteTable routes)
    {
        routes.Get("orders", View, DocumentListing.Of(shop.Sales.Orders).Answer);
        routes.Get("orders/{id}", View, call => WithOrder(call, o => Answer.Ok(OrderJson.Of(o))));
        routes.Get("orders/items", View, ItemListing().Answer);
        routes.Get("orders/items/{id}", View, call => shop.Sales.FindItem(call.Id("id") ?? 0) is { } item
            ? Answer.Ok(OrderItemJson.Alone(item))
            : Answer.Of(Refusal.NoSuchEntity));
        routes.Get("orders/{id}/statuses", View, call => WithOrder(call, o => Answer.Ok(o.Status)));
        routes.Get("orders/{id}/comments", "Magento_Sales::comment", call => WithOrder(call, Comments));
        routes.Post("orders/{id}/comments", "Magento_Sales::comment", call => WithOrder(call, o => Comment(call, o)));
        routes.Post("orders/{id}/emails", "Magento_Sales::email", call => WithOrder(call, _ => Answer.Ok(true)));
        routes.Add(new Route("POST", "orders/{id}/cancel", "Magento_Sales::cancel", call =>
            Answer.Of(shop.Cancelling.Cancel(call.Id("id") ?? 0), done => done))
        {
            Topic = "async.magento.sales.api.ordermanagementinterface.cancel.post",
            Service = "Magento\\Sales\\Model\\Service\\OrderService\\Interceptor::cancel",
        });
        routes.Post("orders/{id}/hold", "Magento_Sales::hold", call =>
            Answer.Of(shop.Cancelling.Hold(call.Id("id") ?? 0), done => done));
        routes.Post("orders/{id}/unhold", "Magento_Sales::unhold", call =>
            Answer.Of(shop.Cancelling.Unhold(call.Id("id") ?? 0), done => done));
        routes.Post("orders", "Magento_Sales::create", Save);
        routes.Put("orders/create", "Magento_Sales::create", Save);
    }

    private Answer WithOrder(Call call, Func<Order, Answer> then)
    {
        if (call.Id("id") is not { } id)
        {
            return Answer.Of(Refusal.WrongType(call.Path["id"], "int"));
        }

        return shop.Sales.Orders.Find(id) is { } order ? then(order) : Answer.Of(Refusal.NoSuchEntity);
    }

    private Listing<OrderItem> ItemListing() => new(
        new Dictionary<string, Column<OrderItem>>(StringComparer.Ordinal)
        {
            ["item_id"] = new Column<OrderItem>.Number(i => i.ItemId),
            ["order_id"] = new Column<OrderItem>.Number(i => i.Order.EntityId),
            ["sku"] = new Column<OrderItem>.Text(i => i.Sku),
            ["product_id"] = new Column<OrderItem>.Number(i => i.ProductId),
            ["product_type"] = new Column<OrderItem>.Text(i => i.ProductType),
            ["qty_shipped"] = new Column<OrderItem>.Number(i => i.QtyShipped),
            ["qty_refunded"] = new Column<OrderItem>.Number(i => i.QtyRefunded),
            ["qty_canceled"] = new Column<OrderItem>.Number(i => i.QtyCanceled),
            ["created_at"] = new Column<OrderItem>.Moment(i => i.CreatedAt),
            ["updated_at"] = new Column<OrderItem>.Moment(i => i.UpdatedAt),
        },
        ItemCandidates,
        OrderItemJson.Alone);

    private IEnumerable<OrderItem> ItemCandidates(SearchCriteria criteria)
    {
        if (criteria.Narrowing("order_id")?.Wanted is { } orders)
        {
            return DocumentListing.Numbers(orders)
                .Distinct()
                .SelectMany(id => shop.Sales.Orders.Find(id)?.Items ?? [])
                .OrderBy(i => i.ItemId);
        }

        return criteria.Narrowing("updated_at") is { } since && DocumentListing.IsLowerBound(since)
            ? shop.Sales.ItemsChangedSince(since.Moment)
            : shop.Sales.Items;
    }

    private static Answer Comments(Order order) => Answer.Ok(new JsonObject
    {
        ["items"] = Vendor.List(order.Histories.Select(h => OrderJson.History(order, h))),
        ["search_criteria"] = SearchCriteria.Echo("parent_id", order.EntityId),
        ["total_count"] = order.Histories.Count,
    });

    /// <summary>A comment leaves the order's row alone, and may only name a status of the state it is in.</summary>
    private Answer Comment(Call call, Order order)
    {
        var reading = new JsonReading();
        var history = reading.Required(call.Body, "statusHistory");
        var status = JsonReading.Text(history, "status");
        if (reading.Refusal is not null
            || (status is not null && !string.Equals(status, order.Status, StringComparison.Ordinal)))
        {
            return Answer.Of(reading.Refusal ?? Refusal.BadRequest(
                "Unable to add comment: The status \"%1\" is not part of the order\n                 status history.",
                status!));
        }

        order.Histories.Add(new StatusHistory(
            shop.Sales.HistoryIds.Next(),
            JsonReading.Text(history, "comment"),
            status ?? order.Status,
            JsonReading.Flag(history, "is_customer_notified") ?? false,
            JsonReading.Flag(history, "is_visible_on_front") ?? false,
            shop.Now));
        return Answer.Ok(true);
    }

    /// <summary>The repository: overwrites given columns of a known order, or writes a new one past checkout and
    /// reservations. Source: adobe-commerce-observed.md §1.11.</summary>
    private Answer Save(Call call)
    {
        var reading = new JsonReading();
        var entity = reading.Required(call.Body, "entity");
        var id = reading.Integer(entity, "entity_id");
        if (reading.Refusal is { } refusal)
        {
            return Answer.Of(refusal);
        }

        if (id is null)
        {
            var raw = new RawOrder(shop, reading).Create(entity);
            return reading.Refusal is { } wrong ? Answer.Of(wrong) : Answer.Ok(RawOrder.Json(raw));
        }

        if (shop.Sales.Orders.Find(id.Value) is not { } order)
        {
            return Answer.Of(Refusal.NoSuchEntity);
        }

        order.State = JsonReading.Text(entity, "state") ?? order.State;
        order.Status = JsonReading.Text(entity, "status") ?? order.Status;
        order.ExtOrderId = JsonReading.Text(entity, "ext_order_id") ?? order.ExtOrderId;
        order.Email = JsonReading.Text(entity, "customer_email") ?? order.Email;
        shop.Sales.Touch(order, shop.Now);
        return Answer.Ok(RawOrder.Echo(order, entity));
    }
}
