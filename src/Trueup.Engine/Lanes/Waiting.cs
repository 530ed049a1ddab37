namespace Trueup.Engine.Lanes;

/// <summary>Waiting that never ends early.</summary>
internal static class Waiting
{
    /// <summary>The longest that a remote is left alone on its word; then it is asked whether it still wants that.</summary>
    public static readonly TimeSpan ObeyedMax = TimeSpan.FromHours(1);

    /// <summary>How long a remote is left alone that asked for so much.</summary>
    public static TimeSpan Obeyed(TimeSpan asked) => asked < ObeyedMax ? asked : ObeyedMax;

    /// <summary>Waits no less than asked: a delay counts whole milliseconds and drops the rest, so a loop around it
    /// would spin.</summary>
    public static Task DelayAtLeast(this TimeProvider clock, TimeSpan wait, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), clock, cancellationToken);
}
