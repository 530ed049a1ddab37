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

        foreach (var outlet in hub.Outlets.Where(outlet => outlet.Documents is not null))
        {
            // What waits for a refused document waits for a person, who is told by its case; what is on hold, for whoever put it there.
            var owed = hub.State.OrderIndex.OwedTo(outlet.Name)
                .FirstOrDefault(document => !IsOnHold(world, document.Order.Text) &&
                    hub.State.Find(document.Order)!.Documents.All(other => other.Refusal is null));
            if (owed is not null)
            {
                yield return new Violation("live", owed.Order.Text, string.Create(
                    CultureInfo.InvariantCulture, $"{outlet.Documents!.Pending} documents still owed to {outlet.Name}, among them {owed.Key}"));
            }
        }

        var owedPushes = world.Channels.Sum(channel => channel.Owed);
        if (owedPushes > 0)
        {
            yield return new Violation("live", "pushes", string.Create(
                CultureInfo.InvariantCulture, $"{owedPushes} deliveries were never acknowledged"));
        }

        foreach (var standing in hub.State.Cases.Values.Where(known => known.State == CaseState.Open && IsOver(known)))
        {
            yield return new Violation("live", standing.Key, $"is still open when nothing fails any more: {standing.Detail}");
        }

        // A rule that throws is the hub's own fault, unless this world broke it on purpose.
        foreach (var failed in hub.State.Cases.Values.Where(known =>
            known.Code == CaseCodes.RuleFailed && !known.Detail.Contains(FickleReader.Words, StringComparison.Ordinal)))
        {
            yield return new Violation("live", failed.Key, failed.Detail);
        }
    }

    private static bool IsOnHold(World world, string id) => world.Shops.Any(shop =>
        id.StartsWith($"{shop.Name}:", StringComparison.Ordinal) && shop.Books.Order(id[(shop.Name.Text.Length + 1)..])?.State == "holded");

    /// <summary>What the end of all troubles must have disproved.</summary>
    private static bool IsOver(Case known) =>
        known.Code == CaseCodes.ConnectionDown || known.Code == CaseCodes.PermissionDenied || known.Code == CaseCodes.RateLimited ||
        known.Code == CaseCodes.RuleFailed;
}
