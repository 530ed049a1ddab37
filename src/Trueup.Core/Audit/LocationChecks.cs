using Trueup.Core.Cases;
using Trueup.Core.Values;

namespace Trueup.Core.Audit;

/// <summary>Looks at how places are named on both sides.</summary>
internal static class LocationChecks
{
    /// <summary>Sources of a storefront against the contract.</summary>
    public static void Run(StorefrontIndex shop, Survey survey, FindingList findings)
    {
        if (shop.Shown.Wiring is not { } wiring)
        {
            return;
        }

        var name = shop.Shown.Name;
        var mapped = survey.Contract.Terms.Locations
            .SelectMany(location => location.Codes.Where(alias => alias.Connection == name)
                .Select(alias => (Location: location.Code, alias.Code)))
            .ToList();
        foreach (var (location, code) in mapped)
        {
            if (wiring.Sources.FindIndex(source => source == code) < 0)
            {
                findings.Add(CaseCodes.SourceUnknown, code, $"Location {location} maps to it; there is no such source.");
            }
            else if (!shop.Counts(code))
            {
                findings.Add(CaseCodes.SourceNotAssigned, code, $"Location {location} maps to it; it is not linked, or switched off.");
            }
        }

        foreach (var source in wiring.Linked.Where(source => !IsNamed(source, mapped, survey)))
        {
            var rows = shop.Shown.Rows.Where(row => row.Location == source && !row.Quantity.IsZero).ToList();
            findings.Add(
                AuditCodes.SourceUnmapped, source,
                $"It counts towards what is sold and holds stock of {rows.Count} SKUs; no location maps it.");
        }

        Lookalikes(wiring.Sources, findings);
    }

    /// <summary>An owner's codes against the contract.</summary>
    public static void Run(OwnerSurvey owner, Survey survey, Items<StorefrontIndex> shops, FindingList findings)
    {
        var byCode = owner.Rows.ToLookup(row => row.Location, StringComparer.Ordinal);
        foreach (var rows in byCode)
        {
            var isKnown = owner.Connection is { } connection
                ? survey.Contract.LocationOf(connection, rows.Key) is not null
                : shops.Any(shop => shop.SourceOf(owner, rows.Key, survey) is not null);
            if (!isKnown)
            {
                var units = rows.Sum(row => row.Quantity);
                findings.Add(
                    CaseCodes.LocationUnmapped, rows.Key,
                    $"{units} units lie there, of {Counted(rows.Select(row => row.Sku).Distinct().Count(), "SKU")}; no location maps it.");
            }
        }

        foreach (var (location, code) in OwnedBy(owner, survey))
        {
            if (!byCode.Contains(code))
            {
                findings.Add(AuditCodes.LocationUnused, code, $"Location {location} maps to it; {owner.Name} reports nothing there.");
            }
        }

        States(owner, survey, findings);
        Lookalikes(byCode.Select(rows => rows.Key), findings);
    }

    private static void States(OwnerSurvey owner, Survey survey, FindingList findings)
    {
        if (owner.Connection is not { } connection)
        {
            return;
        }

        foreach (var rows in owner.Rows.GroupBy(row => row.State ?? "", StringComparer.Ordinal))
        {
            if (rows.Key.Length > 0 && survey.Contract.StateOf(connection, rows.Key) is null)
            {
                findings.Add(CaseCodes.StateUnmapped, rows.Key, $"{Counted(rows.Count(), "position")} in this state; no mapping knows it.");
            }
        }
    }

    private static IEnumerable<(LocationCode Location, string Code)> OwnedBy(OwnerSurvey owner, Survey survey) =>
        survey.Contract.Terms.Locations.Where(location => location.Owner == owner.Connection)
            .SelectMany(location => location.Codes.Where(alias => alias.Connection == owner.Connection)
                .Select(alias => (location.Code, alias.Code)));

    /// <summary>A file may name a source directly; then the source is somebody's after all.</summary>
    private static bool IsNamed(string source, List<(LocationCode Location, string Code)> mapped, Survey survey) =>
        mapped.Exists(pair => pair.Code == source) ||
        survey.Owners.Any(owner => owner.Connection is null && owner.Rows.FindIndex(row => row.Location == source) >= 0);

    private static void Lookalikes(IEnumerable<string> codes, FindingList findings)
    {
        foreach (var alike in codes.Distinct(StringComparer.Ordinal).GroupBy(Spelling.Of, StringComparer.Ordinal))
        {
            if (alike.Count() > 1)
            {
                findings.Add(AuditCodes.LocationAmbiguous, alike.First(), $"Written as {string.Join(", ", alike.Select(code => $"\"{code}\""))}.");
            }
        }
    }

    private static string Counted(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
