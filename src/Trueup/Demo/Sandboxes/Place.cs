using Trueup.Core.Values;

namespace Trueup.Demo.Sandboxes;

/// <summary>A place that holds stock, and what everybody calls it.</summary>
/// <param name="Location">The hub's name.</param>
/// <param name="Code">Its owner's code.</param>
/// <param name="Source">The shop's source.</param>
/// <param name="IsStore">Whether the high-street store owns it rather than the warehouse.</param>
/// <param name="Buffer">Pieces that the contract keeps back there for every SKU.</param>
public sealed record Place(string Location, string Code, string Source, bool IsStore = false, decimal Buffer = 0)
{
    /// <summary>Key of the second shop's supply channel.</summary>
    public string Channel => Location;

    /// <summary>All places, in the order in which orders are sourced.</summary>
    public static Items<Place> All { get; } =
    [
        new("leeds", "LDS", "leeds_src"),
        new("paris", "PAR", "paris_src"),
        new("soho", "07", "soho_src", IsStore: true, Buffer: 1),
    ];
}
