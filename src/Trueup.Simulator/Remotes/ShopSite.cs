using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Core.Values;
using Trueup.Simulator.Network;

namespace Trueup.Simulator.Remotes;

/// <summary>A storefront of the world: a twin, the way to it, and its own clock.</summary>
/// <param name="Name">The connection.</param>
/// <param name="Twin">The shop.</param>
/// <param name="Wire">The way from the hub to it.</param>
public sealed record ShopSite(ConnectionName Name, AdobeTwin Twin, FaultyWire Wire)
{
    /// <summary>What its sources held when.</summary>
    public ShelfHistory Shelves { get; } = new();

    /// <summary>SKUs that somebody once stopped it from counting: what it reserves of them need not be what its orders want.</summary>
    public ISet<string> Uncounted { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The shop's own books.</summary>
    public TwinBooks Books => Twin.Books;

    /// <summary>The id by which the hub knows one of its orders.</summary>
    public string IdOf(TwinOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return $"{Name}:{order.IncrementId}";
    }

    /// <summary>What the shop would sell of a SKU.</summary>
    public decimal Salable(string sku) => Books.Salable(sku, Estate.StockId);

    /// <summary>What the shop's source of a place is called.</summary>
    public string SourceOf(Place place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return Estate.SourceOf(Name, place);
    }
}
