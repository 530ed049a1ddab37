using Trueup.Core.Values;
using Trueup.Settings;

namespace Trueup.Alerts;

/// <summary>
/// Decides who is told what, and when. Pure: the rules, the figures and the time go in, the next state and the notices
/// come out.
/// </summary>
/// <param name="rules">The rules.</param>
/// <param name="calendar">The trading calendar.</param>
public sealed class AlertBook(Items<AlertRule> rules, TradingCalendar calendar)
{
    /// <summary>Takes a look at the figures.</summary>
    /// <returns>The state after it, and what is to be told, the oldest rule first.</returns>
    public (Items<AlertState> States, Items<Notice> Notices) Look(
        Items<AlertState> states, Measures measures, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(measures);
        var next = new List<AlertState>();
        var notices = new List<Notice>();
        foreach (var rule in rules)
        {
            var condition = ConditionOf(rule, now);
            var before = StateOf(rule, states);
            var after = measures.FigureFor(condition) is { } figure
                ? Judge(rule, condition, before, figure, now, notices)
                : before;
            if (after is not null)
            {
                next.Add(after);
            }
        }

        return (next.ToItems(), notices.ToItems());
    }

    /// <summary>The condition in force: that of the season, else the usual one.</summary>
    public AlertCondition ConditionOf(AlertRule rule, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var place = rule.During.FindIndex(during => calendar.IsIn(during.Season, now));
        return place < 0 ? rule.When : rule.During[place].When;
    }

    private static AlertState? Judge(
        AlertRule rule, AlertCondition condition, AlertState? before, decimal figure, DateTimeOffset now, List<Notice> notices)
    {
        if (!condition.IsMetBy(figure))
        {
            if (before?.RaisedAt is not null)
            {
                Tell(NoticeKind.Recovered, Everybody(rule, before), before);
            }

            return null;
        }

        var state = (before ?? new AlertState(rule.Name, now)) with { Figure = figure };
        if (state.RaisedAt is null && now - state.Since >= condition.For)
        {
            state = state with { RaisedAt = now };
            Tell(NoticeKind.Raised, rule.Notify, state);
        }

        if (rule.Escalate is { } escalation && state is { RaisedAt: { } raised, EscalatedAt: null } && now - raised >= escalation.After)
        {
            state = state with { EscalatedAt = now };
            Tell(NoticeKind.Escalated, escalation.Notify, state);
        }

        return state;

        void Tell(NoticeKind kind, Items<string> targets, AlertState told) =>
            notices.Add(new Notice(kind, rule, condition, figure, told.RaisedAt!.Value, now, targets));
    }

    /// <summary>A recovery is told to everybody who was told of the trouble.</summary>
    private static Items<string> Everybody(AlertRule rule, AlertState told) =>
        told.EscalatedAt is null ? rule.Notify : rule.Notify.Concat(rule.Escalate!.Notify).Distinct(StringComparer.Ordinal).ToItems();

    private static AlertState? StateOf(AlertRule rule, Items<AlertState> states)
    {
        var place = states.FindIndex(state => state.Rule == rule.Name);
        return place < 0 ? null : states[place];
    }
}

/// <summary>A rule whose condition is met; there is no state while it is not.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Since">When the condition was first seen to be met.</param>
public sealed record AlertState(string Rule, DateTimeOffset Since)
{
    /// <summary>When it was told; null while it has not lasted long enough.</summary>
    public DateTimeOffset? RaisedAt { get; init; }

    /// <summary>When it was told to those who are told late; null: not yet.</summary>
    public DateTimeOffset? EscalatedAt { get; init; }

    /// <summary>The figure at the last look.</summary>
    public decimal Figure { get; init; }
}
