using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// Makes one connection's documents, each exactly once and in the order of its order, several orders at a time: whenever
/// nobody can be sure that an attempt had no effect, the document is looked up by its key before it is sent again.
/// </summary>
public sealed class DocumentLane
{
    /// <summary>
    /// Attempts that the remote itself put off after which a document is a case for a person; and attempts of any
    /// kind after which somebody is told that it is late. What a network or a gateway does is never a reason to give
    /// a document up.
    /// </summary>
    public const int AttemptsMax = 8;

    /// <summary>
    /// Documents under way for each call that the connection bears at once: while what came of one is being recorded, the
    /// remote is free for that of another order. Should that record be lost, all of them are looked up first.
    /// </summary>
    private const int UnderWayPerCall = 2;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly IDocumentWriter _writer;
    private readonly OutboundSurroundings _hub;
    private readonly PacedWire _paced;
    private readonly HashSet<Sku> _busy;
    private readonly Dictionary<string, Attempt> _attempts = new(StringComparer.Ordinal);
    private readonly Dictionary<OrderId, Task> _underWay = [];
    private readonly Signal _signal;
    private JournalPosition _inherited;
    private int _calling;

    /// <summary>A lane for a connection that takes documents.</summary>
    /// <param name="writer">The connection.</param>
    /// <param name="hub">The hub around it.</param>
    /// <param name="paced">The door to the remote.</param>
    /// <param name="busy">SKUs with a write under way, shared with the connection's levels.</param>
    internal DocumentLane(IDocumentWriter writer, OutboundSurroundings hub, PacedWire paced, HashSet<Sku> busy)
    {
        (_writer, _hub, _paced, _busy) = (writer, hub, paced, busy);
        _signal = new Signal(hub.Clock);
    }

    /// <summary>Documents owed.</summary>
    public int Pending => _hub.State.OrderIndex.CountOwedTo(_writer.Name);

    /// <summary>A document was asked for or reopened, durably.</summary>
    public void Touch() => _signal.Raise();

    /// <summary>Documents under way at this moment.</summary>
    public int UnderWay => _underWay.Count;

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Not only what was decided durably: a document may have been sent before its decision was on disk.
        _inherited = _hub.Tail.End;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                foreach (var (order, ended) in _underWay.Where(pair => pair.Value.IsCompleted).ToArray())
                {
                    _underWay.Remove(order);
                    await ended;
                }

                var wait = Begin(_hub.Clock.GetUtcNow(), cancellationToken);
                await _signal.WaitAsync(wait ?? LongestPause, cancellationToken);
            }
        }
        finally
        {
            await Task.WhenAll(_underWay.Values).ContinueOnCancel();
        }
    }

    /// <summary>
    /// Begins what may go, up to as many as the connection bears at once: never two documents of one order, nor of one
    /// SKU whose source they move.
    /// </summary>
    /// <returns>After which time more may go; null for as soon as something changes.</returns>
    private TimeSpan? Begin(DateTimeOffset now, CancellationToken cancellationToken)
    {
        TimeSpan? wait = null;
        var seen = new HashSet<OrderId>();
        foreach (var owed in _hub.State.OrderIndex.OwedTo(_writer.Name))
        {
            var calls = Math.Max(1, _writer.Limits.Concurrency);
            if (_calling >= calls || _underWay.Count >= calls * UnderWayPerCall)
            {
                return null;
            }

            // Documents of one order keep their order: what comes later waits for what comes before.
            if (_underWay.ContainsKey(owed.Order) || !seen.Add(owed.Order) || _hub.State.Find(owed.Order) is not { } order)
            {
                continue;
            }

            // By the order's own sequence: one that was reopened by a person comes before those asked for since.
            var document = order.Documents.First(known => known.Target == _writer.Name && !known.IsSettled);
            if (_attempts.GetValueOrDefault(document.Key)?.NotBefore is { } notBefore && notBefore > now)
            {
                wait = Shorter(wait, notBefore - now);
            }
            else if (SkusOf(order, document).Any(_busy.Contains))
            {
                wait = Shorter(wait, LevelLane.Quiet);
            }
            else if ((MustFind(document) || !OrderDocuments.IsKeptBack(order, document)) &&
                OrderDocuments.Build(order, document, _hub.Contract) is { } intent)
            {
                var work = new Work(order, document, intent);
                _underWay[owed.Order] = DoAsync(work, cancellationToken);
            }
        }

        return wait;
    }

    private async Task DoAsync(Work work, CancellationToken cancellationToken)
    {
        var skus = SkusOf(work.Order, work.Document);
        _busy.UnionWith(skus);
        try
        {
            await RecordAsync(work, await AskAsync(work, cancellationToken), cancellationToken);
        }
        finally
        {
            _busy.ExceptWith(skus);
            _signal.Raise();
        }
    }

    /// <summary>Holds one of the connection's calls until the remote has answered.</summary>
    private async ValueTask<Answer> AskAsync(Work work, CancellationToken cancellationToken)
    {
        _calling++;
        try
        {
            // The list of what is owed is being looked through: nothing of it may be settled before that is done.
            await Task.Yield();
            return await AttemptAsync(work, _attempts.GetValueOrDefault(work.Document.Key), cancellationToken);
        }
        finally
        {
            _calling--;
            _signal.Raise();
        }
    }

    private async ValueTask<Answer> AttemptAsync(Work work, Attempt? attempt, CancellationToken cancellationToken)
    {
        var key = work.Document.Key;
        if (!_writer.Writes(work.Intent.GetType()))
        {
            return new Answer(new Receipt.Refused(
                CaseCodes.DocumentRefused, $"{_writer.Name} is not set up to take this kind of document."));
        }

        if (attempt is not null && WaitsForLevel(work))
        {
            return new Answer(new Receipt.Deferred("What the source holds is to be set first.") { Code = ParcelCases.SourceShort });
        }

        var wire = _paced.For(CallPriority.Document);
        wire = _hub.Follower?.Follow(wire, _writer.Name, key) ?? wire;
        var troubles = _paced.Troubles;

        var look = MustFind(work.Document) ? await _writer.FindAsync(wire, work.Intent, cancellationToken) : null;
        var isKeptBack = (look is null or Receipt.Deferred { Wait: null }) && OrderDocuments.IsKeptBack(work.Order, work.Document);
        var receipt = isKeptBack ? new Receipt.Deferred("The order is on hold.")
            : look is not (null or Receipt.Deferred { Wait: null }) ? look
            : ShortageOf(work) is { } shortage ? new Receipt.Deferred(shortage) { Code = ParcelCases.SourceShort }
            : await _writer.SendAsync(wire, work.Intent, cancellationToken);

        return new Answer(receipt)
        {
            IsOfTheLook = ReferenceEquals(receipt, look),
            IsKeptBack = isKeptBack,
            IsTheRemotes = _paced.Troubles == troubles && (receipt is not Receipt.Deferred { Code: not null } || IsNeverToHold(work)),
        };
    }

    /// <summary>Whether it may be there: somebody sent it before a restart, or it was there once.</summary>
    private bool MustFind(OrderDocument document) =>
        _attempts.GetValueOrDefault(document.Key)?.MustFind ?? (document.Message <= _inherited || document.RemoteId is not null);

    private async ValueTask RecordAsync(Work work, Answer answer, CancellationToken cancellationToken)
    {
        var (key, receipt) = (work.Document.Key, answer.Receipt);
        if (answer.IsKeptBack)
        {
            // It is not there: nobody need look again before it is sent.
            _attempts[key] = new Attempt(0, 0);
            return;
        }

        _hub.TriedDocuments.Add(key);

        // A look that is refused tells nothing: what was sent before may be there all the same.
        var isFinal = receipt is Receipt.Refused { Code: var code } && code != CaseCodes.PermissionDenied && !answer.IsOfTheLook;
        if (receipt is Receipt.Applied || isFinal)
        {
            await SettleAsync(work, receipt, cancellationToken);
            return;
        }

        var attempt = _attempts.GetValueOrDefault(key);
        var next = new Attempt((attempt?.Count ?? 0) + 1, (attempt?.Answered ?? 0) + (answer.IsTheRemotes && !answer.IsOfTheLook ? 1 : 0))
        {
            IsTold = attempt?.IsTold == true,
            MustFind = receipt is not Receipt.Refused || answer.IsOfTheLook,
        };
        await PostponeAsync(work, receipt, next, cancellationToken);
        await DoubtSourceAsync(work, receipt, cancellationToken);
    }

    /// <summary>
    /// A storefront that reserves takes a shipment off the source, and refuses it where that is known to hold too
    /// little: the source is looked at and set right first. Null where nothing is known to be short, and where the source
    /// is not to hold that much: of an order that the storefront has given up, it is for the storefront to say no.
    /// </summary>
    private string? ShortageOf(Work work)
    {
        foreach (var (sku, units, slot) in SourcesOf(work))
        {
            if (slot.Written is { } there && there < units && !(slot.Desired < units))
            {
                return $"Source {slot.Source} holds {there} of {sku}, and {units} are to be shipped.";
            }
        }

        return null;
    }

    /// <summary>Whether a shipment's source is never to hold what left, so that waiting for it is in vain: a warehouse sent
    /// from one place what another was to send.</summary>
    private bool IsNeverToHold(Work work) => SourcesOf(work).Any(needed => needed.Slot.Desired < needed.Units);

    /// <summary>What a storefront that reserves takes off its source for a shipment, SKU by SKU.</summary>
    private IEnumerable<(Sku Sku, Quantity Units, Slot Slot)> SourcesOf(Work work)
    {
        if (work.Intent is not DocumentIntent.PostShipment shipment || !work.Order.Progress.Reserves)
        {
            yield break;
        }

        foreach (var lines in work.Order.Lines.GroupBy(line => line.Sku))
        {
            var units = lines.Aggregate(Quantity.Zero, (sum, line) => sum + UnitsOf(work.Order, line.Line, shipment));
            if (_hub.State.Find(lines.Key)?.SlotOf(_writer.Name, shipment.Source) is { } slot)
            {
                yield return (lines.Key, units, slot);
            }
        }
    }

    /// <summary>
    /// Whether the source of a shipment is about to be looked at or set. Asking again before that is in vain, and doubting
    /// what it holds once more keeps it from being set: many shipments together would give one another up.
    /// </summary>
    private bool WaitsForLevel(Work work) =>
        work.Intent is DocumentIntent.PostShipment shipment && work.Order.Progress.Reserves &&
        SkusOf(work.Order, work.Document).Any(sku => _hub.State.Find(sku)?.SlotOf(_writer.Name, shipment.Source) is { IsOwed: true });

    private static Quantity UnitsOf(OrderRecord order, string line, DocumentIntent.PostShipment shipment)
    {
        var sold = order.Canonical.Lines.First(known => known.Line == line);
        return shipment.Lines.Where(units => units.Line == (sold.ShipLine ?? line))
            .Aggregate(Quantity.Zero, (sum, units) => sum + (sold.PerShipLine * units.Quantity));
    }

    private async ValueTask PostponeAsync(Work work, Receipt receipt, Attempt attempt, CancellationToken cancellationToken)
    {
        if (receipt is Receipt.Deferred deferred && attempt.Answered >= AttemptsMax)
        {
            await SettleAsync(work, new Receipt.Refused(CaseCodes.DocumentRefused, deferred.Detail), cancellationToken);
            return;
        }

        // What passes by itself within two attempts is nothing to tell.
        var isTelling = receipt is Receipt.Deferred { Code: not null } && attempt is { IsTold: false, Count: > 2 };
        var wait = Waiting.Obeyed((receipt as Receipt.Deferred)?.Wait ?? Pause(attempt.Count));
        _attempts[work.Document.Key] = attempt with
        {
            NotBefore = _hub.Clock.GetUtcNow() + wait,
            IsTold = attempt.IsTold || isTelling,
        };
        if (isTelling || (attempt.Count == AttemptsMax && !attempt.IsTold))
        {
            var late = isTelling ? receipt : new Receipt.Deferred($"{attempt.Count} attempts came to nothing{WordsOf(receipt)}");
            await AppendAsync("document", new Settlement.Document(work.Order.Id, work.Document.Key, late), cancellationToken);
        }
    }

    /// <summary>A shipment that is not taken mostly means that the source holds too little: look at it, and set it
    /// right first.</summary>
    private async ValueTask DoubtSourceAsync(Work work, Receipt receipt, CancellationToken cancellationToken)
    {
        if (work.Intent is not DocumentIntent.PostShipment shipment || receipt is not Receipt.Deferred || WaitsForLevel(work))
        {
            return;
        }

        var doubts = SkusOf(work.Order, work.Document)
            .Select(sku => new SettledLevel(
                sku, shipment.Source, Quantity.Zero, new Receipt.Unknown("A shipment from this source was not taken.")))
            .ToItems();
        await AppendAsync("levels", new Settlement.Levels(doubts), cancellationToken);
    }

    private async ValueTask SettleAsync(Work work, Receipt receipt, CancellationToken cancellationToken)
    {
        _attempts.Remove(work.Document.Key);
        await AppendAsync("document", new Settlement.Document(work.Order.Id, work.Document.Key, receipt), cancellationToken);
        _hub.TriedDocuments.Remove(work.Document.Key);
    }

    private ValueTask AppendAsync(string form, Settlement settlement, CancellationToken cancellationToken) =>
        _hub.AppendAsync(
            [
                new Entry(
                    EntryKind.Settled,
                    _writer.Name.Text,
                    Key: "",
                    form,
                    _hub.Clock.GetUtcNow(),
                    _hub.Codecs.Settlements.Pack(settlement)),
            ],
            cancellationToken);

    private static Sku[] SkusOf(OrderRecord order, OrderDocument document) => document.Kind == DocumentKind.PostShipment
        ? order.Lines.Where(line => Ships(order, line.Line, document)).Select(line => line.Sku).Distinct().ToArray()
        : [];

    private static bool Ships(OrderRecord order, string line, OrderDocument document)
    {
        var canonical = order.Canonical.Lines.First(known => known.Line == line);
        return document.Lines.FindIndex(units => units.Line == line || units.Line == canonical.ShipLine) >= 0;
    }

    private static TimeSpan? Shorter(TimeSpan? left, TimeSpan right) => left is { } known && known < right ? known : right;

    /// <summary>Of what nobody knows, why nobody does.</summary>
    private static string WordsOf(Receipt receipt) => receipt switch
    {
        Receipt.Refused refused => $"; the last one: {refused.Detail}",
        Receipt.Unknown unknown => $"; the last one: {unknown.Detail}",
        _ => ".",
    };

    private static TimeSpan Pause(int attempts)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(attempts - 1, 10));
        return pause < LongestPause ? pause : LongestPause;
    }

    private sealed record Work(OrderRecord Order, OrderDocument Document, DocumentIntent Intent);

    /// <param name="Receipt">What came of an attempt.</param>
    private readonly record struct Answer(Receipt Receipt)
    {
        /// <summary>Whether it came of looking for the document, and nothing was sent.</summary>
        public bool IsOfTheLook { get; init; }

        /// <summary>Whether it was not sent, since its order is on hold.</summary>
        public bool IsKeptBack { get; init; }

        /// <summary>Whether the remote itself said so, about the document.</summary>
        public bool IsTheRemotes { get; init; }
    }

    /// <param name="Count">Attempts so far.</param>
    /// <param name="Answered">Those that the remote itself put off.</param>
    private sealed record Attempt(int Count, int Answered)
    {
        public DateTimeOffset NotBefore { get; init; }

        public bool MustFind { get; init; }

        /// <summary>Whether a case says why it waits.</summary>
        public bool IsTold { get; init; }
    }
}
