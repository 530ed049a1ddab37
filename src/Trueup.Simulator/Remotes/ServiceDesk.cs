using System.Globalization;
using System.Text;
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
    private readonly Queue<WireRequest> _pushes = new();
    private int _events;

    /// <summary>Returns that were promised, oldest first.</summary>
    public IReadOnlyList<PromisedReturn> Promised => _promised;

    /// <summary>Promises a return, and tells of it.</summary>
    /// <param name="order">The order's id in the hub.</param>
    /// <param name="lines">What is to come back.</param>
    /// <param name="now">When.</param>
    public PromisedReturn Promise(string order, Items<ReturnedLine> lines, DateTimeOffset now)
    {
        var promised = new PromisedReturn(
            order, string.Create(CultureInfo.InvariantCulture, $"CS-{_promised.Count + 1}"), lines, now);
        _promised.Add(promised);
        Tell(promised);
        return promised;
    }

    /// <summary>Tells of a promise once more, in a message of its own.</summary>
    public void Tell(PromisedReturn promised)
    {
        ArgumentNullException.ThrowIfNull(promised);
        var at = promised.At.ToString("O", CultureInfo.InvariantCulture);
        var told = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"promise-{++_events}"),
            ["source"] = "/desk",
            ["type"] = "trueup.return.authorised.v1",
            ["time"] = at,
            ["data"] = new JsonObject
            {
                ["order"] = promised.Order,
                ["rma"] = promised.Rma,
                ["at"] = at,
                ["lines"] = new JsonArray([.. promised.Lines.Select(line => (JsonNode)new JsonObject
                {
                    ["line"] = line.Line,
                    ["sku"] = line.Sku,
                    ["quantity"] = line.Quantity,
                })]),
                ["reason"] = "does not fit",
            },
        };
        _pushes.Enqueue(new WireRequest(
            "POST",
            "/in/desk",
            [new WireHeader("Authorization", $"Bearer {Token}")],
            Encoding.UTF8.GetBytes(told.ToJsonString()),
            "application/cloudevents+json"));
    }

    /// <summary>Takes what is to be told, oldest first.</summary>
    public Items<WireRequest> TakePushes()
    {
        var pushes = _pushes.ToItems();
        _pushes.Clear();
        return pushes;
    }
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
