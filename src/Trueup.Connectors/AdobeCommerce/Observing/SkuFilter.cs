using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Observing;

/// <summary>Puts as many SKUs into one request as its address may hold.</summary>
internal static class SkuFilter
{
    /// <summary>Longest list of SKUs in an address, in encoded characters; with the rest it stays below the 6 kB that
    /// common web servers and proxies take without question.</summary>
    private const int LengthMax = 5_000;

    /// <summary>
    /// Most SKUs in one request: more rows only make the answer slow (adobe-commerce-observed.md §6).
    /// </summary>
    private const int CountMax = 250;

    /// <summary>The SKUs from a place on that fit into one request; at least one.</summary>
    public static Items<Sku> Take(Items<Sku> skus, int first)
    {
        var length = 0;
        var end = first;
        while (end < skus.Count && end - first < CountMax)
        {
            length += Uri.EscapeDataString(skus[end].Text).Length + 3;
            if (end > first && (length > LengthMax || HoldsComma(skus[end]) || HoldsComma(skus[first])))
            {
                break;
            }

            end++;
        }

        return Items.Of(skus.Span[first..end]);
    }

    /// <summary>Adds the condition; a SKU with a comma cannot stand in a list and is asked for alone.</summary>
    public static AdobeSearch Apply(AdobeSearch search, Items<Sku> skus) => skus.Count == 1
        ? search.Where("sku", "eq", skus[0].Text)
        : search.Where("sku", "in", string.Join(',', skus.Select(sku => sku.Text)));

    private static bool HoldsComma(Sku sku) => sku.Text.Contains(',', StringComparison.Ordinal);
}
