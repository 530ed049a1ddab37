using Trueup.Core.Values;

namespace Trueup.Simulator.Merchants;

/// <summary>What was measured on a simulated day.</summary>
/// <param name="Loaded">How long the opening stock took to reach every shop; null when it never did.</param>
/// <param name="Shops">How fresh each shop was.</param>
/// <param name="Connections">What was asked of each connection.</param>
/// <param name="Orders">Orders placed.</param>
/// <param name="Oversold">Those that asked for more than there was.</param>
/// <param name="HandedOver">Until an owner was told of an order: half of them within this, and 19 of 20 within that.</param>
/// <param name="Forgotten">Orders of which something was never anybody's to pick.</param>
/// <param name="Lived">How long the world lived, in its own time.</param>
public sealed record MerchantMeasures(
    TimeSpan? Loaded,
    Items<ShopMeasures> Shops,
    Items<ConnectionMeasures> Connections,
    int Orders,
    int Oversold,
    (TimeSpan Usual, TimeSpan Late) HandedOver,
    int Forgotten,
    TimeSpan Lived)
{
    internal static MerchantMeasures Of(MerchantWorld world)
    {
        var orders = world.Books.Orders;
        var handed = orders.Where(order => order.HandedOverAt is not null)
            .Select(order => order.HandedOverAt!.Value - order.At).Order().ToList();
        return new MerchantMeasures(
            world.Loaded,
            world.Shops.Select((shop, i) => ShopMeasures.Of(shop.Connection.Name.Text, world.Gauge.LastedIn(i).Order().ToList())).ToItems(),
            world.Lines.Select(line => new ConnectionMeasures(
                line.Merchant.Name.Text, line.Wire.Calls.Count, line.BusiestShare(world.Opened), line.Vendor.Refused)).ToItems(),
            orders.Count,
            orders.Count(order => order.IsOversold),
            (At(handed, 0.5), At(handed, 0.95)),
            orders.Count(order => order.IsWaiting),
            world.Outside.Now - World.Begin);
    }

    /// <summary>The value below which a share of sorted values lies; zero of none.</summary>
    internal static TimeSpan At(List<TimeSpan> sorted, double share) => sorted.Count == 0
        ? TimeSpan.Zero
        : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];
}

/// <summary>How fresh a shop was: how long a change took to show.</summary>
/// <param name="Name">The connection.</param>
/// <param name="Changes">Changes that had to show.</param>
/// <param name="Usual">Half of them showed within this.</param>
/// <param name="Late">19 of 20 showed within this.</param>
public sealed record ShopMeasures(string Name, int Changes, TimeSpan Usual, TimeSpan Late)
{
    internal static ShopMeasures Of(string name, List<TimeSpan> lasted) =>
        new(name, lasted.Count, MerchantMeasures.At(lasted, 0.5), MerchantMeasures.At(lasted, 0.95));
}

/// <summary>What was asked of a connection.</summary>
/// <param name="Name">The connection.</param>
/// <param name="Calls">Calls in all.</param>
/// <param name="BusiestShare">The share of what its limit allows that the busiest five minutes of trade took, 0 to 1.</param>
/// <param name="Refused">Calls that the vendor turned away because there were too many.</param>
public sealed record ConnectionMeasures(string Name, int Calls, double BusiestShare, int Refused);
