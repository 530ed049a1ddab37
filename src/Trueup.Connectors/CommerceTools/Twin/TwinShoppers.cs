using System.Text.Json.Nodes;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>Something a shopper buys.</summary>
/// <param name="Sku">SKU.</param>
/// <param name="Quantity">Pieces.</param>
/// <param name="Channel">Key of the supply channel it is drawn from; null for the entry without one.</param>
public sealed record TwinLine(string Sku, long Quantity, string? Channel = null);

/// <summary>A purchase.</summary>
/// <param name="Lines">What is bought.</param>
/// <param name="Mode">Inventory mode of the cart. Default: ReserveOnOrder.</param>
/// <param name="Email">The guest's address.</param>
/// <param name="Store">Key of the store; null for none.</param>
public sealed record TwinPurchase(
    Items<TwinLine> Lines, string Mode = "ReserveOnOrder", string Email = "shopper@example.com", string? Store = null)
{
    /// <summary>Price of every piece in cents. Default 1999.</summary>
    public long Cents { get; init; } = 1_999;

    /// <summary>The order's payment label. Default Paid.</summary>
    public string PaymentState { get; init; } = "Paid";
}

/// <summary>An order as the project has it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its number.</param>
public sealed record TwinOrder(string Id, string Number);

/// <summary>People who buy, without a browser.</summary>
public sealed class TwinShoppers
{
    private readonly CommerceToolsTwin _twin;
    private readonly Archive _archive;
    private readonly Inventory _inventory;
    private readonly Orders _orders;
    private int _numbers = 1_000;

    internal TwinShoppers(CommerceToolsTwin twin, Archive archive, Inventory inventory, Orders orders) =>
        (_twin, _archive, _inventory, _orders) = (twin, archive, inventory, orders);

    /// <summary>Fills a cart and orders it at once.</summary>
    /// <returns>The order; null when the project refuses it for want of stock.</returns>
    public TwinOrder? PlaceOrder(TwinPurchase purchase, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(purchase);
        _twin.Advance(now);
        var lines = new List<JsonObject>();
        foreach (var bought in purchase.Lines)
        {
            lines.Add(OrderDraft.Line(_archive, bought, ChannelOf(bought), purchase.Cents));
        }

        if (purchase.Mode == "ReserveOnCart")
        {
            Reserve(lines);
        }

        var number = $"CT-{(++_numbers).ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        try
        {
            var order = _orders.Place(OrderDraft.Order(_archive, purchase, lines, number), "OrderCreated");
            return new TwinOrder(order.Text("id")!, number);
        }
        catch (Refusal)
        {
            return null;
        }
    }

    /// <summary>A cart that reserves units and is not ordered (yet); negative units give them back.</summary>
    public void Reserve(string sku, string? channel, long units, DateTimeOffset now)
    {
        _twin.Advance(now);
        if (_inventory.Find(sku, ChannelOf(new TwinLine(sku, units, channel))) is { } entry)
        {
            Inventory.Reserve(entry, units);
        }
    }

    private void Reserve(List<JsonObject> lines)
    {
        foreach (var line in lines)
        {
            var channel = (line["supplyChannel"] as JsonObject)?.Text("id");
            if (_inventory.Find(line["variant"]!.AsObject().Text("sku")!, channel) is { } entry &&
                _inventory.Allows(entry, line.Whole("quantity"), "ReserveOnCart"))
            {
                Inventory.Reserve(entry, line.Whole("quantity"));
                line["reservation"] = Inventory.Reference("reservation", _archive.NextId());
            }
        }
    }

    private string? ChannelOf(TwinLine line) => line.Channel is { } key
        ? _archive.ByKey("channels", key)?.Text("id") ?? throw new ArgumentException($"The twin has no channel {key}.", nameof(line))
        : null;
}
