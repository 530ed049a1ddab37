using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Sales;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>Reading returns (RMA), in a shop that has them.</summary>
/// <remarks>Source: adobe-commerce.md §4.7; the shape is that of <c>rma-data-rma-interface</c> in the 2.4.8 schema.</remarks>
internal sealed class ReturnRoutes(Shop shop)
{
    private const string Returns = "Magento_Rma::magento_rma";

    public void Register(RouteTable routes)
    {
        var listing = new Listing<ReturnRequest>(Columns(), _ => shop.ReturnDesk.All, Of);
        routes.Add(new Route("GET", "returns", Returns, listing.Answer) { Exists = () => shop.Switches.HasReturns });
        routes.Add(new Route("GET", "returns/{id}", Returns, One) { Exists = () => shop.Switches.HasReturns });
    }

    private Answer One(Call call) => shop.ReturnDesk.Find(call.Id("id") ?? 0) is { } found
        ? Answer.Ok(Of(found))
        : Answer.Of(Refusal.NoSuchEntity);

    private static Dictionary<string, Column<ReturnRequest>> Columns() => new(StringComparer.Ordinal)
    {
        ["entity_id"] = new Column<ReturnRequest>.Number(request => request.EntityId),
        ["increment_id"] = new Column<ReturnRequest>.Text(request => request.IncrementId),
        ["order_id"] = new Column<ReturnRequest>.Number(request => request.Order.EntityId),
        ["order_increment_id"] = new Column<ReturnRequest>.Text(request => request.Order.IncrementId),
        ["store_id"] = new Column<ReturnRequest>.Number(request => request.Order.StoreId),
        ["date_requested"] = new Column<ReturnRequest>.Moment(request => request.RequestedAt),
        ["status"] = new Column<ReturnRequest>.Text(request => request.Status),
    };

    private static JsonObject Of(ReturnRequest request) => new()
    {
        ["increment_id"] = request.IncrementId,
        ["entity_id"] = request.EntityId,
        ["order_id"] = request.Order.EntityId,
        ["order_increment_id"] = request.Order.IncrementId,
        ["store_id"] = request.Order.StoreId,
        ["customer_id"] = request.Order.Customer?.Id,
        ["date_requested"] = Vendor.Moment(request.RequestedAt),
        ["customer_custom_email"] = request.Order.Email,
        ["items"] = Vendor.List(request.Items.Select(item => Of(request, item))),
        ["status"] = request.Status,
        ["comments"] = new JsonArray(),
        ["tracks"] = new JsonArray(),
    };

    private static JsonObject Of(ReturnRequest request, ReturnItem item) => new()
    {
        ["entity_id"] = item.EntityId,
        ["rma_entity_id"] = request.EntityId,
        ["order_item_id"] = item.OrderItem.ItemId,
        ["qty_requested"] = Vendor.Number(item.Requested),
        ["qty_authorized"] = Vendor.Number(item.Authorized),
        ["qty_approved"] = 0,
        ["qty_returned"] = 0,
        ["status"] = request.Status,
    };
}
