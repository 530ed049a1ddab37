using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
using Trueup.Connectors.AdobeCommerce.Twin.Inventory;

namespace Trueup.Connectors.AdobeCommerce.Twin.Sales;

/// <summary>From cart to order: check, reserve, then save.</summary>
/// <remarks>Source: adobe-commerce.md §3.4; adobe-commerce-observed.md §1, §4.</remarks>
internal sealed class Checkout(Shop shop)
{
    private static readonly Refusal NotAvailable =
        Refusal.BadRequest("Product that you are trying to add is not available.");

    /// <summary>Flat-rate price of one piece. Default 5, as in the observed shop.</summary>
    public decimal ShippingPerPiece { get; set; } = 5;

    /// <summary>Tax on goods, in percent, on top of prices. Default 0.</summary>
    public decimal TaxPercent { get; set; }

    /// <summary>Code of the tax's rate.</summary>
    public string TaxCode { get; set; } = "VAT";

    /// <summary>Discount in percent by coupon code.</summary>
    public Dictionary<string, decimal> Coupons { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Orders that left less than nothing to sell of a SKU that allows no back-orders.</summary>
    public int Oversold { get; private set; }

    /// <summary>Told of every order placed through a cart.</summary>
    public Action<Order>? Placed { get; set; }

    /// <summary>Puts a line into a cart, if it can be bought right now.</summary>
    public Refusal? Add(Cart cart, CartLine line)
    {
        if (!line.Product.IsEnabled || shop.Sources.StockOf(cart.Website.Code) is not { } stock)
        {
            return NotAvailable;
        }

        foreach (var need in Shop.PerSku(line.Needs))
        {
            if (!shop.Salability.IsSalable(need.Sku, stock.Id))
            {
                return NotAvailable;
            }

            if (Refused(stock, need) is { } refusal)
            {
                return refusal;
            }
        }

        cart.Lines.Add(line);
        return null;
    }

    public Outcome<Order> Place(Cart cart)
    {
        if (cart.Lines.Count == 0 || shop.Sources.StockOf(cart.Website.Code) is not { } stock)
        {
            return Refusal.BadRequest("Your cart is empty.");
        }

        var needs = Shop.PerSku(cart.Lines.SelectMany(l => l.Needs)).ToList();
        if (Check(cart, stock, needs) is { } refusal)
        {
            return refusal;
        }

        if (shop.Ledger.Gate(stock, needs) is { } notAssigned)
        {
            return notAssigned;
        }

        var backordered = needs.ToDictionary(n => n.Sku, n => Missing(stock, n), StringComparer.OrdinalIgnoreCase);
        var website = cart.Website;
        var incrementId = cart.Edits is { } edited
            ? $"{edited.OriginalIncrementId}-{edited.EditIncrement + 1}"
            : shop.Sales.NextIncrementId("order", website.StoreId);
        shop.Ledger.Append(
            stock,
            new SalesEvent("order_placed", OrderId: "", incrementId),
            needs.Select(n => n with { Quantity = -n.Quantity }));
        if (needs.Exists(n => backordered[n.Sku] > 0 && IsLimited(n.Sku)))
        {
            Oversold++;
        }

        var order = Save(cart, incrementId, backordered);
        shop.Carts.Close(cart);
        Placed?.Invoke(order);
        return order;
    }

    private Refusal? Check(Cart cart, Stock stock, List<SkuQuantity> needs)
    {
        if (cart.Lines.Exists(l => !l.Product.IsEnabled || shop.Products.Find(l.Product.Id) is null))
        {
            return NotAvailable;
        }

        if (shop.Switches.RaceNextOrders > 0)
        {
            shop.Switches.RaceNextOrders--;
            return null;
        }

        return needs.Select(n => Refused(stock, n)).FirstOrDefault(r => r is not null);
    }

    private Refusal? Refused(Stock stock, SkuQuantity need)
    {
        var errors = shop.Salability.Errors(need.Sku, stock.Id, need.Quantity);
        return errors.Count == 0
            ? null
            : Refusal.BadRequest(errors[^1].Code.StartsWith("is_any_source_item", StringComparison.Ordinal)
                ? "This product is out of stock."
                : errors[^1].Message);
    }

    private decimal Missing(Stock stock, SkuQuantity need) =>
        shop.Products.Find(need.Sku) is { } product && shop.IsManaged(need.Sku)
        ? Math.Clamp(need.Quantity - Math.Max(shop.Salability.QuantityOf(product, stock.Id), 0), 0, need.Quantity)
        : 0;

    private bool IsLimited(string sku) =>
        shop.Products.Find(sku) is { } product && !shop.Configuration.AllowsBackorders(product.StockItem);

    private Order Save(Cart cart, string incrementId, Dictionary<string, decimal> backordered)
    {
        var isVirtual = cart.IsVirtual;
        var order = new Order(shop.Sales.OrderIds.Next(), incrementId, cart.Website.StoreId)
        {
            Website = cart.Website.Code,
            StoreName = cart.Website.StoreName,
            CreatedAt = shop.Now,
            UpdatedAt = shop.Now,
            Customer = cart.Customer,
            Email = cart.Email ?? cart.Customer?.Email,
            ShippingAddress = isVirtual ? null : cart.ShippingAddress ?? cart.BillingAddress,
            BillingAddress = cart.BillingAddress ?? cart.ShippingAddress,
            ShippingAddressId = isVirtual ? 0 : shop.Sales.AddressIds.Next(),
            BillingAddressId = shop.Sales.AddressIds.Next(),
            QuoteId = cart.Id,
            CouponCode = cart.CouponCode,
            Edited = cart.Edits,
        };
        foreach (var line in cart.Lines)
        {
            AddItems(order, line, backordered);
        }

        order.Totals = TotalsOf(cart);
        ApplyTax(order);
        shop.Sales.Orders.Add(order);
        return order;
    }

    /// <summary>What an order shows of options that were filled in at the shop's own counter, in the form that the
    /// interface takes them in (recording order.J4.5-json).</summary>
    private static JsonElement? OptionsOf(CartLine line)
    {
        if (line.Options.Count == 0)
        {
            return null;
        }

        var options = line.Options.Select(chosen => new JsonObject
        {
            ["option_id"] = chosen.Option.Id.ToString(CultureInfo.InvariantCulture),
            ["option_value"] = chosen.Value?.Id.ToString(CultureInfo.InvariantCulture) ?? chosen.Text ?? chosen.Option.Title,
        });
        var shown = new JsonObject
        {
            ["extension_attributes"] = new JsonObject { ["custom_options"] = new JsonArray([.. options]) },
        };
        return JsonSerializer.SerializeToElement(shown);
    }

    private void AddItems(Order order, CartLine line, Dictionary<string, decimal> backordered)
    {
        var parent = NewItem(order, line, line.Product, null) with
        {
            Sku = line.Sku,
            Price = line.Price,
            QtyOrdered = line.Quantity,
            QuoteItemId = line.ItemId,
            ProductOption = line.ProductOption ?? OptionsOf(line),
            QtyBackordered = line.Product.HasSourceItems ? backordered.GetValueOrDefault(line.Product.Sku) : 0,
        };
        var added = Add(order, parent, MoneyOf(line.Price * line.Quantity, order.CouponCode));
        if (line.Variant is { } variant)
        {
            Add(order, NewItem(order, line, variant, added) with { QtyOrdered = line.Quantity }, new ItemMoney());
        }

        foreach (var chosen in line.Selections)
        {
            var child = chosen.Selection.Child;
            var quantity = chosen.Quantity * line.Quantity;
            Add(
                order,
                NewItem(order, line, child, added) with
                {
                    QtyOrdered = quantity,
                    QtyPerParent = chosen.Quantity,
                    Price = line.HasDynamicPrice ? child.Price : 0,
                },
                line.HasDynamicPrice ? MoneyOf(child.Price * quantity, order.CouponCode) : new ItemMoney());
        }
    }

    private static NewOrderItem NewItem(Order order, CartLine line, Product product, OrderItem? parent) =>
        new(order, line, product, parent) { Sku = product.Sku };

    private OrderItem Add(Order order, NewOrderItem draft, ItemMoney money)
    {
        var item = new OrderItem(shop.Sales.NextItemId, order, draft.Product)
        {
            Sku = draft.Sku,
            Name = draft.Product.Name,
            Parent = draft.Parent,
            Price = draft.Price,
            OriginalPrice = draft.Parent is not null || draft.Line.HasDynamicPrice
                ? draft.Price
                : (draft.Line.Variant ?? draft.Product).Price,
            Money = money,
            ProductOption = draft.ProductOption,
            ShipsSeparately = draft.Line.ShipsSeparately,
            CalculatesChildren = draft.Line.HasDynamicPrice,
            QtyPerParent = draft.QtyPerParent,
            QtyOrdered = draft.QtyOrdered,
            QtyBackordered = draft.QtyBackordered,
            QuoteItemId = draft.QuoteItemId == 0 ? shop.Carts.ItemIds.Next() : draft.QuoteItemId,
        };
        shop.Sales.AddItem(item);
        order.Items.Add(item);
        draft.Parent?.Children.Add(item);
        return item;
    }

    private void ApplyTax(Order order)
    {
        if (order.Totals.Tax == 0)
        {
            return;
        }

        order.Tax = new AppliedTax(shop.Sales.TaxIds.Next(), TaxCode, TaxPercent);
        foreach (var item in order.Items.Where(static item => item.Money.Tax != 0 && !item.IsDummy))
        {
            item.TaxItemId = shop.Sales.TaxItemIds.Next();
        }
    }

    /// <summary>What a row costs now.</summary>
    public ItemMoney MoneyOf(decimal rowTotal, string? couponCode)
    {
        var percent = couponCode is null ? 0 : Coupons.GetValueOrDefault(couponCode);
        var discount = Math.Round(rowTotal * percent / 100, 2, MidpointRounding.AwayFromZero);
        return new ItemMoney
        {
            RowTotal = rowTotal,
            DiscountPercent = percent,
            Discount = discount,
            TaxPercent = TaxPercent,
            Tax = Math.Round((rowTotal - discount) * TaxPercent / 100, 2, MidpointRounding.AwayFromZero),
        };
    }

    /// <summary>What a cart costs now.</summary>
    public OrderTotals TotalsOf(Cart cart)
    {
        var money = cart.Lines.Select(l => MoneyOf(l.Price * l.Quantity, cart.CouponCode)).ToList();
        var totals = new OrderTotals
        {
            Subtotal = money.Sum(m => m.RowTotal),
            Discount = money.Sum(m => m.Discount),
            Tax = money.Sum(m => m.Tax),
            Shipping = cart.Lines.Sum(l => l.ShippedPieces) * ShippingPerPiece,
        };
        return totals with { GrandTotal = totals.Subtotal - totals.Discount + totals.Tax + totals.Shipping };
    }

    /// <summary>An order line before it has a number.</summary>
    private sealed record NewOrderItem(Order Order, CartLine Line, Product Product, OrderItem? Parent)
    {
        public string Sku { get; init; } = "";

        public decimal Price { get; init; }

        public decimal QtyOrdered { get; init; }

        public decimal QtyPerParent { get; init; } = 1;

        public decimal QtyBackordered { get; init; }

        public int QuoteItemId { get; init; }

        public System.Text.Json.JsonElement? ProductOption { get; init; }
    }
}
