using System.Globalization;

namespace Trueup.Simulator.Checkers;

/// <summary>G7: what a shop charged is what the back office holds, to the cent.</summary>
public static class MoneyIsTrue
{
    /// <summary>Checks a world at any time.</summary>
    public static IEnumerable<Violation> Check(World world)
    {
        ArgumentNullException.ThrowIfNull(world);
        var told = world.Booked.Select(order => (order.ExternalId, order.Gross))
            .Concat(world.Charges.Select(charge => (ExternalId: charge.Key, Gross: charge.Value)))
            .ToLookup(order => order.ExternalId, order => order.Gross, StringComparer.Ordinal);
        return from shop in world.Shops
               from order in shop.Books.Orders
               from gross in told[shop.IdOf(order)]
               where gross != order.GrandTotal
               select new Violation("G7", shop.IdOf(order), string.Create(
                   CultureInfo.InvariantCulture, $"{shop.Name} charged {order.GrandTotal}, the back office was told {gross}"));
    }
}
