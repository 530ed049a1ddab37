using Trueup.Core.Cases;
using Trueup.Core.Values;

namespace Trueup.Core.Audit;

/// <summary>One kind of trouble that an audit found at one storefront or owner.</summary>
/// <param name="Code">What it is, whose it is and what to do.</param>
/// <param name="Where">The storefront, owner or file that it was found in.</param>
/// <param name="Rows">Every place where it was found, the costliest first.</param>
public sealed record AuditFinding(CaseCode Code, string Where, Items<AuditRow> Rows)
{
    /// <summary>How often it was found.</summary>
    public int Count => Rows.Count;

    /// <summary>What the units touched are worth, by currency; a currency is absent where no price is
    /// known.</summary>
    public Items<Money> Money => Rows.Where(row => row.Worth is not null)
        .GroupBy(row => row.Worth!.Value.Currency, StringComparer.Ordinal)
        .Select(group => new Money(group.Sum(row => row.Worth!.Value.Amount), group.Key))
        .ToItems();
}

/// <summary>One place where a trouble was found.</summary>
/// <param name="Subject">The SKU, location or order.</param>
/// <param name="Detail">What was found, in one sentence.</param>
/// <param name="Worth">What the units touched are worth; null where no price is known.</param>
public sealed record AuditRow(string Subject, string Detail, Money? Worth = null);

/// <summary>What an audit found.</summary>
/// <param name="Findings">Troubles, the gravest first.</param>
/// <param name="Scope">How much was looked at.</param>
/// <param name="Gaps">What could not be looked at, and why.</param>
public sealed record AuditReport(Items<AuditFinding> Findings, AuditScope Scope, Items<AuditGap> Gaps);

/// <summary>How much an audit looked at.</summary>
/// <param name="Storefronts">Storefronts.</param>
/// <param name="Owners">Owners of stock, files among them.</param>
/// <param name="Products">Products of the storefronts.</param>
/// <param name="Positions">Quantities at sources and owners.</param>
/// <param name="Orders">Open orders.</param>
public sealed record AuditScope(int Storefronts, int Owners, int Products, int Positions, int Orders);

/// <summary>What could not be looked at.</summary>
/// <param name="Where">The connection.</param>
/// <param name="Gap">The part, and why.</param>
public sealed record AuditGap(string Where, SurveyGap Gap);
