using Trueup.Core.Values;
using Trueup.Settings;

namespace Trueup.Alerts;

/// <summary>
/// Notices on their way. One that is not taken is tried again, ever more seldom, for a day; one that quiet hours hold
/// back is dropped when its alert recovers meanwhile.
/// </summary>
public sealed class NoticesOnTheirWay(Items<NotifyTarget> targets, TradingCalendar calendar)
{
    /// <summary>Notices that wait at most; the oldest give way.</summary>
    private const int WaitingMax = 1_000;

    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(1);
    private static readonly TimeSpan PauseFirst = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(10);

    private readonly List<Waiting> _waiting = [];

    /// <summary>Deliveries that were given up since the start.</summary>
    public long GivenUp { get; private set; }

    /// <summary>Deliveries that wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>Takes a notice for each of its targets.</summary>
    public void Add(Notice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        foreach (var target in notice.Targets.Select(name => targets.First(target => target.Name == name)))
        {
            // A trouble that nobody was told of needs no all-clear.
            var untold = notice.Kind == NoticeKind.Recovered
                ? _waiting.RemoveAll(waiting => waiting.Target == target && waiting.Notice.Rule == notice.Rule && waiting.Tries == 0)
                : 0;
            if (untold == 0)
            {
                _waiting.Add(new Waiting(notice, target, notice.At, Tries: 0));
            }
        }

        while (_waiting.Count > WaitingMax)
        {
            _waiting.RemoveAt(0);
            GivenUp++;
        }
    }

    /// <summary>Takes what may be delivered now.</summary>
    public Items<(Notice Notice, NotifyTarget Target)> TakeDue(DateTimeOffset now)
    {
        var due = _waiting.Where(waiting => waiting.Next <= now && !IsQuiet(waiting, now)).ToList();
        return due.Select(waiting => (waiting.Notice, waiting.Target)).ToItems();
    }

    /// <summary>A delivery came to an end.</summary>
    /// <returns>Whether it is given up.</returns>
    public bool Settle(Notice notice, NotifyTarget target, bool isTaken, DateTimeOffset now)
    {
        var place = _waiting.FindIndex(waiting => waiting.Notice == notice && waiting.Target == target);
        if (place < 0)
        {
            return false;
        }

        var tried = _waiting[place];
        _waiting.RemoveAt(place);
        if (isTaken)
        {
            return false;
        }

        if (now - notice.At >= GiveUpAfter)
        {
            GivenUp++;
            return true;
        }

        var pause = TimeSpan.FromTicks(Math.Min(PauseMax.Ticks, PauseFirst.Ticks << Math.Min(tried.Tries, 10)));
        _waiting.Insert(place, tried with { Next = now + pause, Tries = tried.Tries + 1 });
        return false;
    }

    private bool IsQuiet(Waiting waiting, DateTimeOffset now) =>
        !waiting.Notice.IsCritical && waiting.Target.Quiet?.Contains(calendar.LocalTime(now)) == true;

    private sealed record Waiting(Notice Notice, NotifyTarget Target, DateTimeOffset Next, int Tries);
}
