using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Tills;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// Posts stores' closed days to one connection, each exactly once: whenever nobody can be sure that an attempt had no
/// effect, the posting is looked up by its key before it is sent again.
/// </summary>
public sealed class StoreDayLane
{
    private readonly IDocumentWriter _writer;
    private readonly OutboundSurroundings _hub;
    private readonly PacedWire _paced;
    private readonly Attempts _attempts;
    private readonly Signal _signal;

    /// <summary>A lane for a connection that takes documents.</summary>
    internal StoreDayLane(IDocumentWriter writer, OutboundSurroundings hub, PacedWire paced)
    {
        (_writer, _hub, _paced) = (writer, hub, paced);
        (_attempts, _signal) = (new Attempts(hub.Clock), new Signal(hub.Clock));
    }

    /// <summary>Days owed.</summary>
    public int Pending => _hub.State.Tills.CountOwedTo(_writer.Name);

    /// <summary>A posting was asked for or reopened, durably.</summary>
    public void Touch() => _signal.Raise();

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Not only what was decided durably: a posting may have been sent before its decision was on disk.
        _attempts.Inherit(_hub.Tail.End);
        while (!cancellationToken.IsCancellationRequested)
        {
            var (next, wait) = Pick(_hub.Clock.GetUtcNow());
            if (next is null)
            {
                await _signal.WaitAsync(wait ?? Attempts.LongestPause, cancellationToken);
            }
            else
            {
                await AttemptAsync(next, cancellationToken);
            }
        }
    }

    private (DayPosting? Next, TimeSpan? Wait) Pick(DateTimeOffset now)
    {
        TimeSpan? wait = null;
        foreach (var owed in _hub.State.Tills.OwedTo(_writer.Name))
        {
            if (_attempts.WaitOf(owed.Key, now) is not { } pause)
            {
                return (owed, null);
            }

            wait = wait is { } known && known < pause ? known : pause;
        }

        return (null, wait);
    }

    private async ValueTask AttemptAsync(DayPosting posting, CancellationToken cancellationToken)
    {
        if (!_writer.Writes(typeof(DocumentIntent.PostStoreDay)))
        {
            await SettleAsync(posting, new Receipt.Refused(
                PosCases.DayRefused, $"{_writer.Name} is not set up to take stores' days."), cancellationToken);
            return;
        }

        var intent = DayPostings.Build(_hub.State.Tills.Day(posting.Day), posting, _hub.Contract);
        var wire = _paced.For(CallPriority.Routine);
        var troubles = _paced.Troubles;
        var look = _attempts.MayBeThere(posting.Key, posting.Message) ? await _writer.FindAsync(wire, intent, cancellationToken) : null;
        var maySend = Attempts.MaySend(look);
        var answer = new Attempts.Answer(maySend ? await _writer.SendAsync(wire, intent, cancellationToken) : look!)
        {
            IsOfTheLook = !maySend,
            IsTheRemotes = _paced.Troubles == troubles,
        };

        if (answer.IsFinal)
        {
            await SettleAsync(posting, answer.Receipt, cancellationToken);
        }
        else
        {
            await PostponeAsync(posting, answer, cancellationToken);
        }
    }

    private async ValueTask PostponeAsync(DayPosting posting, Attempts.Answer answer, CancellationToken cancellationToken)
    {
        var attempt = _attempts.Count(posting.Key, answer);
        if (answer.Receipt is Receipt.Deferred late && attempt.Answered >= Attempts.Most)
        {
            await SettleAsync(posting, new Receipt.Refused(PosCases.DayRefused, late.Detail), cancellationToken);
        }
        else if (attempt.Count == Attempts.Most)
        {
            await AppendAsync(posting, new Receipt.Deferred($"{attempt.Count} attempts came to nothing."), cancellationToken);
        }
    }

    private ValueTask SettleAsync(DayPosting posting, Receipt receipt, CancellationToken cancellationToken)
    {
        _attempts.Forget(posting.Key);
        return AppendAsync(posting, receipt, cancellationToken);
    }

    private ValueTask AppendAsync(DayPosting posting, Receipt receipt, CancellationToken cancellationToken) =>
        _hub.AppendAsync(
            [
                new Entry(
                    EntryKind.Settled,
                    _writer.Name.Text,
                    Key: "",
                    "store-day",
                    _hub.Clock.GetUtcNow(),
                    _hub.Codecs.Settlements.Pack(new Settlement.StoreDay(posting.Day, posting.Target, receipt))),
            ],
            cancellationToken);
}
