using System.Globalization;

namespace Trueup.Simulator.Checkers;

/// <summary>G5: nothing is ever written to a source that no location is mapped to, nor for a SKU that the shop does not
/// sell.</summary>
public static class OnlyMappedSources
{
    /// <summary>Checks a world at any time.</summary>
    public static IEnumerable<Violation> Check(World world)
    {
        ArgumentNullException.ThrowIfNull(world);
        var skus = world.Sold.ToHashSet(StringComparer.Ordinal);
        return world.Shops.SelectMany(shop =>
        {
            var sources = Estate.AllPlacesOf(world.Plan).Select(shop.SourceOf).ToHashSet(StringComparer.Ordinal);
            return shop.Books.SourceItemWrites
                .Where(write => !sources.Contains(write.SourceCode) || !skus.Contains(write.Sku))
                .Select(write => new Violation("G5", write.Sku, string.Create(
                    CultureInfo.InvariantCulture, $"{write.Quantity:0} written to {write.SourceCode} of {shop.Name} at {write.At:O}")));
        });
    }
}
