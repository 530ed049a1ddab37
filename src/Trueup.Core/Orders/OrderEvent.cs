using Trueup.Core.Fulfilment;
using Trueup.Core.Returns;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>A change in what the hub knows of one order. Journalled; every version ever written stays
/// readable.</summary>
public abstract record OrderEvent
{
    private OrderEvent()
    {
    }

    /// <summary>A storefront took an order.</summary>
    public sealed record Captured(CanonicalOrder Order, OrderProgress Progress, Items<LineRecord> Lines) : OrderEvent;

    /// <summary>The order went on in its storefront.</summary>
    public sealed record Progressed(OrderProgress Progress) : OrderEvent;

    /// <summary>A line's figures are now these.</summary>
    public sealed record LineChanged(LineRecord Line) : OrderEvent;

    /// <summary>A location was chosen for units of a line, and why, in words: told in the order's story, and nothing else.</summary>
    public sealed record Sourced(string Line, LocationCode Location, Quantity Units, string Because) : OrderEvent;

    /// <summary>The order may be handed over.</summary>
    public sealed record Released : OrderEvent
    {
        /// <summary>The only value.</summary>
        public static Released Instance { get; } = new();
    }

    /// <summary>A document or message is accounted for and must not be again.</summary>
    public sealed record Counted(string Key) : OrderEvent;

    /// <summary>A document is asked for in another system.</summary>
    public sealed record DocumentAsked(OrderDocument Document) : OrderEvent;

    /// <summary>A document was made.</summary>
    public sealed record DocumentMade(string Key, string? RemoteId) : OrderEvent;

    /// <summary>A document was refused and is not sent again unless somebody asks.</summary>
    public sealed record DocumentRefused(string Key, string Words) : OrderEvent;

    /// <summary>A refused document is to be sent again.</summary>
    public sealed record DocumentReopened(string Key) : OrderEvent;

    /// <summary>A document that is not made asks for these units only; for none, it is not needed any more.</summary>
    public sealed record DocumentReplanned(string Key, Items<LineQuantity> Lines) : OrderEvent;

    /// <summary>A document that certainly was not made is not wanted any more, or never can be: it is forgotten.</summary>
    public sealed record DocumentDropped(string Key, ConnectionName Target) : OrderEvent;

    /// <summary>Before it was handed over, the storefront showed it with other lines, totals or currency: it is that
    /// now.</summary>
    public sealed record Retaken(CanonicalOrder Order, Items<LineRecord> Lines) : OrderEvent;

    /// <summary>The order is other than it was taken: paid, edited, or with a corrected address.</summary>
    public sealed record Amended(CanonicalOrder Order) : OrderEvent;

    /// <summary>A person corrected a field.</summary>
    public sealed record Edited(OrderEdit Edit, string By) : OrderEvent;

    /// <summary>Somebody lets the order go.</summary>
    public sealed record Approved(string By) : OrderEvent;

    /// <summary>The order entered a stage.</summary>
    public sealed record StageEntered(OrderStage Stage, DateTimeOffset At) : OrderEvent;

    /// <summary>It was not paid within its time, and is given up.</summary>
    public sealed record Expired(DateTimeOffset Since, TimeSpan After) : OrderEvent;

    /// <summary>It was paid before it was cancelled for want of payment: the cancellation is not wanted any more.</summary>
    public sealed record ExpiryWithdrawn(string Key) : OrderEvent;

    /// <summary>Its parcels changed.</summary>
    public sealed record ParcelChanged(FulfilmentEvent Event) : OrderEvent;

    /// <summary>Its returns or refunds changed.</summary>
    public sealed record ReturnChanged(ReturnEvent Event) : OrderEvent;

    /// <summary>The back office reported a milestone.</summary>
    public sealed record MilestoneReached(string Status, ConnectionName Reporter, DateTimeOffset At) : OrderEvent;
}
