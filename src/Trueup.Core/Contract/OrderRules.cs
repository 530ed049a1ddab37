using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Contract;

/// <summary>The moment at which an order is handed over to the back office.</summary>
public enum ReleasePoint
{
    /// <summary>As soon as it exists.</summary>
    Placed,

    /// <summary>When the money is promised.</summary>
    Authorised,

    /// <summary>When the money is taken.</summary>
    Captured,

    /// <summary>When a person or the storefront's own review says so.</summary>
    Approved,
}

/// <summary>
/// The release point of a storefront's orders. The rule that names most wins, a payment method before a channel; among
/// equals the later one.
/// </summary>
/// <param name="At">The moment.</param>
/// <param name="Channel">Only in this channel; null for any.</param>
/// <param name="Payment">Only with this payment method; null for any.</param>
public sealed record ReleaseRule(ReleasePoint At, string? Channel = null, string? Payment = null);

/// <summary>
/// How long a storefront's orders may wait for their payment. The rule that names most wins, as for release points.
/// </summary>
/// <param name="After">How long.</param>
/// <param name="Channel">Only in this channel; null for any.</param>
/// <param name="Payment">Only with this payment method; null for any.</param>
public sealed record ExpiryRule(TimeSpan After, string? Channel = null, string? Payment = null);

/// <summary>In which order several systems get the same kind of document.</summary>
public enum TargetSequence
{
    /// <summary>Systems with the role <c>erp</c> first; the others once all of those have taken it.</summary>
    FinanceFirst,

    /// <summary>All at once.</summary>
    Together,
}

/// <summary>A kind of data that several systems follow.</summary>
public enum DataKind
{
    /// <summary>Released orders.</summary>
    Order,

    /// <summary>Cancellations of orders or parts of them.</summary>
    Cancellation,

    /// <summary>Shipments.</summary>
    Fulfilment,

    /// <summary>Parcels and delivery statuses.</summary>
    Tracking,

    /// <summary>Announced and received returns.</summary>
    Return,

    /// <summary>Money given back.</summary>
    Refund,

    /// <summary>Stores' closed days.</summary>
    StoreDay,
}

/// <summary>A system that must get a kind of data.</summary>
/// <param name="Connection">The system.</param>
/// <param name="Step">What has a lower number must have taken it before; equal numbers go together.</param>
/// <param name="IsFinance">Whether it keeps books: it gets sales forms, not pick lists.</param>
public readonly record struct Target(ConnectionName Connection, int Step, bool IsFinance);

/// <summary>How long an order may stay in a stage before it counts as stuck.</summary>
public sealed record StageLimit(OrderStage Stage, TimeSpan After);

/// <summary>Rules about orders.</summary>
public sealed record OrderTerms
{
    /// <summary>How long an order may stay in each stage; a stage without an entry has no limit.</summary>
    public Items<StageLimit> Stages { get; init; } =
    [
        new(OrderStage.Captured, TimeSpan.FromHours(24)),
        new(OrderStage.Held, TimeSpan.FromHours(4)),
        new(OrderStage.Released, TimeSpan.FromMinutes(15)),
        new(OrderStage.Accepted, TimeSpan.FromHours(24)),
        new(OrderStage.Allocated, TimeSpan.FromHours(24)),
        new(OrderStage.Picked, TimeSpan.FromHours(8)),
        new(OrderStage.Packed, TimeSpan.FromHours(24)),
        new(OrderStage.Shipped, TimeSpan.FromDays(14)),
    ];

    /// <summary>How long an event waits for the one that must come before it.</summary>
    public TimeSpan EarlyWait { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long an order without open work stays in memory before it is only kept on disk.</summary>
    public TimeSpan ArchiveAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How orders are counted in every system.</summary>
    public SweepRule Sweep { get; init; } = new();
}

/// <summary>How it is proved that every order is in every system that must have it.</summary>
public sealed record SweepRule
{
    /// <summary>Pause between two sweeps.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Length of the windows that are counted.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How far back a sweep reaches.</summary>
    public TimeSpan Back { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Orders younger than this are still on their way and not counted as missing.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(5);
}
