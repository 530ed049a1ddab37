using System.Globalization;
using Trueup.Core.Values;

namespace Trueup.Simulator.Merchants;

/// <summary>What the merchant sells on the simulated day: the articles that the configuration names, and more.</summary>
/// <param name="Pieces">What lies on shelves.</param>
/// <param name="Kits">What is put together from it.</param>
/// <param name="Hot">What everybody wants, and there is little of.</param>
internal sealed record MerchantShelf(IReadOnlyList<string> Pieces, IReadOnlyList<string> Kits, IReadOnlyList<string> Hot)
{
    private const int HotMax = 5;

    /// <summary>Everything that can be bought.</summary>
    public IReadOnlyList<string> Sold { get; } = [.. Pieces, .. Kits];

    /// <summary>The shelf of a plan.</summary>
    public static MerchantShelf Of(MerchantPlan plan)
    {
        var kits = plan.Terms.Kits.Select(kit => kit.Sku.Text).ToList();
        var named = plan.Terms.Kits.SelectMany(kit => kit.Components).Select(part => part.Sku.Text)
            .Concat(plan.Terms.Buffers.Select(buffer => buffer.Sku).OfType<Sku>().Select(sku => sku.Text))
            .Distinct(StringComparer.Ordinal).Except(kits, StringComparer.Ordinal).ToList();
        var others = Enumerable.Range(1, Math.Max(1, plan.Trade.Skus - named.Count - kits.Count))
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"ARTICLE-{number:0000}")).ToList();
        return new MerchantShelf([.. named, .. others], kits, others.Take(Math.Min(HotMax, Math.Max(1, others.Count / 10))).ToList());
    }
}
