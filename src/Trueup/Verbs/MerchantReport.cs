using System.Globalization;
using Trueup.Core.Values;
using Trueup.Simulator.Merchants;

namespace Trueup.Verbs;

/// <summary>What a merchant's own configuration led to in the simulated world.</summary>
/// <param name="Config">The configuration's file.</param>
/// <param name="Repeat">The command that repeats the day exactly.</param>
/// <param name="Measures">What was measured.</param>
/// <param name="Findings">What is to be said.</param>
public sealed record MerchantReport(string Config, string Repeat, MerchantMeasures Measures, Items<MerchantFinding> Findings)
{
    /// <summary>Every line of the report, for people.</summary>
    public IEnumerable<string> Lines()
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{Config} was tried for {Measures.Lived.TotalHours:0.0} simulated hours with {Measures.Orders} orders.");
        yield return $"Opening stock: {(Measures.Loaded is { } loaded ? Clock(loaded) : "never complete")}. " +
            $"Orders reached an owner: half within {Clock(Measures.HandedOver.Usual)}, 19 of 20 within {Clock(Measures.HandedOver.Late)}.";
        foreach (var shop in Measures.Shops)
        {
            yield return $"{shop.Name}: {shop.Changes} changes, half shown within {Clock(shop.Usual)}, 19 of 20 within {Clock(shop.Late)}.";
        }

        foreach (var connection in Measures.Connections)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{connection.Name}: {connection.Calls} calls; {connection.BusiestShare:0 %} of its limit in the busiest five minutes.");
        }

        foreach (var finding in Findings)
        {
            yield return "";
            yield return $"{finding.Kind.ToUpperInvariant()}{(finding.About is null ? "" : $" {finding.About}")}: {finding.What.TrimEnd('.')}.";
            yield return $"  What to do: {finding.Advice.TrimEnd('.')}.";
            if (finding.Tried is { } tried)
            {
                yield return $"  Tried on the same day: {tried}.";
            }
        }

        yield return "";
        yield return Findings.IsEmpty ? "Nothing is to be said against it." : $"{Findings.Count} {(Findings.Count == 1 ? "finding" : "findings")}.";
        yield return $"The same day again: {Repeat}";
    }

    private static string Clock(TimeSpan time) => time.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture);
}
