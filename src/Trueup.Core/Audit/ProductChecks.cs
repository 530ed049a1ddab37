using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Core.Audit;

/// <summary>Looks at the products of a storefront: switches that change what is sold, kits, spelling.</summary>
internal static class ProductChecks
{
    /// <summary>Judges every product.</summary>
    public static void Run(StorefrontIndex shop, Survey survey, FindingList findings)
    {
        if (!shop.Shown.Has(SurveyPart.Products))
        {
            return;
        }

        foreach (var product in shop.Products.Values)
        {
            var owned = OwnedUnits(shop, product.Sku);
            Switches(shop, product, owned, findings);
            Sources(shop, product, findings);
            Parts(shop, product, survey, findings);
        }

        foreach (var kit in survey.Contract.Terms.Kits)
        {
            foreach (var part in kit.Components.Where(part => IsUnheardOf(part.Sku, shop, survey)))
            {
                findings.Add(AuditCodes.KitComponentUnknown, kit.Sku.Text, $"Component {part.Sku} of the contract is unknown everywhere.");
            }
        }

        Lookalikes(shop, findings);
    }

    private static void Switches(StorefrontIndex shop, Fact.ProductObserved product, Quantity owned, FindingList findings)
    {
        var (sku, traits) = (product.Sku, product.Traits);
        if (traits.HoldsStock == false && owned > Quantity.Zero)
        {
            findings.Add(
                CaseCodes.NotStockable, sku.Text,
                $"The owner counts {owned} of it, but it is a {product.Type} here: was its type changed?", shop.Worth(sku, owned));
        }

        if (traits.HoldsStock == false)
        {
            return;
        }

        if (traits.Managed == false)
        {
            findings.Add(CaseCodes.NotManaged, sku.Text, "The storefront sells it without looking at its quantity.", shop.Worth(sku, 1));
        }

        if (traits.Managed != false && traits.Backorders == true)
        {
            findings.Add(AuditCodes.Backorders, sku.Text, "The storefront sells it below zero.");
        }

        if (traits.Threshold is { IsZero: false } threshold)
        {
            findings.Add(AuditCodes.Threshold, sku.Text, $"The storefront keeps back {threshold}.");
        }

        if (traits.Enabled == false && owned > Quantity.Zero)
        {
            findings.Add(AuditCodes.SwitchedOff, sku.Text, $"The owner has {owned} of it.", shop.Worth(sku, owned));
        }
    }

    private static void Sources(StorefrontIndex shop, Fact.ProductObserved product, FindingList findings)
    {
        if (shop.Shown.Has(SurveyPart.Rows) && product.Traits is { HoldsStock: true, Enabled: not false, Managed: not false } &&
            !shop.RowsOf[product.Sku].Any(row => shop.Counts(row.Source)))
        {
            findings.Add(AuditCodes.NoSource, product.Sku.Text, $"This {product.Type} product has no row at any source that counts.");
        }
    }

    private static void Parts(StorefrontIndex shop, Fact.ProductObserved product, Survey survey, FindingList findings)
    {
        foreach (var part in product.Traits.Children ?? [])
        {
            if (IsUnheardOf(part, shop, survey))
            {
                findings.Add(AuditCodes.KitComponentUnknown, product.Sku.Text, $"Part {part} of the {product.Type} is unknown.");
            }
        }
    }

    /// <summary>A component must lie somewhere: with an owner where owners were read, else in the storefront.</summary>
    private static bool IsUnheardOf(Sku sku, StorefrontIndex shop, Survey survey) =>
        survey.Owners.IsEmpty ? !shop.Products.ContainsKey(sku) : !shop.OwnedSkus.Contains(sku);

    private static void Lookalikes(StorefrontIndex shop, FindingList findings)
    {
        var names = shop.Products.Keys.Concat(shop.OwnedSkus).Distinct();
        foreach (var alike in names.GroupBy(sku => Spelling.Of(sku.Text), StringComparer.Ordinal))
        {
            if (alike.Count() > 1)
            {
                findings.Add(
                    AuditCodes.SkuLookalike, alike.First().Text,
                    $"Written as {string.Join(", ", alike.Select(sku => $"\"{sku}\" ({HomeOf(sku, shop)})"))}.");
            }
        }
    }

    private static string HomeOf(Sku sku, StorefrontIndex shop) =>
        (shop.Products.ContainsKey(sku), shop.OwnedSkus.Contains(sku)) switch
        {
            (true, true) => "both sides",
            (true, false) => "storefront",
            _ => "owner",
        };

    private static Quantity OwnedUnits(StorefrontIndex shop, Sku sku) => (shop.Shown.Wiring?.Linked ?? [])
        .Sum(source => shop.Owned.GetValueOrDefault((sku, source)));
}
