using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Dispatch;
using Trueup.Engine.Views;
using Trueup.Settings;

namespace Trueup.Alerts;

/// <summary>Takes the figures that alerts are held against, on the hub's own thread, and remembers five minutes of
/// counters and an hour of volume.</summary>
internal sealed class MeasureTaking(TradingCalendar calendar)
{
    /// <summary>What rates are taken over.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>As what a remote refuses writes and documents: with its own words, or for a reason that is known.</summary>
    public static Items<CaseCode> Rejections { get; } =
    [
        CaseCodes.WriteRefused, CaseCodes.SkuUnknown, CaseCodes.SourceUnknown, CaseCodes.SkuNotAssigned, CaseCodes.NotStockable,
        CaseCodes.DocumentRefused,
    ];

    private readonly Queue<Counters> _recent = new();
    private readonly LagTaking _lags = new();
    private Dictionary<string, DateTimeOffset> _owedSince = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<(DateTimeOffset At, long Count)>> _volumes = new(StringComparer.Ordinal);

    /// <summary>What each hour usually brings, by what is counted.</summary>
    public IReadOnlyDictionary<string, VolumeBaseline> Baselines { get; } = new Dictionary<string, VolumeBaseline>(StringComparer.Ordinal)
    {
        ["orders"] = new(),
        ["messages"] = new(),
    };

    /// <summary>The figures of now.</summary>
    public Measures Take(HubLoop hub, DateTimeOffset now)
    {
        var figures = new Dictionary<(AlertMetric, string), decimal>
        {
            [(AlertMetric.Parity, "")] = ParityShare.Overall(hub.State) * 100m,
            [(AlertMetric.Circuits, "")] = hub.Outlets.Count(outlet => outlet.Paced.Circuit.IsOpen),
            [(AlertMetric.Guards, "")] = hub.State.OpenCases(CaseCodes.BlastRadius) + hub.State.OpenCases(CaseCodes.HealHeld),
            [(AlertMetric.SoldOut, "")] = hub.State.OpenCases(CaseCodes.SoldOut),
            [(AlertMetric.Rejected, "")] = Rejections.Sum(hub.State.OpenCases),
            [(AlertMetric.Exceptions, "")] = CaseCodes.All.Sum(hub.State.OpenCases),
        };
        Backlog(hub, now, figures);
        Calls(hub, now, figures);
        _lags.Take(hub.Lag, now, figures);
        Volume("orders", hub.State.OrdersCaptured, now, figures);
        Volume("messages", hub.Lanes.Decided, now, figures);
        return new Measures(figures);
    }

    private void Backlog(HubLoop hub, DateTimeOffset now, Dictionary<(AlertMetric, string), decimal> figures)
    {
        var views = hub.Outlets.Select(outlet => ConnectionView.Of(outlet, hub, now)).ToArray();
        var journal = JournalView.Of(hub, now).LagMs / 1000m;
        var stock = Math.Max(journal, views.Max(view => (decimal?)view.OldestPendingMs) / 1000m ?? 0m);
        figures[(AlertMetric.Lag, "stock")] = stock;
        figures[(AlertMetric.Lag, "orders")] = Math.Max(journal, OldestDocument(hub, now));
        figures[(AlertMetric.Lag, "other")] = journal;
        figures[(AlertMetric.Lag, "")] = Math.Max(stock, figures[(AlertMetric.Lag, "orders")]);
        figures[(AlertMetric.Pending, "orders")] = views.Sum(view => view.Pending.Orders);
        figures[(AlertMetric.Pending, "stock")] = views.Sum(view => view.Pending.Stock);
        figures[(AlertMetric.Pending, "other")] = views.Sum(view => view.Pending.Other);
        figures[(AlertMetric.Pending, "")] = views.Sum(view => view.Pending.Orders + view.Pending.Stock + view.Pending.Other);
        figures[(AlertMetric.Drain, "orders")] = views.Max(view => Seconds(view.Pending.Orders, view.Rate.Limit)) ?? 0m;
        figures[(AlertMetric.Drain, "stock")] = hub.Outlets
            .Max(outlet => Seconds(CallsFor(outlet), outlet.Paced.Bucket.Rate)) ?? 0m;
        figures[(AlertMetric.Drain, "")] = figures[(AlertMetric.Drain, "orders")] + figures[(AlertMetric.Drain, "stock")];
    }

    /// <summary>How long the document that waits longest waits: from the first look that saw it owed.</summary>
    private decimal OldestDocument(HubLoop hub, DateTimeOffset now)
    {
        var owed = hub.Outlets.SelectMany(outlet => hub.State.OrderIndex.OwedTo(outlet.Name))
            .ToDictionary(document => document.Key, document => _owedSince.GetValueOrDefault(document.Key, now), StringComparer.Ordinal);
        _owedSince = owed;
        return owed.Count == 0 ? 0m : (decimal)(now - owed.Values.Min()).TotalSeconds;
    }

    private static double CallsFor(Outlet outlet) =>
        Math.Ceiling((outlet.Levels?.Pending ?? 0) / (double)outlet.LevelsPerCall);

    private static decimal? Seconds(double calls, double rate) => rate > 0 ? (decimal)(calls / rate) : null;

    private void Calls(HubLoop hub, DateTimeOffset now, Dictionary<(AlertMetric, string), decimal> figures)
    {
        var counters = new Counters(now, hub.Outlets.ToDictionary(
            outlet => outlet.Name.Text,
            outlet => (outlet.Paced.Bucket.Calls, outlet.Paced.Troubles, outlet.Paced.Complaints),
            StringComparer.Ordinal));
        _recent.Enqueue(counters);
        while (_recent.Peek().At < now - Window)
        {
            _recent.Dequeue();
        }

        var before = _recent.Peek();
        var (calls, troubles, complaints) = (0L, 0L, 0L);
        foreach (var (name, figure) in counters.Of)
        {
            var earlier = before.Of.GetValueOrDefault(name);
            Note(name, figure.Calls - earlier.Calls, figure.Troubles - earlier.Troubles, figure.Complaints - earlier.Complaints);
            calls += figure.Calls - earlier.Calls;
            troubles += figure.Troubles - earlier.Troubles;
            complaints += figure.Complaints - earlier.Complaints;
        }

        Note("", calls, troubles, complaints);

        void Note(string of, long made, long failed, long complained)
        {
            figures[(AlertMetric.Complaints, of)] = complained;
            figures[(AlertMetric.Errors, of)] = made == 0 ? 0m : 100m * failed / made;
        }
    }

    /// <summary>An hour is learnt when it is over, and judged against earlier weeks only.</summary>
    private void Volume(string what, long count, DateTimeOffset now, Dictionary<(AlertMetric, string), decimal> figures)
    {
        if (!_volumes.TryGetValue(what, out var looks))
        {
            _volumes[what] = looks = new Queue<(DateTimeOffset, long)>();
        }

        var isNewHour = looks.Count > 0 && calendar.HourOfWeek(looks.Last().At) != calendar.HourOfWeek(now);
        looks.Enqueue((now, count));
        while (looks.Count > 1 && looks.ElementAt(1).At <= now - Hour)
        {
            looks.Dequeue();
        }

        var isWhole = looks.Peek().At <= now - Hour;
        var brought = count - looks.Peek().Count;
        var hour = calendar.HourOfWeek(now - Hour);
        if (isWhole && Baselines[what].Usual(hour) is { } usual)
        {
            figures[(AlertMetric.Volume, what)] = (decimal)(100 * brought / usual);
        }

        if (isWhole && isNewHour)
        {
            Baselines[what].Learn(hour, brought);
        }
    }

    private sealed record Counters(
        DateTimeOffset At, Dictionary<string, (long Calls, long Troubles, long Complaints)> Of);
}
