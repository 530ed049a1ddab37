using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
using Trueup.Connectors.AdobeCommerce.Twin.Inventory;

namespace Trueup.Connectors.AdobeCommerce.Twin.Sales;

/// <summary>A shopper's cart.</summary>
internal sealed class Cart(int id, string maskedId, Website website)
{
    public int Id { get; } = id;

    public string MaskedId { get; } = maskedId;

    public Website Website { get; } = website;

    public Customer? Customer { get; init; }

    public List<CartLine> Lines { get; } = [];

    public string? Email { get; set; }

    public string? CouponCode { get; set; }

    /// <summary>The order that an edit makes another of; null where something is bought.</summary>
    public Order? Edits { get; init; }

    public JsonElement? ShippingAddress { get; set; }

    public JsonElement? BillingAddress { get; set; }

    public bool IsVirtual => Lines.TrueForAll(l => l.Product.Type.IsVirtual());
}

/// <summary>A selection of a bundle, and how many of it go into one bundle.</summary>
internal sealed record ChosenSelection(BundleSelection Selection, decimal Quantity);

/// <summary>A custom option a shopper filled in.</summary>
/// <param name="Option">The option.</param>
/// <param name="Value">The value picked from its list; null where it has none.</param>
/// <param name="Text">What was written into it; null where a value was picked.</param>
internal sealed record ChosenOption(CustomOption Option, CustomOptionValue? Value, string? Text = null);

/// <summary>One line of a cart.</summary>
internal sealed record CartLine(int ItemId, Product Product, decimal Quantity)
{
    public Product? Variant { get; init; }

    public IReadOnlyList<ChosenSelection> Selections { get; init; } = [];

    public IReadOnlyList<ChosenOption> Options { get; init; } = [];

    public JsonElement? ProductOption { get; init; }

    public bool HasDynamicPrice => Product is { Type: ProductType.Bundle, Composition.HasDynamicPrice: true };

    public bool ShipsSeparately => Product is { Type: ProductType.Bundle, Composition.ShipsSeparately: true };

    /// <summary>The SKU an order line shows: the variant's, or with the SKUs of options or of a dynamic bundle's parts
    /// appended.</summary>
    public string Sku => string.Join('-', [
        Variant?.Sku ?? Product.Sku,
        .. HasDynamicPrice ? Selections.Select(s => s.Selection.Child.Sku) : [],
        .. Options.Select(o => o.Value?.Sku ?? o.Option.Sku).OfType<string>()]);

    public decimal Price => HasDynamicPrice
        ? Selections.Sum(s => s.Selection.Child.Price * s.Quantity)
        : (Variant ?? Product).Price
            + Selections.Sum(s => s.Selection.Price * s.Quantity)
            + Options.Sum(o => o.Value?.Price ?? o.Option.Price);

    /// <summary>The goods that must be there.</summary>
    public IEnumerable<SkuQuantity> Needs => Selections.Count > 0
        ? Selections.Select(s => new SkuQuantity(s.Selection.Child.Sku, s.Quantity * Quantity))
        : [new SkuQuantity((Variant ?? Product).Sku, Quantity)];

    /// <summary>Pieces that flat-rate shipping is charged for.</summary>
    public decimal ShippedPieces => Product.Type.IsVirtual()
        ? 0
        : ShipsSeparately ? Selections.Sum(s => s.Quantity) * Quantity : Quantity;
}

/// <summary>All open carts.</summary>
internal sealed class CartBook
{
    private readonly Dictionary<string, Cart> _byMaskedId = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Cart> _byId = [];

    public Sequence Ids { get; } = new();

    public Sequence ItemIds { get; } = new();

    public Cart? Find(string maskedId) => _byMaskedId.GetValueOrDefault(maskedId);

    public Cart? Find(int id) => _byId.GetValueOrDefault(id);

    public Cart Open(Website website, Customer? customer = null, Order? edits = null)
    {
        var id = Ids.Next();
        var cart = new Cart(id, DerivedText.Alphanumeric($"cart {id}", 32), website) { Customer = customer, Edits = edits };
        _byMaskedId.Add(cart.MaskedId, cart);
        _byId.Add(id, cart);
        return cart;
    }

    public void Close(Cart cart)
    {
        _byMaskedId.Remove(cart.MaskedId);
        _byId.Remove(cart.Id);
    }
}

/// <summary>All registered customers.</summary>
internal sealed class CustomerBook
{
    private readonly Dictionary<(int, string), Customer> _byEmail = [];

    public SortedDictionary<int, Customer> All { get; } = [];

    public Sequence Ids { get; } = new();

    public Sequence AddressIds { get; } = new();

    public Customer? Find(int websiteId, string email) =>
        _byEmail.GetValueOrDefault((websiteId, email.ToUpperInvariant()));

    public void Add(Customer customer)
    {
        All.Add(customer.Id, customer);
        _byEmail.Add((customer.WebsiteId, customer.Email.ToUpperInvariant()), customer);
    }
}
