using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
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
    /// Documents under way for each call that the connection bears at once: while what came of one is being recorded, the
    /// remote is free for that of another order. Should that record be lost, all of them are looked up first.
    /// </summary>
    private const int UnderWayPerCall = 2;

    /// <summary>A source is set within so long, once nothing is in its way. With the growing pause of attempts, shipments that are refused again and
    /// again would make it doubtful each time just before the turn of one that is not.</summary>
    private static readonly TimeSpan SourcePause = TimeSpan.FromSeconds(5);

    private static readonly Receipt.Deferred AboutToBeSet = new("What the source holds is to be set first.", SourcePause) { Code = ParcelCases.SourceShort };

    private readonly IDocumentWriter _writer;
    private readonly OutboundSurroundings _hub;
    private readonly PacedWire _paced;
    private readonly HashSet<Sku> _busy;
    private readonly ShipmentSources _sources;
    private readonly Attempts _attempts;
    private readonly Dictionary<OrderId, Task> _underWay = [];
    private readonly HandedOver _handedOver = new();
    private readonly Signal _signal;
    private int _calling;

    /// <summary>A lane for a connection that takes documents.</summary>
    /// <param name="writer">The connection.</param>
    /// <param name="hub">The hub around it.</param>
    /// <param name="paced">The door to the remote.</param>
    /// <param name="busy">SKUs with a write under way, shared with the connection's levels.</param>
    internal DocumentLane(IDocumentWriter writer, OutboundSurroundings hub, PacedWire paced, HashSet<Sku> busy)
    {
        (_writer, _hub, _paced, _busy) = (writer, hub, paced, busy);
        (_sources, _attempts, _signal) = (new ShipmentSources(writer.Name, hub), new Attempts(hub.Clock), new Signal(hub.Clock));
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
        _attempts.Inherit(_hub.Tail.End);
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
                await _signal.WaitAsync(wait ?? Attempts.LongestPause, cancellationToken);
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
            if (_attempts.WaitOf(document.Key, now) is { } pause)
            {
                wait = Shorter(wait, pause);
            }
            else if (ShipmentSources.SkusOf(order, document).Any(_busy.Contains))
            {
                wait = Shorter(wait, LevelLane.Quiet);
            }
            else if ((MayBeThere(document) || !OrderDocuments.IsKeptBack(order, document)) &&
                OrderDocuments.Build(order, document, _hub.Contract) is { } intent)
            {
                var work = new DocumentWork(order, document, intent);
                _underWay[owed.Order] = DoAsync(work, cancellationToken);
            }
        }

        return wait;
    }

    private async Task DoAsync(DocumentWork work, CancellationToken cancellationToken)
    {
        var skus = ShipmentSources.SkusOf(work.Order, work.Document);
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
    private async ValueTask<Attempts.Answer?> AskAsync(DocumentWork work, CancellationToken cancellationToken)
    {
        _calling++;
        try
        {
            // The list of what is owed is being looked through: nothing of it may be settled before that is done.
            await Task.Yield();
            return await AttemptAsync(work, cancellationToken);
        }
        finally
        {
            _calling--;
            _signal.Raise();
        }
    }

    /// <returns>What came of it; null where it is not there and not sent either, since its order is on hold.</returns>
    private async ValueTask<Attempts.Answer?> AttemptAsync(DocumentWork work, CancellationToken cancellationToken)
    {
        var key = work.Document.Key;
        if (_handedOver.IsAs(work))
        {
            return new Attempts.Answer(new Receipt.Applied(work.Order.RemoteIdIn(_writer.Name)));
        }

        if (!_writer.Writes(work.Intent.GetType()))
        {
            return new Attempts.Answer(new Receipt.Refused(
                CaseCodes.DocumentRefused, $"{_writer.Name} is not set up to take this kind of document."));
        }

        var wire = _paced.For(CallPriority.Document);
        wire = _hub.Follower?.Follow(wire, _writer.Name, key) ?? wire;
        var troubles = _paced.Troubles;

        var look = MayBeThere(work.Document) ? await _writer.FindAsync(wire, work.Intent, cancellationToken) : null;
        var maySend = Attempts.MaySend(look);
        if (maySend && OrderDocuments.IsKeptBack(work.Order, work.Document))
        {
            return null;
        }

        var receipt = !maySend ? look!
            : _attempts.IsKnown(key) && _sources.IsAboutToBeSet(work) ? AboutToBeSet
            : _sources.ShortageOf(work) is { } shortage ? new Receipt.Deferred(shortage) { Code = ParcelCases.SourceShort }
            : await _writer.SendAsync(wire, work.Intent, cancellationToken);

        if (receipt is Receipt.Applied && look is null)
        {
            _handedOver.Note(work);
        }

        return new Attempts.Answer(receipt)
        {
            IsOfTheLook = !maySend,
            IsTheRemotes = _paced.Troubles == troubles && receipt != AboutToBeSet &&
                (receipt is not Receipt.Deferred { Code: not null } || _sources.IsNeverToHold(work)),
        };
    }

    private bool MayBeThere(OrderDocument document) => _attempts.MayBeThere(document.Key, document.Message, document.RemoteId is not null);

    private async ValueTask RecordAsync(DocumentWork work, Attempts.Answer? made, CancellationToken cancellationToken)
    {
        var key = work.Document.Key;
        if (made is not { } answer)
        {
            _attempts.NoteMissing(key);
            return;
        }

        _hub.TriedDocuments.Add(key);
        if (answer.IsFinal)
        {
            await SettleAsync(work, answer.Receipt, cancellationToken);
            return;
        }

        await PostponeAsync(work, answer, cancellationToken);
        if (_sources.DoubtsAfter(work, answer.Receipt) is { } doubts)
        {
            await AppendAsync("levels", doubts, cancellationToken);
        }
    }

    private async ValueTask PostponeAsync(DocumentWork work, Attempts.Answer answer, CancellationToken cancellationToken)
    {
        var (key, receipt) = (work.Document.Key, answer.Receipt);
        var attempt = _attempts.Count(key, answer);
        if (receipt is Receipt.Deferred deferred && attempt.Answered >= Attempts.Most)
        {
            await SettleAsync(work, new Receipt.Refused(CaseCodes.DocumentRefused, deferred.Detail), cancellationToken);
            return;
        }

        // What passes by itself within two attempts is nothing to tell.
        var isTelling = receipt is Receipt.Deferred { Code: not null } && attempt is { IsTold: false, Count: > 2 };
        if (isTelling)
        {
            _attempts.NoteTold(key);
        }

        if (isTelling || (attempt.Count == Attempts.Most && !attempt.IsTold))
        {
            var late = isTelling ? receipt : new Receipt.Deferred($"{attempt.Count} attempts came to nothing{WordsOf(receipt)}");
            await AppendAsync("document", new Settlement.Document(work.Order.Id, key, late), cancellationToken);
        }
    }

    private async ValueTask SettleAsync(DocumentWork work, Receipt receipt, CancellationToken cancellationToken)
    {
        _attempts.Forget(work.Document.Key);
        _handedOver.Forget(work, _hub.State);
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

    private static TimeSpan? Shorter(TimeSpan? left, TimeSpan right) => left is { } known && known < right ? known : right;

    /// <summary>Of what nobody knows, why nobody does.</summary>
    private static string WordsOf(Receipt receipt) => receipt switch
    {
        Receipt.Refused refused => $"; the last one: {refused.Detail}",
        Receipt.Unknown unknown => $"; the last one: {unknown.Detail}",
        _ => ".",
    };
}
