using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.Square;

/// <summary>The settings of one Square account, checked.</summary>
/// <param name="Token">The access token.</param>
/// <param name="Limits">The limits in force.</param>
internal sealed record SquareOptions(string Token, ConnectionLimits Limits)
{
    /// <summary>The <c>Square-Version</c>; null for the application's own.</summary>
    public string? Version { get; init; }

    /// <summary>Pause between two readings of sales.</summary>
    public TimeSpan OrdersPoll { get; init; }

    /// <summary>How far each reading reaches back.</summary>
    public TimeSpan Overlap { get; init; }

    /// <summary>Pause between two readings of the last days.</summary>
    public TimeSpan Recheck { get; init; }

    /// <summary>Pause between two looks for stores' days that are over.</summary>
    public TimeSpan DaysPoll { get; init; }

    /// <summary>How long after a store's midnight its day is read.</summary>
    public TimeSpan DaySettle { get; init; }

    /// <summary>Pause between two readings of counts.</summary>
    public TimeSpan CountsPoll { get; init; }

    /// <summary>The notification URL as entered at Square; null where no webhooks are taken.</summary>
    public string? NotificationUrl { get; init; }

    /// <summary>Keys that a delivery may be signed with.</summary>
    public Items<string> SignatureKeys { get; init; }
}
