using System.Globalization;
using Trueup.Core.Entries;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// G8: whatever a remote refused for good is shown in a case within a dispatch cycle, and every case says whose it is and
/// what to do. The refusals are counted on the wire, the cases in the journal.
/// </summary>
public static class NothingIsSilent
{
    /// <summary>A dispatch cycle with a full disk in it.</summary>
    private static readonly TimeSpan Cycle = TimeSpan.FromSeconds(90);

    /// <summary>Checks a world at any time.</summary>
    public static IEnumerable<Violation> Check(World world)
    {
        ArgumentNullException.ThrowIfNull(world);
        var found = Found(world.History());
        return world.Shops.Select(shop => (shop.Name.Text, shop.Wire))
            .Append((Estate.WarehouseName.Text, world.WarehouseWire)).Append((Estate.AccountsName.Text, world.AccountsWire))
            .Concat(world.Project is { } project ? [(Estate.ProjectName.Text, project.Wire)] : [])
            .SelectMany(remote => Unshown(world, remote.Item1, remote.Item2, found))
            .Concat(Unhelpful(world));
    }

    private static IEnumerable<Violation> Unshown(
        World world, string connection, Network.FaultyWire wire, List<(DateTimeOffset At, string About)> found)
    {
        foreach (var refused in wire.RefusedWrites)
        {
            // A save that went wrong half way, and a conflict with an earlier attempt, are no refusals: the hub looks again.
            var isVerdict = refused.Status != 409 && !refused.Target.Contains("/inventory", StringComparison.Ordinal) &&
                !refused.Target.EndsWith("/oauth/token", StringComparison.Ordinal);
            var until = refused.At + Cycle;

            // What the hub tries again it has not taken for an answer yet.
            isVerdict = isVerdict && !wire.Writes.Any(write => write.At > refused.At && write.What == refused.What);

            // Where the hub that asked is gone before it could tell, the next one looks whether the document is there, and asks again if not.
            var isHeard = !world.Hub.Starts.Any(start => start >= refused.AskedAt && start <= until);
            if (isVerdict && isHeard && until < world.Outside.Now &&
                !found.Exists(one => one.At >= refused.At && one.At <= until && one.About.Contains(connection, StringComparison.Ordinal)))
            {
                yield return new Violation("G8", connection, string.Create(
                    CultureInfo.InvariantCulture, $"{refused.Target} was refused with {refused.Status} at {refused.At:O}, and no case shows it"));
            }
        }
    }

    private static IEnumerable<Violation> Unhelpful(World world) => (world.Hub.Engine?.State.Cases.Values ?? [])
        .Where(known => string.IsNullOrWhiteSpace(known.Code.NextAction) || string.IsNullOrWhiteSpace(known.Detail))
        .Select(known => new Violation("G8", known.Key, "says neither what happened nor what to do"));

    /// <summary>Every finding about an order in the journal: when, and whom it concerns.</summary>
    private static List<(DateTimeOffset At, string About)> Found(IReadOnlyList<Recorded> history)
    {
        var codecs = new Codecs();
        return (from recorded in history
                where recorded.Entry.Kind == EntryKind.Decided
                from decided in codecs.Decisions.Unpack(recorded.Entry.Body).Decisions
                from change in decided.Changes
                let finding = (change as Change.CaseChanged)?.Event as Core.Cases.CaseEvent.Found
                where finding?.Finding.About.Order is not null
                select (recorded.Entry.At, finding.Finding.About.ToString())).ToList();
    }
}
