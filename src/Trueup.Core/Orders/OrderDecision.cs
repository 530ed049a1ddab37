using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>What follows from a fact about an order.</summary>
/// <param name="Events">What changes in the order.</param>
/// <param name="Stock">What it means for the stock lanes that it touches.</param>
/// <param name="Findings">Problems met.</param>
public sealed record OrderDecision(
    Items<OrderEvent> Events, Items<AddressedFact> Stock = default, Items<Finding> Findings = default)
{
    /// <summary>What must come first, in words: the fact waits for it; null when it does not.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>The key of the mapping that is missing: what was said waits for it and is decided again then; null when none
    /// is.</summary>
    public string? WaitsForMapping { get; init; }

    /// <summary>Nothing follows.</summary>
    public static OrderDecision Nothing { get; } = new([]);
}

/// <summary>A fact for the lane of a SKU.</summary>
public readonly record struct AddressedFact(Sku Sku, StockFact Fact);

/// <summary>What an order decision may look at besides the order.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="Stock">Looks a SKU's stock up; null for one never heard of.</param>
public sealed record OrderSurroundings(OwnershipContract Contract, Func<Sku, SkuStock?> Stock);

/// <summary>Collects what follows while a decision is being made.</summary>
internal sealed class Consequences
{
    private readonly List<OrderEvent> _events = [];
    private readonly List<OrderEvent> _last = [];
    private readonly List<AddressedFact> _stock = [];
    private readonly List<Finding> _findings = [];

    /// <summary>What the stock lanes are told so far.</summary>
    public IReadOnlyList<AddressedFact> Stock => _stock;

    public void Say(OrderEvent change) => _events.Add(change);

    /// <summary>Says something that is true only once all else is: of an order that is not taken up yet.</summary>
    public void SayLast(OrderEvent change) => _last.Add(change);

    public void Address(Sku sku, StockFact fact) => _stock.Add(new AddressedFact(sku, fact));

    public void Find(Finding finding) => _findings.Add(finding);

    public OrderDecision Conclude() => new([.. _events, .. _last], _stock.ToItems(), Gathered());

    /// <summary>The same trouble with many lines is one case. What ends by a proof for one SKU stays apart.</summary>
    private Items<Finding> Gathered() => _findings
        .GroupBy(finding => finding.Code.Healing == Healing.None && finding.About.Order is not null
            ? (finding.Code, finding.About with { Sku = null })
            : (finding.Code, finding.About))
        .SelectMany(alike => alike.Count() <= ManyLines.AloneMax
            ? alike
            : alike.Take(1).Select(_ => ManyLines.InOne(alike.ToList(), alike.Key.Item2)))
        .ToItems();
}
