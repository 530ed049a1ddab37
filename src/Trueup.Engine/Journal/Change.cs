using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Engine.Journal;

/// <summary>One thing that a decision changed. What is journalled is this, so that history is evolved and never decided
/// again.</summary>
public abstract record Change
{
    private Change()
    {
    }

    /// <summary>The stock of a SKU changed.</summary>
    public sealed record StockChanged(Sku Sku, StockEvent Event) : Change;

    /// <summary>An order changed.</summary>
    public sealed record OrderChanged(OrderId Order, OrderEvent Event) : Change;

    /// <summary>A case changed.</summary>
    public sealed record CaseChanged(CaseEvent Event) : Change;

    /// <summary>A message waits under a key until what it needs appears (a mapping, an order, an approval).</summary>
    public sealed record Parked(string Key, JournalPosition Message) : Change;

    /// <summary>Nothing waits under a key any more.</summary>
    public sealed record Unparked(string Key) : Change;

    /// <summary>A poll of a connection has come this far.</summary>
    public sealed record CursorMoved(ConnectionName Connection, string Poll, string Cursor) : Change;

    /// <summary>How a storefront's sources are wired.</summary>
    public sealed record WiringLearned(ConnectionName Connection, Items<string> Sources, Items<string> Linked) : Change;

    /// <summary>What a storefront shows that a SKU is made of; no parts: it is itself.</summary>
    public sealed record KitShown(ConnectionName Connection, Sku Sku, Items<LineComponent> Parts) : Change;

    /// <summary>A mapping was added to the contract, or taken back.</summary>
    public sealed record ContractAmended(Core.Contract.Amendment Amendment) : Change;

    /// <summary>Somebody paused a connection; by nobody: it goes on.</summary>
    public sealed record ConnectionPaused(ConnectionName Connection, string? By) : Change;

    /// <summary>Ended cases are forgotten: those that ended before a time.</summary>
    public sealed record CasesForgotten(Items<string> Keys) : Change;

    /// <summary>Who may do what changed.</summary>
    public sealed record AccessChanged(Core.Access.AccessEvent Event) : Change;

    /// <summary>The books of a store's day changed, or what is known of a transaction in them.</summary>
    public sealed record StoreDayChanged(Core.Tills.StoreDayKey Day, Core.Tills.StoreDayEvent Event) : Change;

    /// <summary>The orders of a stretch of time were counted.</summary>
    public sealed record SweepEnded(Reconcile.SweepWindow Window) : Change;

    /// <summary>A reconciliation ended.</summary>
    public sealed record RunEnded(Reconcile.ParityRun Run) : Change;
}

/// <summary>What was decided about one journal entry.</summary>
/// <param name="Message">The entry decided about.</param>
/// <param name="Changes">What it changed, in order.</param>
public sealed record Decided(JournalPosition Message, Items<Change> Changes);

/// <summary>The body of a <see cref="EntryKind.Decided"/> entry: decisions about a stretch of the journal, made durable
/// together.</summary>
/// <param name="Through">Every entry up to this one is decided.</param>
/// <param name="Decisions">Those that changed anything, in journal order.</param>
public sealed record DecidedBatch(JournalPosition Through, Items<Decided> Decisions);

/// <summary>The body of a <see cref="EntryKind.Settled"/> entry: what came of one call to a remote system.</summary>
public abstract record Settlement
{
    private Settlement()
    {
    }

    /// <summary>What came of a batch of levels.</summary>
    public sealed record Levels(Items<SettledLevel> Outcomes) : Settlement;

    /// <summary>What came of a document.</summary>
    public sealed record Document(OrderId Order, string Key, Receipt Receipt) : Settlement;

    /// <summary>What came of posting a store's day to books.</summary>
    public sealed record StoreDay(Core.Tills.StoreDayKey Day, ConnectionName Target, Receipt Receipt) : Settlement;
}

/// <summary>What came of one level.</summary>
public sealed record SettledLevel(Sku Sku, RemoteCode Source, Quantity Quantity, Receipt Receipt);
