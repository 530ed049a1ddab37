using Trueup.Core.Values;

namespace Trueup.Demo.Trading;

/// <summary>How long the shop was wrong about a SKU.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Lasted">From the change to the moment at which the shop was right again.</param>
/// <param name="Tampered">Whether somebody typed into the shop, rather than something changing at an owner.</param>
/// <param name="Sold">Whether it was sold in another shop.</param>
/// <param name="Disturbed">Whether the shop could not be written for a part of that time.</param>
public readonly record struct Staleness(string Sku, TimeSpan Lasted, bool Tampered, bool Sold, bool Disturbed);

/// <summary>Who made the shop wrong, and how long that may last while the shop can be written.</summary>
/// <param name="Tampered">Somebody typed into the shop; else an owner's figure changed.</param>
/// <param name="Allowance">How long it may last.</param>
public sealed record Cause(bool Tampered, TimeSpan Allowance)
{
    /// <summary>Whether it was sold in another shop.</summary>
    public bool Sold { get; init; }

    /// <summary>
    /// It was sold in another shop, which tells nobody: the hub asks every second, and then it is as if an owner had
    /// reported it.
    /// </summary>
    public static Cause Sale { get; } = new(Tampered: false, TimeSpan.FromSeconds(4)) { Sold = true };

    /// <summary>
    /// An owner reported a change: it is pushed at once, and a routine write waits 1.5 seconds at most for company.
    /// </summary>
    public static Cause Owner { get; } = new(Tampered: false, TimeSpan.FromSeconds(3));

    /// <summary>
    /// Somebody typed into the shop, which tells nobody: comparisons must come upon it. Four rolling ones cover
    /// everything, every three seconds at best, and slower after a storm.
    /// </summary>
    public static Cause Tampering { get; } = new(Tampered: true, TimeSpan.FromSeconds(30));
}

/// <summary>
/// Measures how fresh the shop is: a clock starts when a change at an owner makes the shop wrong about a SKU, and stops
/// when the shop is right again.
/// </summary>
/// <remarks>To be used under the sandbox's gate.</remarks>
/// <param name="figures">What is true.</param>
/// <param name="isRight">Whether the shop offers exactly what it must of a SKU.</param>
/// <param name="clock">The time.</param>
public sealed class FreshnessWatch(TrueFigures figures, Predicate<string> isRight, TimeProvider clock)
{
    private readonly Dictionary<string, Wrong> _wrong = new(StringComparer.Ordinal);
    private readonly List<Staleness> _measured = [];
    private readonly Dictionary<string, Fall> _fell = new(StringComparer.Ordinal);
    private DateTimeOffset? _blockedSince;
    private TimeSpan _blockedBefore;

    /// <summary>
    /// Whether a block is the other shop's: what is sold there cannot be known then, and everything else can.
    /// </summary>
    public bool OnlySalesAreBlocked { get; init; }

    /// <summary>What was measured so far.</summary>
    public Items<Staleness> Measured => _measured.ToItems();

    /// <summary>SKUs that the shop is wrong about now.</summary>
    public int WrongNow => _wrong.Count;

    /// <summary>The shop that calls are made to can, or cannot, be reached from now on.</summary>
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
        NoteFall(sku, now);
        if (isRight(sku))
        {
            Close(sku, now);
        }
        else
        {
            // What is sold elsewhere is known last: whatever else was wrong meanwhile has to wait for it.
            var known = _wrong.GetValueOrDefault(sku) ?? new Wrong(now, Blocked(now), cause);
            _wrong[sku] = cause.Sold && !known.Cause.Tampered ? known with { Cause = cause } : known;
        }
    }

    /// <summary>The shop was written to: looks which clocks stop.</summary>
    public void Look()
    {
        var now = clock.GetUtcNow();
        foreach (var sku in _wrong.Keys.Where(sku => isRight(sku)).ToArray())
        {
            Close(sku, now);
        }
    }

    /// <summary>
    /// Whether a SKU has been scarcer than the shop says for longer than anything connected by network can be excused for:
    /// since it last became scarcer, for where two shops sell the same few things the figure falls with every sale.
    /// </summary>
    public bool IsInexcusable(string sku)
    {
        var now = clock.GetUtcNow();
        if (!_wrong.TryGetValue(sku, out var wrong))
        {
            return true;
        }

        var (since, before) = _fell.TryGetValue(sku, out var fall) && fall.At > wrong.Since
            ? (fall.At, fall.BlockedBefore)
            : (wrong.Since, wrong.BlockedBefore);
        return now - since - Hindered(wrong.Cause, before, now) > wrong.Cause.Allowance;
    }

    private void NoteFall(string sku, DateTimeOffset now)
    {
        var left = figures.Unpromised(sku);
        if (!_fell.TryGetValue(sku, out var last) || left != last.Left)
        {
            var falls = last is null || left < last.Left;
            _fell[sku] = falls ? new Fall(now, Blocked(now), left) : last! with { Left = left };
        }
    }

    private void Close(string sku, DateTimeOffset now)
    {
        if (_wrong.Remove(sku, out var wrong))
        {
            _measured.Add(new Staleness(
                sku, now - wrong.Since, wrong.Cause.Tampered, wrong.Cause.Sold,
                Hindered(wrong.Cause, wrong.BlockedBefore, now) > TimeSpan.Zero));
        }
    }

    private TimeSpan Hindered(Cause cause, TimeSpan before, DateTimeOffset now) =>
        OnlySalesAreBlocked && !cause.Sold ? TimeSpan.Zero : Blocked(now) - before;

    /// <summary>For how long in all the shop could not be written.</summary>
    private TimeSpan Blocked(DateTimeOffset now) =>
        _blockedBefore + (_blockedSince is { } since ? now - since : TimeSpan.Zero);

    private sealed record Fall(DateTimeOffset At, TimeSpan BlockedBefore, decimal Left);

    private sealed record Wrong(DateTimeOffset Since, TimeSpan BlockedBefore, Cause Cause);
}
