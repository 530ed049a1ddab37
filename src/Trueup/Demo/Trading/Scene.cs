using Trueup.Demo.Sandboxes;

namespace Trueup.Demo.Trading;

/// <summary>Where the day plays: the outside world, what is true in it, and what is written down about it.</summary>
/// <param name="sandbox">Shops, warehouse and store.</param>
/// <param name="seed">Seed of everything that people choose.</param>
public sealed class Scene(Sandbox sandbox, int seed)
{
    /// <summary>Shops, warehouse and store.</summary>
    public Sandbox Sandbox => sandbox;

    /// <summary>Chance.</summary>
    public Random Chance { get; } = new(seed);

    /// <summary>What is really true.</summary>
    public TrueFigures Figures { get; } = new(sandbox);

    /// <summary>How fresh the shop is.</summary>
    public FreshnessWatch Freshness => field ??= new FreshnessWatch(Figures, Figures.IsRight, sandbox.Clock);

    /// <summary>How fresh the second shop is.</summary>
    public FreshnessWatch ProjectFreshness =>
        field ??= new FreshnessWatch(Figures, Figures.IsRightInProject, sandbox.Clock) { OnlySalesAreBlocked = true };

    /// <summary>What people did.</summary>
    public DayBook Book { get; } = new();

    /// <summary>The first shop can, or cannot, be reached from now on: neither written nor asked what it sold.</summary>
    public void Block(bool isBlocked)
    {
        Freshness.Block(isBlocked);
        ProjectFreshness.Block(isBlocked);
    }

    /// <summary>Something changed about a SKU that both shops have to show.</summary>
    public void Changed(string sku, Cause cause)
    {
        Freshness.Changed(sku, cause);
        ProjectFreshness.Changed(sku, cause);
    }

    /// <summary>The present time.</summary>
    public DateTimeOffset Now => sandbox.Clock.GetUtcNow();

    /// <summary>Any one of several things.</summary>
    public T Any<T>(IReadOnlyList<T> things)
    {
        ArgumentNullException.ThrowIfNull(things);
        return things[Chance.Next(things.Count)];
    }
}
