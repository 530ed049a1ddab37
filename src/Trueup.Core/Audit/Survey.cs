using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Core.Audit;

/// <summary>Everything that a read-only look at an estate brought home, as the remotes told it.</summary>
/// <param name="Contract">The contract; may map nothing at all.</param>
/// <param name="Currency">ISO 4217 code that the estate is expected to trade in; null: not stated.</param>
/// <param name="Storefronts">What the storefronts showed.</param>
/// <param name="Owners">What the owners of stock showed.</param>
public sealed record Survey(
    OwnershipContract Contract,
    string? Currency,
    Items<StorefrontSurvey> Storefronts,
    Items<OwnerSurvey> Owners);

/// <summary>What one storefront showed.</summary>
/// <param name="Name">The connection.</param>
public sealed record StorefrontSurvey(ConnectionName Name)
{
    /// <summary>Its products.</summary>
    public Items<Fact.ProductObserved> Products { get; init; }

    /// <summary>Its sources and those that count; null when they could not be read or the storefront has none.</summary>
    public Fact.WiringObserved? Wiring { get; init; }

    /// <summary>Quantities at its sources.</summary>
    public Items<ObservedRow> Rows { get; init; }

    /// <summary>What it would sell, per SKU.</summary>
    public Items<ObservedRow> Salable { get; init; }

    /// <summary>Its open orders.</summary>
    public Items<Fact.OrderObserved> Orders { get; init; }

    /// <summary>Names what repairs its reservations; null where nothing but the storefront itself does.</summary>
    public IReservationRepair? Repair { get; init; }

    /// <summary>Parts that could not be read, each with the reason; what depends on them is not judged.</summary>
    public Items<SurveyGap> Gaps { get; init; }

    /// <summary>Whether a part was read to its end.</summary>
    public bool Has(SurveyPart part) => Gaps.FindIndex(gap => gap.Part == part) < 0;
}

/// <summary>What one owner of stock showed.</summary>
/// <param name="Name">The connection's name, or the file's.</param>
/// <param name="Connection">The connection; null for a file, whose location codes are the hub's own or the
/// storefront's.</param>
/// <param name="Rows">Its levels.</param>
public sealed record OwnerSurvey(string Name, ConnectionName? Connection, Items<ObservedRow> Rows);

/// <summary>A part of a survey.</summary>
public enum SurveyPart
{
    /// <summary>Sources and links.</summary>
    Wiring,

    /// <summary>Products and their stock settings.</summary>
    Products,

    /// <summary>Quantities at sources.</summary>
    Rows,

    /// <summary>Salable quantities.</summary>
    Salable,

    /// <summary>Open orders.</summary>
    Orders,

    /// <summary>Switches of products that no list tells, read one by one.</summary>
    Switches,
}

/// <summary>A part that could not be read.</summary>
/// <param name="Part">The part.</param>
/// <param name="Why">Why, in the remote's words, free of personal data.</param>
public sealed record SurveyGap(SurveyPart Part, string Why);
