using Trueup.Core.Values;

namespace Trueup.Core.Cases;

/// <summary>What a case is about: every level of the estate that it belongs to, as far as it is known.</summary>
public sealed record Lineage
{
    /// <summary>The connection that sent or refused something; null when none is at fault.</summary>
    public ConnectionName? Connection { get; init; }

    /// <summary>The storefront concerned; null when none is.</summary>
    public ConnectionName? Storefront { get; init; }

    /// <summary>The location: the hub's name, or the sender's code where that is the problem; null when none
    /// is.</summary>
    public string? Location { get; init; }

    /// <summary>The SKU; null when the case is not about one.</summary>
    public string? Sku { get; init; }

    /// <summary>The order; null when the case is not about one.</summary>
    public string? Order { get; init; }

    /// <summary>The lineage as one line, from the widest level to the narrowest; also the key of a case within its
    /// code.</summary>
    public override string ToString() =>
        string.Join('|', Connection?.Text, Storefront?.Text, Location, Sku, Order);
}

/// <summary>A problem that a decision met: opens its case, or counts on it when it is open already.</summary>
/// <param name="Code">The kind of problem.</param>
/// <param name="About">What it is about.</param>
/// <param name="Detail">What was found, with the figures, free of personal data.</param>
public sealed record Finding(CaseCode Code, Lineage About, string Detail)
{
    /// <summary>The key of the case: two findings with the same key are the same problem met twice.</summary>
    public string CaseKey => $"{Code.Code}|{About}";
}
