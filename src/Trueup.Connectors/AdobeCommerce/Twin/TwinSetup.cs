using Trueup.Connectors.AdobeCommerce.Twin.Access;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
using Trueup.Connectors.AdobeCommerce.Twin.Inventory;
using Trueup.Connectors.AdobeCommerce.Twin.Rest;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Twin;

/// <summary>A source of a stock to be.</summary>
/// <param name="Code">Source code; made if the shop does not have it.</param>
/// <param name="Priority">Place in the order, from 1.</param>
public sealed record TwinLink(string Code, int Priority);

/// <summary>A product to be.</summary>
/// <param name="Sku">SKU.</param>
/// <param name="Name">Shown name; null for the SKU.</param>
/// <param name="Price">Price without tax.</param>
/// <param name="Type">Kind of product. Default: simple.</param>
/// <param name="StockItem">Stock flags; null for the shop's defaults.</param>
public sealed record TwinProduct(
    string Sku,
    decimal Price = 10,
    ProductType Type = ProductType.Simple,
    string? Name = null,
    StockItem? StockItem = null);

/// <summary>A part of a bundle to be, in an option of its own.</summary>
/// <param name="Sku">SKU of the part.</param>
/// <param name="Quantity">Pieces per bundle.</param>
/// <param name="Price">Surcharge for a fixed-price bundle.</param>
public sealed record TwinPart(string Sku, decimal Quantity = 1, decimal Price = 0);

/// <summary>Furnishing the shop, fast and without going through its interface.</summary>
public sealed class TwinSetup
{
    private readonly Shop _shop;
    private readonly RestFront _front;

    internal TwinSetup(Shop shop, RestFront front)
    {
        _shop = shop;
        _front = front;
    }

    /// <summary>The shop-wide stock settings.</summary>
    public StockConfiguration Configuration => _shop.Configuration;

    /// <summary>Sets the clock without any other effect; it never runs backwards.</summary>
    public void At(DateTimeOffset now) => _shop.Advance(now);

    /// <summary>Adds a website with one store view, selling from the default stock until a stock claims it.</summary>
    public void Website(string code, string? name = null, string? storeCode = null) =>
        _shop.Sources.AddWebsite(code, name, storeCode);

    /// <summary>Adds a source or changes whether it is enabled.</summary>
    public void Source(string code, string? name = null, bool isEnabled = true)
    {
        var source = _shop.Sources.FindSource(code) ?? _shop.Sources.AddSource(code);
        source.Name = name ?? source.Name;
        source.IsEnabled = isEnabled;
        source.Details.TryAdd("country_id", "GB");
        source.Details.TryAdd("postcode", "LS1 1AA");
    }

    /// <summary>Adds a stock with its sources, and moves websites to it.</summary>
    /// <param name="name">Shown name.</param>
    /// <param name="links">Its sources.</param>
    /// <param name="websites">Codes of the websites that sell from it.</param>
    /// <param name="id">Stock id; null for the next one, which is 2 in a fresh shop.</param>
    /// <returns>The stock's id.</returns>
    public int Stock(string name, Items<TwinLink> links, Items<string> websites, int? id = null)
    {
        var stock = _shop.Sources.AddStock(name, id);
        foreach (var link in links)
        {
            if (_shop.Sources.FindSource(link.Code) is null)
            {
                Source(link.Code);
            }

            SourceBook.Link(stock, _shop.Sources.FindSource(link.Code)!, link.Priority);
        }

        _shop.Sources.SetWebsites(stock, websites);
        return stock.Id;
    }

    /// <summary>Adds a product without any source item.</summary>
    /// <returns>The product's id.</returns>
    /// <exception cref="ArgumentException">There is a product of that SKU.</exception>
    public int Product(TwinProduct product)
    {
        ArgumentNullException.ThrowIfNull(product);
        var added = _shop.Products.Add(product.Sku, product.Name ?? product.Sku, product.Type, product.Price);
        added.StockItem = product.StockItem ?? StockItem.Standard;
        added.CreatedAt = added.UpdatedAt = _shop.Now;
        added.LegacyInStock = !added.HasSourceItems;
        return added.Id;
    }

    /// <summary>Makes products the variants of a configurable one.</summary>
    public void Variants(string parentSku, Items<string> childSkus)
    {
        var parent = Find(parentSku);
        parent.Composition ??= new Composition();
        foreach (var sku in childSkus)
        {
            var child = Find(sku);
            parent.Composition.Variants.Add(new Variant(child, parent.Composition.Variants.Count + 1));
            ProductBook.Attach(parent, child);
        }

        _shop.Index.RefreshComposite(parent);
    }

    /// <summary>Makes products the parts of a bundle, each required and in an option of its own.</summary>
    /// <param name="bundleSku">The bundle.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="isDynamic">Price is the sum of the parts' and parts are shipped separately; otherwise the price is
    /// fixed and the parts are shipped together.</param>
    public void Parts(string bundleSku, Items<TwinPart> parts, bool isDynamic)
    {
        var bundle = Find(bundleSku);
        bundle.Composition = new Composition { HasDynamicPrice = isDynamic, ShipsSeparately = isDynamic };
        (bundle.Attributes ??= [])["shipment_type"] = isDynamic ? "1" : "0";
        foreach (var part in parts)
        {
            var child = Find(part.Sku);
            var id = _shop.Products.BundleOptionIds.Next();
            var option = new BundleOption(id, child.Name, IsRequired: true, "select",
                bundle.Composition.BundleOptions.Count + 1);
            option.Selections.Add(new BundleSelection(
                _shop.Products.SelectionIds.Next(), child, part.Quantity, IsDefault: true, part.Price));
            bundle.Composition.BundleOptions.Add(option);
            ProductBook.Attach(bundle, child);
        }

        _shop.Index.RefreshComposite(bundle);
    }

    /// <summary>Lets a product be personalised; the option's SKU is appended to the SKU of the order line.</summary>
    public void CustomOption(string sku, string optionSku, decimal price)
    {
        var product = Find(sku);
        (product.Composition ??= new Composition()).CustomOptions.Add(new CustomOption(
            _shop.Products.CustomOptionIds.Next(),
            optionSku,
            "field",
            SortOrder: 1,
            IsRequired: false,
            price,
            optionSku));
    }

    /// <summary>Puts a quantity into a source, making the row if need be; not a call, not in the write log.</summary>
    public void SourceItem(string sku, string sourceCode, decimal quantity, bool isInStock = true) =>
        _shop.SourceItemSave.Put(sku, FindSource(sourceCode), quantity, isInStock);

    /// <summary>Writes a row into the reservation ledger, past all its gates.</summary>
    /// <param name="sku">SKU.</param>
    /// <param name="stockId">Stock.</param>
    /// <param name="quantity">Negative holds back, positive gives back.</param>
    /// <param name="incrementId">Number of the order it belongs to; empty for none.</param>
    public void Reservation(string sku, int stockId, decimal quantity, string incrementId = "") =>
        _shop.Ledger.AppendRaw(
            stockId,
            new SkuQuantity(sku, quantity),
            new SalesEvent(quantity < 0 ? "order_placed" : "shipment_created", OrderId: "", incrementId));

    /// <summary>Lets an integration in.</summary>
    public void Integration(TwinIntegration integration) => _front.Door.Admit(integration);

    /// <summary>Lets a bearer token in with every right.</summary>
    public void Token(string token) => _front.Door.Admit(new TwinIntegration(Name: "hub", Token: token));

    /// <summary>Gives an administrator a password to get a token with.</summary>
    public void Administrator(string userName, string password) => _front.Door.AddAdministrator(userName, password);

    /// <summary>Tax on goods, on top of prices.</summary>
    /// <param name="percent">Percent. Default 0.</param>
    /// <param name="code">Code of its rate.</param>
    public void Tax(decimal percent, string code = "VAT") =>
        (_shop.Checkout.TaxPercent, _shop.Checkout.TaxCode) = (percent, code);

    /// <summary>Labels a value of an attribute that tells variants apart.</summary>
    public void OptionLabel(int value, string label) => _shop.Products.OptionLabels[value] = label;

    /// <summary>A coupon that takes so many percent off goods.</summary>
    public void Coupon(string code, decimal percent) => _shop.Checkout.Coupons[code] = percent;

    /// <summary>Flat shipping price of one piece. Default 5.</summary>
    public void ShippingPrice(decimal perPiece) => _shop.Checkout.ShippingPerPiece = perPiece;

    private Product Find(string sku) => _shop.Products.Find(sku)
        ?? throw new ArgumentException($"The twin has no product {sku}.", nameof(sku));

    private Source FindSource(string code) => _shop.Sources.FindSource(code)
        ?? throw new ArgumentException($"The twin has no source {code}.", nameof(code));
}
