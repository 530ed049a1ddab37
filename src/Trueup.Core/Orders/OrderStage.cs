using Trueup.Core.Entries;

namespace Trueup.Core.Orders;

/// <summary>How far an order is, over all its lines. The numbers are on disk: never change one.</summary>
public enum OrderStage
{
    /// <summary>Known, and not handed over.</summary>
    Captured = 1,

    /// <summary>Stopped in its storefront, by its own content or by a refusal, until somebody acts.</summary>
    Held = 2,

    /// <summary>Handed over, and not accepted by every system.</summary>
    Released = 3,

    /// <summary>In every system that must have it.</summary>
    Accepted = 4,

    /// <summary>Goods are set aside for all that is open.</summary>
    Allocated = 5,

    /// <summary>All that is open is picked.</summary>
    Picked = 6,

    /// <summary>All that is open is packed.</summary>
    Packed = 7,

    /// <summary>Nothing is left to be sent.</summary>
    Shipped = 8,

    /// <summary>Everything sent has arrived.</summary>
    Delivered = 9,

    /// <summary>Given up as a whole.</summary>
    Cancelled = 10,

    /// <summary>Everything sent came back.</summary>
    Returned = 11,

    /// <summary>All money was given back.</summary>
    Refunded = 12,
}

/// <summary>An order entered a stage.</summary>
/// <param name="Stage">Which.</param>
/// <param name="At">When the hub knew, UTC.</param>
/// <param name="Message">The message that made it so.</param>
public sealed record StageEntry(OrderStage Stage, DateTimeOffset At, JournalPosition Message);
