using Trueup.Connectors.Http.Twin.Till;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Connectors.Square.Twin;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Demo.Sandboxes;

/// <summary>A system that pushes events.</summary>
/// <param name="Take">Takes what it wants to push.</param>
/// <param name="Again">A push that was not taken, once more, proved afresh.</param>
public sealed record PushSource(
    Func<DateTimeOffset, Items<WireRequest>> Take, Func<WireRequest, DateTimeOffset, WireRequest> Again)
{
    /// <summary>A warehouse.</summary>
    public static PushSource Of(WarehouseTwin twin)
    {
        ArgumentNullException.ThrowIfNull(twin);
        return new PushSource(twin.TakePushes, twin.PushAgain);
    }

    /// <summary>An account at Square, whose signatures never grow old.</summary>
    public static PushSource Of(SquareTwin twin)
    {
        ArgumentNullException.ThrowIfNull(twin);
        return new PushSource(twin.TakePushes, static (push, _) => push);
    }

    /// <summary>The tills of a store.</summary>
    public static PushSource Of(TillTwin twin)
    {
        ArgumentNullException.ThrowIfNull(twin);
        return new PushSource(twin.TakePushes, twin.PushAgain);
    }
}
