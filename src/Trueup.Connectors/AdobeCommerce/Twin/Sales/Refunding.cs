namespace Trueup.Connectors.AdobeCommerce.Twin.Sales;

/// <summary>What somebody wants refunded. No items means everything; no shipping amount means all that is left of
/// it.</summary>
internal sealed record RefundRequest(IReadOnlyList<RequestedItem> Items, IReadOnlyList<int> ReturnToStock)
{
    public decimal? Shipping { get; init; }

    public decimal AdjustmentPositive { get; init; }

    public decimal AdjustmentNegative { get; init; }

    public string? Comment { get; init; }

    public bool IsCommentVisible { get; init; }
}

/// <summary>Refunding offline, by order.</summary>
/// <remarks>Source: adobe-commerce.md §4.6; adobe-commerce-observed.md §1.10, §4.</remarks>
internal sealed class Refunding(Shop shop)
{
    public Outcome<CreditMemo> Refund(int orderId, RefundRequest request)
    {
        if (shop.Sales.Orders.Find(orderId) is not { } order)
        {
            return Refusal.NoSuchEntity;
        }

        var wanted = request.Items.GroupBy(i => i.OrderItemId).ToDictionary(g => g.Key, g => g.Last().Quantity);
        if (order.Items.Find(i => i.QtyToRefund > 0
            && wanted.GetValueOrDefault(i.ItemId) > i.QtyToRefund) is { } tooMuch)
        {
            return Refusal.BadRequest("We found an invalid quantity to refund item \"%1\".", tooMuch.Name);
        }

        var memo = Draft(order, request, wanted);
        if (Problems(memo, request, wanted) is { Count: > 0 } problems)
        {
            return Refusal.Validation("Creditmemo", problems);
        }

        if (shop.Returns.Process(order, memo.Items.SelectMany(ReturnsOf)) is { } refusal)
        {
            return refusal;
        }

        if (request.Comment is { } comment)
        {
            memo.Comments.Add(new ShipmentComment(
                shop.Sales.CommentIds.Next(), comment, IsCustomerNotified: false, request.IsCommentVisible, shop.Now));
        }

        shop.Sales.CreditMemos.Add(memo);
        Book(memo);
        order.Settle();
        order.Histories.Add(new StatusHistory(
            shop.Sales.HistoryIds.Next(),
            FormattableString.Invariant($"We refunded £{memo.GrandTotal:N2} offline."),
            order.Status,
            IsCustomerNotified: false,
            IsVisibleOnFront: false,
            shop.Now)
        {
            EntityName = "creditmemo",
        });
        shop.Sales.Touch(order, shop.Now);
        return memo;
    }

    /// <summary>The entity endpoint: an empty memo without any effect. Source: adobe-commerce-observed.md
    /// §1.11.</summary>
    public Outcome<CreditMemo> SaveEntity(int orderId, IReadOnlyList<RequestedItem> items)
    {
        if (shop.Sales.Orders.Find(orderId) is not { } order)
        {
            return Refusal.NoSuchEntity;
        }

        var memo = New(order, new RefundRequest(items, []) { Shipping = 0 }, isRaw: true);
        memo.Items.AddRange(items
            .Select(i => (Item: order.Items.Find(o => o.ItemId == i.OrderItemId), i.Quantity))
            .Where(l => l.Item is not null)
            .Select(l => new DocumentItem(shop.Sales.CreditMemoItemIds.Next(), l.Item!, l.Quantity)));
        shop.Sales.CreditMemos.Add(memo);
        return memo;
    }

    private CreditMemo New(Order order, RefundRequest request, bool isRaw = false) => new(
        shop.Sales.CreditMemoIds.Next(), shop.Sales.NextIncrementId("creditmemo", order.StoreId), order)
    {
        CreatedAt = shop.Now,
        UpdatedAt = shop.Now,
        Shipping = request.Shipping ?? (order.Totals.Shipping - order.Totals.ShippingRefunded),
        AdjustmentPositive = request.AdjustmentPositive,
        AdjustmentNegative = request.AdjustmentNegative,
        IsRaw = isRaw,
    };

    private CreditMemo Draft(Order order, RefundRequest request, Dictionary<int, decimal> wanted)
    {
        var memo = New(order, request);
        foreach (var item in order.Items)
        {
            var quantity = QuantityOf(item, wanted);
            if (quantity <= 0)
            {
                continue;
            }

            var line = new DocumentItem(shop.Sales.CreditMemoItemIds.Next(), item, quantity)
            {
                IsBackToStock = request.ReturnToStock.Contains(item.ItemId),
            };
            memo.Items.Add(item.IsDummy ? line : Charged(line));
        }

        return memo;
    }

    /// <summary>A line with its share of the money. A line whose money its children or its parent carry has none: the shop adds up only
    /// the others.</summary>
    private static DocumentItem Charged(DocumentItem line)
    {
        var (item, money) = (line.OrderItem, line.OrderItem.Money);
        var share = item.QtyOrdered == 0 ? 0 : line.Quantity / item.QtyOrdered;
        var isLast = item.QtyRefunded + line.Quantity >= item.QtyOrdered;
        return line with
        {
            RowTotal = Math.Round(money.RowTotal * share, 4),
            Tax = isLast ? money.Tax - money.TaxRefunded : Math.Round(money.Tax * share, 2),
            Discount = isLast ? money.Discount - money.DiscountRefunded : Math.Round(money.Discount * share, 4),
        };
    }

    /// <summary>How much of a line the memo holds. A parent whose children carry the money counts its whole ordered
    /// quantity with every memo: the shop's own nonsense. Source: adobe-commerce-observed.md §2, notes.</summary>
    private static decimal QuantityOf(OrderItem item, Dictionary<int, decimal> wanted)
    {
        if (item.IsDummy)
        {
            return item.Parent is { } parent
                ? QuantityOf(parent, wanted) * item.QtyPerParent
                : item.Children.Exists(c => QuantityOf(c, wanted) > 0) ? item.QtyOrdered : 0;
        }

        return wanted.Count == 0 ? item.QtyToRefund : Math.Min(wanted.GetValueOrDefault(item.ItemId), item.QtyToRefund);
    }

    private List<string> Problems(CreditMemo memo, RefundRequest request, Dictionary<int, decimal> wanted)
    {
        List<string> problems = [];
        var order = memo.Order;
        if (order.State is OrderStates.Holded or OrderStates.Canceled)
        {
            problems.Add($"A creditmemo can not be created when an order has a status of {order.Status}");
        }

        var left = order.Totals.Paid - order.Totals.Refunded;
        var isTooMany = order.Items.Exists(i => !i.IsDummy && wanted.GetValueOrDefault(i.ItemId) > i.QtyToRefund);
        if (memo.GrandTotal > left || (isTooMany && left <= memo.GrandTotal))
        {
            problems.Add(FormattableString.Invariant($"The most money available to refund is {left:G29}."));
        }

        if (memo.GrandTotal < 0)
        {
            problems.Add("The credit memo's total must be positive.");
        }

        if (isTooMany)
        {
            problems.Add("The quantity to refund must not be greater than the unrefunded quantity.");
        }

        if (order.Items.Exists(i => i.IsDummy && i.Children.Count > 0 && wanted.GetValueOrDefault(i.ItemId) > 0))
        {
            problems.Add("The creditmemo contains incorrect product items.");
        }

        problems.AddRange(request.ReturnToStock
            .Where(id => memo.Items.TrueForAll(i => i.OrderItem.ItemId != id))
            .Select(NotInMemo));
        return problems;
    }

    private string NotInMemo(int orderItemId) => shop.Sales.FindItem(orderItemId) is { } item
        ? $"The \"{item.Sku}\" product is not part of the current creditmemo."
        : "The return to stock argument contains product item that is not part of the original order.";

    /// <summary>The leaf of a memo line, with how much of it was invoiced and not refunded until now.</summary>
    private IEnumerable<ReturnedLine> ReturnsOf(DocumentItem line)
    {
        var leaf = line.OrderItem;
        if (leaf.Children.Count > 0)
        {
            yield break;
        }

        var counted = leaf is { IsDummy: true, Parent: { } parent } ? parent : leaf;
        var perCounted = ReferenceEquals(counted, leaf) ? 1 : leaf.QtyPerParent;
        yield return new ReturnedLine(
            leaf,
            shop.StockSkuOf(leaf),
            line.Quantity,
            (counted.QtyInvoiced - counted.QtyRefunded) * perCounted,
            line.IsBackToStock);
    }

    private void Book(CreditMemo memo)
    {
        foreach (var line in memo.Items)
        {
            var item = line.OrderItem;
            item.QtyRefunded += line.Quantity;
            shop.Sales.Touch(item, shop.Now);
            item.Money = item.Money with
            {
                AmountRefunded = item.Money.AmountRefunded + line.RowTotal,
                TaxRefunded = item.Money.TaxRefunded + line.Tax,
                DiscountRefunded = item.Money.DiscountRefunded + line.Discount,
            };
        }

        memo.Order.IsRefunded = true;
        var totals = memo.Order.Totals;
        memo.Order.Totals = totals with
        {
            Refunded = totals.Refunded + memo.GrandTotal,
            ShippingRefunded = totals.ShippingRefunded + memo.Shipping,
            AdjustmentPositive = totals.AdjustmentPositive + memo.AdjustmentPositive,
            AdjustmentNegative = totals.AdjustmentNegative + memo.AdjustmentNegative,
        };
    }
}
