using System.Globalization;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Demo;

namespace Trueup.Tests.Hosting;

/// <summary>
/// A merchant of one article, a hundred of it at Leeds: a storefront that tells by plain HTTP and that nobody can write to, and a warehouse
/// that is served and takes orders with a postcode.
/// </summary>
internal sealed class SmallMerchant(TwinServer server, WarehouseTwin floor) : IAsyncDisposable
{
    /// <summary>Its only article.</summary>
    public const string Article = "TENT";

    /// <summary>The configuration of a hub for it.</summary>
    /// <param name="warehouse">Where the warehouse answers.</param>
    /// <param name="followsShipments">Whether the storefront is to be told of shipments, which it does not take.</param>
    public static string Yaml(Uri warehouse, bool followsShipments = true) => ServedHub.Head + $$$"""
        connections:
          shop:
            kind: http
            roles: [storefront]
            inbound: { auth: { bearer: test-shop } }
          wms:
            kind: http
            roles: [warehouse]
            url: {{{warehouse}}}
            auth: { bearer: wms-token }
            inbound: { auth: { bearer: test-wms } }
            limits: { rate: 50/s, burst: 50 }
            requires:
              - { field: shipping.address.postcode, required: true }
            operations:
              order.create:
                request: POST /orders
                body: >-
                  {"external_id":{{json order.id}},"lines":[{{#each picks}}{"line":{{json line}},"sku":{{json sku}},
                  "qty":{{json quantity}},"warehouse":{{json location}} }{{#unless @last}},{{/unless}}{{/each}}]}
                idempotency_header: Idempotency-Key
                result: { id: $.id }
              order.find: { request: "GET /orders?external_id={{order.id}}", result: { id: "$.items[0].id" } }
              order.cancel: { request: "POST /orders/{{remote.id}}/cancel" }
        locations:
          leeds: { name: Leeds, owner: wms, codes: { wms: LDS, shop: leeds } }
        ownership:
          stock: { owner: by-location, subscribers: [shop], write: set }
          order: { owner: shop, subscribers: [wms] }
          fulfilment: { owner: wms, subscribers: [{{{(followsShipments ? "shop" : "")}}}] }
          return: { owner: wms, subscribers: [] }
        """;

    public static async Task<SmallMerchant> OpenAsync()
    {
        var floor = new WarehouseTwin(new WarehouseRules("wms-token"));
        floor.Seed([new WarehouseStock(Article, "LDS", 100)]);
        return new SmallMerchant(await TwinServer.StartAsync(floor, TimeProvider.System, port: 0, CancellationToken.None), floor);
    }

    /// <summary>The configuration of a hub between its shop and its warehouse.</summary>
    public string YamlOfHub(bool followsShipments = true) => Yaml(server.Address, followsShipments);

    /// <summary>Somebody tells the hub something; <c>NOW</c> in it is the moment.</summary>
    public static async Task SayAsync(ServedHub hub, string id, string from, string type, string data)
    {
        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        using var answer = await hub.DeliverAsync(
            $$"""{"specversion":"1.0","id":"{{id}}","source":"/{{from}}","type":"{{type}}","data":{{data.Replace("NOW", now, StringComparison.Ordinal)}} }""",
            token: $"test-{from}",
            to: from);
        Assert.Equal(202, (int)answer.StatusCode);
    }

    public Task UntilTakenAsync(ServedHub hub, string number) => hub.UntilAsync(
        () => server.Use(() => floor.OrdersOf($"shop:{number}")).Count == 1, $"the warehouse has order {number}");

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
