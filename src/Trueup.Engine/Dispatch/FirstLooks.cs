using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// Looks at what a storefront's sources hold before they are written, where that is not known: the write may be needless, or wrong.
/// One look at a time, and a failed one holds up the next, not the writing.
/// </summary>
/// <param name="writer">The storefront.</param>
/// <param name="hub">The hub around it.</param>
internal sealed class FirstLooks(ILevelWriter writer, OutboundSurroundings hub)
{
    private readonly HashSet<SlotName> _looked = [];
    private TimeSpan _pause = LevelLane.FirstPause;

    /// <summary>Whether a look is under way.</summary>
    public bool IsUnderWay { get; private set; }

    /// <summary>When the next look may begin, after one that failed.</summary>
    public DateTimeOffset NotBefore { get; private set; }

    /// <summary>Whether a look may begin now.</summary>
    public bool MayBegin => !IsUnderWay && hub.Clock.GetUtcNow() >= NotBefore;

    /// <summary>Whether a slot has to be looked at before it is written.</summary>
    public bool IsNeeded(SlotName name, Slot slot) => slot.Written is null && writer is IStockObserver && !_looked.Contains(name);

    /// <summary>What is not known has to be read first, and cannot be read while an order is on its way into it.</summary>
    public bool MustWait(SlotName name, Slot slot) =>
        slot.Written is null && hub.SelfLowering.IsMoving(writer.Name, name.Sku, hub.Clock.GetUtcNow());

    /// <summary>A slot was written: what was seen before says nothing any more.</summary>
    public void Forget(SlotName name) => _looked.Remove(name);

    /// <summary>Looks, and journals what was seen.</summary>
    public async ValueTask LookAsync(IWire wire, Items<SetLevel> levels, CancellationToken cancellationToken)
    {
        IsUnderWay = true;
        try
        {
            var isDone = await TryLookAsync(wire, levels, cancellationToken);
            NotBefore = isDone ? NotBefore : hub.Clock.GetUtcNow() + _pause;
            _pause = isDone ? LevelLane.FirstPause : LevelLane.Longer(_pause);
        }
        finally
        {
            IsUnderWay = false;
        }
    }

    private async ValueTask<bool> TryLookAsync(IWire wire, Items<SetLevel> levels, CancellationToken cancellationToken)
    {
        var began = hub.Clock.GetUtcNow();
        var skus = levels.Select(level => level.Sku).Distinct().ToItems();
        var rows = new List<ObservedRow>();
        string? page = "";
        while (page is not null)
        {
            var outcome = await ((IStockObserver)writer).ObserveAsync(
                wire, new ObserveAsk(skus, page), cancellationToken);
            if (outcome is ObserveOutcome.Page read)
            {
                rows.AddRange(read.Rows);
                page = read.Next;
            }
            else if (((ObserveOutcome.Failed)outcome).Receipt is Receipt.Refused)
            {
                // A remote that cannot show its rows can still be written.
                break;
            }
            else
            {
                return false;
            }
        }

        if (!await hub.SelfLowering.CatchUpAsync(writer.Name, cancellationToken))
        {
            return false;
        }

        rows.RemoveAll(row => hub.SelfLowering.IsMoving(writer.Name, row.Sku, began));
        foreach (var level in levels)
        {
            if (!hub.SelfLowering.IsMoving(writer.Name, level.Sku, began))
            {
                _looked.Add(new SlotName(level.Sku, level.Source));
            }
        }

        if (rows.Count > 0)
        {
            await hub.AppendAsync(
                [Observation.Write(writer.Name, isOwner: false, began, rows, hub.Clock.GetUtcNow())], cancellationToken);
        }

        return true;
    }
}
