using Trueup.Alerts;
using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Settings;

namespace Trueup.Tests.Alerts;

public sealed class AlertBookTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_condition_is_told_once_when_it_has_lasted_and_once_when_it_is_over()
    {
        var told = Play(Rule("parity < 99.5% for 5m"), (0, 99), (4, 99), (5, 99), (6, 98), (20, 98), (21, 100), (22, 100));

        Assert.Equal([(5, NoticeKind.Raised), (21, NoticeKind.Recovered)], told);
    }

    [Fact]
    public void What_does_not_last_is_told_to_nobody() =>
        Assert.Empty(Play(Rule("parity < 99.5% for 5m"), (0, 99), (4, 99), (5, 100), (6, 99), (10, 99)));

    [Fact]
    public void A_trouble_that_lasts_is_told_to_more_people_once()
    {
        var rule = Rule("parity < 99.5%") with { Escalate = new AlertEscalation(TimeSpan.FromMinutes(30), ["lead"]) };

        var told = Play(rule, (0, 90), (29, 90), (30, 90), (45, 90), (50, 100));

        Assert.Equal([(0, NoticeKind.Raised), (30, NoticeKind.Escalated), (50, NoticeKind.Recovered)], told);
    }

    [Fact]
    public void A_figure_that_cannot_be_judged_neither_raises_nor_recovers()
    {
        var book = new AlertBook([Rule("volume(orders) < 30%")], Calendar());

        var (states, notices) = book.Look(
            [new AlertState("volume(orders) < 30%", Noon) { RaisedAt = Noon }],
            new Measures(new Dictionary<(AlertMetric, string), decimal>()),
            Noon.AddHours(1));

        Assert.Single(states);
        Assert.Empty(notices);
    }

    [Fact]
    public void A_season_has_a_condition_of_its_own()
    {
        Assert.True(AlertCondition.TryParse("parity < 99.9%", out var stricter));
        var rule = Rule("parity < 99%") with { During = [new SeasonCondition("peak", stricter)] };

        Assert.Empty(Play(rule, (0, 99.5m)));
        Assert.Equal(NoticeKind.Raised, Assert.Single(Play(rule, (2 * 24 * 60, 99.5m))).Kind);
    }

    [Theory]
    [InlineData("weekend", "2026-11-28T12:00Z", true)]
    [InlineData("weekend", "2026-11-30T12:00Z", false)]
    [InlineData("month-end", "2026-11-30T12:00Z", true)]
    [InlineData("month-end", "2026-12-01T12:00Z", true)]
    [InlineData("month-end", "2026-12-02T12:00Z", false)]
    [InlineData("peak", "2026-11-30T23:30Z", true)]
    [InlineData("unheard-of", "2026-11-30T12:00Z", false)]
    public void The_calendar_goes_by_the_hubs_own_days(string season, string at, bool isIn) =>
        Assert.Equal(isIn, Calendar().IsIn(season, DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Quiet_hours_may_lie_over_midnight()
    {
        var night = new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0));

        Assert.True(night.Contains(new TimeOnly(23, 0)));
        Assert.True(night.Contains(new TimeOnly(6, 59)));
        Assert.False(night.Contains(new TimeOnly(7, 0)));
    }

    [Fact]
    public void Quiet_hours_hold_back_all_but_what_is_critical_and_forget_what_is_over()
    {
        var target = new NotifyTarget("ops") { Webhook = new Secret("http://127.0.0.1:1"), Quiet = new QuietHours(new(11, 0), new(13, 0)) };
        var queue = new NoticesOnTheirWay([target], Calendar());
        var minor = Notice(Rule("parity < 99%"), NoticeKind.Raised);
        var grave = Notice(Rule("circuits > 0") with { Severity = Severity.Critical }, NoticeKind.Raised);
        queue.Add(minor);
        queue.Add(grave);

        Assert.Equal(grave, Assert.Single(queue.TakeDue(Noon)).Notice);
        queue.Settle(grave, target, isTaken: true, Noon);
        queue.Add(minor with { Kind = NoticeKind.Recovered });

        Assert.Empty(queue.TakeDue(Noon.AddHours(2)));
    }

    [Fact]
    public void What_is_not_taken_is_tried_again_ever_more_seldom_and_given_up_after_a_day()
    {
        var target = new NotifyTarget("ops") { Webhook = new Secret("http://127.0.0.1:1") };
        var queue = new NoticesOnTheirWay([target], Calendar());
        var notice = Notice(Rule("parity < 99%"), NoticeKind.Raised);
        queue.Add(notice);

        Assert.False(queue.Settle(notice, target, isTaken: false, Noon));
        Assert.Empty(queue.TakeDue(Noon.AddSeconds(4)));
        Assert.Single(queue.TakeDue(Noon.AddSeconds(5)));
        Assert.False(queue.Settle(notice, target, isTaken: false, Noon.AddSeconds(5)));
        Assert.Empty(queue.TakeDue(Noon.AddSeconds(14)));
        Assert.True(queue.Settle(notice, target, isTaken: false, Noon.AddDays(1)));
        Assert.Equal((0, 1L), (queue.Count, queue.GivenUp));
    }

    [Fact]
    public void Silence_is_known_from_the_same_hour_of_earlier_weeks()
    {
        var baseline = new VolumeBaseline();
        Assert.Null(baseline.Usual(10));

        baseline.Learn(10, 100);
        Assert.Equal(100, baseline.Usual(10));
        Assert.Equal(100, baseline.Usual(34));

        baseline.Learn(10, 200);
        Assert.Equal(150, baseline.Usual(10));

        baseline.Learn(11, 2);
        Assert.Null(baseline.Usual(11));
    }

    private static AlertRule Rule(string condition)
    {
        Assert.True(AlertCondition.TryParse(condition, out var when));
        return new AlertRule(when, ["ops"]);
    }

    private static Notice Notice(AlertRule rule, NoticeKind kind) => new(kind, rule, rule.When, 0, Noon, Noon, rule.Notify);

    private static TradingCalendar Calendar() => new(
        [new TradingSeason("peak", new DateOnly(2026, 11, 27), new DateOnly(2026, 11, 30))], TimeZoneInfo.FindSystemTimeZoneById("Europe/London"));

    private static List<(int Minute, NoticeKind Kind)> Play(AlertRule rule, params (int Minute, decimal Figure)[] looks)
    {
        var book = new AlertBook([rule], Calendar());
        var told = new List<(int, NoticeKind)>();
        Items<AlertState> states = [];
        foreach (var (minute, figure) in looks)
        {
            var measures = new Measures(
                new Dictionary<(AlertMetric, string), decimal> { [(rule.When.Metric, rule.When.Of ?? "")] = figure });
            (states, var notices) = book.Look(states, measures, Noon.AddMinutes(minute));
            told.AddRange(notices.Select(notice => (minute, notice.Kind)));
        }

        return told;
    }
}
