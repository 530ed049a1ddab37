using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Fulfilment;

/// <summary>What follows for an order's parcels.</summary>
/// <param name="Events">What changes in them.</param>
/// <param name="Documents">Documents to be asked of other systems, addressed to the order.</param>
/// <param name="Facts">What the order is told.</param>
/// <param name="Findings">Problems met.</param>
/// <param name="Disproofs">Problems that are over.</param>
public sealed record FulfilmentDecision(
    Items<FulfilmentEvent> Events,
    Items<OrderEvent> Documents = default,
    Items<Fact> Facts = default,
    Items<Finding> Findings = default,
    Items<Disproof> Disproofs = default)
{
    /// <summary>What the message has to wait for; null when it does not.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>Nothing follows.</summary>
    public static FulfilmentDecision Nothing { get; } = new([]);
}
