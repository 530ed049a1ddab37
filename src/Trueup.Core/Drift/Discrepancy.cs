using Trueup.Core.Cases;
using Trueup.Core.Values;

namespace Trueup.Core.Drift;

/// <summary>Why two ends differ. The numbers are on disk: never change one.</summary>
public enum DriftClass
{
    /// <summary>Something is under way that explains the difference; not counted as drift.</summary>
    InFlight = 0,

    /// <summary>The storefront sells more than there is.</summary>
    GhostStock = 1,

    /// <summary>The storefront sells less than there is.</summary>
    HiddenStock = 2,

    /// <summary>A location with stock has no source in the storefront.</summary>
    LocationUnmapped = 3,

    /// <summary>The source does not count towards the storefront's stock.</summary>
    SourceNotAssigned = 4,

    /// <summary>The SKU has no row at the source.</summary>
    SkuNotAssigned = 5,

    /// <summary>The storefront does not look at the SKU's quantity.</summary>
    NotManaged = 6,

    /// <summary>The storefront does not know the SKU.</summary>
    SkuUnknown = 7,

    /// <summary>Our own write is not what the storefront holds, and nobody else's hand explains it: an old figure came
    /// back.</summary>
    Stale = 8,

    /// <summary>Sources are right, yet the storefront holds back more or less than open orders explain.</summary>
    ReservationMismatch = 9,

    /// <summary>Somebody else changed a source that the hub had brought in step.</summary>
    ExternalEdit = 10,
}

/// <summary>A difference between what a storefront sells and what may be sold.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Class">Why.</param>
/// <param name="Expected">What the storefront should show as salable: ATS less its own threshold.</param>
/// <param name="Observed">What it shows; null when it shows nothing.</param>
/// <param name="Detail">The figures that led to the class.</param>
public sealed record Discrepancy(Sku Sku, DriftClass Class, Quantity Expected, Quantity? Observed, string Detail)
{
    /// <summary>The location whose source differs; null when no single one does.</summary>
    public LocationCode? Location { get; init; }

    /// <summary>The case that a difference of this class is; null for what is in flight.</summary>
    public CaseCode? Code => Class switch
    {
        DriftClass.InFlight => null,
        DriftClass.GhostStock => CaseCodes.GhostStock,
        DriftClass.HiddenStock or DriftClass.Stale => CaseCodes.HiddenStock,
        DriftClass.LocationUnmapped => CaseCodes.LocationUnmapped,
        DriftClass.SourceNotAssigned => CaseCodes.SourceNotAssigned,
        DriftClass.SkuNotAssigned => CaseCodes.SkuNotAssigned,
        DriftClass.NotManaged => CaseCodes.NotManaged,
        DriftClass.SkuUnknown => CaseCodes.SkuUnknown,
        DriftClass.ReservationMismatch => CaseCodes.ReservationMismatch,
        DriftClass.ExternalEdit => CaseCodes.ExternalEdit,
        _ => null,
    };
}
