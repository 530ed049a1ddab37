using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Engine;

namespace Trueup.Simulator.Checkers;

/// <summary>Once nobody does anything any more, nothing is owed, nothing waits, and no rule has failed.</summary>
public static class EverythingRests
{
    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world, HubLoop? hub)
    {
        ArgumentNullException.ThrowIfNull(world);
        if (world.Hub.Failure is { } failure)
        {
            yield return new Violation("live", "hub", $"fell: {failure}");
            yield break;
        }

        if (hub is null)
        {
            yield return new Violation("live", "hub", "is not there");
            yield break;
        }

        foreach (var outlet in hub.Outlets)
        {
            // What waits for a refused document waits for a person, who is told by its case.
            var owed = hub.State.OrderIndex.OwedTo(outlet.Name)
                .FirstOrDefault(document => hub.State.Find(document.Order)!.Documents.All(other => other.Refusal is null));
            if (owed is not null)
            {
                yield return new Violation("live", owed.Order.Text, string.Create(
                    CultureInfo.InvariantCulture, $"{outlet.Documents!.Pending} documents still owed to {outlet.Name}, among them {owed.Key}"));
            }
        }

        if (world.Pushes.Owed > 0)
        {
            yield return new Violation("live", "pushes", string.Create(
                CultureInfo.InvariantCulture, $"{world.Pushes.Owed} deliveries were never acknowledged"));
        }

        foreach (var failed in hub.State.Cases.Values.Where(known => known.Code == CaseCodes.RuleFailed))
        {
            yield return new Violation("live", failed.Key, failed.Detail);
        }
    }
}
