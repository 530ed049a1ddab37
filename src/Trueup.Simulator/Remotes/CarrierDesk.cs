using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Simulator.Remotes;

/// <summary>A carrier that tells where each parcel is, in order or not, with the order's number or without.</summary>
public sealed class CarrierDesk
{
    /// <summary>The token that its deliveries carry.</summary>
    public const string Token = "simulated-carrier";

    /// <summary>The ways of a parcel, from the van to the door.</summary>
    public static readonly IReadOnlyList<string> Ways = ["in-transit", "out-for-delivery", "delivered"];

    private readonly Dictionary<string, (string Order, string Status)> _parcels = new(StringComparer.Ordinal);
    private readonly Queue<WireRequest> _pushes = new();
    private int _events;

    /// <summary>How far the carrier has brought each parcel, by its number.</summary>
    public IReadOnlyDictionary<string, (string Order, string Status)> Parcels => _parcels;

    /// <summary>Scans a parcel, and tells it.</summary>
    public void Scan(string number, string order, string status, bool namesOrder, DateTimeOffset now)
    {
        _parcels[number] = (order, status);
        var data = new JsonObject { ["tracking"] = number, ["status"] = status, ["at"] = Text(now), ["carrier"] = "DPD" };
        if (namesOrder)
        {
            data["order"] = order;
        }

        var told = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"scan-{++_events}"),
            ["source"] = "/carrier",
            ["type"] = "trueup.tracking.updated.v1",
            ["time"] = Text(now),
            ["data"] = data,
        };
        _pushes.Enqueue(new WireRequest(
            "POST",
            "/in/carrier",
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

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}
