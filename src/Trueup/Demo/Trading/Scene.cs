using Trueup.Demo.Sandboxes;

namespace Trueup.Demo.Trading;

/// <summary>Where the day plays: the outside world, what is true in it, and what is written down about it.</summary>
/// <param name="sandbox">Shop, warehouse and store.</param>
/// <param name="seed">Seed of everything that people choose.</param>
public sealed class Scene(Sandbox sandbox, int seed)
{
    /// <summary>Shop, warehouse and store.</summary>
    public Sandbox Sandbox => sandbox;

    /// <summary>Chance.</summary>
    public Random Chance { get; } = new(seed);

    /// <summary>What is really true.</summary>
    public TrueFigures Figures { get; } = new(sandbox);

    /// <summary>How fresh the shop is.</summary>
    public FreshnessWatch Freshness => field ??= new FreshnessWatch(Figures, sandbox.Clock);

    /// <summary>What people did.</summary>
    public DayBook Book { get; } = new();

    /// <summary>The present time.</summary>
    public DateTimeOffset Now => sandbox.Clock.GetUtcNow();

    /// <summary>Any one of several things.</summary>
    public T Any<T>(IReadOnlyList<T> things)
    {
        ArgumentNullException.ThrowIfNull(things);
        return things[Chance.Next(things.Count)];
    }
}
