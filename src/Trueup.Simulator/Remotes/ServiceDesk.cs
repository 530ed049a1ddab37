using System.Globalization;
using System.Text.Json.Nodes;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Simulator.Remotes;

/// <summary>Customer service's own system: it promises returns to customers, and tells of every promise, now and then twice.</summary>
public sealed class ServiceDesk
{
    /// <summary>The token that its deliveries carry.</summary>
    public const string Token = "simulated-desk";

    private readonly List<PromisedReturn> _promised = [];
    private readonly HashSet<string> _orders = new(StringComparer.Ordinal);
    private readonly EventPushes _pushes = new("desk", "promise", Token);

    /// <summary>Returns that were promised, oldest first.</summary>
    public IReadOnlyList<PromisedReturn> Promised => _promised;

    /// <summary>Whether anything of an order was promised back.</summary>
    public bool HasPromised(string order) => _orders.Contains(order);

    /// <summary>Promises a return, and tells of it.</summary>
    /// <param name="order">The order's id in the hub.</param>
    /// <param name="lines">What is to come back.</param>
    /// <param name="now">When.</param>
    public PromisedReturn Promise(string order, Items<ReturnedLine> lines, DateTimeOffset now)
    {
        var promised = new PromisedReturn(
            order, string.Create(CultureInfo.InvariantCulture, $"CS-{_promised.Count + 1}"), lines, now);
        _promised.Add(promised);
        _orders.Add(order);
        Tell(promised);
        return promised;
    }

    /// <summary>Promises more under a number, and tells of all that is promised now.</summary>
    public PromisedReturn Widen(PromisedReturn promised, Items<ReturnedLine> lines, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(promised);
        var widened = promised with { Lines = lines, At = now };
        _promised[_promised.FindIndex(known => known.Rma == promised.Rma)] = widened;
        Tell(widened);
        return widened;
    }

    /// <summary>Tells of a promise once more, in a message of its own.</summary>
    public void Tell(PromisedReturn promised)
    {
        ArgumentNullException.ThrowIfNull(promised);
        _pushes.Tell("trueup.return.authorised.v1", promised.At, new JsonObject
        {
            ["order"] = promised.Order,
            ["rma"] = promised.Rma,
            ["at"] = EventPushes.Text(promised.At),
            ["lines"] = new JsonArray([.. promised.Lines.Select(line => (JsonNode)new JsonObject
            {
                ["line"] = line.Line,
                ["sku"] = line.Sku,
                ["quantity"] = line.Quantity,
            })]),
            ["reason"] = "does not fit",
        });
    }

    /// <summary>Takes what is to be told, oldest first.</summary>
    public Items<WireRequest> TakePushes() => _pushes.Take();
}

/// <summary>A return that was promised.</summary>
/// <param name="Order">The order's id in the hub.</param>
/// <param name="Rma">The number of the return.</param>
/// <param name="Lines">What is to come back.</param>
/// <param name="At">When it was promised.</param>
public sealed record PromisedReturn(string Order, string Rma, Items<ReturnedLine> Lines, DateTimeOffset At);

/// <summary>What is to come back of a line.</summary>
/// <param name="Line">The storefront's line.</param>
/// <param name="Sku">What it sold.</param>
/// <param name="Quantity">Pieces.</param>
public sealed record ReturnedLine(string Line, string Sku, decimal Quantity);
