using Trueup.Core.Cases;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>When somebody is told, and who.</summary>
/// <param name="When">The condition.</param>
/// <param name="Notify">Names of targets; at least one.</param>
public sealed record AlertRule(AlertCondition When, Items<string> Notify)
{
    /// <summary>Name for people; the condition as written unless the file gives one.</summary>
    public string Name { get; init; } = When.Text;

    /// <summary>How much it matters; critical alerts are told in quiet hours too. Default warning.</summary>
    public Severity Severity { get; init; } = Severity.Warning;

    /// <summary>Who has to deal with it, for people; null: nobody is named.</summary>
    public string? Owner { get; init; }

    /// <summary>Who else is told when it lasts; null: nobody.</summary>
    public AlertEscalation? Escalate { get; init; }

    /// <summary>Conditions that hold instead in a season of the trading calendar.</summary>
    public Items<SeasonCondition> During { get; init; }
}

/// <summary>Who else is told of an alert that lasts.</summary>
/// <param name="After">How long after it was raised.</param>
/// <param name="Notify">Names of targets; at least one.</param>
public sealed record AlertEscalation(TimeSpan After, Items<string> Notify);

/// <summary>A condition that holds in a season.</summary>
/// <param name="Season">A name under <c>calendar</c>, or <c>weekend</c> or <c>month-end</c>.</param>
/// <param name="When">The condition.</param>
public sealed record SeasonCondition(string Season, AlertCondition When);

/// <summary>A stretch of days in which trade is not as usual.</summary>
/// <param name="Name">Name under <c>calendar</c>.</param>
/// <param name="From">First day, in the hub's time zone.</param>
/// <param name="To">Last day, in the hub's time zone.</param>
public sealed record TradingSeason(string Name, DateOnly From, DateOnly To);
