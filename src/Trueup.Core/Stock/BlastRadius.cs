using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Core.Stock;

/// <summary>
/// Watches how many SKUs of one location go to zero and stay there, or change, within the guard's window, and says which
/// reports must wait for a person: an outage at the owner must not empty the shop.
/// </summary>
/// <remarks>Holds a window in memory; whoever owns it calls it from one place, with the time of the message as
/// "now".</remarks>
public sealed class BlastRadius(GuardRule rule)
{
    private readonly Queue<(DateTimeOffset At, Sku Sku, bool Zeroed)> _moves = new();
    private readonly Dictionary<Sku, DateTimeOffset> _zeroed = [];
    private readonly Dictionary<Sku, DateTimeOffset> _changed = [];

    /// <summary>
    /// Takes up what an earlier life of the hub has let through: without it, every restart would open the window anew. Called before
    /// the first <see cref="Hold"/>, in the order of time.
    /// </summary>
    /// <param name="sku">A SKU that has gone to zero.</param>
    /// <param name="at">When.</param>
    public void Recall(Sku sku, DateTimeOffset at) => Remember(sku, zeroed: true, at);

    /// <summary>
    /// Which of the given figures of one message must be held: all that zero when they are too many, all that change
    /// when those are. Figures let through are counted in the window.
    /// </summary>
    /// <param name="moves">SKU, the owner's figure before (null: never reported) and after, in the order of the
    /// message.</param>
    /// <param name="population">SKUs that the location has reported so far.</param>
    /// <param name="now">The time of the message.</param>
    public IReadOnlySet<Sku> Hold(IReadOnlyList<(Sku Sku, Quantity? Before, Quantity After)> moves, int population, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(moves);
        Forget(now - rule.Over);
        var zeroing = new HashSet<Sku>();
        var changing = new HashSet<Sku>();
        foreach (var (sku, before, after) in moves)
        {
            if (before is not { } known || known == after)
            {
                continue;
            }

            changing.Add(sku);
            if (after > Quantity.Zero)
            {
                _zeroed.Remove(sku);
            }
            else if (known > Quantity.Zero)
            {
                zeroing.Add(sku);
            }
        }

        var held = new HashSet<Sku>();
        if (Trips(rule.ChangedMax, _changed, changing, population))
        {
            held.UnionWith(changing);
        }
        else if (Trips(rule.ZeroedMax, _zeroed, zeroing, population))
        {
            held.UnionWith(zeroing);
        }

        foreach (var sku in changing)
        {
            if (!held.Contains(sku))
            {
                Remember(sku, zeroing.Contains(sku), now);
            }
        }

        return held;
    }

    private bool Trips(decimal? share, Dictionary<Sku, DateTimeOffset> window, HashSet<Sku> more, int population)
    {
        if (share is not { } limit || more.Count == 0)
        {
            return false;
        }

        var count = window.Count;
        foreach (var sku in more)
        {
            count += window.ContainsKey(sku) ? 0 : 1;
        }

        return count >= rule.SkusMin && count > limit * population;
    }

    private void Remember(Sku sku, bool zeroed, DateTimeOffset now)
    {
        if (rule.ChangedMax is null && !zeroed)
        {
            return;
        }

        _moves.Enqueue((now, sku, zeroed));
        _changed[sku] = now;
        if (zeroed)
        {
            _zeroed[sku] = now;
        }
    }

    private void Forget(DateTimeOffset before)
    {
        while (_moves.TryPeek(out var move) && move.At < before)
        {
            _moves.Dequeue();
            Drop(_changed, move.Sku, move.At);
            if (move.Zeroed)
            {
                Drop(_zeroed, move.Sku, move.At);
            }
        }
    }

    /// <summary>What has moved once more since then stays.</summary>
    private static void Drop(Dictionary<Sku, DateTimeOffset> window, Sku sku, DateTimeOffset at)
    {
        if (window.TryGetValue(sku, out var last) && last <= at)
        {
            window.Remove(sku);
        }
    }
}
