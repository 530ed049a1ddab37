using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.Square.Twin;

/// <summary>How one Square account is set up.</summary>
/// <param name="Token">The access token that callers must send.</param>
/// <param name="NotificationUrl">Where webhooks go, as entered in the developer console.</param>
/// <param name="SignatureKey">What webhooks are signed with.</param>
public sealed record SquareAccount(string Token, string NotificationUrl, string SignatureKey)
{
    /// <summary>The path of <see cref="NotificationUrl"/> at the subscriber. Default <c>/in/pos</c>.</summary>
    public string PushTarget { get; init; } = "/in/pos";

    /// <summary>ISO 4217 code of all amounts. Default GBP.</summary>
    public string Currency { get; init; } = "GBP";

    /// <summary>IANA name of the locations' time zone, unless one has its own. Default Europe/London.</summary>
    public string TimeZone { get; init; } = "Europe/London";
}

/// <summary>
/// A Square account with books of its own: its catalogue, its counts as Square works them out, the orders of its tills
/// with their offline time, and signed webhooks. The same calls in the same order always come to the same.
/// </summary>
public sealed class SquareTwin : ITwin
{
    private readonly SquareAccount _account;
    private readonly SortedDictionary<string, string> _locations = new(StringComparer.Ordinal);
    private readonly TwinCatalog _catalog = new();
    private readonly TwinInventory _inventory;
    private readonly TwinTills _tills;
    private readonly SquareFront _front;
    private readonly List<(string Type, string Id, string Object)> _events = [];
    private readonly TwinRefusals _refusals = new();

    private long _eventSequence;

    /// <summary>An account with locations and an empty catalogue.</summary>
    public SquareTwin(SquareAccount account, Items<string> locations)
    {
        ArgumentNullException.ThrowIfNull(account);
        _account = account;
        _inventory = new TwinInventory(_catalog);
        _tills = new TwinTills(_inventory, account.Currency);
        foreach (var location in locations)
        {
            _locations[location] = account.TimeZone;
        }

        _front = new SquareFront(account, _locations, _catalog, _inventory, _tills);
    }

    /// <summary>Whether webhooks are lost on their way, as Square's are after a day of attempts. Default
    /// false.</summary>
    public bool LosesWebhooks { get; set; }

    /// <inheritdoc/>
    public WireReply Answer(WireRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_refusals.Next(status => SquareReply.Error(status, "RATE_LIMIT_ERROR", "RATE_LIMITED", "Too many requests.")) is { } refusal)
        {
            return refusal;
        }

        var before = _inventory.Version;
        var reply = _front.Answer(request, now);
        if (_inventory.Version != before)
        {
            Tell("inventory.count.updated", "inventory_counts");
        }

        return reply;
    }

    /// <inheritdoc/>
    public Items<WireRequest> TakePushes(DateTimeOffset now)
    {
        var pushes = LosesWebhooks ? [] : _events.Select(one => Deliver(one.Type, one.Id, one.Object, now)).ToItems();
        _events.Clear();
        return pushes;
    }

    /// <summary>Refuses the next requests with 429 and <c>Retry-After</c>.</summary>
    public void Throttle(int requests, TimeSpan wait) => _refusals.Begin(requests, 429, wait);

    /// <summary>Puts a location into a time zone of its own, and opens it where it is new.</summary>
    public void SetTimeZone(string location, string timeZone) => _locations[location] = timeZone;

    /// <summary>Enters a variation; null for one without a SKU.</summary>
    public void AddVariation(string id, string? sku) => _catalog.Put(id, sku);

    /// <summary>Counts what is there, at the counter.</summary>
    public void Count(string variation, string location, decimal quantity, DateTimeOffset at, DateTimeOffset now)
    {
        _inventory.Count(variation, location, quantity, at, now);
        Tell("inventory.count.updated", "inventory_counts");
    }

    /// <summary>
    /// Rings a transaction up: negative quantities come back. It counts from the moment it happened, and is known here
    /// from
    /// the moment it is uploaded.
    /// </summary>
    /// <param name="location">The store.</param>
    /// <param name="lines">What is sold and taken back.</param>
    /// <param name="at">When it was finished at the till.</param>
    /// <param name="now">When it is uploaded.</param>
    /// <param name="openedAt">When it was begun; null: at once.</param>
    /// <returns>The id of the order.</returns>
    public string Ring(
        string location, Items<TillSaleLine> lines, DateTimeOffset at, DateTimeOffset now, DateTimeOffset? openedAt = null)
    {
        var id = _tills.Ring(location, lines, at, now, openedAt ?? at);
        Tell("order.created", "order_created");
        switch (lines.Sum(static line => line.Quantity * line.Price))
        {
            case > 0:
                Tell("payment.created", "payment");
                break;
            case < 0:
                Tell("refund.created", "refund");
                break;
        }

        Tell("order.updated", "order_updated");
        Tell("inventory.count.updated", "inventory_counts");
        return id;
    }

    /// <summary>Gives an order up before it is paid: nothing is sold.</summary>
    public string GiveUp(string location, Items<TillSaleLine> lines, DateTimeOffset at)
    {
        var id = _tills.GiveUp(location, lines, at);
        Tell("order.updated", "order_updated");
        return id;
    }

    /// <summary>What Square works out to be in stock.</summary>
    public decimal InStock(string variation, string location) => _inventory.CountOf(variation, location, "IN_STOCK");

    private void Tell(string type, string name) => _events.Add((
        type, string.Create(CultureInfo.InvariantCulture, $"evt-{++_eventSequence:D8}"), name));

    private WireRequest Deliver(string type, string id, string name, DateTimeOffset now)
    {
        var at = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var body = Encoding.UTF8.GetBytes($$"""
            {"merchant_id":"MERCHANT","type":"{{type}}","event_id":"{{id}}","created_at":"{{at}}",
             "data":{"type":"{{name}}","id":"{{id}}","object":{ } } }
            """);
        byte[] signed = [.. Encoding.UTF8.GetBytes(_account.NotificationUrl), .. body];
        var signature = Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(_account.SignatureKey), signed));
        return new WireRequest(
            "POST",
            _account.PushTarget,
            [new WireHeader("x-square-hmacsha256-signature", signature)],
            body,
            "application/json");
    }
}

/// <summary>A line rung up at a till.</summary>
/// <param name="Variation">The variation; null for an amount that is typed in.</param>
/// <param name="Quantity">Pieces; negative for what comes back.</param>
/// <param name="Price">Price of one piece in minor units, tax included.</param>
/// <param name="Tax">Tax on one piece in minor units.</param>
public readonly record struct TillSaleLine(string? Variation, int Quantity, long Price, long Tax)
{
    /// <summary>The order that sold what comes back; null when nobody knows.</summary>
    public string? SoldIn { get; init; }

    /// <summary>The line in it.</summary>
    public string? SoldAs { get; init; }
}
