using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Returns;

/// <summary>What follows for an order's returns.</summary>
/// <param name="Events">What changes in them.</param>
/// <param name="Stock">What it means for the stock lanes.</param>
/// <param name="Documents">Documents to be asked of other systems, and what the order accounts for besides; addressed to the order.</param>
/// <param name="Findings">Problems met.</param>
/// <param name="Disproofs">Problems that are over.</param>
public sealed record ReturnDecision(
    Items<ReturnEvent> Events,
    Items<AddressedFact> Stock = default,
    Items<OrderEvent> Documents = default,
    Items<Finding> Findings = default,
    Items<Disproof> Disproofs = default)
{
    /// <summary>What the message has to wait for; null when it does not.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>Nothing follows.</summary>
    public static ReturnDecision Nothing { get; } = new([]);
}

/// <summary>What a decision about returns may look at.</summary>
/// <param name="Order">The order.</param>
/// <param name="Returns">What came back of it so far.</param>
/// <param name="Contract">The contract.</param>
/// <param name="Now">When the hub took the message in, UTC.</param>
/// <param name="OrderOfRma">The order that a number of a return was used for first; null for a new number.</param>
public sealed record ReturnSurroundings(
    OrderRecord Order,
    OrderReturns Returns,
    OwnershipContract Contract,
    DateTimeOffset Now,
    Func<string, OrderId?> OrderOfRma);
