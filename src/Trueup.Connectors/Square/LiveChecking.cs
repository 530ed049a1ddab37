using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.Square;

/// <summary>Tries a live account without changing it.</summary>
internal sealed class LiveChecking(SquareApi api, OrderSearch orders)
{
    private const int PagesMax = 100;

    /// <summary>Looks at the locations and at the SKUs of the catalogue.</summary>
    public async ValueTask<Items<LiveFinding>> CheckAsync(
        IWire wire, Items<string> locationCodes, CancellationToken cancellationToken)
    {
        var (found, failure) = await orders.LocationsAsync(wire, cancellationToken);
        if (failure is not null)
        {
            return [FindingOf(failure)];
        }

        var findings = new List<LiveFinding>();
        var locations = found!.ToDictionary(static location => location.Id, StringComparer.Ordinal);
        foreach (var code in locationCodes)
        {
            if (!locations.TryGetValue(code, out var location))
            {
                findings.Add(new LiveFinding(CaseCodes.LocationUnmapped, $"Square has no location {code}."));
            }
            else if (!location.IsActive)
            {
                findings.Add(new LiveFinding(CaseCodes.LocationUnmapped, $"Square's location {code} is inactive."));
            }
            else if (location.Zone is null)
            {
                findings.Add(new LiveFinding(PosCases.DayNotReported, DayReading.TimelessWords(code, location.TimeZone)));
            }
        }

        findings.AddRange(found!.Where(location => location.IsActive && !locationCodes.Contains(location.Id, StringComparer.Ordinal))
            .Select(static location => new LiveFinding(
                CaseCodes.LocationUnmapped, $"Square's location {location.Id} is mapped to no location of the hub.")));
        await CheckCatalogAsync(wire, findings, cancellationToken);
        return findings.ToItems();
    }

    private async ValueTask CheckCatalogAsync(
        IWire wire, List<LiveFinding> findings, CancellationToken cancellationToken)
    {
        var (bySku, missing) = (new Dictionary<string, int>(StringComparer.Ordinal), 0);
        string? cursor = null;
        for (var page = 0; page == 0 || (cursor is not null && page < PagesMax); page++)
        {
            var target = "/v2/catalog/list?types=ITEM_VARIATION" +
                (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}");
            var answer = await api.GetAsync(wire, target, cancellationToken);
            if (answer.Failure is { } failure)
            {
                findings.Add(FindingOf(failure));
                return;
            }

            foreach (var found in answer.Json.List("objects"))
            {
                if (SkuBook.SkuOf(found) is { } sku)
                {
                    bySku[sku] = bySku.GetValueOrDefault(sku) + 1;
                }
                else
                {
                    missing++;
                }
            }

            cursor = answer.Json.Text("cursor");
        }

        findings.AddRange(bySku.Where(static pair => pair.Value > 1).OrderBy(
            static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => new LiveFinding(
                PosCases.SkuAmbiguous, $"{pair.Value} variations of Square's catalogue carry SKU {pair.Key}.")));
        if (missing > 0)
        {
            findings.Add(
                new LiveFinding(PosCases.SkuMissing, $"{missing} variations of Square's catalogue have no SKU."));
        }
    }

    private static LiveFinding FindingOf(Receipt failure) => failure switch
    {
        Receipt.Refused refused => new LiveFinding(refused.Code, refused.Detail),
        Receipt.Deferred deferred => new LiveFinding(CaseCodes.ConnectionDown, deferred.Detail),
        Receipt.Unknown unknown => new LiveFinding(CaseCodes.ConnectionDown, unknown.Detail),
        _ => throw new System.Diagnostics.UnreachableException($"No finding for {failure.GetType().Name}."),
    };
}
