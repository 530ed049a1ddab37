namespace Trueup.Simulator.Checkers;

/// <summary>
/// What may be sold, worked out from the remotes' own books alone: goods on the shelves, less what open orders still wait
/// for, less what is kept back.
/// </summary>
internal static class Truth
{
    /// <summary>What may be sold of a SKU over all places, before any shop's threshold. What is kept back of a kit is kept
    /// back of its parts.</summary>
    public static decimal Of(World world, Promised promised, string sku)
    {
        var places = Estate.AllPlacesOf(world.Plan);
        return sku == Estate.Kit
            ? places.Sum(place => Estate.PartsOf(sku)
                .Min(part => Math.Floor(Free(world, promised, part.Sku, place) / part.Pieces)))
            : places.Sum(place => Free(world, promised, sku, place));
    }

    /// <summary>The most that a shop may offer of a SKU while units are promised of which no place has heard: those may come out
    /// of what is kept back, where they are taken from such a place. Units on hold, and those of the project, lie at one place, perhaps
    /// the one that has the least to give: one that is oversold takes nothing from the others (DESIGN §4).</summary>
    public static decimal Offerable(World world, Promised promised, string sku)
    {
        var left = Estate.AllPlacesOf(world.Plan).Select(place => Math.Max(0, There(world, sku, place) - promised.At(sku, place))).ToList();
        var held = promised.AtOnePlace(sku);
        return Math.Min(Of(world, promised, sku), left.Sum() - (promised.Unheard(sku) - held) - Math.Min(held, left.Min()));
    }

    /// <summary>Goods fit for sale at a place.</summary>
    public static decimal There(World world, string sku, Place place) =>
        place.IsStore ? world.Till?.OnHand(sku) ?? 0 : world.Warehouse.OnHand(sku, place.Code);

    /// <summary>What is free at a place.</summary>
    public static decimal Free(World world, Promised promised, string sku, Place place) =>
        Math.Max(0, There(world, sku, place) - promised.At(sku, place) - world.Plan.Buffer);
}
