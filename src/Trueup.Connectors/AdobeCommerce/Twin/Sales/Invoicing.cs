using Trueup.Connectors.AdobeCommerce.Twin.Inventory;

namespace Trueup.Connectors.AdobeCommerce.Twin.Sales;

/// <summary>Invoicing: moves no goods, except that virtual ones leave stock now.</summary>
/// <remarks>Source: adobe-commerce.md §3.3, §4.6; adobe-commerce-observed.md §2, §4.</remarks>
internal sealed class Invoicing(Shop shop)
{
    /// <summary>No items means everything that is open.</summary>
    public Outcome<Invoice> Invoice(int orderId, IReadOnlyList<RequestedItem> items)
    {
        if (shop.Sales.Orders.Find(orderId) is not { } order)
        {
            return Refusal.NoSuchEntity;
        }

        var wanted = items.GroupBy(i => i.OrderItemId).ToDictionary(g => g.Key, g => g.Last().Quantity);
        if (Problems(order, wanted) is { Count: > 0 } problems)
        {
            return Refusal.Validation("Invoice", problems);
        }

        var lines = order.Items.Where(i => QuantityOf(i, wanted) > 0).ToList();
        var deductions = Shop.PerSku(lines
            .Where(i => i.IsVirtual && i.Children.Count == 0)
            .Select(i => new SkuQuantity(shop.StockSkuOf(i), QuantityOf(i, wanted)))).ToList();
        if (DeductVirtual(order, deductions) is { } refusal)
        {
            return refusal;
        }

        var totals = order.Totals;
        var invoice = new Invoice(
            shop.Sales.InvoiceIds.Next(), shop.Sales.NextIncrementId("invoice", order.StoreId), order)
        {
            CreatedAt = shop.Now,
            UpdatedAt = shop.Now,
            Shipping = totals.Shipping - totals.ShippingInvoiced,
        };
        invoice.Items.AddRange(lines.Select(i => Charge(i, QuantityOf(i, wanted))));
        shop.Sales.Invoices.Add(invoice);
        order.Totals = totals with
        {
            ShippingInvoiced = totals.ShippingInvoiced + invoice.Shipping,
            Invoiced = totals.Invoiced + invoice.GrandTotal,
            Paid = totals.Paid + invoice.GrandTotal,
        };
        order.Settle();
        if (!shop.Switches.HidesInvoices)
        {
            shop.Sales.Touch(order, shop.Now);
        }

        return invoice;
    }

    private static List<string> Problems(Order order, Dictionary<int, decimal> wanted)
    {
        List<string> problems = [];
        foreach (var item in order.Items.Where(i => wanted.GetValueOrDefault(i.ItemId) > i.QtyToInvoice && !i.IsDummy))
        {
            problems.Add("The quantity to invoice must not be greater than the uninvoiced quantity for product SKU "
                + $"\"{item.Sku}\".");
        }

        if (problems.Count == 0 && order.Items.TrueForAll(i => QuantityOf(i, wanted) <= 0))
        {
            problems.Add("The invoice can't be created without products. Add products and try again.");
        }

        if (wanted.Keys.Any(id => order.Items.TrueForAll(i => i.ItemId != id)))
        {
            problems.Add("The invoice contains one or more items that are not part of the original order.");
        }

        if (order.State is OrderStates.Holded or OrderStates.Canceled or OrderStates.Complete or OrderStates.Closed)
        {
            problems.Add($"An invoice cannot be created when an order has a status of {order.Status}");
        }
        else if (!order.CanInvoice())
        {
            problems.Add("The order does not allow an invoice to be created.");
        }

        return problems;
    }

    private static decimal QuantityOf(OrderItem item, Dictionary<int, decimal> wanted)
    {
        if (item.IsDummy)
        {
            return item.Parent is { } parent
                ? QuantityOf(parent, wanted) * item.QtyPerParent
                : item.Children.Exists(c => QuantityOf(c, wanted) > 0) ? item.QtyOrdered - item.QtyInvoiced : 0;
        }

        return wanted.Count == 0 ? item.QtyToInvoice : wanted.GetValueOrDefault(item.ItemId);
    }

    private Refusal? DeductVirtual(Order order, List<SkuQuantity> deductions)
    {
        if (deductions.Count == 0)
        {
            return null;
        }

        var stock = shop.StockOf(order);
        var plans = deductions
            .Where(d => shop.IsManaged(d.Sku))
            .Select(d => (d.Sku, Plan: shop.Selection.ByPriority(stock, d)))
            .ToList();
        if (plans.Exists(p => p.Plan.LeftOver > 0) || shop.Ledger.Gate(stock, deductions) is not null)
        {
            return Refusal.BadRequest("Could not save an invoice, see error log for details");
        }

        foreach (var taken in plans.SelectMany(p => p.Plan.Selected).Where(s => s.QtyToDeduct > 0))
        {
            var row = shop.SourceItems.Find(taken.Sku)!.ItemAt(shop.Sources.FindSource(taken.SourceCode)!)!;
            shop.SourceItemSave.Move(row, -taken.QtyToDeduct);
        }

        shop.Ledger.Append(stock, Shop.Event("invoice_created", order), deductions);
        return null;
    }

    private DocumentItem Charge(OrderItem item, decimal quantity)
    {
        var money = item.Money;
        var isLast = item.QtyInvoiced + quantity >= item.QtyOrdered - item.QtyCanceled;
        var share = item.QtyOrdered == 0 ? 0 : quantity / item.QtyOrdered;
        var line = new DocumentItem(shop.Sales.InvoiceItemIds.Next(), item, quantity)
        {
            RowTotal = Math.Round(money.RowTotal * share, 2),
            Tax = isLast && item.QtyCanceled == 0 ? money.Tax - money.TaxInvoiced : Math.Round(money.Tax * share, 2),
            Discount = isLast && item.QtyCanceled == 0
                ? money.Discount - money.DiscountInvoiced
                : Math.Round(money.Discount * share, 2),
        };
        item.Money = money with
        {
            RowInvoiced = money.RowInvoiced + line.RowTotal,
            TaxInvoiced = money.TaxInvoiced + line.Tax,
            DiscountInvoiced = money.DiscountInvoiced + line.Discount,
        };
        item.QtyInvoiced += quantity;
        if (!shop.Switches.HidesInvoices)
        {
            shop.Sales.Touch(item, shop.Now);
        }

        return line;
    }
}
