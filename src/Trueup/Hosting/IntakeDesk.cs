using System.Collections.Concurrent;
using Trueup.Engine;
using Trueup.Engine.Intake;

namespace Trueup.Hosting;

/// <summary>
/// Where deliveries wait for the hub: whatever has come in by the time the hub looks goes into the journal as one
/// append, so a crowd of small requests costs little more than one large one. What storefronts send in bulk waits while the
/// hub is behind, outside the journal and without an answer: what a warehouse says, that a SKU is sold out, gets past it.
/// </summary>
public sealed class IntakeDesk(HubThread thread, HubLoop hub, IntakeLimits limits, TimeProvider clock)
{
    /// <summary>Messages in one append: more gain little and hurt latency (storage-and-speed.md §1).</summary>
    private const int AppendMax = 1_000;

    /// <summary>Messages from which on a delivery is bulk.</summary>
    private const int BulkFrom = 50;

    /// <summary>How long the oldest message may wait to be decided before bulk has to wait.</summary>
    private static readonly TimeSpan BehindMax = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<Delivery> _waiting = new();
    private readonly ConcurrentQueue<Delivery> _bulk = new();
    private readonly MessageRate? _rate = limits.MessagesPerSecond is { } rate ? new MessageRate(rate, clock) : null;
    private int _isCalled;
    private int _deliveries;
    private long _bytes;
    private long _refused;
    private volatile bool _isClosed = true;
    private bool _isHoldingBulk;

    /// <summary>The limits.</summary>
    public IntakeLimits Limits => limits;

    /// <summary>Whether deliveries are turned away because the hub is starting or stopping.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Deliveries turned away because there were too many, since the start.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Deliveries under way.</summary>
    public int UnderWay => Volatile.Read(ref _deliveries);

    /// <summary>Lets deliveries in.</summary>
    public void Open() => _isClosed = false;

    /// <summary>Turns deliveries away; those under way are finished.</summary>
    public void Close()
    {
        _isClosed = true;
        Call();
    }

    /// <summary>Asks for room for a delivery; false when there is none. Give it back with
    /// <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _deliveries) <= limits.DeliveriesMax &&
            Volatile.Read(ref _bytes) < limits.BytesMax)
        {
            return true;
        }

        Interlocked.Decrement(ref _deliveries);
        Interlocked.Increment(ref _refused);
        return false;
    }

    /// <summary>Asks for room for so many bytes more of a delivery that was let in, as they come; false when there is none. Give it back with
    /// <see cref="Leave"/>.</summary>
    public bool TryWeigh(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= limits.BytesMax)
        {
            return true;
        }

        Interlocked.Add(ref _bytes, -bytes);
        Interlocked.Increment(ref _refused);
        return false;
    }

    /// <summary>Whether the rate of messages has room for so many more.</summary>
    public bool TryCount(int messages)
    {
        var isWithin = _rate is null || _rate.TryTake(messages);
        Interlocked.Add(ref _refused, isWithin ? 0 : 1);
        return isWithin;
    }

    /// <summary>Gives back the room of a delivery.</summary>
    public void Leave(long bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        Interlocked.Decrement(ref _deliveries);
    }

    /// <summary>Hands a delivery to the hub and waits until it is on disk, or cannot be.</summary>
    public Task<IntakeReply> AcceptAsync(PreparedMessages messages)
    {
        var delivery = new Delivery(messages);
        (IsBulk(messages) ? _bulk : _waiting).Enqueue(delivery);
        Call();
        return delivery.Reply.Task;
    }

    private void Call()
    {
        if (Interlocked.Exchange(ref _isCalled, 1) == 0 &&
            !thread.TryPost(static desk => ((IntakeDesk)desk!).TakeIn(), this))
        {
            TurnAway();
        }
    }

    private void TurnAway()
    {
        while (_waiting.TryDequeue(out var delivery) || _bulk.TryDequeue(out delivery))
        {
            delivery.Reply.TrySetResult(new IntakeReply.Unavailable("The hub is stopping."));
        }

        Volatile.Write(ref _isCalled, 0);
    }

    private void TakeIn()
    {
        Volatile.Write(ref _isCalled, 0);
        var group = new List<Delivery>();
        for (var messages = 0; messages < AppendMax && Next() is { } delivery;)
        {
            group.Add(delivery);
            messages += delivery.Messages.Messages.Count;
        }

        if (!_waiting.IsEmpty || (!_bulk.IsEmpty && !_isHoldingBulk))
        {
            Call();
        }

        if (group.Count > 0)
        {
            _ = AppendAsync(group);
        }
    }

    private Delivery? Next()
    {
        if (_waiting.TryDequeue(out var delivery) || (!IsBehind() && _bulk.TryDequeue(out delivery)))
        {
            return delivery;
        }

        if (!_bulk.IsEmpty && !_isHoldingBulk)
        {
            _isHoldingBulk = true;
            _ = ResumeAsync();
        }

        return null;
    }

    /// <summary>Whether a storefront sends many orders at once.</summary>
    private bool IsBulk(PreparedMessages messages) => messages.Messages.Count >= BulkFrom &&
        hub.Contract.Connection(messages.Connection)?.Roles.Span.Contains("storefront") == true;

    /// <summary>Only while something is still to be decided: then progress is made once more, and bulk is looked at again.</summary>
    private bool IsBehind() => !_isClosed && hub.Lanes.Through < hub.Tail.End && hub.Lanes.OldestWaiting is { } oldest &&
        clock.GetUtcNow() - oldest > BehindMax;

    /// <summary>Lets bulk go on once more is decided.</summary>
    private async Task ResumeAsync()
    {
        try
        {
            await hub.Lanes.WaitForProgressAsync(CancellationToken.None);
        }
        finally
        {
            _isHoldingBulk = false;
            Call();
        }
    }

    private async Task AppendAsync(List<Delivery> group)
    {
        try
        {
            var replies = await hub.Receiver.AcceptAsync(group.ConvertAll(delivery => delivery.Messages));
            for (var i = 0; i < group.Count; i++)
            {
                group[i].Reply.TrySetResult(replies[i]);
            }
        }
#pragma warning disable CA1031 // The edge of the thread: the fault goes to those who wait for the answer.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            group.ForEach(delivery => delivery.Reply.TrySetException(fault));
        }
    }

    private sealed class Delivery(PreparedMessages messages)
    {
        public PreparedMessages Messages => messages;

        public TaskCompletionSource<IntakeReply> Reply { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
