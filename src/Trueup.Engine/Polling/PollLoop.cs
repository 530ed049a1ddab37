using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Engine.Dispatch;
using Trueup.Engine.Intake;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Polling;

/// <summary>
/// Reads one connection's changes round by round. What was read and how far the reading has come are journalled
/// together, so a crash between the two loses nothing and repeats nothing that matters.
/// </summary>
public sealed class PollLoop
{
    private readonly IPoller _poller;
    private readonly PollPlan _plan;
    private readonly PacedWire _paced;
    private readonly HubState _state;
    private readonly Receiver _receiver;
    private readonly TimeProvider _clock;
    private readonly Signal _nudge;
    private readonly Arrears _arrears;
    private Task _round = Task.CompletedTask;

    /// <summary>A loop for one poll.</summary>
    internal PollLoop(IPoller poller, PollPlan plan, PacedWire paced, OutboundSurroundings hub, Receiver receiver)
    {
        (_poller, _plan, _paced, _state, _receiver, _clock) = (poller, plan, paced, hub.State, receiver, hub.Clock);
        _nudge = new Signal(hub.Clock);
        _arrears = new Arrears(poller, plan, hub.State, hub.Clock);
    }

    /// <summary>Name of the poll.</summary>
    public string Name => _plan.Name;

    /// <summary>What it brings.</summary>
    public PollPurpose Purpose => _plan.Purpose;

    /// <summary>When the last round ended well; null before the first.</summary>
    public DateTimeOffset? LastRound { get; private set; }

    /// <summary>What kept the last page from being read; null when it was read.</summary>
    public Receipt? Failure { get; private set; }

    /// <summary>Makes the next round due at once.</summary>
    public void Nudge() => _nudge.Raise();

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await CatchUpAsync(cancellationToken);
            await _nudge.WaitAsync(Wait(), cancellationToken);
        }
    }

    /// <summary>Reads everything that was there to read when this was asked; a round already under way may have missed
    /// it, so another follows.</summary>
    /// <returns>Whether all of it was read.</returns>
    public async ValueTask<bool> CatchUpAsync(CancellationToken cancellationToken)
    {
        while (!_round.IsCompleted)
        {
            await _round.ContinueOnCancel();
        }

        cancellationToken.ThrowIfCancellationRequested();
        _round = RoundAsync(cancellationToken).AsTask();
        await _round;
        return Failure is null;
    }

    /// <summary>Reads pages until there are no more, or one fails; then again what could not be read before.</summary>
    private async ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        var cursor = _state.Cursors.GetValueOrDefault((_poller.Name, _plan.Name), "");
        while (true)
        {
            var outcome = await PageAsync(cursor, cancellationToken);
            if (outcome is not PollOutcome.Page page)
            {
                Failure = ((PollOutcome.Failed)outcome).Receipt;
                return;
            }

            Failure = null;
            var before = cursor;
            if (!await TakeAsync(page, fresh => [.. Moved(before, page.Cursor), .. Noted(_arrears.Note(before, fresh))]))
            {
                return;
            }

            cursor = page.Cursor;
            if (!page.More)
            {
                LastRound = _clock.GetUtcNow();
                break;
            }
        }

        if (_arrears.Due is { } from)
        {
            await ReadAgainAsync(from, cancellationToken);
        }
    }

    /// <summary>Reads from an earlier place to the end; how far the poll has come stays as it is.</summary>
    private async ValueTask ReadAgainAsync(string cursor, CancellationToken cancellationToken)
    {
        var isReadable = true;
        for (var pages = 1; await PageAsync(cursor, cancellationToken) is PollOutcome.Page page; pages++)
        {
            var isLast = !page.More || pages == Arrears.PagesMax;
            isReadable &= _arrears.AreReadable(page.Messages) && !(isLast && page.More);
            if (!await TakeAsync(page, _ => [.. Noted(_arrears.Mended(page.Messages)), .. isLast ? Noted(_arrears.Settle(isReadable)) : []]) || isLast)
            {
                return;
            }

            cursor = page.Cursor;
        }
    }

    private ValueTask<PollOutcome> PageAsync(string cursor, CancellationToken cancellationToken) =>
        _poller.PollAsync(_paced.For(CallPriority.Intake), _plan.Name, cursor, _clock.GetUtcNow(), cancellationToken);

    private async ValueTask<bool> TakeAsync(PollOutcome.Page page, Func<IReadOnlyList<Entry>, IReadOnlyList<Entry>> along)
    {
        if (await _receiver.AcceptAsync(Receiver.Prepare(_poller.Name, page.Messages), along) is IntakeReply.Accepted)
        {
            return true;
        }

        _arrears.Untell();
        return false;
    }

    private IReadOnlyList<Entry> Moved(string before, string after) =>
        before == after ? [] : [Ticks.Cursor(_poller.Name, _plan.Name, after, _clock.GetUtcNow())];

    private static IReadOnlyList<Entry> Noted(Entry? entry) => entry is { } noted ? [noted] : [];

    private TimeSpan Wait() =>
        (Failure as Receipt.Deferred)?.Wait is { } asked && asked > _plan.Every ? Waiting.Obeyed(asked) : _plan.Every;
}
