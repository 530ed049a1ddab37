using Trueup.Core.Values;
using Trueup.Hosting;
using Trueup.Settings;

namespace Trueup.Alerts;

/// <summary>What a hub watches, and whom it tells.</summary>
/// <param name="HubName">The hub's name, for people.</param>
/// <param name="Rules">The rules.</param>
/// <param name="Targets">Where notices go.</param>
/// <param name="Calendar">The trading calendar.</param>
public sealed record AlertPlan(
    string HubName, Items<AlertRule> Rules, Items<NotifyTarget> Targets, TradingCalendar Calendar)
{
    /// <summary>Pause between two looks. Default 5 seconds.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Address at which people open the console; null: the one that the hub serves on.</summary>
    public Uri? Console { get; init; }
}

/// <summary>
/// Watches the hub from beside it: neither the journal nor dispatch carries a notice, since it must go out when those
/// are what is in trouble.
/// </summary>
internal sealed class AlertWatch : IDisposable
{
    private readonly HubHost _host;
    private readonly ILogger _logger;
    private readonly AlertBook _book;
    private readonly MeasureTaking _taking;
    private readonly NoticesOnTheirWay _queue;
    private readonly NoticeSender _sender;
    private readonly AlertFile _file;
    private readonly AlertPlan _plan;
    private volatile AlertBoard _board = new([], Waiting: 0, GivenUp: 0);

    public AlertWatch(HubHost host, AlertPlan plan, ILogger logger)
    {
        (_host, _plan, _logger) = (host, plan, logger);
        _book = new AlertBook(plan.Rules, plan.Calendar);
        _taking = new MeasureTaking(plan.Calendar);
        _queue = new NoticesOnTheirWay(plan.Targets, plan.Calendar);
        _sender = new NoticeSender(plan.HubName, host.Clock);
        _file = new AlertFile(host.Plan.Folder);
    }

    /// <summary>What stands, for the API.</summary>
    public AlertBoard Board => _board;

    /// <summary>Runs until it is stopped, or the hub has ended.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var states = _file.Read(_taking.Baselines);
        using var timer = new PeriodicTimer(_plan.Every, _host.Clock);
        try
        {
            do
            {
                states = await LookAsync(states);
                await DeliverAsync(cancellationToken);
                _board = new AlertBoard(
                    states.Select(state => AlertBoard.Row.Of(state, _plan.Rules)).ToItems(), _queue.Count, _queue.GivenUp);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken) && !_host.Ended.IsCompleted);
        }
        catch (OperationCanceledException)
        {
            // Stopping is no failure.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sender.Dispose();

    private async Task<Items<AlertState>> LookAsync(Items<AlertState> states)
    {
        var now = _host.Clock.GetUtcNow();
        var measures = await _host.Thread.PostAsync(hub => _taking.Take(hub, now));
        var (after, notices) = _book.Look(states, measures, now);
        foreach (var notice in notices)
        {
            Log.Alerted(_logger, notice.Kind, notice.Rule.Name, notice.Explanation);
            _queue.Add(notice with
            {
                Context = await _host.Thread.PostAsync(hub => AlertContext.Of(hub, notice, now)),
                Link = new Uri(_plan.Console ?? _host.Address, AlertContext.PageOf(notice.Condition.Metric)),
            });
        }

        if (after.Select(state => state with { Figure = 0 }).ToItems() != states.Select(state => state with { Figure = 0 }).ToItems() &&
            !_file.Write(after, _taking.Baselines))
        {
            Log.NotKept(_logger, _host.Plan.Folder);
        }

        return after;
    }

    private async Task DeliverAsync(CancellationToken cancellationToken)
    {
        foreach (var (notice, target) in _queue.TakeDue(_host.Clock.GetUtcNow()))
        {
            var failure = await _sender.SendAsync(notice, target, cancellationToken);
            var isGivenUp = _queue.Settle(notice, target, failure is null, _host.Clock.GetUtcNow());
            if (failure is not null)
            {
                Log.NotDelivered(_logger, notice.Rule.Name, target.Name, failure, isGivenUp ? "given up" : "tried again later");
            }
        }
    }
}

/// <summary>The alerts that stand.</summary>
/// <param name="Alerts">Rules whose condition is met.</param>
/// <param name="Waiting">Notices that wait to be delivered.</param>
/// <param name="GivenUp">Notices that could not be delivered within a day, since the start.</param>
public sealed record AlertBoard(Items<AlertBoard.Row> Alerts, int Waiting, long GivenUp)
{
    /// <summary>One rule whose condition is met.</summary>
    /// <param name="Name">The rule.</param>
    /// <param name="Condition">Its usual condition.</param>
    /// <param name="Severity">How much it matters.</param>
    /// <param name="Owner">Who has to deal with it; null: nobody is named.</param>
    /// <param name="Since">When the condition was first seen to be met.</param>
    /// <param name="RaisedAt">When it was told; null while it has not lasted long enough.</param>
    /// <param name="EscalatedAt">When it was told to those who are told late; null: not yet.</param>
    /// <param name="Figure">The figure at the last look.</param>
    public sealed record Row(
        string Name,
        string Condition,
        string Severity,
        string? Owner,
        DateTimeOffset Since,
        DateTimeOffset? RaisedAt,
        DateTimeOffset? EscalatedAt,
        decimal Figure)
    {
        /// <summary>What is measured: <c>parity</c>, <c>lag</c>, …</summary>
        public required string Metric { get; init; }

        /// <summary>The page of the console where it can be seen.</summary>
        public required string Page { get; init; }

        internal static Row Of(AlertState state, Items<AlertRule> rules)
        {
            var rule = rules.First(rule => rule.Name == state.Rule);
            return new Row(
                rule.Name, rule.When.Text, rule.Severity.ToString().ToLowerInvariant(), rule.Owner, state.Since, state.RaisedAt,
                state.EscalatedAt, state.Figure)
            {
                Metric = rule.When.Metric.ToString().ToLowerInvariant(),
                Page = AlertContext.PageOf(rule.When.Metric),
            };
        }
    }
}
