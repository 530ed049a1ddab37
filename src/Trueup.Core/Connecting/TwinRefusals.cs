using System.Globalization;

namespace Trueup.Core.Connecting;

/// <summary>How many of the next requests a twin refuses, and for how long it then asks to be left alone.</summary>
public sealed class TwinRefusals
{
    private int _left;
    private int _status;
    private TimeSpan _wait;

    /// <summary>Refuses the next requests; what was begun before is forgotten.</summary>
    /// <param name="requests">How many; 0 ends it.</param>
    /// <param name="status">With which status: 429 or 503.</param>
    /// <param name="wait">What <c>Retry-After</c> says, rounded up to whole seconds.</param>
    public void Begin(int requests, int status, TimeSpan wait) => (_left, _status, _wait) = (requests, status, wait);

    /// <summary>How the request at hand is refused; null when it is answered. Counts.</summary>
    /// <param name="body">The answer of a status, in the remote's own words.</param>
    public WireReply? Next(Func<int, WireReply> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (_left <= 0)
        {
            return null;
        }

        _left--;
        var reply = body(_status);
        var seconds = ((int)Math.Ceiling(_wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return reply with { Headers = reply.Headers.Add(new WireHeader("Retry-After", seconds)) };
    }
}
