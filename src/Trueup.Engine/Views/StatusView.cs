using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine.Dispatch;

namespace Trueup.Engine.Views;

/// <summary>How the hub and everything connected to it fares (CONTRACT §4).</summary>
/// <param name="Parity">Share of SKUs in step over all storefronts, 0 to 1.</param>
/// <param name="Journal">How far deciding is.</param>
/// <param name="Connections">Every connection.</param>
/// <param name="Exceptions">Open cases.</param>
public sealed record StatusView(
    decimal Parity, JournalView Journal, Items<ConnectionView> Connections, CaseCountView Exceptions)
{
    /// <summary>The status at a moment.</summary>
    public static StatusView Of(HubLoop hub, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(hub);
        return new StatusView(
            ParityShare.Overall(hub.State),
            JournalView.Of(hub, now),
            hub.Outlets.Select(outlet => ConnectionView.Of(outlet, hub, now)).ToItems(),
            CaseCountView.Of(hub.State))
        {
            Orders = OrderCountView.Of(hub),
        };
    }

    /// <summary>How orders stand.</summary>
    public OrderCountView Orders { get; init; } = new(new Dictionary<string, int>(StringComparer.Ordinal), 0, []);
}

/// <summary>How far deciding is behind the journal.</summary>
/// <param name="Accepted">Entries in the journal.</param>
/// <param name="Applied">Entries decided.</param>
/// <param name="LagMs">Age of the oldest entry that is not decided, in milliseconds.</param>
public sealed record JournalView(long Accepted, long Applied, long LagMs)
{
    /// <summary>The lag at a moment.</summary>
    public static JournalView Of(HubLoop hub, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(hub);
        var oldest = hub.Lanes.Through < hub.Tail.End ? hub.Lanes.OldestWaiting : null;
        var lag = oldest is { } at && at < now ? now - at : TimeSpan.Zero;
        return new JournalView(hub.Tail.End.Value, hub.Lanes.Through.Value, (long)lag.TotalMilliseconds);
    }
}

/// <summary>One connection.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="State"><c>up</c>, <c>slowed</c>, <c>denied</c>, <c>down</c> or <c>paused</c>.</param>
/// <param name="Pending">What waits to be written or decided.</param>
/// <param name="OldestPendingMs">How long the oldest waiting level waits, in milliseconds.</param>
/// <param name="Rate">Calls a second.</param>
/// <param name="LastError">The last failure; null when there was none.</param>
public sealed record ConnectionView(
    string Name, string Kind, string State, PendingView Pending, long OldestPendingMs, RateView Rate, string? LastError)
{
    /// <summary>When <see cref="LastError"/> happened, UTC.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>A connection at a moment.</summary>
    public static ConnectionView Of(Outlet outlet, HubLoop hub, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(outlet);
        ArgumentNullException.ThrowIfNull(hub);
        var circuit = outlet.Paced.Circuit;
        var oldest = outlet.Levels?.Oldest is { } since ? now - since : TimeSpan.Zero;
        return new ConnectionView(
            outlet.Name.Text,
            hub.Contract.Connection(outlet.Name)?.Kind ?? "",
            outlet.Paced.IsPaused ? "paused" : outlet.Paced.State.ToString().ToLowerInvariant(),
            new PendingView(
                (outlet.Documents?.Pending ?? 0) + (outlet.StoreDays?.Pending ?? 0), outlet.Levels?.Pending ?? 0, WaitingFrom(outlet, hub)),
            (long)oldest.TotalMilliseconds,
            new RateView(outlet.Paced.Bucket.Rate, outlet.Paced.Bucket.Used(now)),
            circuit.LastError.Length == 0 ? null : circuit.LastError)
        {
            LastErrorAt = circuit.LastErrorAt,
        };
    }

    /// <summary>Messages of the connection that wait for a mapping.</summary>
    private static int WaitingFrom(Outlet outlet, HubLoop hub)
    {
        var waiting = 0;
        foreach (var (key, messages) in hub.State.ParkedMessages)
        {
            var parts = key.Split('/', 3);
            waiting += parts.Length == 3 && parts[1] == outlet.Name.Text ? messages.Count : 0;
        }

        return waiting;
    }
}

/// <summary>What waits for a connection.</summary>
/// <param name="Orders">Documents to be made.</param>
/// <param name="Stock">Levels to be written.</param>
/// <param name="Other">Its own messages that wait for a mapping.</param>
public sealed record PendingView(int Orders, int Stock, int Other);

/// <summary>Calls a second.</summary>
/// <param name="Limit">The most that are made now.</param>
/// <param name="Used">Made within the last second.</param>
public sealed record RateView(double Limit, int Used);

/// <summary>Open cases.</summary>
/// <param name="Open">All of them.</param>
/// <param name="ByOwner">By who has to deal with them.</param>
public sealed record CaseCountView(int Open, IReadOnlyDictionary<string, int> ByOwner)
{
    /// <summary>Counts a hub's open cases.</summary>
    public static CaseCountView Of(Lanes.HubState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var byOwner = CaseCodes.All.GroupBy(CaseView.OwnerOf, StringComparer.Ordinal)
            .Select(same => (Owner: same.Key, Open: same.Sum(state.OpenCases))).Where(each => each.Open > 0)
            .ToDictionary(each => each.Owner, each => each.Open, StringComparer.Ordinal);
        return new CaseCountView(byOwner.Values.Sum(), byOwner);
    }
}
