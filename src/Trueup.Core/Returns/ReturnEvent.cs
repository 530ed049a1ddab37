using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Returns;

/// <summary>A change in what the hub knows of an order's returns. Journalled; every version ever written stays
/// readable.</summary>
public abstract record ReturnEvent
{
    private ReturnEvent()
    {
    }

    /// <summary>A return was promised.</summary>
    public sealed record Authorised(
        string Rma, ConnectionName Reporter, DateTimeOffset At, Items<LineQuantity> Lines, string? Reason) : ReturnEvent;

    /// <summary>Goods arrived.</summary>
    public sealed record Received(
        string Rma, ConnectionName Reporter, LocationCode Location, DateTimeOffset At, Items<LineQuantity> Lines)
        : ReturnEvent;

    /// <summary>Goods were inspected.</summary>
    public sealed record Inspected(
        string Rma, ConnectionName Reporter, LocationCode Location, DateTimeOffset At, Items<InspectedUnits> Lines,
        DateTimeOffset? SellableAt) : ReturnEvent;

    /// <summary>A refund was asked of the storefront.</summary>
    public sealed record RefundDue(
        string Key, Items<string> Rmas, Items<RefundLine> Lines, Items<LineQuantity> Units) : ReturnEvent;

    /// <summary>The storefront shows a refund.</summary>
    public sealed record RefundShown(
        string Refund, DateTimeOffset At, Items<LineQuantity> Lines, RefundAmounts? Amounts, string? Reference)
        : ReturnEvent;
}
