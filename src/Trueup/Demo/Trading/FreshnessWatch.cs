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

    /// <summary>Why the shop could not be written.</summary>
    public Obstacles Writing { get; } = new(clock);

    /// <summary>Why the other shop could not be asked what it sold; whatever else changed can be known then.</summary>
    public Obstacles Asking { get; } = new(clock);

    /// <summary>What was measured so far.</summary>
    public Items<Staleness> Measured => _measured.ToItems();

    /// <summary>SKUs that the shop is wrong about now.</summary>
    public int WrongNow => _wrong.Count;

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
            var known = _wrong.GetValueOrDefault(sku) ?? new Wrong(now, cause);
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
    /// For how long beyond what anything connected by network can be excused for a SKU has been scarcer than the shop says:
    /// since it last became scarcer, for where two shops sell the same few things the figure falls with every sale. Null while
    /// that is excused; zero where the shop says nothing wrong, and sells it all the same.
    /// </summary>
    public TimeSpan? Overdue(string sku)
    {
        var now = clock.GetUtcNow();
        if (!_wrong.TryGetValue(sku, out var wrong))
        {
            return TimeSpan.Zero;
        }

        var since = _fell.TryGetValue(sku, out var fall) && fall.At > wrong.Since ? fall.At : wrong.Since;
        var late = now - since - Hindered(sku, wrong.Cause, since, now) - wrong.Cause.Allowance;
        return late > TimeSpan.Zero ? late : null;
    }

    /// <summary>What of an order that was just placed nothing excuses.</summary>
    public Items<AvoidableSale> Avoidable(string order, Items<Excess> excess) => excess
        .Select(line => (Line: line, Overdue: Overdue(line.Sku))).Where(static line => line.Overdue is not null)
        .Select(line => new AvoidableSale(order, line.Line, line.Overdue!.Value)).ToItems();

    private void NoteFall(string sku, DateTimeOffset now)
    {
        var left = figures.Unpromised(sku);
        if (!_fell.TryGetValue(sku, out var last) || left != last.Left)
        {
            var falls = last is null || left < last.Left;
            _fell[sku] = falls ? new Fall(now, left) : last! with { Left = left };
        }
    }

    private void Close(string sku, DateTimeOffset now)
    {
        if (_wrong.Remove(sku, out var wrong))
        {
            _measured.Add(new Staleness(
                sku, now - wrong.Since, wrong.Cause.Tampered, wrong.Cause.Sold,
                Hindered(sku, wrong.Cause, wrong.Since, now) > TimeSpan.Zero));
        }
    }

    private TimeSpan Hindered(string sku, Cause cause, DateTimeOffset since, DateTimeOffset now) => Obstacles.Lasted(
        cause.Sold ? [.. Writing.Of(sku), .. Asking.Of(CallSubjects.Sales)] : Writing.Of(sku), since, now);

    private sealed record Fall(DateTimeOffset At, decimal Left);

    private sealed record Wrong(DateTimeOffset Since, Cause Cause);
}
