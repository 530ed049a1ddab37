using System.Globalization;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Simulator;

/// <summary>A place that holds stock.</summary>
/// <param name="Location">The hub's name.</param>
/// <param name="Code">Its owner's name.</param>
/// <param name="IsStore">Whether a till owns it; otherwise the warehouse does.</param>
public sealed record Place(string Location, string Code, bool IsStore = false);

/// <summary>The estate that a simulated hub serves: shops, one warehouse system with several places, perhaps a store with
/// a till, accounts, and the contract.</summary>
public static class Estate
{
    /// <summary>What one piece of anything costs in the shops, without tax.</summary>
    public const decimal Price = 9.99m;

    /// <summary>The tax on it in the shops, per cent.</summary>
    public const int TaxRate = 20;

    /// <summary>The website that sells.</summary>
    public const string Website = "base";

    /// <summary>The stock that the website sells from; the first that a fresh shop adds.</summary>
    public const int StockId = 2;

    /// <summary>A source of every shop that no location is mapped to.</summary>
    public const string ForeignSource = "outlet_src";

    /// <summary>A place of the warehouse that no location is mapped to.</summary>
    public const string ForeignWarehouse = "OLD";

    /// <summary>A SKU that the warehouse stocks and the shops do not sell.</summary>
    public const string ForeignSku = "BACKROOM";

    /// <summary>The set that the shops sell and nobody stocks.</summary>
    public const string Kit = "SET-1";

    /// <summary>The store, as its till calls it.</summary>
    public const string TillCode = "07";

    /// <summary>Remotes at most: two shops, the warehouse, the accounts.</summary>
    public const int RemotesMax = 4;

    private static readonly Place[] Places =
        [new("leeds", "LDS"), new("paris", "PAR"), new("soho", "SOH"), new("york", "YRK")];

    private static readonly Place Store = new("store", TillCode, IsStore: true);

    /// <summary>The first shop's connection.</summary>
    public static ConnectionName ShopName { get; } = ConnectionName.Parse("shop");

    /// <summary>The second shop's connection.</summary>
    public static ConnectionName TradeName { get; } = ConnectionName.Parse("trade");

    /// <summary>The warehouse system's connection.</summary>
    public static ConnectionName WarehouseName { get; } = ConnectionName.Parse("wms");

    /// <summary>The accounts' connection.</summary>
    public static ConnectionName AccountsName { get; } = ConnectionName.Parse("erp");

    /// <summary>The commercetools project's connection.</summary>
    public static ConnectionName ProjectName { get; } = ConnectionName.Parse("market");

    /// <summary>The carrier's connection.</summary>
    public static ConnectionName CarrierName { get; } = ConnectionName.Parse("carrier");

    /// <summary>The connection of customer service.</summary>
    public static ConnectionName DeskName { get; } = ConnectionName.Parse("desk");

    /// <summary>The till's connection.</summary>
    public static ConnectionName TillName { get; } = ConnectionName.Parse("till");

    /// <summary>The shops of a plan.</summary>
    public static IReadOnlyList<ConnectionName> ShopsOf(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Shops == 1 ? [ShopName] : [ShopName, TradeName];
    }

    /// <summary>The warehouse's places of a plan.</summary>
    public static IReadOnlyList<Place> PlacesOf(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Places[..plan.Locations];
    }

    /// <summary>All places of a plan.</summary>
    public static IReadOnlyList<Place> AllPlacesOf(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.HasTill ? [.. PlacesOf(plan), Store] : PlacesOf(plan);
    }

    /// <summary>What a shop calls the source of a place.</summary>
    public static string SourceOf(ConnectionName shop, Place place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return shop == ShopName ? $"{place.Location}_src" : $"t_{place.Location}";
    }

    /// <summary>The SKUs that shops and warehouse share; kits are not among them.</summary>
    public static IReadOnlyList<string> SkusOf(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Enumerable.Range(1, plan.Skus).Select(number => string.Create(CultureInfo.InvariantCulture, $"SKU-{number}")).ToList();
    }

    /// <summary>Everything that the shops sell.</summary>
    public static IReadOnlyList<string> SoldIn(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.HasKit ? [.. SkusOf(plan), Kit] : SkusOf(plan);
    }

    /// <summary>What a SKU is made of, per piece; of one that is no kit, itself.</summary>
    public static IReadOnlyList<(string Sku, int Pieces)> PartsOf(string sku) =>
        sku == Kit ? [("SKU-1", 1), ("SKU-2", 2)] : [(sku, 1)];

    /// <summary>The shops' threshold of a SKU.</summary>
    public static int ThresholdOf(Plan plan, string sku)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return (sku[^1] - '0') % 2 == 0 ? plan.Threshold : 0;
    }

    /// <summary>The contract of a plan.</summary>
    public static OwnershipContract ContractOf(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var shops = plan.HasProject ? [.. ShopsOf(plan), ProjectName] : ShopsOf(plan).ToItems();
        return new OwnershipContract(new ContractTerms
        {
            Connections = Connections(plan).ToItems(),
            Locations = AllPlacesOf(plan).Select(place => new LocationRule(
                LocationCode.Parse(place.Location), place.Location, place.IsStore ? TillName : WarehouseName,
                [
                    new LocationAlias(place.IsStore ? TillName : WarehouseName, place.Code),
                    .. shops.Select(shop => new LocationAlias(shop, shop == ProjectName ? place.Location : SourceOf(shop, place))),
                ])
            {
                At = plan.IsNearest ? Homes.Of(place) : null,
            }).ToItems(),
            Stock = new OwnershipRule(shops),
            Order = new OwnershipRule(plan.HasBooks ? [WarehouseName, AccountsName] : [WarehouseName], shops.Count == 1 ? ShopName : null),
            Fulfilment = new OwnershipRule(shops, WarehouseName),
            Return = new OwnershipRule(plan is { HasDesk: true, HasOffice: true } ? [.. shops, AccountsName] : shops, WarehouseName),

            // Plain accounts know no credits: what is given back of a sale is between the shop and its bank.
            Refund = plan is { HasBooks: true, HasOffice: false } ? new OwnershipRule([]) : null,
            Refunds = new RefundRule(plan.RefundsReturns ? RefundWhen.OnInspection : RefundWhen.Never),
            StoreDay = new OwnershipRule(plan is { HasOffice: true, HasTill: true, HasSquare: false } ? [AccountsName] : []),
            Orders = new OrderTerms { ArchiveAfter = TimeSpan.FromMinutes(2) },
            BufferDefault = plan.Buffer,
            Kits = plan.HasKit
                ? [new KitRule(Sku.Parse(Kit), PartsOf(Kit).Select(part => new KitComponent(Sku.Parse(part.Sku), part.Pieces)).ToItems())]
                : [],
            Sourcing = new SourcingRule(
                plan.IsNearest ? SourcingPolicy.Nearest : SourcingPolicy.Priority,
                AllPlacesOf(plan).Select(place => LocationCode.Parse(place.Location)).ToItems())
            {
                Postcodes = plan.IsNearest ? Homes.Postcodes() : null,
            },
            Reconcile = new ReconcileRule(plan.ReconcileEvery, FullAt: null),
        });
    }

    private static ConnectionRule ProjectRule(Plan plan) => new(ProjectName, "commercetools", ["storefront"], Basis.OnHand, [])
    {
        Release = plan.Expiry is null ? [] : [new ReleaseRule(ReleasePoint.Captured)],
        Expiry = ExpiryOf(plan),
    };

    private static Items<ExpiryRule> ExpiryOf(Plan plan) => plan.Expiry is { } after ? [new ExpiryRule(after)] : [];

    private static IEnumerable<ConnectionRule> Connections(Plan plan) =>
    [
        .. ShopsOf(plan).Select(shop => new ConnectionRule(shop, "adobe-commerce", ["storefront"], Basis.OnHand, [])
        {
            ReleaseWhen = plan.ReleasesPaidOrders ? ["processing"] : [],
            Expiry = ExpiryOf(plan),
        }),
        .. plan.HasProject ? [ProjectRule(plan)] : Array.Empty<ConnectionRule>(),
        new ConnectionRule(WarehouseName, "http", ["warehouse"],
            plan.Basis == WarehouseBasis.OnHand ? Basis.OnHand : Basis.Available,
            [
                new StateAlias(WarehouseStatus.Ok, StockState.Available),
                new StateAlias(WarehouseStatus.Inspection, StockState.Inspection),
                new StateAlias(WarehouseStatus.Damaged, StockState.Damaged),
            ]),
        new ConnectionRule(AccountsName, "http", ["erp"], Basis.OnHand, [])
        {
            Books = plan.HasOffice ? new BooksRule { TaxCodes = [new("20", "S20"), new("19", "S19"), new("0", "Z0"), new("S20", "S20")] } : null,
        },
        new ConnectionRule(TillName, plan.HasSquare ? "square" : "http", ["pos"], Basis.OnHand, []),
        .. plan.HasCarrier ? [new ConnectionRule(CarrierName, "http", ["carrier"], Basis.OnHand, [])] : Array.Empty<ConnectionRule>(),
        .. plan.HasDesk ? [new ConnectionRule(DeskName, "http", ["crm"], Basis.OnHand, [])] : Array.Empty<ConnectionRule>(),
    ];
}
