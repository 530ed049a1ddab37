using Trueup.Core.Values;

namespace Trueup.Engine.Reconcile;

/// <summary>What counting the orders of one stretch of time came to.</summary>
/// <param name="Storefront">Whose orders.</param>
/// <param name="From">Placed at this time or later, UTC.</param>
/// <param name="Until">Placed before this time, UTC.</param>
/// <param name="At">When they were counted, UTC.</param>
public sealed record SweepWindow(ConnectionName Storefront, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset At)
{
    /// <summary>Windows kept of each storefront.</summary>
    public const int KeptMax = 200;

    /// <summary>Orders that the storefront lists; null where it cannot list them: then the hub's own are counted in the
    /// other systems.</summary>
    public long? Listed { get; init; }

    /// <summary>Those that the hub has.</summary>
    public long Known { get; init; }

    /// <summary>Hub ids of those that neither event nor poll had brought, and that were taken up now.</summary>
    public Items<string> Missed { get; init; }

    /// <summary>Those that the storefront lists and does not show, or that cannot be read.</summary>
    public Items<string> Unreadable { get; init; }

    /// <summary>What every system that must have the orders holds of them.</summary>
    public Items<SweepTarget> Targets { get; init; }

    /// <summary>Why the storefront could not be asked; null when it was.</summary>
    public string? Trouble { get; init; }

    /// <summary>What tells the window from others.</summary>
    public string Key => KeyOf(Storefront, From);

    /// <summary>Whether every order is where it must be.</summary>
    public bool IsProved => Trouble is null && Unreadable.IsEmpty && (Listed is null || Listed == Known) &&
        Targets.FindIndex(target => !target.IsProved) < 0;

    /// <summary>What tells a window from others.</summary>
    public static string KeyOf(ConnectionName storefront, DateTimeOffset from) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{storefront}/{from.UtcDateTime:yyyyMMddTHHmmss}");
}

/// <summary>What one system holds of the orders of a window.</summary>
/// <param name="Target">The system.</param>
/// <param name="Expected">Orders that it took, as far as the hub knows.</param>
/// <param name="Present">Those that it shows.</param>
/// <param name="Waiting">Orders that are still on their way to it, or held: they have cases of their own.</param>
public sealed record SweepTarget(ConnectionName Target, int Expected, int Present, int Waiting)
{
    /// <summary>Hub ids of those that it does not show.</summary>
    public Items<string> Missing { get; init; }

    /// <summary>Hub ids of those that it lists more than once.</summary>
    public Items<string> Twice { get; init; }

    /// <summary>Why it could not be asked for all of them; null when it was.</summary>
    public string? Trouble { get; init; }

    /// <summary>Whether it holds each exactly once.</summary>
    public bool IsProved => Trouble is null && Missing.IsEmpty && Twice.IsEmpty && Present == Expected;
}
