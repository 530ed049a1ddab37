using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
using Trueup.Connectors.AdobeCommerce.Twin.Inventory;
using Trueup.Connectors.AdobeCommerce.Twin.Sales;

namespace Trueup.Connectors.AdobeCommerce.Twin;

/// <summary>The whole shop: its tables, and the rules that work on them.</summary>
internal sealed class Shop
{
    private DateOnly _lastCleanUp = DateOnly.MaxValue;

    public Shop(TwinSwitches switches)
    {
        Switches = switches;
        Consumers = new Consumers(switches);
        Index = new StockIndex(Products, SourceItems, Sources, Configuration, Consumers);
        Ledger = new Ledger(Products, SourceItems, Index, Configuration);
        Salability = new Salability(Products, SourceItems, Sources, Configuration, Index);
        SourceItemSave = new SourceItemSave(Products, SourceItems, Sources, Index, Configuration)
        {
            Switches = switches,
        };
        Transfers = new SourceTransfers(Products, SourceItems, Sources, SourceItemSave);
        Selection = new SourceSelection(SourceItems);
        Checkout = new Checkout(this);
        Shipping = new Shipping(this);
        Invoicing = new Invoicing(this);
        Returns = new Returns(this);
        Refunding = new Refunding(this);
        ReturnDesk = new ReturnDesk(this);
        Cancelling = new Cancelling(this);
    }

    public TwinSwitches Switches { get; }

    public StockConfiguration Configuration { get; } = new();

    public ProductBook Products { get; } = new();

    public SourceBook Sources { get; } = new();

    public SourceItemTable SourceItems { get; } = new();

    public Consumers Consumers { get; }

    public StockIndex Index { get; }

    public Ledger Ledger { get; }

    public Salability Salability { get; }

    public SourceItemSave SourceItemSave { get; }

    public SourceTransfers Transfers { get; }

    public SourceSelection Selection { get; }

    public SalesBook Sales { get; } = new();

    public CartBook Carts { get; } = new();

    public CustomerBook Customers { get; } = new();

    public Checkout Checkout { get; }

    public Shipping Shipping { get; }

    public Invoicing Invoicing { get; }

    public Returns Returns { get; }

    public Refunding Refunding { get; }

    public ReturnDesk ReturnDesk { get; }

    public Cancelling Cancelling { get; }

    /// <summary>The moment, to the second, as the shop's columns keep it.</summary>
    public DateTimeOffset Now => Consumers.Now;

    /// <summary>The moment, exactly.</summary>
    public DateTimeOffset Clock { get; private set; }

    /// <summary>Moves the clock, lets due work happen, and cleans the ledger up at midnight as the shop's cron
    /// does.</summary>
    public void Advance(DateTimeOffset now)
    {
        var utc = now.ToUniversalTime();
        Clock = utc > Clock ? utc : Clock;
        Consumers.Advance(new DateTimeOffset(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero));
        var today = DateOnly.FromDateTime(Now.UtcDateTime);
        if (today > _lastCleanUp)
        {
            Ledger.CleanUp();
        }

        _lastCleanUp = today;
    }

    /// <summary>The stock that an order's website sells from at this moment, not when it was placed.</summary>
    public Stock StockOf(Order order) => Sources.StockOf(order.Website) ?? Sources.FindStock(Stock.DefaultId)!;

    /// <summary>The SKU whose stock a line moves: the product's own, whatever the line is called.</summary>
    public string StockSkuOf(OrderItem item) => Products.Find(item.ProductId)?.Sku
        ?? (item.CatalogueSku.Length > 0 ? item.CatalogueSku : item.Sku);

    /// <summary>Whether stock is counted for a SKU; a SKU the catalogue does not know follows the
    /// configuration.</summary>
    public bool IsManaged(string sku) => Products.Find(sku) is not { } product
        ? Configuration.ManageStock
        : product.HasSourceItems && Configuration.Manages(product.StockItem);

    public static IEnumerable<SkuQuantity> PerSku(IEnumerable<SkuQuantity> movements) => movements
        .GroupBy(m => m.Sku, StringComparer.OrdinalIgnoreCase)
        .Select(g => new SkuQuantity(g.Key, g.Sum(m => m.Quantity)));

    public static SalesEvent Event(string type, Order order) => new(
        type, order.EntityId.ToString(System.Globalization.CultureInfo.InvariantCulture), order.IncrementId);

    /// <summary>Takes a product out of the catalogue; a consumer clears its source items, its index rows stay
    /// behind.</summary>
    public void DeleteProduct(Product product)
    {
        Products.Remove(product);
        var sku = SourceItems.Find(product.Sku);
        Consumers.Enqueue("inventory.source.items.cleanup", () => sku?.Items.ToList().ForEach(SourceItems.Delete));
    }
}
