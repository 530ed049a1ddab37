using System.Globalization;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http.Twin.Warehouse;

/// <summary>A warehouse's book of orders and returns.</summary>
internal sealed class WarehouseOrders
{
    private readonly Dictionary<string, WarehouseOrder> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<WarehouseOrder>> _byExternalId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AnnouncedReturn> _announced = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<WarehouseReturn>> _returns = new(StringComparer.Ordinal);

    /// <summary>How many orders there are.</summary>
    public int Count => _byId.Count;

    /// <summary>The order with the warehouse's id; null when there is none.</summary>
    public WarehouseOrder? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>All orders with an external id, oldest first.</summary>
    public IReadOnlyList<WarehouseOrder> Of(string externalId) =>
        _byExternalId.TryGetValue(externalId, out var orders) ? orders : [];

    /// <summary>Writes a new order down.</summary>
    public WarehouseOrder Add(
        string externalId, List<WarehouseLine> lines, IReadOnlyList<RejectedLine> rejected, string? deliverTo)
    {
        var order = new WarehouseOrder(
            string.Create(CultureInfo.InvariantCulture, $"W-{1_000_001 + _byId.Count}"), externalId, lines)
        {
            Rejected = rejected,
            DeliverTo = deliverTo,
        };
        _byId.Add(order.Id, order);
        if (!_byExternalId.TryGetValue(externalId, out var orders))
        {
            _byExternalId.Add(externalId, orders = []);
        }

        orders.Add(order);
        return order;
    }

    /// <summary>The return with a number; null when nobody announced or brought it.</summary>
    public AnnouncedReturn? FindReturn(string rma) => _announced.GetValueOrDefault(rma);

    /// <summary>Notes that a return will come.</summary>
    public AnnouncedReturn Announce(string rma, WarehouseOrder order, IReadOnlyList<DispatchedLine> lines)
    {
        var made = new AnnouncedReturn(
            string.Create(CultureInfo.InvariantCulture, $"A-{1_000_001 + _announced.Count}"),
            rma,
            order,
            lines.ToItems());
        _announced.Add(rma, made);
        return made;
    }

    /// <summary>The return with the warehouse's id; null when there is none.</summary>
    public AnnouncedReturn? FindReturnById(string id) => _announced.Values.FirstOrDefault(known => known.Id == id);

    /// <summary>Notes what a return is of now.</summary>
    public AnnouncedReturn Widen(AnnouncedReturn known, IReadOnlyList<DispatchedLine> lines) =>
        _announced[known.Rma] = known with { Lines = lines.ToItems() };

    /// <summary>Writes a return down, one part for each warehouse; nothing when the number was used before.</summary>
    public IReadOnlyList<WarehouseReturn> AddReturn(string rma, WarehouseOrder order)
    {
        var parts = order.Lines.Where(line => line.Dispatched > 0m && Coming(rma, line) > 0m)
            .GroupBy(static line => line.Warehouse, StringComparer.Ordinal)
            .Select(group => new WarehouseReturn(rma, order.ExternalId, group.Key, group
                .Select(line => new DispatchedLine(line.Line, line.Sku, Coming(rma, line))).ToItems()))
            .ToList();
        return _returns.TryAdd(rma, parts) ? parts : [];
    }

    /// <summary>What came under a number and waits to be inspected.</summary>
    public IEnumerable<DispatchedLine> Waiting(string rma) =>
        _returns.TryGetValue(rma, out var parts) ? parts.SelectMany(static part => part.Lines) : [];

    // What was announced comes; without an announcement, all of it.
    private decimal Coming(string rma, WarehouseLine line) => _announced.TryGetValue(rma, out var announced)
        ? Math.Min(line.Dispatched, announced.Lines
            .Where(one => string.Equals(one.Line, line.Line, StringComparison.Ordinal) &&
                string.Equals(one.Sku, line.Sku, StringComparison.Ordinal))
            .Sum(static one => one.Quantity))
        : line.Dispatched;

    /// <summary>
    /// Takes the parts of a return out of the book, to be inspected once; none when there is no such return.
    /// </summary>
    public IReadOnlyList<WarehouseReturn> TakeReturn(string rma)
    {
        if (!_returns.TryGetValue(rma, out var parts))
        {
            return [];
        }

        _returns[rma] = [];
        return parts;
    }
}

/// <summary>A return that was announced.</summary>
internal sealed record AnnouncedReturn(string Id, string Rma, WarehouseOrder Order, Items<DispatchedLine> Lines);
