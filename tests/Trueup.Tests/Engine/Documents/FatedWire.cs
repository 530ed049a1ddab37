using Trueup.Core.Connecting;
using Trueup.Simulator.Network;

namespace Trueup.Tests.Engine.Documents;

/// <summary>What befalls the marked request.</summary>
public enum Fault
{
    None,
    NotSent,
    RequestLost,
    AnswerLost,
    FailedBefore,
    FailedAfter,
    TooMany,
    PageInstead,
    Twice,
    HubDiesBefore,
    HubDiesAfter,
}

/// <summary>The way to a twin, on which one thing befalls the first request of a kind.</summary>
internal sealed class FatedWire(string name, ITwin twin, TradingHouse house, Outside outside) : IWire
{
    private Func<WireRequest, bool> _isMarked = static _ => false;
    private Action<WireRequest>? _arranged;
    private Fault _fault;

    /// <summary>How often the marked kind of request took effect.</summary>
    public int Effects { get; private set; }

    /// <summary>Whether what was arranged has happened.</summary>
    public bool HasHappened { get; private set; }

    /// <summary>What is refused every time, until it is not any more; null for nothing.</summary>
    public Func<WireRequest, bool>? IsRefused { get; set; }

    /// <summary>What somebody on the way answers instead of the twin; null for nothing.</summary>
    public Func<WireRequest, WireReply?>? Instead { get; set; }

    /// <summary>Arranges a fault for the first request of a kind.</summary>
    public void Arrange(Func<WireRequest, bool> isMarked, Fault fault) => (_isMarked, _fault) = (isMarked, fault);

    /// <summary>Arranges something to be done as soon as the first request of a kind has taken effect.</summary>
    public void Arrange(Func<WireRequest, bool> isMarked, Action then) =>
        (_isMarked, _arranged) = (isMarked, _ => then());

    public async ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        var isMarked = _isMarked(request);
        var fault = isMarked && !HasHappened ? _fault : Fault.None;
        HasHappened |= isMarked;
        await Task.Yield();
        var outcome = Befall(request, fault, isMarked);
        outside.Note(name, $"{(fault == Fault.None ? "" : $"{fault}: ")}{request.Method} {request.Target}: " +
            (outcome is WireOutcome.Answered answered ? $"{answered.Reply.Status}" : outcome.GetType().Name));
        await Task.Yield();
        return outcome;
    }

    private WireOutcome Befall(WireRequest request, Fault fault, bool isMarked)
    {
        if (IsRefused?.Invoke(request) == true)
        {
            return new WireOutcome.Answered(new WireReply(400, """{"message":"Could not save Source Item"}"""u8.ToArray()));
        }

        switch (fault)
        {
            case Fault.NotSent:
                return new WireOutcome.NotSent("Connection refused.");
            case Fault.RequestLost:
                return new WireOutcome.NoAnswer("No answer in time.");
            case Fault.FailedBefore:
                return new WireOutcome.Answered(new WireReply(503));
            case Fault.TooMany:
                return new WireOutcome.Answered(new WireReply(429, Headers: [new WireHeader("Retry-After", "3")]));
            case Fault.HubDiesBefore:
                house.Die();
                return new WireOutcome.NoAnswer("Nobody waits any more.");
        }

        if (Instead?.Invoke(request) is { } other)
        {
            return new WireOutcome.Answered(other);
        }

        var reply = twin.Answer(request, house.Now);
        Effects += isMarked && reply.Status is >= 200 and < 300 ? 1 : 0;
        if (isMarked && _arranged is { } arranged)
        {
            _arranged = null;
            arranged(request);
        }

        switch (fault)
        {
            case Fault.Twice:
                twin.Answer(request, house.Now);
                break;
            case Fault.AnswerLost:
                return new WireOutcome.NoAnswer("No answer in time.");
            case Fault.FailedAfter:
                return new WireOutcome.Answered(new WireReply(500));
            case Fault.PageInstead:
                return new WireOutcome.Answered(new WireReply(
                    200, "<!DOCTYPE html><html></html>"u8.ToArray(), [new WireHeader("Content-Type", "text/html")]));
            case Fault.HubDiesAfter:
                house.Die();
                break;
        }

        return new WireOutcome.Answered(reply);
    }
}
