using Trueup.Connectors.AdobeCommerce.Twin;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

public sealed class HostileRequestTests
{
    private readonly TwinClient _client;

    public HostileRequestTests()
    {
        var now = new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);
        var twin = new AdobeTwin();
        twin.Setup.Token(TwinClient.Token);
        twin.Setup.Product(new TwinProduct("TEE"));
        twin.Setup.SourceItem("TEE", "default", 10);
        var order = twin.Shoppers.PlaceOrder("base", [new ShopperLine("TEE", 1)], now);
        twin.Staff.Invoice(order.Value!.EntityId, now);
        _client = new TwinClient(twin, now);
    }

    [Theory]
    [InlineData("GET", "V1/inventory/are-products-salable?skus[0]=TEE&stockId=99999999999999999999", null, 500)]
    [InlineData("GET", "V1/orders?searchCriteria[filter_groups]=x&fields=[[[[", null, 200)]
    [InlineData("GET", "V1/orders/99999999999999999999", null, 400)]
    [InlineData("GET", "V1/products?searchCriteria[pageSize]=1&searchCriteria[currentPage]=2147483647", null, 200)]
    [InlineData("GET", "V1/%00%FF", null, 404)]
    [InlineData("GET", "/rest/", null, 404)]
    [InlineData("POST", "V1/inventory/source-items", "[]", 400)]
    [InlineData("POST", "V1/inventory/source-items", """{"sourceItems":{"sku":[]}}""", 400)]
    [InlineData("POST", "V1/inventory/source-items", """{"sourceItems":[1,null,"x"]}""", 400)]
    [InlineData("POST", "V1/order/1/refund", """{"arguments":{"adjustment_positive":1e400}}""", 400)]
    [InlineData("POST", "V1/order/1/refund", """{"arguments":{"adjustment_positive":7e28}}""", 400)]
    [InlineData("POST", "V1/order/1/ship", """{"items":"all","arguments":[]}""", 200)]
    public void What_nobody_should_send_is_answered_all_the_same(string method, string path, string? body, int status)
    {
        Assert.Equal(status, _client.Send(method, path, body).Status);
    }
}
