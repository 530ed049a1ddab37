using System.Globalization;
using Trueup.Core.Values;

namespace Trueup.Simulator.Merchants;

/// <summary>Tries a merchant's own configuration on a simulated day, and tells what it leads to.</summary>
public static class MerchantTrial
{
    /// <summary>Lives one day, and where something could be better, the same day with that changed.</summary>
    /// <param name="plan">The configuration and the day.</param>
    /// <exception cref="InvalidOperationException">There is nobody to play with, or a connection cannot be opened.</exception>
    public static MerchantOutcome Run(MerchantPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (!plan.Connections.Any(one => one is { IsShop: true, IsPlayed: true, Rule.Kind: not "http" }))
        {
            throw new InvalidOperationException(
                "There is no storefront to trade in: the simulated world plays adobe-commerce and commercetools.");
        }

        using var world = new MerchantWorld(plan);
        world.Live();
        var measures = MerchantMeasures.Of(world);
        var findings = new MerchantFindings(world, measures).Tell();
        return new MerchantOutcome(plan, measures, findings.Select(finding => Improve(plan, measures, finding)).ToItems(), world.Chronicle);
    }

    private static MerchantFinding Improve(MerchantPlan plan, MerchantMeasures measures, MerchantFinding finding) => finding.Kind switch
    {
        MerchantFinding.Oversell => finding with { Tried = string.Join("; ", Enumerable.Range(1, 2).Select(more => TryBuffer(plan, measures, more))) },
        MerchantFinding.Delay when finding.About is { } name && plan.Connections.Any(one => one.Name.Text == name) =>
            finding with { Tried = TryRate(plan, name) },
        _ => finding,
    };

    private static string TryBuffer(MerchantPlan plan, MerchantMeasures before, int more)
    {
        var terms = plan.Terms with
        {
            BufferDefault = plan.Terms.BufferDefault + more,
            Buffers = plan.Terms.Buffers.Select(rule => rule with { Quantity = rule.Quantity + more }).ToItems(),
        };
        var after = Measure(plan with { Terms = terms });
        return string.Create(CultureInfo.InvariantCulture,
            $"with {more} more kept back everywhere, {after.Oversold} of {after.Orders} orders instead of {before.Oversold} of {before.Orders}");
    }

    private static string TryRate(MerchantPlan plan, string name)
    {
        var twice = plan.Connections.Select(one => one.Name.Text == name ? Faster(one) : one).ToItems();
        var after = Measure(plan with { Connections = twice });
        var shop = after.Shops.FirstOrDefault(one => one.Name == name);
        return string.Create(CultureInfo.InvariantCulture,
            $"with twice the rate {(shop is null ? "" : $"19 of 20 changes show within {Spoken.Of(shop.Late)}, and ")}" +
            $"the opening stock takes {Spoken.Of(after.Loaded)}");
    }

    private static MerchantConnection Faster(MerchantConnection one)
    {
        var limits = MerchantLine.LimitsOf(one);
        var values = new Dictionary<string, string>(one.Settings.Values, StringComparer.Ordinal)
        {
            ["limits.rate"] = string.Create(CultureInfo.InvariantCulture, $"{limits.RequestsPerSecond * 2}/s"),
            ["limits.burst"] = string.Create(CultureInfo.InvariantCulture, $"{limits.Burst * 2}"),
        };
        return one with { Settings = one.Settings with { Values = values }, Vendor = null };
    }

    private static MerchantMeasures Measure(MerchantPlan plan)
    {
        using var world = new MerchantWorld(plan);
        world.Live();
        return MerchantMeasures.Of(world);
    }
}

/// <summary>What came of a trial.</summary>
/// <param name="Plan">What was tried.</param>
/// <param name="Measures">What was measured.</param>
/// <param name="Findings">What the merchant's choices led to; empty when nothing is to be said.</param>
/// <param name="Chronicle">Everything that happened.</param>
public sealed record MerchantOutcome(
    MerchantPlan Plan, MerchantMeasures Measures, Items<MerchantFinding> Findings, Chronicle Chronicle);

/// <summary>Something that a choice in the configuration leads to.</summary>
/// <param name="Kind">Its sort.</param>
/// <param name="About">The connection or location that it is about; null for all.</param>
/// <param name="What">What happened in the simulated world, with figures.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record MerchantFinding(string Kind, string? About, string What, string Advice)
{
    /// <summary>Figures that do not come to agree.</summary>
    public const string Drift = "drift";

    /// <summary>Figures or orders that come late.</summary>
    public const string Delay = "delay";

    /// <summary>Sales of what is not there.</summary>
    public const string Oversell = "oversell";

    /// <summary>More calls than the vendor allows, or leave to make them.</summary>
    public const string Breach = "breach";

    /// <summary>A guard that stops an ordinary report.</summary>
    public const string Guard = "guard";

    /// <summary>Orders that do not get where they must.</summary>
    public const string Orders = "orders";

    /// <summary>Work for people.</summary>
    public const string Case = "case";

    /// <summary>What the simulated world cannot play.</summary>
    public const string Unplayed = "unplayed";

    /// <summary>What the same day was like with something changed; null where nothing was tried.</summary>
    public string? Tried { get; init; }
}
