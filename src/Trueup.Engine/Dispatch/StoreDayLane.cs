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
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly IDocumentWriter _writer;
    private readonly OutboundSurroundings _hub;
    private readonly PacedWire _paced;
    private readonly Dictionary<string, Attempt> _attempts = new(StringComparer.Ordinal);
    private readonly Signal _signal;
    private JournalPosition _inherited;

    /// <summary>A lane for a connection that takes documents.</summary>
    internal StoreDayLane(IDocumentWriter writer, OutboundSurroundings hub, PacedWire paced)
    {
        (_writer, _hub, _paced) = (writer, hub, paced);
        _signal = new Signal(hub.Clock);
    }

    /// <summary>Days owed.</summary>
    public int Pending => _hub.State.Tills.CountOwedTo(_writer.Name);

    /// <summary>A posting was asked for or reopened, durably.</summary>
    public void Touch() => _signal.Raise();

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Not only what was decided durably: a posting may have been sent before its decision was on disk.
        _inherited = _hub.Tail.End;
        while (!cancellationToken.IsCancellationRequested)
        {
            var (next, wait) = Pick(_hub.Clock.GetUtcNow());
            if (next is null)
            {
                await _signal.WaitAsync(wait ?? LongestPause, cancellationToken);
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
            if (_attempts.GetValueOrDefault(owed.Key)?.NotBefore is not { } notBefore || notBefore <= now)
            {
                return (owed, null);
            }

            wait = wait is { } known && known < notBefore - now ? known : notBefore - now;
        }

        return (null, wait);
    }

    private async ValueTask AttemptAsync(DayPosting posting, CancellationToken cancellationToken)
    {
        var attempt = _attempts.GetValueOrDefault(posting.Key);
        if (!_writer.Writes(typeof(DocumentIntent.PostStoreDay)))
        {
            await SettleAsync(posting, new Receipt.Refused(
                PosCases.DayRefused, $"{_writer.Name} is not set up to take stores' days."), cancellationToken);
            return;
        }

        var intent = DayPostings.Build(_hub.State.Tills.Day(posting.Day), posting, _hub.Contract);
        var wire = _paced.For(CallPriority.Routine);
        var troubles = _paced.Troubles;
        var mustFind = attempt?.MustFind ?? posting.Message <= _inherited;
        var look = mustFind ? await _writer.FindAsync(wire, intent, cancellationToken) : null;
        var isOfTheLook = look is not (null or Receipt.Deferred { Wait: null });
        var receipt = isOfTheLook ? look! : await _writer.SendAsync(wire, intent, cancellationToken);

        // A look that is refused or put off tells nothing: what was sent before may be there all the same.
        var answered = (attempt?.Answered ?? 0) + (_paced.Troubles == troubles && !isOfTheLook ? 1 : 0);
        var isFinal = receipt is Receipt.Applied ||
            (receipt is Receipt.Refused { Code: var code } && code != CaseCodes.PermissionDenied && !isOfTheLook);
        if (isFinal)
        {
            await SettleAsync(posting, receipt, cancellationToken);
        }
        else if (receipt is Receipt.Deferred late && answered >= DocumentLane.AttemptsMax)
        {
            await SettleAsync(posting, new Receipt.Refused(PosCases.DayRefused, late.Detail), cancellationToken);
        }
        else
        {
            var next = new Attempt((attempt?.Count ?? 0) + 1, answered, MustFind: receipt is not Receipt.Refused || isOfTheLook);
            await PostponeAsync(posting, receipt, next, cancellationToken);
        }
    }

    private async ValueTask PostponeAsync(DayPosting posting, Receipt receipt, Attempt next, CancellationToken cancellationToken)
    {
        var wait = Waiting.Obeyed((receipt as Receipt.Deferred)?.Wait ?? Pause(next.Count));
        _attempts[posting.Key] = next with { NotBefore = _hub.Clock.GetUtcNow() + wait };
        if (next.Count == DocumentLane.AttemptsMax)
        {
            await AppendAsync(posting, new Receipt.Deferred($"{next.Count} attempts came to nothing."), cancellationToken);
        }
    }

    private ValueTask SettleAsync(DayPosting posting, Receipt receipt, CancellationToken cancellationToken)
    {
        _attempts.Remove(posting.Key);
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

    private static TimeSpan Pause(int attempts)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(attempts - 1, 10));
        return pause < LongestPause ? pause : LongestPause;
    }

    private sealed record Attempt(int Count, int Answered, bool MustFind)
    {
        public DateTimeOffset NotBefore { get; init; }
    }
}
