using Trueup.Core.Values;

namespace Trueup.Demo.Trading;

/// <summary>How long the shop was wrong about a SKU.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Lasted">From the change to the moment at which the shop was right again.</param>
/// <param name="Tampered">Whether somebody typed into the shop, rather than something changing at an owner.</param>
/// <param name="Disturbed">Whether the shop could not be written for a part of that time.</param>
public readonly record struct Staleness(string Sku, TimeSpan Lasted, bool Tampered, bool Disturbed);

/// <summary>Who made the shop wrong, and how long that may last while the shop can be written.</summary>
/// <param name="Tampered">Somebody typed into the shop; else an owner's figure changed.</param>
/// <param name="Allowance">How long it may last.</param>
public sealed record Cause(bool Tampered, TimeSpan Allowance)
{
    /// <summary>
    /// An owner reported a change: it is pushed at once, and a routine write waits 1.5 seconds at most for company.
    /// </summary>
    public static Cause Owner { get; } = new(Tampered: false, TimeSpan.FromSeconds(3));

    /// <summary>
    /// Somebody typed into the shop, which tells nobody: comparisons must come upon it. Four rolling ones cover
    /// everything,
    /// every three seconds at best, and slower after a storm.
    /// </summary>
    public static Cause Tampering { get; } = new(Tampered: true, TimeSpan.FromSeconds(30));
}

/// <summary>
/// Measures how fresh the shop is: a clock starts when a change at an owner makes the shop wrong about a SKU, and stops
/// when the shop is right again.
/// </summary>
/// <remarks>To be used under the sandbox's gate.</remarks>
public sealed class FreshnessWatch(TrueFigures figures, TimeProvider clock)
{
    private readonly Dictionary<string, Wrong> _wrong = new(StringComparer.Ordinal);
    private readonly List<Staleness> _measured = [];
    private DateTimeOffset? _blockedSince;
    private TimeSpan _blockedBefore;

    /// <summary>What was measured so far.</summary>
    public Items<Staleness> Measured => _measured.ToItems();

    /// <summary>SKUs that the shop is wrong about now.</summary>
    public int WrongNow => _wrong.Count;

    /// <summary>The shop can, or cannot, be written from now on.</summary>
    public void Block(bool isBlocked)
    {
        var now = clock.GetUtcNow();
        _blockedBefore = Blocked(now);
        _blockedSince = isBlocked ? now : null;
    }

    /// <summary>Something changed about a SKU; the clock starts if the shop is wrong about it now.</summary>
    /// <param name="sku">The SKU.</param>
    /// <param name="cause">Who changed it.</param>
    public void Changed(string sku, Cause cause)
    {
        var now = clock.GetUtcNow();
        if (figures.IsRight(sku))
        {
            Close(sku, now);
        }
        else
        {
            _wrong.TryAdd(sku, new Wrong(now, Blocked(now), cause));
        }
    }

    /// <summary>The shop was written to: looks which clocks stop.</summary>
    public void Look()
    {
        var now = clock.GetUtcNow();
        foreach (var sku in _wrong.Keys.Where(figures.IsRight).ToArray())
        {
            Close(sku, now);
        }
    }

    /// <summary>
    /// Whether the shop has been wrong about a SKU for longer than anything connected by network can be excused for.
    /// </summary>
    public bool IsInexcusable(string sku)
    {
        var now = clock.GetUtcNow();
        return !_wrong.TryGetValue(sku, out var wrong) ||
               now - wrong.Since - (Blocked(now) - wrong.BlockedBefore) > wrong.Cause.Allowance;
    }

    private void Close(string sku, DateTimeOffset now)
    {
        if (_wrong.Remove(sku, out var wrong))
        {
            _measured.Add(new Staleness(
                sku, now - wrong.Since, wrong.Cause.Tampered, Blocked(now) > wrong.BlockedBefore));
        }
    }

    /// <summary>For how long in all the shop could not be written.</summary>
    private TimeSpan Blocked(DateTimeOffset now) =>
        _blockedBefore + (_blockedSince is { } since ? now - since : TimeSpan.Zero);

    private sealed record Wrong(DateTimeOffset Since, TimeSpan BlockedBefore, Cause Cause);
}
