using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Trueup.Connectors.AdobeCommerce.Twin.Rest;
using Trueup.Connectors.AdobeCommerce.Twin.Sales;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Twin;

/// <summary>Adobe I/O events for placed orders, where they are switched on: at least once, to whoever
/// subscribed.</summary>
/// <remarks>Source: adobe-commerce.md §8.1.</remarks>
internal sealed class EventFeed
{
    private const int WaitingMax = 100_000;
    private const string Type = "com.adobe.commerce.observer.sales_order_save_commit_after";

    private readonly Shop _shop;
    private readonly Queue<WireRequest> _waiting = new();
    private int _lastId;

    public EventFeed(Shop shop)
    {
        _shop = shop;
        shop.Checkout.Placed = Publish;
    }

    public Items<WireRequest> Take()
    {
        var taken = _waiting.ToItems();
        _waiting.Clear();
        return taken;
    }

    private void Publish(Order order)
    {
        if (!_shop.Switches.PushesEvents || _waiting.Count == WaitingMax)
        {
            return;
        }

        var id = DerivedText.Uuid(FormattableString.Invariant($"event {++_lastId}"));
        var body = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = id,
            ["source"] = "urn:uuid:" + DerivedText.Uuid("provider"),
            ["type"] = Type,
            ["datacontenttype"] = "application/json",
            ["time"] = _shop.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["event_id"] = id,
            ["data"] = new JsonObject
            {
                ["key"] = DerivedText.Uuid("key " + id),
                ["value"] = OrderJson.Of(order),
                ["source"] = "twin.production",
            },
        };
        _waiting.Enqueue(new WireRequest(
            "POST",
            "/",
            [new WireHeader("x-adobe-event-code", Type), new WireHeader("x-adobe-event-id", id)],
            Encoding.UTF8.GetBytes(body.ToJsonString()),
            "application/json"));
    }
}
