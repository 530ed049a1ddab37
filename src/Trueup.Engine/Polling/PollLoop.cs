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
    private Task _round = Task.CompletedTask;

    /// <summary>A loop for one poll.</summary>
    internal PollLoop(IPoller poller, PollPlan plan, PacedWire paced, OutboundSurroundings hub, Receiver receiver)
    {
        (_poller, _plan, _paced, _state, _receiver, _clock) = (poller, plan, paced, hub.State, receiver, hub.Clock);
        _nudge = new Signal(hub.Clock);
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

    /// <summary>Reads pages until there are no more, or one fails.</summary>
    private async ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        var cursor = _state.Cursors.GetValueOrDefault((_poller.Name, _plan.Name), "");
        while (true)
        {
            var outcome = await _poller.PollAsync(
                _paced.For(CallPriority.Intake), _plan.Name, cursor, _clock.GetUtcNow(), cancellationToken);
            if (outcome is not PollOutcome.Page page)
            {
                Failure = ((PollOutcome.Failed)outcome).Receipt;
                return;
            }

            Failure = null;
            var messages = Receiver.Prepare(_poller.Name, page.Messages);
            Entry[] tick = page.Cursor == cursor
                ? []
                : [Ticks.Cursor(_poller.Name, _plan.Name, page.Cursor, _clock.GetUtcNow())];
            if (await _receiver.AcceptAsync(messages, tick) is IntakeReply.Unavailable)
            {
                return;
            }

            cursor = page.Cursor;
            if (!page.More)
            {
                LastRound = _clock.GetUtcNow();
                return;
            }
        }
    }

    private TimeSpan Wait() =>
        (Failure as Receipt.Deferred)?.Wait is { } asked && asked > _plan.Every ? Waiting.Obeyed(asked) : _plan.Every;
}
