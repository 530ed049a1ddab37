using System.Globalization;
using System.Text.RegularExpressions;
using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// G8: whatever a remote refused for good is shown in a case within a dispatch cycle, and every case says whose it is and
/// what to do. Of an order that its shop, or the warehouse, has given up by then the story says that it is dropped, and nobody has anything to do. The
/// refusals are counted on the wire, the cases in the journal.
/// </summary>
public static partial class NothingIsSilent
{
    /// <summary>A dispatch cycle with a full disk in it.</summary>
    private static readonly TimeSpan Cycle = TimeSpan.FromSeconds(90);

    /// <summary>Checks a world at any time.</summary>
    public static IEnumerable<Violation> Check(World world)
    {
        ArgumentNullException.ThrowIfNull(world);
        var shown = new Findings(world.History(), GivenUp(world).ToHashSet(StringComparer.Ordinal));
        return world.Shops.Select(shop => (shop.Name.Text, shop.Wire))
            .Append((Estate.WarehouseName.Text, world.WarehouseWire)).Append((Estate.AccountsName.Text, world.AccountsWire))
            .Concat(world.Project is { } project ? [(Estate.ProjectName.Text, project.Wire)] : [])
            .SelectMany(remote => Unshown(world, remote.Item1, remote.Item2, shown))
            .Concat(Unhelpful(world));
    }

    private static IEnumerable<Violation> Unshown(
        World world, string connection, Network.FaultyWire wire, Findings shown)
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
                !shown.Tell(connection, refused, until) && !IsTold(world, connection, refused) && !IsDone(world, refused))
            {
                yield return new Violation("G8", connection, string.Create(
                    CultureInfo.InvariantCulture, $"{refused.Target} was refused with {refused.Status} at {refused.At:O}, and no case shows it"));
            }
        }
    }

    private static IEnumerable<Violation> Unhelpful(World world) => (world.Hub.Engine?.State.Cases.Values ?? [])
        .Where(known => string.IsNullOrWhiteSpace(known.Code.NextAction) || string.IsNullOrWhiteSpace(known.Detail))
        .Select(known => new Violation("G8", known.Key, "says neither what happened nor what to do"));

    /// <summary>Orders that their storefronts, or the warehouse, have given up, by their own books, before anything of them left.</summary>
    private static IEnumerable<string> GivenUp(World world)
    {
        var ofShops =
            from shop in world.Shops
            from order in shop.Books.Orders
            where order.Lines.All(line => line.Shipped == 0 && line.Canceled + line.Refunded >= line.Ordered) ||
                world.Warehouse.OrdersOf(shop.IdOf(order)).Any(known => known.Status == "cancelled")
            select shop.IdOf(order);
        var ofProject = (world.Project?.Books.Orders ?? [])
            .Where(order => order is { IsCancelled: true, Deliveries.IsEmpty: true }).Select(ProjectSite.IdOf);
        return ofShops.Concat(ofProject);
    }

    /// <summary>Whether a case that was open then tells of a refused document of the same order, in the same words as of one before.</summary>
    private static bool IsTold(World world, string connection, Network.RefusedWrite refused) =>
        (world.Hub.Engine?.State.Cases.Values ?? []).Any(known =>
            known.Code == CaseCodes.DocumentRefused && known.About.Connection?.Text == connection && known.OpenedAt <= refused.At &&
            (known.State == CaseState.Open || known.Notes.Any(note => note.At > refused.At)) &&
            known.About.Order is { } order && IsOf(refused, order));

    /// <summary>Whether what was asked for is there: people did it meanwhile, and the hub, which looks before it asks again, has seen it.</summary>
    private static bool IsDone(World world, Network.RefusedWrite refused) =>
        Asked().Match(refused.Body).Groups["key"].Value is var key && key.IndexOf('/', StringComparison.Ordinal) is > 0 and var end &&
        OrderId.TryParse(key[..end], null, out var id) &&
        world.Hub.Engine?.State.Find(id)?.Documents.Any(document => document.Key == key && document.IsMade) == true;

    [GeneratedRegex("\"Trueup (?<key>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Asked();

    private static bool IsOf(Network.RefusedWrite refused, string order) =>
        refused.Body.Contains($"\"{order}\"", StringComparison.Ordinal) || refused.Body.Contains($"{order}/", StringComparison.Ordinal);

    /// <summary>What the journal says of the orders' troubles.</summary>
    private sealed class Findings
    {
        private readonly List<(DateTimeOffset At, string About)> _found = [];
        private readonly List<(DateTimeOffset At, string Connection, string Order)> _dropped = [];
        private readonly HashSet<string> _givenUp;

        public Findings(IReadOnlyList<Recorded> history, HashSet<string> givenUp)
        {
            _givenUp = givenUp;
            var codecs = new Codecs();
            foreach (var (_, entry) in history.Where(recorded => recorded.Entry.Kind == EntryKind.Decided))
            {
                foreach (var change in codecs.Decisions.Unpack(entry.Body).Decisions.SelectMany(decided => decided.Changes))
                {
                    if (change is Change.CaseChanged { Event: Core.Cases.CaseEvent.Found { Finding.About: { Order: not null } about } })
                    {
                        _found.Add((entry.At, about.ToString()));
                    }
                    else if (change is Change.OrderChanged { Event: OrderEvent.DocumentDropped dropped } of)
                    {
                        _dropped.Add((entry.At, dropped.Target.Text, of.Order.Text));
                    }
                }
            }
        }

        /// <summary>Whether a case of the connection shows a refusal in time, or it was of an order that nobody wants any more.</summary>
        public bool Tell(string connection, Network.RefusedWrite refused, DateTimeOffset until) =>
            _found.Exists(one => one.At >= refused.At && one.At <= until && one.About.Contains(connection, StringComparison.Ordinal)) ||
            _dropped.Exists(one => one.At >= refused.At && one.At <= until && one.Connection == connection &&
                _givenUp.Contains(one.Order) && IsOf(refused, one.Order));
    }
}
