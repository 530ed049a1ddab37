using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Simulator.Merchants;

/// <summary>A remote whose vendor lets nobody call more often than its limit.</summary>
/// <param name="twin">The remote.</param>
/// <param name="limits">The limits; null where nothing is known of any.</param>
internal sealed class VendorLimit(ITwin twin, ConnectionLimits? limits) : ITwin
{
    private readonly Queue<DateTimeOffset> _recent = new();

    /// <summary>Calls are counted over a second, or over as long as one takes where there is less than one a second.</summary>
    private readonly TimeSpan _stretch = TimeSpan.FromSeconds(limits is { RequestsPerSecond: < 1 } ? 1 / limits.RequestsPerSecond : 1);

    /// <summary>Calls turned away.</summary>
    public int Refused { get; private set; }

    /// <inheritdoc/>
    public Items<WireRequest> TakePushes(DateTimeOffset now) => twin.TakePushes(now);

    /// <inheritdoc/>
    public WireReply Answer(WireRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        var scheme = request.Target.IndexOf("://", StringComparison.Ordinal);
        var asked = scheme < 0 ? request : request with { Target = request.Target[request.Target.IndexOf('/', scheme + 3)..] };
        if (limits is null)
        {
            return twin.Answer(asked, now);
        }

        while (_recent.TryPeek(out var oldest) && now - oldest >= _stretch)
        {
            _recent.Dequeue();
        }

        if (_recent.Count >= Math.Max(limits.RequestsPerSecond, limits.Burst))
        {
            Refused++;
            return new WireReply(429, "{}"u8.ToArray(), [new WireHeader("Retry-After", "2")]);
        }

        _recent.Enqueue(now);
        return twin.Answer(asked, now);
    }
}
