namespace Trueup.Connectors.AdobeCommerce.Twin.Sales;

/// <summary>A return (RMA): quantities and a word, and neither goods nor money.</summary>
internal sealed class ReturnRequest(int entityId, string incrementId, Order order)
{
    public int EntityId { get; } = entityId;

    public string IncrementId { get; } = incrementId;

    public Order Order { get; } = order;

    public required DateTimeOffset RequestedAt { get; init; }

    public string Status { get; set; } = "pending";

    public List<ReturnItem> Items { get; } = [];
}

/// <summary>A line of a return.</summary>
internal sealed class ReturnItem(int entityId, OrderItem orderItem, decimal requested)
{
    public int EntityId { get; } = entityId;

    public OrderItem OrderItem { get; } = orderItem;

    public decimal Requested { get; } = requested;

    public decimal Authorized { get; set; }
}

/// <summary>
/// Where customers' returns are decided on. Nothing of it moves goods or money, which only a credit memo does, and nothing
/// changes the order.
/// </summary>
/// <remarks>Source: adobe-commerce.md §4.7, the vendor's description and schema; its code is closed.</remarks>
internal sealed class ReturnDesk(Shop shop)
{
    private readonly Sequence _ids = new();
    private readonly Sequence _itemIds = new();
    private readonly List<ReturnRequest> _requests = [];

    /// <summary>In the order of their ids.</summary>
    public IReadOnlyList<ReturnRequest> All => _requests;

    public ReturnRequest? Find(int id) => id >= 1 && id <= _requests.Count ? _requests[id - 1] : null;

    /// <summary>Asks for lines to be taken back; not for what is no goods.</summary>
    public Outcome<ReturnRequest> Request(int orderId, IReadOnlyList<RequestedItem> lines)
    {
        if (shop.Sales.Orders.Find(orderId) is not { } order || lines.Count == 0 ||
            lines.Any(line => order.Items.Find(item => item.ItemId == line.OrderItemId) is not { IsVirtual: false }))
        {
            return Refusal.NoSuchEntity;
        }

        var request = new ReturnRequest(_ids.Next(), shop.Sales.NextIncrementId("rma", order.StoreId), order)
        {
            RequestedAt = shop.Now,
        };
        request.Items.AddRange(lines.Select(line => new ReturnItem(
            _itemIds.Next(), order.Items.Find(item => item.ItemId == line.OrderItemId)!, line.Quantity)));
        _requests.Add(request);
        return request;
    }

    /// <summary>Authorises units of lines, up to what was asked for; no lines for all of it.</summary>
    public Outcome<ReturnRequest> Authorise(int id, IReadOnlyList<RequestedItem> lines)
    {
        if (Find(id) is not { } request)
        {
            return Refusal.NoSuchEntity;
        }

        foreach (var item in request.Items)
        {
            var units = lines.Count == 0
                ? item.Requested
                : lines.Where(line => line.OrderItemId == item.OrderItem.ItemId).Sum(line => line.Quantity);
            item.Authorized = Math.Max(item.Authorized, Math.Min(units, item.Requested));
        }

        request.Status = request.Items.TrueForAll(item => item.Authorized == item.Requested) ? "authorized" : "partially authorized";
        return request;
    }

    /// <summary>Ends a return: rejected, closed, or processed and closed.</summary>
    public Outcome<ReturnRequest> End(int id, string status)
    {
        if (Find(id) is not { } request)
        {
            return Refusal.NoSuchEntity;
        }

        request.Status = status;
        return request;
    }
}
