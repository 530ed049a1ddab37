namespace Trueup.Engine.Lanes;

/// <summary>Waiting that never ends early.</summary>
internal static class Waiting
{
    /// <summary>Waits no less than asked: a delay counts whole milliseconds and drops the rest, so a loop around it
    /// would spin.</summary>
    public static Task DelayAtLeast(this TimeProvider clock, TimeSpan wait, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), clock, cancellationToken);
}
