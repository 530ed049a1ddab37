namespace Trueup.Simulator.Network;

/// <summary>The world around the hub: its own time, its own work, and a chronicle of what it sees. It never
/// crashes.</summary>
/// <param name="loop">The one thread of the simulation.</param>
/// <param name="chronicle">Where everything is noted.</param>
public sealed class Outside(SeededLoop loop, Chronicle chronicle)
{
    private readonly SeededContext _context = loop.Begin();

    /// <summary>The time.</summary>
    public DateTimeOffset Now => loop.Clock.GetUtcNow();

    /// <summary>What went wrong so far.</summary>
    public Tally Tally { get; } = new();

    /// <summary>Does something after a while.</summary>
    public void After(TimeSpan wait, Action action) => _context.StartAfter(wait, action);

    /// <summary>Does something soon.</summary>
    public void Soon(Action action) => _context.Start(action);

    /// <summary>Notes what happened.</summary>
    public void Note(string who, string what) => chronicle.Note(who, what);

}
