using Trueup.Core.Values;

namespace Trueup.Core.Audit;

/// <summary>Finds what is wrong with an estate from one look at it. Pure.</summary>
public static class Auditor
{
    /// <summary>Everything that a survey shows to be wrong.</summary>
    public static AuditReport Examine(Survey survey)
    {
        ArgumentNullException.ThrowIfNull(survey);
        var shops = survey.Storefronts.Select(shown => new StorefrontIndex(shown, survey)).ToItems();
        var findings = new List<AuditFinding>();
        foreach (var shop in shops)
        {
            var found = new FindingList(shop.Shown.Name.Text);
            LocationChecks.Run(shop, survey, found);
            StockChecks.Run(shop, shops, survey, found);
            StockChecks.RunReservations(shop, found);
            ProductChecks.Run(shop, survey, found);
            OrderChecks.Run(shop, survey, found);
            findings.AddRange(found.Conclude());
        }

        foreach (var owner in survey.Owners)
        {
            var found = new FindingList(owner.Name);
            LocationChecks.Run(owner, survey, shops, found);
            findings.AddRange(found.Conclude());
        }

        return new AuditReport(
            findings.OrderByDescending(finding => finding.Code.Severity)
                .ThenByDescending(finding => finding.Money.Select(money => money.Amount).DefaultIfEmpty().Max())
                .ThenByDescending(finding => finding.Count)
                .ThenBy(finding => finding.Code.Code, StringComparer.Ordinal).ToItems(),
            ScopeOf(survey),
            survey.Storefronts.SelectMany(shown => shown.Gaps.Select(gap => new AuditGap(shown.Name.Text, gap))).ToItems());
    }

    private static AuditScope ScopeOf(Survey survey) => new(
        survey.Storefronts.Count,
        survey.Owners.Count,
        survey.Storefronts.Sum(shown => shown.Products.Count),
        survey.Storefronts.Sum(shown => shown.Rows.Count) + survey.Owners.Sum(owner => owner.Rows.Count),
        survey.Storefronts.Sum(shown => shown.Orders.Count));
}
