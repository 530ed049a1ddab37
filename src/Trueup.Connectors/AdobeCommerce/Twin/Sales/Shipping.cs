using Trueup.Connectors.AdobeCommerce.Twin.Inventory;

namespace Trueup.Connectors.AdobeCommerce.Twin.Sales;

/// <summary>A line that somebody wants shipped, invoiced or refunded.</summary>
internal readonly record struct RequestedItem(int OrderItemId, decimal Quantity);

/// <summary>What somebody wants shipped. No items means everything that can be.</summary>
internal sealed record ShipmentRequest(IReadOnlyList<RequestedItem> Items, string? SourceCode)
{
    public IReadOnlyList<Track> Tracks { get; init; } = [];

    public string? Comment { get; init; }

    public bool IsCommentAppended { get; init; }

    public bool IsCommentVisible { get; init; }
}

/// <summary>Shipping: the goods leave one source and the reservation is given back, in one go or not at all.</summary>
/// <remarks>Source: adobe-commerce.md §3.5, §4.6; adobe-commerce-observed.md §1.10, §2.</remarks>
internal sealed class Shipping(Shop shop)
{
    private static readonly Refusal CouldNotSave =
        Refusal.BadRequest("Could not save a shipment, see error log for details");

    public Outcome<Shipment> Ship(int orderId, ShipmentRequest request)
    {
        if (shop.Sales.Orders.Find(orderId) is not { } order)
        {
            return Refusal.NoSuchEntity;
        }

        // The same item twice: the last one counts.
        var wanted = request.Items.GroupBy(i => i.OrderItemId).ToDictionary(g => g.Key, g => g.Last().Quantity);
        var lines = LinesOf(order, wanted);
        if (Problems(order, wanted, lines) is { Count: > 0 } problems)
        {
            return Refusal.Validation("Shipment", problems);
        }

        // A shipment that fails has used up its numbers all the same.
        var id = shop.Sales.ShipmentIds.Next();
        var incrementId = shop.Sales.NextIncrementId("shipment", order.StoreId);
        var deductions = Shop.PerSku(lines.SelectMany(Deductions)).ToList();
        var sourceCode = request.SourceCode ?? DefaultSourceOf(shop.StockOf(order));
        if (!Deduct(order, sourceCode, deductions, out var source))
        {
            return CouldNotSave;
        }

        var shipment = New(order, (id, incrementId, source), deductions);
        foreach (var line in lines)
        {
            shipment.Items.Add(new ShipmentItem(shop.Sales.ShipmentItemIds.Next(), line.Item, line.Quantity));
            line.Item.QtyShipped += line.Quantity;
            shop.Sales.Touch(line.Item, shop.Now);
        }

        Annotate(shipment, request);
        Settle(order);
        return shipment;
    }

    /// <summary>The entity endpoint: stock moves, the order does not notice. Source: adobe-commerce-observed.md
    /// §1.11.</summary>
    public Outcome<Shipment> SaveEntity(int orderId, IReadOnlyList<RequestedItem> items, string? sourceCode)
    {
        if (shop.Sales.Orders.Find(orderId) is not { } order)
        {
            return Refusal.NoSuchEntity;
        }

        var lines = items
            .Select(i => (Item: order.Items.Find(o => o.ItemId == i.OrderItemId), i.Quantity))
            .Where(l => l.Item is not null)
            .Select(l => new Line(l.Item!, l.Quantity))
            .ToList();
        var id = shop.Sales.ShipmentIds.Next();
        var incrementId = shop.Sales.NextIncrementId("shipment", order.StoreId);
        var deductions = Shop.PerSku(lines.SelectMany(Deductions)).ToList();
        if (!Deduct(order, sourceCode ?? DefaultSourceOf(shop.StockOf(order)), deductions, out var source))
        {
            return Refusal.BadRequest("Could not save shipment");
        }

        var shipment = New(order, (id, incrementId, source), deductions, isRaw: true);
        foreach (var line in lines)
        {
            shipment.Items.Add(new ShipmentItem(shop.Sales.ShipmentItemIds.Next(), line.Item, line.Quantity));
        }

        return shipment;
    }

    private Shipment New(
        Order order, (int Id, string IncrementId, Source Source) head, List<SkuQuantity> deductions, bool isRaw = false)
    {
        var shipment = new Shipment(head.Id, head.IncrementId, order)
        {
            SourceCode = head.Source.Code,
            CreatedAt = shop.Now,
            UpdatedAt = shop.Now,
            IsRaw = isRaw,
        };
        shipment.Deducted.AddRange(deductions);
        shop.Sales.Shipments.Add(shipment);
        return shipment;
    }

    private void Annotate(Shipment shipment, ShipmentRequest request)
    {
        shipment.Tracks.AddRange(request.Tracks.Select(
            t => t with { EntityId = shop.Sales.TrackIds.Next(), CreatedAt = shop.Now }));
        if (request.Comment is { } comment)
        {
            shipment.Comments.Add(new ShipmentComment(
                shop.Sales.CommentIds.Next(), comment, request.IsCommentAppended, request.IsCommentVisible, shop.Now));
        }
    }

    /// <summary>The order's row is written only when its state moves, so later partial shipments leave no trace
    /// there.</summary>
    private void Settle(Order order)
    {
        var before = order.State;
        order.Settle();
        if (!string.Equals(order.State, before, StringComparison.Ordinal))
        {
            shop.Sales.Touch(order, shop.Now);
        }
    }

    private static List<string> Problems(Order order, Dictionary<int, decimal> wanted, List<Line> lines)
    {
        List<string> problems = [];
        if (order.State is OrderStates.Holded or OrderStates.Canceled || order.IsVirtual)
        {
            problems.Add($"A shipment cannot be created when an order has a status of {order.Status}");
        }
        else if (!order.CanShip())
        {
            problems.Add("The order does not allow a shipment to be created.");
        }

        if (!lines.Exists(l => !l.Item.IsShippingDummy && l.Quantity > 0))
        {
            problems.Add("You can't create a shipment without products.");
        }

        problems.AddRange(order.Items.Where(i => wanted.ContainsKey(i.ItemId)).SelectMany(BundleProblems));
        return problems;
    }

    private static IEnumerable<string> BundleProblems(OrderItem item)
    {
        if (item is { ProductType: "bundle", ShipsSeparately: true })
        {
            yield return $"Cannot create shipment as bundle product \"{item.Sku}\" has shipment type \"Separately\". "
                + "Bundle product options should be shipped instead.";
        }
        else if (item.Parent is { ProductType: "bundle", ShipsSeparately: false } bundle)
        {
            yield return $"Cannot create shipment as bundle product \"{bundle.Sku}\" has shipment type \"Together\". "
                + "Bundle product itself should be shipped instead.";
        }
    }

    /// <summary>What of the request can be shipped: silently no more than is open.</summary>
    private static List<Line> LinesOf(Order order, Dictionary<int, decimal> wanted)
    {
        List<Line> lines = [];
        foreach (var item in order.Items.Where(i => !i.IsShippingDummy && i.QtyToShip > 0))
        {
            if (wanted.Count > 0 && !wanted.ContainsKey(item.ItemId))
            {
                continue;
            }

            var quantity = wanted.Count == 0 ? item.QtyToShip : Math.Min(wanted[item.ItemId], item.QtyToShip);
            quantity = item.IsQtyDecimal ? quantity : decimal.Truncate(quantity);
            if (quantity > 0)
            {
                lines.Add(new Line(item, quantity));
            }
        }

        // The parent of parts shipped one by one is counted once with every shipment, whatever was in it.
        lines.AddRange(order.Items
            .Where(i => i.Children.Count > 0 && i.ShipsSeparately && lines.Count > 0)
            .Select(i => new Line(i, 1))
            .ToList());
        return lines;
    }

    private IEnumerable<SkuQuantity> Deductions(Line line)
    {
        if (line.Item.Children.Count == 0)
        {
            return line.Item.IsVirtual ? [] : [new SkuQuantity(shop.StockSkuOf(line.Item), line.Quantity)];
        }

        return line.Item.ShipsSeparately
            ? []
            : line.Item.Children
                .Where(c => !c.IsVirtual)
                .Select(c => new SkuQuantity(shop.StockSkuOf(c), line.Quantity * c.QtyPerParent));
    }

    private bool Deduct(
        Order order, string sourceCode, List<SkuQuantity> deductions, out Source source)
    {
        var stock = shop.StockOf(order);
        source = shop.Sources.FindSource(sourceCode)!;
        if (source is null || shop.Ledger.Gate(stock, deductions) is not null)
        {
            return false;
        }

        List<(SourceItem Row, decimal Quantity)> moves = [];
        foreach (var deduction in deductions.Where(d => shop.IsManaged(d.Sku)))
        {
            if (shop.SourceItems.Find(deduction.Sku)?.ItemAt(source) is not { } row
                || row.Quantity < deduction.Quantity)
            {
                return false;
            }

            moves.Add((row, deduction.Quantity));
        }

        moves.ForEach(m => shop.SourceItemSave.Move(m.Row, -m.Quantity));
        shop.Ledger.Append(stock, Shop.Event("shipment_created", order), deductions);
        return true;
    }

    private static string DefaultSourceOf(Stock stock) =>
        stock.Links.Count == 1 ? stock.Links[0].Source.Code : Source.DefaultCode;

    private readonly record struct Line(OrderItem Item, decimal Quantity);
}
