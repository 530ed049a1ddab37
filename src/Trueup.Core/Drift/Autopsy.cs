using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Drift;

/// <summary>What made two ends part company.</summary>
public enum DriftCause
{
    /// <summary>The history that is kept does not reach back to it.</summary>
    Unknown,

    /// <summary>The owner changed its figure and no message said so; a reading found it.</summary>
    MissedMessage,

    /// <summary>A location, source or SKU is named on one side only.</summary>
    Mapping,

    /// <summary>A switch of the product or the source was turned in the storefront.</summary>
    Toggle,

    /// <summary>Somebody changed one or a few figures in the storefront by hand.</summary>
    ManualEdit,

    /// <summary>Something else writes stock into the storefront: many figures changed at once.</summary>
    OtherWriter,

    /// <summary>The storefront could not be reached when the figure was due.</summary>
    Outage,

    /// <summary>An older figure arrived after a newer one.</summary>
    StaleWrite,

    /// <summary>The figure is decided and waits for its turn.</summary>
    NotSentYet,

    /// <summary>The storefront holds back more or less than the open orders explain.</summary>
    Reservations,
}

/// <summary>One step in what the hub knows of a SKU.</summary>
/// <param name="Message">The message that made it.</param>
/// <param name="At">When the hub took that message in, UTC.</param>
/// <param name="IsReading">Whether the message is the hub's own reading of a remote, not something that the remote
/// told.</param>
/// <param name="Event">What changed.</param>
public sealed record DriftStep(JournalPosition Message, DateTimeOffset At, bool IsReading, StockEvent Event);

/// <summary>A stretch of time in which a storefront could not be used.</summary>
/// <param name="From">Since when.</param>
/// <param name="To">Until when; null: still.</param>
public sealed record DriftOutage(DateTimeOffset From, DateTimeOffset? To)
{
    /// <summary>Whether a moment lies in it.</summary>
    public bool Contains(DateTimeOffset at) => at >= From && (To is not { } end || at < end);
}

/// <summary>How two ends came to differ.</summary>
/// <param name="Found">The difference.</param>
/// <param name="Cause">What made it.</param>
/// <param name="First">The first message after which the ends differed; the last before it where the change was made
/// without any message; null when the history does not reach back to it.</param>
/// <param name="At">When that message was taken in; null as above.</param>
/// <param name="Explanation">What happened, in one sentence.</param>
public sealed record DriftAutopsy(
    Discrepancy Found, DriftCause Cause, JournalPosition? First, DateTimeOffset? At, string Explanation);

/// <summary>Finds the first cause of differences from what the journal tells. Pure.</summary>
public static class Autopsy
{
    /// <summary>So many figures of one location edited within <see cref="Together"/> are a program's work, not a
    /// person's.</summary>
    private const int ByHandMax = 10;

    private static readonly TimeSpan Together = TimeSpan.FromMinutes(1);

    /// <summary>Examines the differences that one comparison found.</summary>
    /// <param name="storefront">The storefront compared.</param>
    /// <param name="found">The differences.</param>
    /// <param name="history">The steps of each SKU, oldest first.</param>
    /// <param name="outages">When the storefront could not be used.</param>
    public static Items<DriftAutopsy> Examine(
        ConnectionName storefront, Items<Discrepancy> found, Func<Sku, Items<DriftStep>> history, Items<DriftOutage> outages)
    {
        ArgumentNullException.ThrowIfNull(history);
        var examined = found.Select(each => Examine(storefront, each, history(each.Sku), outages)).ToList();
        for (var i = 0; i < examined.Count; i++)
        {
            if (examined[i] is { Cause: DriftCause.ManualEdit, At: { } at } &&
                examined.Count(other => other is { Cause: DriftCause.ManualEdit or DriftCause.OtherWriter, At: { } theirs } &&
                    other.Found.Location == examined[i].Found.Location && (theirs - at).Duration() <= Together) > ByHandMax)
            {
                examined[i] = examined[i] with
                {
                    Cause = DriftCause.OtherWriter,
                    Explanation = $"{examined[i].Explanation} Many figures there changed within a minute: another program writes stock.",
                };
            }
        }

        return examined.ToItems();
    }

    private static DriftAutopsy Examine(
        ConnectionName storefront, Discrepancy found, Items<DriftStep> steps, Items<DriftOutage> outages) => found.Class switch
        {
            DriftClass.NotManaged => Toggled(storefront, found, steps),
            DriftClass.SourceNotAssigned => Since(
                found, DriftCause.Toggle, Last(steps, step => IsDesired(step, storefront)),
                "The source was unlinked or switched off in the storefront"),
            DriftClass.LocationUnmapped or DriftClass.SkuNotAssigned or DriftClass.SkuUnknown => Since(
                found, DriftCause.Mapping, steps.FirstOrDefault(step => IsDesired(step, storefront)),
                "The storefront has no place for this figure since it was first due"),
            DriftClass.ReservationMismatch => Since(
                found, DriftCause.Reservations, Last(steps, step => step.Event is StockEvent.HoldSet or StockEvent.DemandOpened),
                "The storefront holds back something else than its open orders; the last known hold"),
            _ => Follow(storefront, found, steps, outages),
        };

    private static DriftAutopsy Toggled(ConnectionName storefront, Discrepancy found, Items<DriftStep> steps)
    {
        DriftStep? turned = null;
        foreach (var step in steps)
        {
            if (step.Event is StockEvent.ListingSet listing && listing.Connection == storefront)
            {
                turned = listing.Traits.Managed == false ? turned ?? step : null;
            }
        }

        return Since(found, DriftCause.Toggle, turned, "Stock was no longer managed for the product");
    }

    /// <summary>Follows the source that differs until what it must hold and what it holds part for good.</summary>
    private static DriftAutopsy Follow(
        ConnectionName storefront, Discrepancy found, Items<DriftStep> steps, Items<DriftOutage> outages)
    {
        var slots = new Dictionary<RemoteCode, SlotHistory>();
        foreach (var step in steps)
        {
            if (SlotHistory.NameOf(step.Event, storefront) is { } source)
            {
                slots[source] = slots.GetValueOrDefault(source, new SlotHistory()).After(step);
            }
        }

        var parted = slots.Values.Where(slot => slot.Parted is not null).MinBy(slot => slot.Parted!.Message);
        if (parted is null)
        {
            // Every message of ours left the ends in step, so what changed came without one.
            return Since(
                found, DriftCause.ManualEdit, Last(steps, step => SlotHistory.NameOf(step.Event, storefront) is not null),
                "The figure was changed in the storefront, and no message tells by whom; the ends last agreed");
        }

        return Parting(found, parted, steps, outages);
    }

    private static DriftAutopsy Parting(
        Discrepancy found, SlotHistory slot, Items<DriftStep> steps, Items<DriftOutage> outages)
    {
        var parted = slot.Parted!;
        return parted.Event switch
        {
            StockEvent.SlotObserved seen when slot.Seen is not null => Since(
                found, DriftCause.ManualEdit, parted, $"The source was seen to hold {seen.Quantity}, which the hub did not write"),
            StockEvent.SlotWritten { Quantity: { } written } => Since(
                found, DriftCause.StaleWrite, parted, $"{written} was written after a newer figure had been decided"),
            StockEvent.SlotBlocked => Since(found, DriftCause.Mapping, parted, "The storefront refused the figure"),
            _ when outages.Any(outage => outage.Contains(parted.At)) => Since(
                found, DriftCause.Outage, parted, "The storefront could not be reached when the figure was due"),
            _ when steps.Any(step => step.Message == parted.Message && step is { IsReading: true, Event: StockEvent.LevelSet }) => Since(
                found, DriftCause.MissedMessage, parted, "The owner's figure changed without a message, and a reading found it"),
            _ => Since(found, DriftCause.NotSentYet, parted, "The figure is decided and not written yet"),
        };
    }

    private static DriftAutopsy Since(Discrepancy found, DriftCause cause, DriftStep? step, string what) => step is null
        ? new DriftAutopsy(found, cause is DriftCause.ManualEdit ? DriftCause.Unknown : cause, First: null, At: null,
            "The journal that was read does not reach back to when the ends parted.")
        : new DriftAutopsy(found, cause, step.Message, step.At, $"{what} (message {step.Message}).");

    private static DriftStep? Last(Items<DriftStep> steps, Func<DriftStep, bool> match) => steps.LastOrDefault(match);

    private static bool IsDesired(DriftStep step, ConnectionName storefront) =>
        step.Event is StockEvent.SlotDesired desired && desired.Connection == storefront;
}
