using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Core.Connecting;

/// <summary>
/// One configured remote system, ready to be read and written. What it can do is said by the roles it implements:
/// <see cref="IMessageReader"/>, <see cref="IInboundScheme"/>, <see cref="IPoller"/>, <see cref="ILevelWriter"/>,
/// <see cref="IDocumentWriter"/>, <see cref="IStockObserver"/>, <see cref="ILiveCheck"/>.
/// </summary>
public interface IConnection
{
    /// <summary>The connection's name.</summary>
    ConnectionName Name { get; }

    /// <summary>The limits in force.</summary>
    ConnectionLimits Limits { get; }
}

/// <summary>Reads raw messages of the remote's own dialect. Pure: the same bytes always read the same.</summary>
public interface IMessageReader : IConnection
{
    /// <summary>Whether a message of this form is this connector's to read.</summary>
    bool Reads(string form);

    /// <summary>What a journalled message says, in order. Never throws for what a remote may send.</summary>
    Items<Fact> Read(Entry message);
}

/// <summary>A storefront whose reservations no call can read or write: a person repairs them there.</summary>
public interface IReservationRepair : IConnection
{
    /// <summary>The commands by which a person repairs what is held back of a SKU, ready to be copied, in a sentence.</summary>
    /// <param name="sku">The SKU.</param>
    /// <param name="surplus">Units held back beyond what open orders explain; negative where too few are.</param>
    string RepairOf(Sku sku, Quantity surplus);
}

/// <summary>Opens deliveries that the vendor signs and wraps in its own way.</summary>
public interface IInboundScheme : IConnection
{
    /// <summary>Checks a delivery and takes it apart; null when it is not of the vendor's form.</summary>
    /// <param name="request">The delivery as it came.</param>
    /// <param name="now">The time of receipt, for replay windows.</param>
    InboundVerdict? Open(WireRequest request, DateTimeOffset now);
}

/// <summary>Whether a vendor's delivery is let in.</summary>
public abstract record InboundVerdict
{
    private InboundVerdict()
    {
    }

    /// <summary>Genuine; these are its messages.</summary>
    /// <param name="Messages">What to journal.</param>
    /// <param name="Answer">What the vendor wants to hear once the messages are durable; null for the hub's usual
    /// answer.</param>
    public sealed record Accepted(Items<RawMessage> Messages, WireReply? Answer = null) : InboundVerdict;

    /// <summary>Genuine and wants this answer at once; nothing to keep.</summary>
    public sealed record Reply(WireReply Answer) : InboundVerdict;

    /// <summary>Signature or credentials are missing or wrong.</summary>
    public sealed record Denied(string Why) : InboundVerdict;

    /// <summary>Genuine, but not to be understood.</summary>
    public sealed record Malformed(string Why) : InboundVerdict;
}

/// <summary>A raw message on its way into the journal.</summary>
/// <param name="Key">The sender's id, unique per connection; empty for none (never deduplicated then).</param>
/// <param name="Form">How the body is to be read.</param>
/// <param name="Body">The bytes.</param>
public sealed record RawMessage(string Key, string Form, ReadOnlyMemory<byte> Body);

/// <summary>Reads changes from a remote that does not push them, or not reliably.</summary>
public interface IPoller : IConnection
{
    /// <summary>What is polled, and how often.</summary>
    Items<PollPlan> Polls { get; }

    /// <summary>Reads one page of changes.</summary>
    /// <param name="wire">The way to the remote.</param>
    /// <param name="poll">Name of the poll.</param>
    /// <param name="cursor">Where the last page ended; empty at the very beginning.</param>
    /// <param name="now">The present time.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    ValueTask<PollOutcome> PollAsync(
        IWire wire, string poll, string cursor, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>One thing that is polled.</summary>
/// <param name="Name">Name, unique within the connection.</param>
/// <param name="Every">Pause between two rounds.</param>
public sealed record PollPlan(string Name, TimeSpan Every)
{
    /// <summary>What it brings. Default <see cref="PollPurpose.News"/>.</summary>
    public PollPurpose Purpose { get; init; }
}

/// <summary>What a poll brings.</summary>
public enum PollPurpose
{
    /// <summary>What happened since, or nothing but upkeep.</summary>
    News,

    /// <summary>Orders, and what was done to their lines: what a storefront holds back goes by them.</summary>
    Orders,

    /// <summary>Products.</summary>
    Products,

    /// <summary>How sources belong together.</summary>
    Wiring,
}

/// <summary>What came of one page.</summary>
public abstract record PollOutcome
{
    private PollOutcome()
    {
    }

    /// <summary>A page was read.</summary>
    /// <param name="Messages">Its records; keys derive from content, so an unchanged record read again is a
    /// duplicate.</param>
    /// <param name="Cursor">Where to go on; journalled together with the messages.</param>
    /// <param name="More">Whether the round goes on at once.</param>
    public sealed record Page(Items<RawMessage> Messages, string Cursor, bool More) : PollOutcome;

    /// <summary>The page could not be read; the cursor stays.</summary>
    /// <param name="Receipt">Refused, deferred or unknown, as for a write.</param>
    public sealed record Failed(Receipt Receipt) : PollOutcome;
}

/// <summary>Writes absolute quantities.</summary>
public interface ILevelWriter : IConnection
{
    /// <summary>Levels that one call to the remote takes. Where it is fewer than <see cref="ConnectionLimits.Batch"/>, a write is
    /// several calls, and something urgent may come between them.</summary>
    int LevelsPerCall => Limits.Batch;

    /// <summary>Writes up to <see cref="ConnectionLimits.Batch"/> levels.</summary>
    /// <returns>One receipt per level, in order.</returns>
    ValueTask<Items<Receipt>> SetAsync(IWire wire, Items<SetLevel> levels, CancellationToken cancellationToken);
}

/// <summary>
/// A storefront that takes units off its own figures when an order is placed. What it shows may already lack units of
/// orders that the hub has not read, or still hold units of orders that it has: a figure is believed only when the
/// orders were read after it, and none of the SKU came within <see cref="Lag"/> before it.
/// </summary>
public interface ILowersItself : IConnection
{
    /// <summary>Name of the poll that brings the orders.</summary>
    string OrdersPoll { get; }

    /// <summary>How long after an order its figures may still be those of before.</summary>
    TimeSpan Lag { get; }
}

/// <summary>Makes documents exactly once.</summary>
public interface IDocumentWriter : IConnection
{
    /// <summary>Whether the connection is set up to make documents of this kind.</summary>
    bool Writes(Type intent);

    /// <summary>Whether looking for a document of this kind can tell that it is not there.</summary>
    bool CanFind(DocumentIntent intent) => true;

    /// <summary>Why an order could not be cancelled for want of payment, as it is set up; null where it could.</summary>
    string? ExpiryFault => null;

    /// <summary>Makes the document.</summary>
    ValueTask<Receipt> SendAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken);

    /// <summary>
    /// Looks for a document made earlier under the intent's key: <see cref="Receipt.Applied"/> when it is there,
    /// <see cref="Receipt.Deferred"/> when it certainly is not (it may be sent), <see cref="Receipt.Unknown"/> when
    /// nobody can say.
    /// </summary>
    ValueTask<Receipt> FindAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken);
}

/// <summary>Reads what a remote holds now, page by page.</summary>
public interface IStockObserver : IConnection
{
    /// <summary>Reads quantities at locations: an owner's levels, or a storefront's source rows.</summary>
    ValueTask<ObserveOutcome> ObserveAsync(IWire wire, ObserveAsk ask, CancellationToken cancellationToken);

    /// <summary>Reads what a storefront would sell, per SKU over all locations of its stock. Owners answer an empty
    /// last page.</summary>
    ValueTask<ObserveOutcome> ObserveSalableAsync(IWire wire, ObserveAsk ask, CancellationToken cancellationToken);
}

/// <summary>What to read.</summary>
/// <param name="Skus">These SKUs; empty for everything.</param>
/// <param name="Page">Token of the page; empty for the first.</param>
public sealed record ObserveAsk(Items<Sku> Skus, string Page = "");

/// <summary>One row read from a remote.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Location">The location in the remote's code; empty for a salable figure.</param>
/// <param name="State">The state in the remote's word; null for plain available stock.</param>
/// <param name="Quantity">The quantity that counts: zero for a row that is switched off.</param>
/// <param name="Version">The owner's version of the figure; null for none.</param>
public readonly record struct ObservedRow(Sku Sku, string Location, string? State, Quantity Quantity, long? Version = null);

/// <summary>What came of one page of observation.</summary>
public abstract record ObserveOutcome
{
    private ObserveOutcome()
    {
    }

    /// <summary>Rows, and the token of the next page (null after the last).</summary>
    public sealed record Page(IReadOnlyList<ObservedRow> Rows, string? Next) : ObserveOutcome;

    /// <summary>The page could not be read.</summary>
    public sealed record Failed(Receipt Receipt) : ObserveOutcome;
}

/// <summary>Checks a live connection without changing anything.</summary>
public interface ILiveCheck : IConnection
{
    /// <summary>Everything found that would keep the hub from working, in the connector's words; empty when all is
    /// well.</summary>
    ValueTask<Items<LiveFinding>> CheckAsync(IWire wire, Items<string> locationCodes, CancellationToken cancellationToken);
}

/// <summary>Something found on a live remote.</summary>
public sealed record LiveFinding(CaseCode Code, string Detail);

/// <summary>Reads the traits of single products on demand, where a list cannot give them.</summary>
public interface IProductObserver : IConnection
{
    /// <summary>What the remote says about one SKU: a message to be journalled, or why it could not be read.</summary>
    ValueTask<PollOutcome> ObserveProductAsync(IWire wire, Sku sku, CancellationToken cancellationToken);
}
