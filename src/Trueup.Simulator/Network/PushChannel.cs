using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Simulator.Network;

/// <summary>
/// The way from a remote's own sender to the hub's door: at least once, in no order. The sender tries again, ever
/// more slowly, until it is told that the hub has it.
/// </summary>
public sealed class PushChannel
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly ConnectionName _sender;
    private readonly Func<WireRequest, WireRequest> _renew;
    private readonly HubProcess _hub;
    private readonly Outside _outside;
    private readonly Chance _chance;
    private readonly List<WireRequest> _accepted = [];
    private long _sent;
    private long _newest;

    /// <summary>A channel from one sender.</summary>
    /// <param name="sender">The connection that pushes.</param>
    /// <param name="renew">Proves a delivery afresh before it is tried again.</param>
    /// <param name="hub">The receiver.</param>
    /// <param name="outside">The world between.</param>
    /// <param name="chance">Decides the fate of every attempt.</param>
    public PushChannel(
        ConnectionName sender, Func<WireRequest, WireRequest> renew, HubProcess hub, Outside outside, Chance chance)
    {
        (_sender, _renew, _hub, _outside, _chance) = (sender, renew, hub, outside, chance);
    }

    /// <summary>The weather now.</summary>
    public Weather Weather { get; set; } = Weather.Calm;

    /// <summary>Deliveries that the hub acknowledged to the sender, in the order of acknowledgement.</summary>
    public IReadOnlyList<WireRequest> Accepted => _accepted;

    /// <summary>Deliveries that the sender still owes.</summary>
    public int Owed { get; private set; }

    /// <summary>Sends what the remote has decided to push.</summary>
    public void Send(Items<WireRequest> pushes)
    {
        foreach (var push in pushes)
        {
            Owed++;
            Attempt(push, ++_sent, FirstPause);
        }
    }

    private void Attempt(WireRequest push, long place, TimeSpan pause)
    {
        var fate = Weather.Draw(_chance, IsPossible);
        if (fate != Fate.Fine)
        {
            _outside.Tally.Add(FaultKinds.OfPush(fate));
        }

        var isOver = false;
        void Conclude(int status)
        {
            if (isOver)
            {
                return;
            }

            isOver = true;
            if (status == 202)
            {
                Owed--;
                _accepted.Add(push);
                return;
            }

            _outside.Note("network", $"{_sender} tries {NameOf(push)} again in {pause.TotalSeconds:0} s after {status}");
            _outside.After(pause, () => Attempt(_renew(push), place, pause * 2 < LongestPause ? pause * 2 : LongestPause));
        }

        Hand(push, fate, status =>
        {
            Notice(place, status);
            Conclude(status);
        });
        _outside.After(FaultyWire.Patience, () => Conclude(status: 0));
    }

    /// <summary>Counts what the hub took after something later.</summary>
    private void Notice(long place, int status)
    {
        if (status == 202 && place < _newest)
        {
            _outside.Tally.Add(FaultKinds.Reordered);
        }

        _newest = status == 202 ? Math.Max(place, _newest) : _newest;
    }

    private void Hand(WireRequest push, Fate fate, Action<int> conclude)
    {
        switch (fate)
        {
            case Fate.Fine:
            case Fate.Twice:
                for (var copies = fate == Fate.Twice ? 2 : 1; copies > 0; copies--)
                {
                    _outside.After(Weather.Delay(_chance, _outside.Tally), () => Hand(push, conclude));
                }

                break;
            case Fate.ReplyLost:
            case Fate.FailedAfter:
                _outside.After(Weather.Delay(_chance, _outside.Tally), () => Hand(push, answer: null));
                break;
            case Fate.Overtaken:
                // So late that much of what happened after it is there already.
                _outside.After(
                    _chance.Between(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(100)), () => Hand(push, answer: null));
                break;
            case Fate.Truncated:
                // A cut delivery proves nothing any more: it must be turned away, and the whole one comes again.
                _outside.After(Weather.Delay(_chance, _outside.Tally), () => Hand(
                    push with { Body = push.Body[..(push.Body.Length / 2)] }, answer: null));
                break;
            case Fate.Damaged:
                // Nor does a damaged one.
                _outside.After(Weather.Delay(_chance, _outside.Tally), () => Hand(
                    push with { Body = Distortion.Damaged(push.Body, _chance) }, answer: null));
                break;
            default:
                // Nobody hears of it.
                break;
        }
    }

    /// <summary>Whatever can befall a message on its way; what a remote answers is not among it.</summary>
    internal static bool IsPossible(Fate fate) => fate is not (Fate.Rejected or Fate.HalfApplied or Fate.WrongContent);

    private void Hand(WireRequest push, Action<int>? answer)
    {
        _outside.Note("network", $"{_sender} delivers {NameOf(push)}{(answer is null ? ", to whom the answer is lost" : "")}");
        if (!_hub.Deliver(_sender, push, status => _outside.Soon(() => answer?.Invoke(status))))
        {
            answer?.Invoke(503);
        }
    }

    private static string NameOf(WireRequest push) =>
        Deliveries.KeysOf(push) is { Count: > 0 } keys ? string.Join(' ', keys) : "something that is no event";
}
