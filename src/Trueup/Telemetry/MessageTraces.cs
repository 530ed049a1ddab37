using System.Diagnostics;
using System.Globalization;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Dispatch;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;

namespace Trueup.Telemetry;

/// <summary>
/// Makes a trace of every message that is followed: it arrives, it is decided, and each level and document that it leads
/// to is a span until it is written, refused, or replaced by a newer one; calls to remotes hang below those. SKUs and
/// journal positions are told, payloads and persons never.
/// </summary>
/// <param name="state">The hub's state, on its thread.</param>
/// <param name="clock">The time.</param>
internal sealed class MessageTraces(HubState state, TimeProvider clock) : IFollower, IDisposable
{
    /// <summary>The source's name.</summary>
    public const string Name = "Trueup";

    /// <summary>Messages followed at once; what comes beyond is not followed.</summary>
    private const int FollowedMax = 20_000;

    /// <summary>Links of one call: a batch may have a hundred causes.</summary>
    private const int CausesMax = 32;

    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly ActivitySource _source = new(Name);
    private readonly Dictionary<long, FollowedMessage> _followed = [];
    private readonly Queue<FollowedMessage> _undecided = new();
    private readonly Dictionary<(ConnectionName, Sku, RemoteCode), Step> _levels = [];
    private readonly Dictionary<string, Step> _documents = new(StringComparer.Ordinal);
    private DateTimeOffset _sweptAt = clock.GetUtcNow();

    /// <summary>What senders said of the traces that their deliveries belong to.</summary>
    public SendersTraces Senders { get; } = new();

    /// <inheritdoc/>
    public void Take(IReadOnlyList<Recorded> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach (var (position, entry) in entries)
        {
            if (entry.Kind is not (EntryKind.Seen or EntryKind.Asked) || _followed.Count >= FollowedMax)
            {
                continue;
            }

            var name = entry.Kind == EntryKind.Seen ? $"receive {entry.Connection}" : $"ask {entry.Form}";
            if (Begin(name, ActivityKind.Consumer, Senders.ContextOf(entry), entry.At) is { } root)
            {
                root.SetTag("trueup.message", position.Value).SetTag("trueup.form", entry.Form);
                if (entry.Kind == EntryKind.Seen)
                {
                    root.SetTag("trueup.connection", entry.Connection);
                }

                var followed = new FollowedMessage(position, root, clock.GetUtcNow());
                _followed[position.Value] = followed;
                _undecided.Enqueue(followed);
            }
        }
    }

    /// <inheritdoc/>
    public void Note(DecidedBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (var decided in batch.Decisions)
        {
            var cause = _followed.GetValueOrDefault(decided.Message.Value);
            foreach (var change in decided.Changes)
            {
                Note(change, cause);
            }
        }

        var now = clock.GetUtcNow();
        while (_undecided.TryPeek(out var first) && first.Position <= batch.Through)
        {
            _undecided.Dequeue();
            first.IsDecided = true;
            Begin("decide", ActivityKind.Internal, first.Root.Context, first.TakenAt)?.SetEndTime(now.UtcDateTime).Dispose();
            EndIfDone(first);
        }

        if (now - _sweptAt > SweepEvery)
        {
            Sweep(now);
        }
    }

    /// <inheritdoc/>
    public IWire Follow(IWire wire, ConnectionName connection, Items<SetLevel> levels)
    {
        var causes = new List<ActivityContext>();
        foreach (var level in levels)
        {
            if (_levels.TryGetValue((connection, level.Sku, level.Source), out var step) && causes.Count < CausesMax)
            {
                causes.Add(step.Span.Context);
            }
        }

        return causes.Count == 0 ? wire : new FollowedWire(wire, _source, connection, causes.ToItems());
    }

    /// <inheritdoc/>
    public IWire Follow(IWire wire, ConnectionName connection, string document) =>
        _documents.TryGetValue(document, out var step)
            ? new FollowedWire(wire, _source, connection, [step.Span.Context])
            : wire;

    /// <summary>Ends everything; what is not done yet says so.</summary>
    public void Dispose()
    {
        Sweep(DateTimeOffset.MaxValue);
        _source.Dispose();
    }

    private void Note(Change change, FollowedMessage? cause)
    {
        switch (change)
        {
            case Change.StockChanged { Event: StockEvent.SlotDesired desired } stock:
                End(_levels, (desired.Connection, stock.Sku, desired.Source), "superseded");
                if (cause is not null && state.Find(stock.Sku)?.SlotOf(desired.Connection, desired.Source) is { IsOwed: true })
                {
                    Open(_levels, (desired.Connection, stock.Sku, desired.Source), cause, $"write {desired.Connection}")?
                        .SetTag("trueup.connection", desired.Connection.Text).SetTag("trueup.sku", stock.Sku.Text)
                        .SetTag("trueup.source", desired.Source.Text)
                        .SetTag("trueup.quantity", desired.Quantity.Value.ToString(CultureInfo.InvariantCulture));
                }

                break;
            case Change.StockChanged { Event: StockEvent.SlotWritten { Quantity: not null } written } stock:
                End(_levels, (written.Connection, stock.Sku, written.Source), "written");
                break;
            case Change.StockChanged { Event: StockEvent.SlotBlocked { Code: not null } blocked } stock:
                End(_levels, (blocked.Connection, stock.Sku, blocked.Source), "refused", isError: true);
                break;
            case Change.OrderChanged { Event: OrderEvent.DocumentAsked { Document: var document } } when cause is not null:
                End(_documents, document.Key, "superseded");
                Open(_documents, document.Key, cause, $"{document.Kind.ToString().ToLowerInvariant()} {document.Target}")?
                    .SetTag("trueup.connection", document.Target.Text).SetTag("trueup.document", document.Key);
                break;
            case Change.OrderChanged { Event: OrderEvent.DocumentMade made }:
                End(_documents, made.Key, "made");
                break;
            case Change.OrderChanged { Event: OrderEvent.DocumentRefused refused }:
                End(_documents, refused.Key, "refused", isError: true);
                break;
        }
    }

    private Activity? Open<TKey>(Dictionary<TKey, Step> steps, TKey key, FollowedMessage cause, string name)
        where TKey : notnull
    {
        if (Begin(name, ActivityKind.Producer, cause.Root.Context, clock.GetUtcNow()) is not { } span)
        {
            return null;
        }

        steps[key] = new Step(span, cause);
        cause.Open++;
        return span;
    }

    private void End<TKey>(Dictionary<TKey, Step> steps, TKey key, string outcome, bool isError = false)
        where TKey : notnull
    {
        if (!steps.Remove(key, out var step))
        {
            return;
        }

        End(step.Span, outcome, isError);
        step.Cause.Open--;
        EndIfDone(step.Cause);
    }

    private void End(Activity span, string outcome, bool isError)
    {
        span.SetTag("trueup.outcome", outcome);
        if (isError)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }

        span.SetEndTime(clock.GetUtcNow().UtcDateTime);
        span.Dispose();
    }

    private void EndIfDone(FollowedMessage message)
    {
        if (message is { Open: 0, IsDecided: true } && _followed.Remove(message.Position.Value))
        {
            message.Root.SetEndTime(clock.GetUtcNow().UtcDateTime);
            message.Root.Dispose();
        }
    }

    /// <summary>What takes too long is told as far as it came.</summary>
    private void Sweep(DateTimeOffset now)
    {
        _sweptAt = now;
        var late = _followed.Values.Where(message => now - message.TakenAt > GiveUpAfter).ToHashSet();
        EndOf(_levels, late);
        EndOf(_documents, late);
        foreach (var message in late)
        {
            if (_followed.Remove(message.Position.Value))
            {
                End(message.Root, "unfinished", isError: false);
            }
        }
    }

    private void EndOf<TKey>(Dictionary<TKey, Step> steps, HashSet<FollowedMessage> late)
        where TKey : notnull
    {
        foreach (var key in steps.Where(pair => late.Contains(pair.Value.Cause)).Select(pair => pair.Key).ToArray())
        {
            End(steps, key, "unfinished");
        }
    }

    private Activity? Begin(string name, ActivityKind kind, ActivityContext parent, DateTimeOffset at)
    {
        // What the thread is busy with otherwise is no parent of this.
        Activity.Current = null;
        var span = _source.CreateActivity(name, kind, parent, idFormat: ActivityIdFormat.W3C);
        span?.SetStartTime(at.UtcDateTime).Start();
        Activity.Current = null;
        return span;
    }

    /// <summary>A message on its way.</summary>
    private sealed class FollowedMessage(JournalPosition position, Activity root, DateTimeOffset takenAt)
    {
        public JournalPosition Position => position;

        public Activity Root => root;

        public DateTimeOffset TakenAt => takenAt;

        /// <summary>Whether it is decided, durably.</summary>
        public bool IsDecided { get; set; }

        /// <summary>Writes that it led to and that are not done.</summary>
        public int Open { get; set; }
    }

    /// <summary>One write on its way.</summary>
    private sealed record Step(Activity Span, FollowedMessage Cause);
}
