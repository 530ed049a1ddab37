using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Demo;
using Trueup.Hosting;

namespace Trueup.Tests.Hosting;

/// <summary>An Adobe shop served over real HTTP, with a hub between it and a warehouse that pushes.</summary>
internal sealed class TradingEstate : IAsyncDisposable
{
    private TradingEstate(AdobeTwin shop, TwinServer server, ServedHub hub)
    {
        (Shop, Server, Hub) = (shop, server, hub);
    }

    public AdobeTwin Shop { get; }

    public TwinServer Server { get; }

    public ServedHub Hub { get; }

    public static Task<TradingEstate> OpenAsync(params string[] skus) => OpenAsync("", change: null, skus);

    /// <summary>The same with more in its configuration, and changes to its plan.</summary>
    public static Task<TradingEstate> OpenAsync(string more, Func<HubPlan, HubPlan>? change, params string[] skus) =>
        OpenAsync("1s", more, change, skus);

    /// <summary>The same with another pause between two polls.</summary>
    public static Task<TradingEstate> PollingAsync(string every, params string[] skus) =>
        OpenAsync(every, more: "", change: null, skus);

    private static async Task<TradingEstate> OpenAsync(
        string poll, string more, Func<HubPlan, HubPlan>? change, string[] skus)
    {
        var shop = new AdobeTwin();
        shop.Setup.Token("shop-token");
        shop.Setup.Stock("Main", [new TwinLink("leeds_src", 1)], ["base"]);
        foreach (var sku in skus)
        {
            shop.Setup.Product(new TwinProduct(sku));
            shop.Setup.SourceItem(sku, "leeds_src", 1);
        }

        var server = await TwinServer.StartAsync(shop, TimeProvider.System, port: 0, CancellationToken.None);
        return new TradingEstate(shop, server, await ServedHub.StartAsync(Yaml(server.Address, poll) + "\n" + more, change: change));
    }

    /// <summary>What the shop's source holds.</summary>
    public decimal? SourceOf(string sku) => Server.Use(() => Shop.Books.SourceQuantity(sku, "leeds_src"));

    public Task<HttpResponseMessage> ReportAsync(string id, string sku, decimal quantity) =>
        Hub.DeliverAsync(ServedHub.Level(id, sku, quantity));

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        await Server.DisposeAsync();
    }

    internal static string Yaml(Uri shop, string poll) => ServedHub.Head + $$"""
        connections:
          shop:
            kind: adobe-commerce
            url: {{shop}}
            auth: { bearer: shop-token }
            website: base
            stock_id: 2
            limits: { rate: 50/s, burst: 50, batch: 100, concurrency: 1 }
            orders: { poll: {{poll}}, overlap: 5m }
          wms:
            kind: http
            roles: [warehouse]
            inbound: { auth: { bearer: {{ServedHub.WarehouseToken}} } }
        locations:
          leeds: { name: Leeds, owner: wms, codes: { wms: LDS, shop: leeds_src } }
        ownership:
          stock: { owner: by-location, subscribers: [shop], write: set, reconcile: { every: 1h } }
          order: { owner: shop, subscribers: [] }
          fulfilment: { owner: wms, subscribers: [shop] }
          return: { owner: wms, subscribers: [shop], refund: on-inspection }
        stock:
          buffer: { default: 2 }
        """;
}
