using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Values;

namespace Trueup.Engine.Views;

/// <summary>One thing that a routine looks at, and what was found.</summary>
/// <param name="Title">What must hold.</param>
/// <param name="Holds">Whether it does.</param>
/// <param name="Evidence">What was found, in a sentence.</param>
/// <param name="Link">The console's page that shows it.</param>
public sealed record CheckView(string Title, bool Holds, string Evidence, string Link);

/// <summary>What is looked at regularly: the hub looks for itself, a person says that they have seen it.</summary>
public static class Routines
{
    /// <summary>The names of the routines.</summary>
    public static Items<string> Names { get; } = ["daily", "weekly"];

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LagMax = TimeSpan.FromMinutes(1);

    /// <summary>What a routine finds at a moment.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such routine.</exception>
    public static Items<CheckView> Look(string routine, HubLoop hub, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(hub);
        return routine switch
        {
            "daily" => [.. Agreement(hub, now), .. Flow(hub, now), .. Gaps(hub)],
            "weekly" => Weekly(hub).ToItems(),
            _ => throw new ArgumentOutOfRangeException(nameof(routine), routine, "There is no such routine."),
        };
    }

    private static IEnumerable<CheckView> Agreement(HubLoop hub, DateTimeOffset now)
    {
        var parity = ParityView.Of(hub);
        yield return new CheckView(
            "Every storefront agrees with the owners", parity.Parity == 1m,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{parity.Storefronts.Sum(shop => shop.Drifting):#,0} of {parity.Storefronts.Sum(shop => shop.Compared):#,0} "
                + $"SKUs differ, over {parity.Storefronts.Count} storefronts."), "/parity");
        var full = parity.Runs.FirstOrDefault(run => run is { Scope: "full", Failure: null });
        yield return new CheckView(
            "A full comparison ran within a day", full is not null && now - full.EndedAt < Day,
            full is null
                ? "There was none yet."
                : $"The last one ended at {full.EndedAt:yyyy-MM-dd HH:mm} UTC and compared {full.Compared}.",
            full is null ? "/parity" : $"/parity/{full.Id}");
    }

    private static IEnumerable<CheckView> Flow(HubLoop hub, DateTimeOffset now)
    {
        var connections = hub.Outlets.Select(outlet => ConnectionView.Of(outlet, hub, now)).ToArray();
        var troubled = connections.Where(each => each.State != "up").ToArray();
        yield return new CheckView(
            "Every system answers", troubled.Length == 0,
            troubled.Length == 0
                ? $"All {connections.Length} are up."
                : $"{string.Join(", ", troubled.Select(each => $"{each.Name} is {each.State}"))}.", "/connections");
        var oldest = TimeSpan.FromMilliseconds(connections.Select(each => each.OldestPendingMs).DefaultIfEmpty().Max());
        var lag = TimeSpan.FromMilliseconds(JournalView.Of(hub, now).LagMs);
        yield return new CheckView(
            "Nothing waits for long", oldest < WaitMax && lag < LagMax,
            $"The oldest level waits {Whole(oldest)} s; deciding is {Whole(lag)} s behind.", "/connections");
        yield return NoCases(
            hub, "No document was refused", code => code.Code.StartsWith("DOCUMENT.", StringComparison.Ordinal),
            "Open cases about documents", "/orders?status=refused");
        yield return NoCases(
            hub, "Nothing is held by a guard", code => code == CaseCodes.BlastRadius, "Locations that wait for an approval",
            $"/cases?code={CaseCodes.BlastRadius.Code}");
    }

    private static IEnumerable<CheckView> Gaps(HubLoop hub)
    {
        var unmapped = ContractView.Of(hub).Unmapped;
        yield return new CheckView(
            "Every word of every sender is mapped", unmapped.IsEmpty,
            unmapped.IsEmpty
                ? "Nothing waits for a mapping."
                : $"{string.Join(", ", unmapped.Select(word => $"{word.Word} of {word.Connection}"))}.", "/contract");
        yield return NoCases(
            hub, "Nobody was promised what is not there", code => code == CaseCodes.Oversold, "Oversold positions",
            $"/cases?code={CaseCodes.Oversold.Code}");
    }

    private static IEnumerable<CheckView> Weekly(HubLoop hub)
    {
        var locations = ContractView.Of(hub).Locations;
        var incomplete = locations.Where(location => !location.Missing.IsEmpty).ToArray();
        yield return new CheckView(
            "Every location has its code in every system that needs one", incomplete.Length == 0,
            incomplete.Length == 0
                ? $"All {locations.Count} have."
                : $"{string.Join(", ", incomplete.Select(location => location.Title))} lack one.", "/contract");
        var silent = locations.Where(location => location.Skus == 0).ToArray();
        yield return new CheckView(
            "Every location reports", silent.Length == 0,
            silent.Length == 0
                ? "All do."
                : $"{string.Join(", ", silent.Select(location => location.Title))} never did.", "/contract");
        yield return NoCases(
            hub, "Every sender's payloads look as they always did", code => code == CaseCodes.ShapeChanged,
            "Forms of payload that changed", $"/cases?code={CaseCodes.ShapeChanged.Code}");
        yield return NoCases(
            hub, "Finance has nothing open", code => code.Owner == CaseOwner.Finance, "Open cases of finance",
            "/cases?owner=finance");
        yield return NoCases(
            hub, "Nobody edits stock in a storefront", code => code == CaseCodes.ExternalEdit,
            "Open edits by somebody else", $"/cases?code={CaseCodes.ExternalEdit.Code}");
        var runs = ParityView.Of(hub).Runs;
        var failed = runs.Count(run => run.Failure is not null);
        yield return new CheckView(
            "Comparisons get through", failed == 0, $"{failed} of the last {runs.Count} did not.", "/parity");
    }

    private static CheckView NoCases(HubLoop hub, string title, Func<CaseCode, bool> which, string what, string link)
    {
        var open = CaseCodes.All.Where(which).Sum(hub.State.OpenCases);
        return new CheckView(title, open == 0, string.Create(CultureInfo.InvariantCulture, $"{what}: {open:#,0}."), link);
    }

    private static long Whole(TimeSpan span) => (long)span.TotalSeconds;
}
