using Trueup.Core.Cases;
using Trueup.Core.Values;

namespace Trueup.Core.Audit;

/// <summary>Compares what a storefront holds with what owners say there is.</summary>
internal static class StockChecks
{
    /// <summary>
    /// Judges every position. Nobody knows from outside which open orders an owner's figure excludes already, nor which
    /// place serves them (DESIGN §4: desired = max(0, N − unseen − buffer) + held, with 0 ≤ unseen ≤ held + taken, where
    /// taken is what open orders of other storefronts, and those that are not held, want). A source may therefore rightly
    /// hold anything from N − buffer − taken up to N + held; only what lies beyond is a finding.
    /// </summary>
    public static void Run(StorefrontIndex shop, Items<StorefrontIndex> shops, Survey survey, FindingList findings)
    {
        if (!shop.Shown.Has(SurveyPart.Rows) || survey.Owners.IsEmpty)
        {
            return;
        }

        foreach (var ((sku, source), owned) in shop.Owned)
        {
            if (shop.Rows.TryGetValue((sku, source), out var held))
            {
                var least = shop.TakenAt(sku, source, shops, survey) is { } taken
                    ? (owned - BufferAt((sku, source), shop, survey) - taken).OrZero()
                    : (Quantity?)null;
                Compare(shop, (sku, source), (owned, held, least), findings);
            }
            else if (owned > Quantity.Zero)
            {
                Missing(shop, sku, source, owned, findings);
            }
        }

        foreach (var ((sku, source), held) in shop.Rows)
        {
            if (held > Quantity.Zero && shop.Counts(source) && !shop.OwnedSkus.Contains(sku) && !IsKit(sku, survey))
            {
                findings.Add(
                    AuditCodes.SkuNotOwned, sku.Text, $"Source {source} holds {held}; no owner knows the SKU.",
                    shop.Worth(sku, held));
            }
        }
    }

    /// <summary>Compares what the storefront holds back with what its open orders explain.</summary>
    public static void RunReservations(StorefrontIndex shop, FindingList findings)
    {
        var shown = shop.Shown;
        if (!shown.Has(SurveyPart.Rows) || !shown.Has(SurveyPart.Salable) || !shown.Has(SurveyPart.Orders))
        {
            return;
        }

        foreach (var (sku, salable) in shop.Salable)
        {
            var traits = shop.Products.GetValueOrDefault(sku)?.Traits;
            if (traits?.HoldsStock == false || traits?.Managed == false || !shop.RowsOf.Contains(sku))
            {
                continue;
            }

            var counted = shop.RowsOf[sku].Where(row => shop.Counts(row.Source)).Sum(row => row.Quantity);
            var back = counted - salable - (traits?.Threshold ?? Quantity.Zero);
            var explained = shop.Held.GetValueOrDefault(sku);

            // A salable figure of zero may hide a deeper minus: it proves only what is held back at least.
            if (back != explained && !(salable.IsZero && back < explained))
            {
                var repair = shown.Repair is { } storefront ? $" {storefront.RepairOf(sku, back - explained)}" : "";
                findings.Add(
                    CaseCodes.ReservationMismatch, sku.Text,
                    $"The storefront holds back {back}; open orders explain {explained}.{repair}", shop.Worth(sku, back - explained));
            }
        }
    }

    private static void Compare(
        StorefrontIndex shop, (Sku Sku, string Source) place, (Quantity Owned, Quantity Held, Quantity? Least) figures,
        FindingList findings)
    {
        var (owned, held, least) = figures;
        var most = owned.OrZero() + shop.Held.GetValueOrDefault(place.Sku);
        if (held > most && shop.Shown.Has(SurveyPart.Orders))
        {
            findings.Add(
                CaseCodes.GhostStock, place.Sku.Text,
                $"Source {place.Source} holds {held}, but there can be {most} at most (owner: {owned}).",
                shop.Worth(place.Sku, held - most));
        }
        else if (least is { } fewest && held < fewest)
        {
            findings.Add(
                CaseCodes.HiddenStock, place.Sku.Text,
                $"Source {place.Source} holds {held}, but there must be {fewest} at least (owner: {owned}).",
                shop.Worth(place.Sku, fewest - held));
        }
    }

    private static void Missing(StorefrontIndex shop, Sku sku, string source, Quantity owned, FindingList findings)
    {
        if (!shop.Shown.Has(SurveyPart.Products))
        {
            return;
        }

        if (!shop.Products.TryGetValue(sku, out var product))
        {
            findings.Add(CaseCodes.SkuUnknown, sku.Text, $"The owner has {owned}; the storefront has no such product.");
        }
        else if (product.Traits.HoldsStock != false)
        {
            findings.Add(
                CaseCodes.SkuNotAssigned, sku.Text, $"The owner has {owned}; source {source} has no row of it.",
                shop.Worth(sku, owned));
        }
    }

    private static Quantity BufferAt((Sku Sku, string Source) place, StorefrontIndex shop, Survey survey) =>
        survey.Contract.LocationOf(shop.Shown.Name, place.Source) is { } location
            ? survey.Contract.BufferOf(place.Sku, location.Code)
            : Quantity.Zero;

    private static bool IsKit(Sku sku, Survey survey) => survey.Contract.KitOf(sku) is not null;
}
