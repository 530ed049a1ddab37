using Trueup.Core.Connecting;
using Trueup.Core.Values;
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
        field ??= new FreshnessWatch(Figures, Figures.IsRightInProject, sandbox.Clock);

    /// <summary>What people did.</summary>
    public DayBook Book { get; } = new();

    /// <summary>The first shop can, or cannot, be reached from now on: neither written nor asked what it sold.</summary>
    public void Block(bool isBlocked)
    {
        Freshness.Writing.Block(isBlocked);
        ProjectFreshness.Asking.Block(isBlocked);
    }

    /// <summary>The first shop settled a call.</summary>
    public void Settle(WireRequest request, bool isAnswered)
    {
        var subjects = CallSubjects.InShop(request, sandbox.Shop.Books);
        Freshness.Writing.Call(subjects, isAnswered);
        ProjectFreshness.Asking.Call(subjects, isAnswered);
    }

    /// <summary>The second shop settled a call.</summary>
    public void SettleInProject(WireRequest request, bool isAnswered)
    {
        var subjects = CallSubjects.InProject(request, sandbox.Project.Books);
        ProjectFreshness.Writing.Call(subjects, isAnswered);
        Freshness.Asking.Call(subjects, isAnswered);
    }

    /// <summary>The machine gave nobody a turn, the hub beside the sandbox least of all.</summary>
    /// <param name="since">Since when, until now.</param>
    public void Stall(DateTimeOffset since)
    {
        Freshness.Writing.Stall(since);
        ProjectFreshness.Writing.Stall(since);
    }

    /// <summary>Something changed about a SKU that both shops have to show.</summary>
    public void Changed(string sku, Cause cause)
    {
        Freshness.Changed(sku, cause);
        ProjectFreshness.Changed(sku, cause);
    }

    /// <summary>What of an order about to be placed is more than is left to promise.</summary>
    public Items<Excess> ExcessOf(IEnumerable<(string Sku, decimal Quantity)> lines) => lines
        .Select(line => new Excess(line.Sku, line.Quantity, Figures.Unpromised(line.Sku)))
        .Where(static line => line.Quantity > line.Left).ToItems();

    /// <summary>The present time.</summary>
    public DateTimeOffset Now => sandbox.Clock.GetUtcNow();

    /// <summary>Any one of several things.</summary>
    public T Any<T>(IReadOnlyList<T> things)
    {
        ArgumentNullException.ThrowIfNull(things);
        return things[Chance.Next(things.Count)];
    }
}
