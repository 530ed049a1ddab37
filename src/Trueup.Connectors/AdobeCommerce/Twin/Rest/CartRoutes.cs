using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
using Trueup.Connectors.AdobeCommerce.Twin.Sales;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>From an empty cart to an order, as a guest or for a customer. Source: adobe-commerce.md §4.6.</summary>
internal sealed class CartRoutes(Shop shop)
{
    private const string Manage = "Magento_Cart::manage";

    private static readonly Refusal NoSuchCart = Refusal.Named(
        404, "No such entity with %fieldName = %fieldValue", "fieldName", "cartId");

    private readonly Queue<DateTimeOffset> _recentOrders = new();

    public void Register(RouteTable routes)
    {
        routes.Post("guest-carts", resource: null, call => Answer.Ok(shop.Carts.Open(call.Store).MaskedId));
        routes.Post("guest-carts/{cart}/items", resource: null, call => With(call, c => AddItem(call, c)));
        routes.Post("guest-carts/{cart}/shipping-information", resource: null, call =>
            With(call, c => SetShipping(call, c)));
        routes.Post("guest-carts/{cart}/payment-information", resource: null, call => With(call, c => Pay(call, c)));
        routes.Put("guest-carts/{cart}/coupons/{code}", resource: null, call => With(call, c => SetCoupon(call, c)));
        routes.Put("guest-carts/{cart}/order", resource: null, call => With(call, c => Pay(call, c)));
        routes.Post("customers/{id}/carts", Manage, OpenForCustomer);
        routes.Post("carts/{cart}/items", Manage, call => With(call, c => AddItem(call, c)));
        routes.Post("carts/{cart}/shipping-information", Manage, call => With(call, c => SetShipping(call, c)));
        routes.Put("carts/{cart}/order", Manage, call => With(call, c => Pay(call, c)));
    }

    private Answer With(Call call, Func<Cart, Answer> then)
    {
        var key = call.Path["cart"];
        var cart = shop.Carts.Find(key) ?? (call.Id("cart") is { } id ? shop.Carts.Find(id) : null);
        return cart is null ? Answer.Of(NoSuchCart) : then(cart);
    }

    private Answer OpenForCustomer(Call call) =>
        shop.Customers.All.GetValueOrDefault(call.Id("id") ?? 0) is { } customer
        ? Answer.Ok(shop.Carts.Open(call.Store, customer).Id)
        : Answer.Of(Refusal.NoSuchEntity);

    private Answer AddItem(Call call, Cart cart)
    {
        var reading = new JsonReading();
        var item = reading.Required(call.Body, "cartItem");
        var quantity = reading.Number(item, "qty") ?? 1;
        if (reading.Refusal is not null || shop.Products.Find(JsonReading.Text(item, "sku") ?? "") is not { } product)
        {
            return Answer.Of(reading.Refusal ?? Refusal.NoSuchProduct);
        }

        var option = JsonReading.Member(item, "product_option");
        var chosen = JsonReading.Member(option, "extension_attributes");
        var line = new CartLine(shop.Carts.ItemIds.Next(), product, quantity)
        {
            Variant = VariantOf(product, chosen),
            Selections = SelectionsOf(product, chosen),
            Options = OptionsOf(product, chosen),
            ProductOption = option.ValueKind == JsonValueKind.Object ? option : null,
        };
        return shop.Checkout.Add(cart, line) is { } refusal ? Answer.Of(refusal) : Answer.Ok(Json(cart, line));
    }

    private static JsonObject Json(Cart cart, CartLine line)
    {
        var json = new JsonObject
        {
            ["item_id"] = line.ItemId,
            ["sku"] = line.Sku,
            ["qty"] = Vendor.Number(line.Quantity),
            ["name"] = line.Product.Name,
            ["price"] = Vendor.Number(line.Price),
            ["product_type"] = line.Product.Type.Code(),
            ["quote_id"] = cart.Id.ToString(CultureInfo.InvariantCulture),
        };
        if (line.ProductOption is { } option)
        {
            json["product_option"] = Vendor.Copy(option);
        }

        return json;
    }

    private static Product? VariantOf(Product product, JsonElement chosen)
    {
        if (product is not { Type: ProductType.Configurable, Composition: { } composition })
        {
            return null;
        }

        var values = JsonReading.List(JsonReading.Member(chosen, "configurable_item_options"))
            .Select(o => JsonReading.Text(o, "option_value"))
            .ToList();
        return composition.Variants
            .Find(v => values.Contains(v.OptionValue.ToString(CultureInfo.InvariantCulture)))?.Child;
    }

    private static List<ChosenSelection> SelectionsOf(Product product, JsonElement chosen)
    {
        List<ChosenSelection> selections = [];
        foreach (var given in JsonReading.List(JsonReading.Member(chosen, "bundle_options")))
        {
            var ids = JsonReading.List(JsonReading.Member(given, "option_selections"))
                .Select(JsonReading.Text)
                .ToList();
            var quantity = Number(JsonReading.Text(given, "option_qty")) ?? 1;
            selections.AddRange((product.Composition?.BundleOptions ?? [])
                .SelectMany(o => o.Selections)
                .Where(s => ids.Contains(s.Id.ToString(CultureInfo.InvariantCulture)))
                .Select(s => new ChosenSelection(s, quantity)));
        }

        return selections;
    }

    private static List<ChosenOption> OptionsOf(Product product, JsonElement chosen)
    {
        List<ChosenOption> options = [];
        foreach (var given in JsonReading.List(JsonReading.Member(chosen, "custom_options")))
        {
            var id = Number(JsonReading.Text(given, "option_id"));
            var text = JsonReading.Text(given, "option_value");
            if (product.Composition?.CustomOptions.Find(o => o.Id == id) is { } option)
            {
                options.Add(new ChosenOption(option, option.Values.Find(v => v.Id == Number(text)), text));
            }
        }

        return options;
    }

    private Answer SetShipping(Call call, Cart cart)
    {
        var reading = new JsonReading();
        var information = reading.Required(call.Body, "addressInformation");
        if (reading.Refusal is { } refusal)
        {
            return Answer.Of(refusal);
        }

        cart.ShippingAddress = Present(JsonReading.Member(information, "shipping_address")) ?? cart.ShippingAddress;
        cart.BillingAddress = Present(JsonReading.Member(information, "billing_address")) ?? cart.BillingAddress;
        return Answer.Ok(CartTotalsJson.Of(cart, shop));
    }

    private Answer SetCoupon(Call call, Cart cart)
    {
        if (!shop.Checkout.Coupons.ContainsKey(call.Path["code"]))
        {
            return Answer.Of(new Refusal(404, "The coupon code isn't valid. Verify the code and try again."));
        }

        cart.CouponCode = call.Path["code"];
        return Answer.Ok(true);
    }

    private Answer Pay(Call call, Cart cart)
    {
        if (IsTooOften())
        {
            return Answer.Of(new Refusal(429, "Too Many Requests"));
        }

        cart.Email = JsonReading.Text(call.Body, "email") ?? cart.Email;
        cart.BillingAddress = Present(JsonReading.Member(call.Body, "billing_address")) ?? cart.BillingAddress;
        return Answer.Of(shop.Checkout.Place(cart), o => o.EntityId);
    }

    private bool IsTooOften()
    {
        if (shop.Switches.OrdersPerMinuteMax is not { } most)
        {
            return false;
        }

        while (_recentOrders.TryPeek(out var oldest) && oldest <= shop.Clock - TimeSpan.FromMinutes(1))
        {
            _recentOrders.Dequeue();
        }

        if (_recentOrders.Count >= most)
        {
            return true;
        }

        _recentOrders.Enqueue(shop.Clock);
        return false;
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static JsonElement? Present(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element : null;
}
