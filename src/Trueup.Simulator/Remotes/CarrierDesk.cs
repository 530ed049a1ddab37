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
    private readonly EventPushes _pushes = new("carrier", "scan", Token);

    /// <summary>How far the carrier has brought each parcel, by its number.</summary>
    public IReadOnlyDictionary<string, (string Order, string Status)> Parcels => _parcels;

    /// <summary>Scans a parcel, and tells it.</summary>
    public void Scan(string number, string order, string status, bool namesOrder, DateTimeOffset now)
    {
        _parcels[number] = (order, status);
        var data = new JsonObject { ["tracking"] = number, ["status"] = status, ["at"] = EventPushes.Text(now), ["carrier"] = "DPD" };
        if (namesOrder)
        {
            data["order"] = order;
        }

        _pushes.Tell("trueup.tracking.updated.v1", now, data);
    }

    /// <summary>Takes what is to be told, oldest first.</summary>
    public Items<WireRequest> TakePushes() => _pushes.Take();
}
