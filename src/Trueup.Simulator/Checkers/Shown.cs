using Trueup.Core.Cases;
using Trueup.Engine.Lanes;

namespace Trueup.Simulator.Checkers;

/// <summary>What the hub shows in cases of an order whose documents are not all where they belong.</summary>
internal static class Shown
{
    /// <summary>These tell of money, goods or parcels, or that an order is late: none says why something is missing, or is there twice.</summary>
    private static readonly CaseCode[] Others =
    [
        ReturnCases.MoreThanShipped, ReturnCases.RefundWithoutReturn, ReturnCases.RestockWithoutRefund, ReturnCases.RefundDiffers,
        ParcelCases.Troubled, ParcelCases.Unknown, ParcelCases.WordUnknown, OrderCases.Stuck, OrderCases.PaidAfterExpiry,
    ];

    /// <summary>Whether an open case says what keeps an order's documents from where they belong.</summary>
    public static bool For(HubState state, string order) => state.Cases.Values.Any(
        known => known.State == CaseState.Open && known.About.Order == order && !Others.Contains(known.Code));

    /// <summary>Whether an open case of one kind is about an order.</summary>
    public static bool For(HubState state, string order, CaseCode code) => state.Cases.Values.Any(
        known => known.State == CaseState.Open && known.About.Order == order && known.Code == code);
}
