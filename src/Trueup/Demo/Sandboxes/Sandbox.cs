using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Connectors.Http.Twin;
using Trueup.Connectors.Http.Twin.Erp;
using Trueup.Connectors.Http.Twin.Till;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Demo.Sandboxes;

/// <summary>
/// The outside world of the demo: two shops of different makes, a warehouse, a high-street store with tills, and an ERP,
/// each a twin behind an HTTP server of its own where it takes calls, with books that the hub cannot see into.
/// </summary>
public sealed class Sandbox : IAsyncDisposable
{
    /// <summary>Code of the shop's website.</summary>
    public const string Website = "base";

    /// <summary>The stock that the website sells from.</summary>
    public const int StockId = 2;

    /// <summary>Calls a second that the shop stands before it answers 429 by itself.</summary>
    public const int ShopCallsPerSecondMax = 45;

    /// <summary>Key of the second shop's project.</summary>
    public const string ProjectKey = "northwind";

    /// <summary>Id of the hub's API client there.</summary>
    public const string ProjectClient = "trueup";

    /// <summary>Calls a second that the second shop stands before it answers 429 by itself: it takes one level a call, so
    /// it stands more.</summary>
    public const int ProjectCallsPerSecondMax = 110;

    private Sandbox(Assortment assortment, Secrets secrets, TimeProvider clock)
    {
        (Assortment, Secrets, Clock) = (assortment, secrets, clock);
        Shop = new AdobeTwin();
        Project = new CommerceToolsTwin(ProjectKey);
        Warehouse = new WarehouseTwin(new WarehouseRules(secrets.Warehouse)
        {
            PushTarget = "/in/wms",
            Proof = new PushProof.Signature(secrets.Signing),
        });
        Store = new WarehouseTwin(new WarehouseRules(secrets.Store)
        {
            PushTarget = "/in/pos",
            ShipmentSeries = "P",
            Proof = new PushProof.Bearer(secrets.Till),
        });
        Tills = new TillTwin(new TillRules(StoreCode, "GBP")
        {
            CountsStock = false,
            PushTarget = "/in/tills",
            Proof = new PushProof.Bearer(secrets.Registers),
        });
        Erp = new ErpTwin(new ErpRules(secrets.Erp)
        {
            TaxCodes = ["S20", "Z0", "DE19"],
            Currencies = [new ErpCurrency("GBP", 2), new ErpCurrency("EUR", 2)],
        });
    }

    /// <summary>The store, as its systems call it.</summary>
    public const string StoreCode = "07";

    /// <summary>Held whenever one of them is touched.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; }

    /// <summary>What is sold.</summary>
    public Assortment Assortment { get; }

    /// <summary>The credentials.</summary>
    public Secrets Secrets { get; }

    /// <summary>The shop.</summary>
    public AdobeTwin Shop { get; }

    /// <summary>The second shop, which sells the same goods from the same places.</summary>
    public CommerceToolsTwin Project { get; }

    /// <summary>The warehouse, which owns Leeds and Paris.</summary>
    public WarehouseTwin Warehouse { get; }

    /// <summary>The store, which owns Soho and sells over the counter.</summary>
    public WarehouseTwin Store { get; }

    /// <summary>The tills of the store: what they charge, whatever its stock system counts.</summary>
    public TillTwin Tills { get; }

    /// <summary>The books of the company.</summary>
    public ErpTwin Erp { get; }

    /// <summary>The books on the network.</summary>
    public TwinServer ErpServer { get; private set; } = null!;

    /// <summary>The shop on the network.</summary>
    public TwinServer ShopServer { get; private set; } = null!;

    /// <summary>The second shop on the network.</summary>
    public TwinServer ProjectServer { get; private set; } = null!;

    /// <summary>The warehouse on the network.</summary>
    public TwinServer WarehouseServer { get; private set; } = null!;

    /// <summary>The store on the network.</summary>
    public TwinServer StoreServer { get; private set; } = null!;

    /// <summary>All that take calls.</summary>
    public IEnumerable<TwinServer> Servers => [ShopServer, WarehouseServer, StoreServer, ProjectServer, ErpServer];

    /// <summary>Furnishes all of them and puts them on the network.</summary>
    public static async Task<Sandbox> OpenAsync(
        Assortment assortment, TimeProvider clock, CancellationToken cancellationToken)
    {
        var sandbox = new Sandbox(assortment, Secrets.Make(), clock);
        sandbox.FurnishShop();
        sandbox.FurnishProject();
        sandbox.FillShelves();
        Task<TwinServer> Serve(ITwin twin) =>
            TwinServer.StartAsync(twin, clock, port: 0, cancellationToken, sandbox.Gate);

        sandbox.ShopServer = await Serve(sandbox.Shop);
        sandbox.ShopServer.Faults.CallsPerSecondMax = ShopCallsPerSecondMax;
        sandbox.ShopServer.Faults.RetryAfterSeconds = 1;
        sandbox.ProjectServer = await Serve(sandbox.Project);
        sandbox.ProjectServer.Faults.CallsPerSecondMax = ProjectCallsPerSecondMax;
        sandbox.ProjectServer.Faults.RetryAfterSeconds = 1;
        sandbox.WarehouseServer = await Serve(sandbox.Warehouse);
        sandbox.StoreServer = await Serve(sandbox.Store);
        sandbox.Erp.AddItems(assortment.Articles.Select(static article => article.Sku));
        sandbox.ErpServer = await Serve(sandbox.Erp);
        return sandbox;
    }

    /// <summary>Lets mishaps befall so many of all calls.</summary>
    public void LetMishapsBefall(double share, int seed)
    {
        foreach (var server in Servers)
        {
            server.Faults.Mishaps = share > 0 ? new TwinMishaps(share, seed++) : null;
        }
    }

    /// <summary>Whoever owns a place.</summary>
    public WarehouseTwin OwnerOf(Place place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return place.IsStore ? Store : Warehouse;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ShopServer.DisposeAsync();
        await ProjectServer.DisposeAsync();
        await WarehouseServer.DisposeAsync();
        await StoreServer.DisposeAsync();
        await ErpServer.DisposeAsync();
    }

    private void FurnishShop()
    {
        var setup = Shop.Setup;
        setup.At(Clock.GetUtcNow());
        setup.Token(Secrets.Shop);
        setup.Tax(20);
        setup.ShippingPrice(0.50m);
        var sources = Place.All.Select((place, i) => new TwinLink(place.Source, i + 1)).ToItems();
        setup.Stock("Europe", sources, [Website], StockId);
        foreach (var article in Assortment.Articles)
        {
            setup.Product(new TwinProduct(article.Sku, article.Price, Name: article.Name));
            foreach (var place in Place.All)
            {
                // Assigned to every source, with nothing there: what can be sold is for the hub to say.
                setup.SourceItem(article.Sku, place.Source, quantity: 0, isInStock: false);
            }
        }
    }

    /// <summary>A channel for every place and no entries: what is sold from where is for the hub to say.</summary>
    private void FurnishProject()
    {
        var setup = Project.Setup;
        setup.At(Clock.GetUtcNow());
        setup.Client(ProjectClient, Secrets.Project);
        foreach (var place in Place.All)
        {
            setup.Channel(place.Channel);
        }
    }

    private void FillShelves()
    {
        for (var i = 0; i < Place.All.Count; i++)
        {
            var (place, column) = (Place.All[i], i);
            OwnerOf(place).Seed(Assortment.Articles.Select(article =>
                new WarehouseStock(article.Sku, place.Code, article.Opening[column])));
        }
    }
}
