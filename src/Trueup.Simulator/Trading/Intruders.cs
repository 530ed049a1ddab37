using System.Globalization;
using System.Text;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Simulator.Trading;

/// <summary>People outside who try the hub's door: without a signature, with a wrong one, with one that was overheard.</summary>
internal sealed class Intruders(World world, Chance chance)
{
    private readonly List<string> _keys = [];

    /// <summary>Ids of the messages that they tried to bring in.</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <summary>How often they were let in.</summary>
    public int LetIn { get; private set; }

    /// <summary>Tries once.</summary>
    public void Try()
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"intruder-{_keys.Count + 1}");
        var sku = chance.OneOf(world.Skus);
        var place = chance.OneOf(Estate.PlacesOf(world.Plan)).Code;
        var body = Encoding.UTF8.GetBytes(
            $$$"""
            {"specversion":"1.0","id":"{{{key}}}","source":"/wms","type":"trueup.stock.level.v1",
             "data":{"sku":"{{{sku}}}","location":"{{{place}}}","quantity":9999,"version":999999}}
            """);
        _keys.Add(key);
        var (connection, headers) = Pretend();
        world.Outside.Note("intruder", $"hands in {key} as {connection}");
        world.Hub.Deliver(
            connection,
            new WireRequest("POST", $"/in/{connection}", headers, body, "application/cloudevents+json"),
            status => LetIn += status is 401 ? 0 : 1);
    }

    private (ConnectionName Connection, Items<WireHeader> Headers) Pretend() => chance.Below(4) switch
    {
        0 => (Estate.WarehouseName, []),
        1 when world.Square is not null => (Estate.TillName,
            [new WireHeader("x-square-hmacsha256-signature", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]),
        1 => (Estate.TillName, [new WireHeader("Authorization", "Bearer simulated-tilL")]),
        2 => (Estate.WarehouseName, Overheard(world.Pushes.Accepted.Count > 0 ? world.Pushes.Accepted[^1] : null)),
        _ => (Estate.WarehouseName,
            [
                new WireHeader("webhook-id", "1"),
                new WireHeader("webhook-timestamp", world.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
                new WireHeader("webhook-signature", "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
            ]),
    };

    private static Items<WireHeader> Overheard(WireRequest? genuine) => genuine?.Headers ?? [];
}
