using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Drift;

/// <summary>What a source must hold and holds, step by step, and the step since which the two differ.</summary>
internal sealed record SlotHistory
{
    /// <summary>What it must hold; null while nothing was decided.</summary>
    public Quantity? Desired { get; init; }

    /// <summary>What it holds by the hub's own doing; null when not known.</summary>
    public Quantity? Written { get; init; }

    /// <summary>What it was last seen to hold since the last write; null when not seen.</summary>
    public Quantity? Seen { get; init; }

    /// <summary>The step since which it differs; null while it is in step.</summary>
    public DriftStep? Parted { get; init; }

    /// <summary>The source of a storefront that an event is about; null for other events.</summary>
    public static RemoteCode? NameOf(StockEvent change, ConnectionName storefront) => change switch
    {
        StockEvent.SlotDesired it when it.Connection == storefront => it.Source,
        StockEvent.SlotWritten it when it.Connection == storefront => it.Source,
        StockEvent.SlotObserved it when it.Connection == storefront => it.Source,
        StockEvent.SlotLowered it when it.Connection == storefront => it.Source,
        StockEvent.SlotBlocked it when it.Connection == storefront => it.Source,
        _ => null,
    };

    /// <summary>The history one step on.</summary>
    public SlotHistory After(DriftStep step)
    {
        var next = step.Event switch
        {
            StockEvent.SlotDesired desired => this with { Desired = desired.Quantity },
            StockEvent.SlotWritten written => this with { Written = written.Quantity, Seen = null },
            StockEvent.SlotObserved seen => this with { Seen = seen.Quantity },
            StockEvent.SlotLowered lowered => this with { Written = Written - lowered.Quantity, Seen = null },
            _ => this,
        };
        var isBlocked = step.Event is StockEvent.SlotBlocked { Code: not null };
        var holds = next.Seen ?? next.Written;
        return holds == next.Desired && !isBlocked
            ? next with { Parted = null }
            : next with { Parted = isBlocked ? step : Parted ?? step };
    }
}
