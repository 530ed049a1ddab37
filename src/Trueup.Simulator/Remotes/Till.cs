using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Simulator.Remotes;

/// <summary>A store with a till and a shelf of its own. It tells of every sale, and then what is left.</summary>
public sealed class Till
{
    /// <summary>The token that the till's deliveries carry.</summary>
    public const string Token = "simulated-till";

    private readonly Dictionary<string, (decimal Quantity, long Version)> _shelf = new(StringComparer.Ordinal);
    private readonly Queue<WireRequest> _pushes = new();
    private int _sales;
    private int _events;

    /// <summary>What lies on the shelf.</summary>
    public decimal OnHand(string sku) => _shelf.GetValueOrDefault(sku).Quantity;

    /// <summary>What the till knows of.</summary>
    public IEnumerable<string> Skus => _shelf.Keys;

    /// <summary>Puts goods on the shelf, and says so.</summary>
    public void Receive(string sku, decimal quantity, DateTimeOffset now)
    {
        Move(sku, quantity);
        Report(sku, now);
    }

    /// <summary>Says again what is on the shelf.</summary>
    public void Report(string sku, DateTimeOffset now) => Push("trueup.stock.level.v1", now, new JsonObject
    {
        ["sku"] = sku,
        ["location"] = Estate.TillCode,
        ["quantity"] = _shelf[sku].Quantity,
        ["version"] = _shelf[sku].Version,
        ["as_of"] = Text(now),
    });

    /// <summary>Sells over the counter, as far as there is something.</summary>
    /// <returns>Units sold.</returns>
    public decimal Sell(string sku, decimal quantity, DateTimeOffset now)
    {
        var units = Math.Min(quantity, OnHand(sku));
        if (units <= 0)
        {
            return 0;
        }

        Move(sku, -units);
        var gross = units * 10;
        Push("trueup.sale.completed.v1", now, new JsonObject
        {
            ["store"] = Estate.TillCode,
            ["register"] = "1",
            ["transaction"] = string.Create(CultureInfo.InvariantCulture, $"T{++_sales}"),
            ["at"] = Text(now),
            ["currency"] = "USD",
            ["lines"] = new JsonArray(new JsonObject
            {
                ["line"] = "1",
                ["sku"] = sku,
                ["quantity"] = units,
                ["unit_price"] = 10,
                ["discount"] = 0,
                ["tax"] = 0,
            }),
            ["tenders"] = new JsonArray(new JsonObject { ["type"] = "card", ["amount"] = gross }),
            ["totals"] = new JsonObject { ["net"] = gross, ["tax"] = 0, ["gross"] = gross },
        });
        Report(sku, now);
        return units;
    }

    /// <summary>Takes what is to be told, oldest first.</summary>
    public Items<WireRequest> TakePushes()
    {
        var pushes = _pushes.ToItems();
        _pushes.Clear();
        return pushes;
    }

    private void Move(string sku, decimal delta)
    {
        var (quantity, version) = _shelf.GetValueOrDefault(sku);
        _shelf[sku] = (quantity + delta, version + 1);
    }

    private void Push(string type, DateTimeOffset now, JsonObject data)
    {
        var told = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"till-{++_events}"),
            ["source"] = "/till",
            ["type"] = type,
            ["time"] = Text(now),
            ["data"] = data,
        };
        _pushes.Enqueue(new WireRequest(
            "POST",
            "/in/till",
            [new WireHeader("Authorization", $"Bearer {Token}")],
            Encoding.UTF8.GetBytes(told.ToJsonString()),
            "application/cloudevents+json"));
    }

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}
