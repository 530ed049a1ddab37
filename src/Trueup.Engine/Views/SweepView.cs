using Trueup.Core.Values;
using Trueup.Engine.Lanes;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Views;

/// <summary>What counting the orders of one stretch of time came to.</summary>
/// <param name="Storefront">Whose orders.</param>
/// <param name="From">Placed at this time or later, UTC.</param>
/// <param name="Until">Placed before this time, UTC.</param>
/// <param name="CountedAt">When this was found, UTC; what later counts found unchanged is not told again.</param>
/// <param name="Proved">Whether every order is exactly once where it must be.</param>
public sealed record SweepView(
    ConnectionName Storefront, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset CountedAt, bool Proved)
{
    /// <summary>Orders that the storefront lists; null where it cannot list them.</summary>
    public long? Listed { get; init; }

    /// <summary>Those that the hub has.</summary>
    public long Known { get; init; }

    /// <summary>Hub ids of those that were missed, and taken up.</summary>
    public Items<string> Missed { get; init; }

    /// <summary>Hub ids of those that could not be read.</summary>
    public Items<string> Unreadable { get; init; }

    /// <summary>What each system that must have the orders holds of them.</summary>
    public Items<SweepTargetView> Targets { get; init; }

    /// <summary>Why the storefront could not be asked; null when it was.</summary>
    public string? Trouble { get; init; }

    /// <summary>Shows a count.</summary>
    public static SweepView Of(SweepWindow window)
    {
        ArgumentNullException.ThrowIfNull(window);
        return new SweepView(window.Storefront, window.From, window.Until, window.At, window.IsProved)
        {
            Listed = window.Listed,
            Known = window.Known,
            Missed = window.Missed,
            Unreadable = window.Unreadable,
            Trouble = window.Trouble,
            Targets = window.Targets.Select(target => new SweepTargetView(
                target.Target, target.IsProved, target.Expected, target.Present, target.Waiting)
            {
                Missing = target.Missing,
                Twice = target.Twice,
                Trouble = target.Trouble,
            }).ToItems(),
        };
    }

    /// <summary>The latest counts, the youngest windows first.</summary>
    public static Items<SweepView> Latest(HubState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Sweeps.Windows.Values.OrderByDescending(window => window.From)
            .ThenBy(window => window.Storefront.Text, StringComparer.Ordinal).Select(Of).ToItems();
    }
}

/// <summary>What one system holds of the orders of a window.</summary>
/// <param name="Target">The system.</param>
/// <param name="Proved">Whether it holds each exactly once.</param>
/// <param name="Expected">Orders that it took.</param>
/// <param name="Present">Those that it shows.</param>
/// <param name="Waiting">Orders still on their way to it, or held.</param>
public sealed record SweepTargetView(ConnectionName Target, bool Proved, int Expected, int Present, int Waiting)
{
    /// <summary>Hub ids of those that it does not show.</summary>
    public Items<string> Missing { get; init; }

    /// <summary>Hub ids of those that it lists more than once.</summary>
    public Items<string> Twice { get; init; }

    /// <summary>Why it could not be asked for all; null when it was.</summary>
    public string? Trouble { get; init; }
}
