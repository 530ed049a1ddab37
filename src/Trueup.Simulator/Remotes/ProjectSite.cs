using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Core.Values;
using Trueup.Simulator.Network;

namespace Trueup.Simulator.Remotes;

/// <summary>The commercetools project of the world: a twin, and the way to it.</summary>
/// <param name="Twin">The project.</param>
/// <param name="Wire">The way from the hub to it.</param>
public sealed record ProjectSite(CommerceToolsTwin Twin, FaultyWire Wire)
{
    /// <summary>What one piece of anything costs there.</summary>
    public const decimal Price = 19.99m;

    /// <summary>What sending an order costs there.</summary>
    public const decimal Shipping = 4.90m;

    /// <summary>The connection.</summary>
    public static ConnectionName Name => Estate.ProjectName;

    /// <summary>The project's own books.</summary>
    public TwinBooks Books => Twin.Books;

    /// <summary>The id by which the hub knows one of its orders.</summary>
    public static string IdOf(TwinOrderView order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return $"{Name}:{order.Number}";
    }

    /// <summary>What the project would sell of a SKU, over all places.</summary>
    public decimal Salable(string sku, Plan plan) => Estate.AllPlacesOf(plan)
        .Sum(place => Math.Max(0, Books.Available(sku, place.Location) ?? 0));
}
