namespace Trueup.Connectors.AdobeCommerce.Twin.Inventory;

/// <summary>The shop's message queues: work that waits until its consumer runs.</summary>
internal sealed class Consumers(TwinSwitches switches)
{
    private readonly Queue<Message> _waiting = new();

    public TwinSwitches Switches { get; } = switches;

    public DateTimeOffset Now { get; private set; }

    public int Waiting => _waiting.Count;

    public void Enqueue(string queue, Action work)
    {
        if (Switches.ConsumerDelay == TimeSpan.Zero)
        {
            work();
            return;
        }

        _waiting.Enqueue(new Message(queue, Now, work));
    }

    /// <summary>Moves the clock, never backwards, and does what has waited long enough.</summary>
    public void Advance(DateTimeOffset now)
    {
        Now = now > Now ? now : Now;
        while (Switches.ConsumerDelay is { } delay && _waiting.TryPeek(out var next) && next.At + delay <= Now)
        {
            _waiting.Dequeue().Work();
        }
    }

    /// <summary>Does everything that waits in one queue, or in all.</summary>
    public int Run(string? queue)
    {
        var done = 0;
        for (var left = _waiting.Count; left > 0; left--)
        {
            var message = _waiting.Dequeue();
            if (queue is not null && !string.Equals(queue, message.Queue, StringComparison.Ordinal))
            {
                _waiting.Enqueue(message);
                continue;
            }

            message.Work();
            done++;
        }

        return done;
    }

    private sealed record Message(string Queue, DateTimeOffset At, Action Work);
}
