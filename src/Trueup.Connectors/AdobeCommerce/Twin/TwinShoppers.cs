using Trueup.Connectors.AdobeCommerce.Twin.Sales;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Twin;

/// <summary>Something a shopper buys.</summary>
/// <param name="Sku">SKU of the product as it stands in the shop.</param>
/// <param name="Quantity">Pieces.</param>
/// <param name="VariantSku">The chosen variant of a configurable product; null otherwise.</param>
/// <param name="OptionSkus">SKUs of the custom options taken; empty for none.</param>
public sealed record ShopperLine(
    string Sku, decimal Quantity, string? VariantSku = null, Items<string> OptionSkus = default);

/// <summary>Where a shopper lives.</summary>
/// <param name="Country">Two-letter code of the country.</param>
/// <param name="Postcode">The postcode as written there.</param>
/// <param name="City">The city.</param>
public sealed record ShopperHome(string Country, string Postcode, string City);

/// <summary>People who buy, without a browser.</summary>
public sealed class TwinShoppers
{
    private readonly Shop _shop;

    internal TwinShoppers(Shop shop) => _shop = shop;

    /// <summary>Buys as a guest: cart, check, order, reservation.</summary>
    /// <param name="website">Code of the website.</param>
    /// <param name="lines">What to buy. A bundle is bought with the default selection of each option.</param>
    /// <param name="now">The moment.</param>
    /// <param name="email">The guest's address. Default: <c>shopper@example.com</c>.</param>
    /// <param name="coupon">Coupon code; null for none.</param>
    /// <param name="home">Where it goes; null for Leeds.</param>
    /// <returns>The order, or what the shop said instead.</returns>
    public Outcome<TwinOrder> PlaceOrder(
        string website,
        Items<ShopperLine> lines,
        DateTimeOffset now,
        string email = "shopper@example.com",
        string? coupon = null,
        ShopperHome? home = null)
    {
        _shop.Advance(now);
        if (_shop.Sources.FindWebsite(website) is not { } found)
        {
            throw new ArgumentException($"The twin has no website {website}.", nameof(website));
        }

        var cart = _shop.Carts.Open(found);
        cart.Email = email;
        cart.CouponCode = coupon;
        cart.ShippingAddress = home is null ? GuestAddress.Standard : GuestAddress.At(home);
        foreach (var line in lines)
        {
            if (Add(_shop, cart, line) is { } refusal)
            {
                _shop.Carts.Close(cart);
                return refusal;
            }
        }

        var placed = _shop.Checkout.Place(cart);
        _shop.Carts.Close(cart);
        return placed.IsDone ? TwinOrder.Of(placed.Value, _shop) : placed.Refusal;
    }

    /// <summary>Puts something into a cart, if it can be bought right now.</summary>
    internal static Refusal? Add(Shop shop, Cart cart, ShopperLine line)
    {
        if (shop.Products.Find(line.Sku) is not { } product)
        {
            return Refusal.NoSuchProduct;
        }

        var cartLine = new CartLine(shop.Carts.ItemIds.Next(), product, line.Quantity)
        {
            Variant = line.VariantSku is { } variant ? shop.Products.Find(variant) : null,
            Selections = product.Composition?.BundleOptions
                .Select(o => o.Selections.Find(s => s.IsDefault) ?? o.Selections[0])
                .Select(s => new ChosenSelection(s, s.Quantity))
                .ToList() ?? [],
            Options = product.Composition?.CustomOptions
                .Where(o => line.OptionSkus.Contains(o.Sku ?? "", StringComparer.Ordinal))
                .Select(o => new ChosenOption(o, Value: null))
                .ToList() ?? [],
        };

        // A racing shopper put the goods into the cart when they were still there.
        if (shop.Switches.RaceNextOrders > 0)
        {
            cart.Lines.Add(cartLine);
            return null;
        }

        return shop.Checkout.Add(cart, cartLine);
    }
}
