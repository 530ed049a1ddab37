namespace Trueup.Hosting;

/// <summary>Lets so many messages a second pass, and a second's worth at once after a pause.</summary>
internal sealed class MessageRate(decimal perSecond, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private decimal _room = Math.Max(1, perSecond);
    private DateTimeOffset _filled = clock.GetUtcNow();

    /// <summary>Takes room for messages; false when there is not even room for one. A delivery larger than the room
    /// left still passes, and those after it wait the longer.</summary>
    public bool TryTake(int messages)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var passed = now > _filled ? now - _filled : TimeSpan.Zero;
            _filled = now;
            _room = Math.Min(Math.Max(1, perSecond), _room + (perSecond * passed.Ticks / TimeSpan.TicksPerSecond));
            if (_room < 1)
            {
                return false;
            }

            _room -= messages;
            return true;
        }
    }
}
