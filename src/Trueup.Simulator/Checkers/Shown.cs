using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;

namespace Trueup.Simulator.Checkers;

/// <summary>What the hub shows in cases of an order whose documents are not all where they belong.</summary>
internal static class Shown
{
    /// <summary>These tell of money, goods or parcels, or that an order is late: none says why something is missing, or is there twice.</summary>
    private static readonly CaseCode[] Others =
    [
        ReturnCases.MoreThanShipped, ReturnCases.RefundWithoutReturn, ReturnCases.RestockWithoutRefund, ReturnCases.RefundDiffers,
        ParcelCases.Troubled, ParcelCases.Unknown, ParcelCases.WordUnknown, OrderCases.Stuck, OrderCases.PaidAfterExpiry, OrderCases.HeldTooLate,
    ];

    /// <summary>These tell of one thing that the storefront itself did not take: of what is missing elsewhere they say nothing.</summary>
    private static readonly CaseCode[] Writes =
        [CaseCodes.DocumentRefused, CaseCodes.DocumentOverdue, CaseCodes.WriteRefused, CaseCodes.LocationUnmapped, OrderCases.PostedDifferently];

    /// <summary>
    /// Whether an open case says what keeps an order's documents from one system. A case of a connection speaks for that connection; one of
    /// none, or of a storefront whose order could not be taken in as it is, for all that becomes of the order.
    /// </summary>
    /// <param name="state">The hub's state.</param>
    /// <param name="order">The order's id in the hub.</param>
    /// <param name="system">The connection in whose system something is missing.</param>
    public static bool For(HubState state, string order, ConnectionName system) => state.Cases.Values.Any(
        known => known.State == CaseState.Open && known.About.Order == order && !Others.Contains(known.Code) &&
            (known.About.Connection is not { } at || at == system ||
                (order.StartsWith($"{at}:", StringComparison.Ordinal) && !Writes.Contains(known.Code))));

    /// <summary>Whether an open case of one kind is about an order.</summary>
    public static bool For(HubState state, string order, CaseCode code) => state.Cases.Values.Any(
        known => known.State == CaseState.Open && known.About.Order == order && known.Code == code);
}
