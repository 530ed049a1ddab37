using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;

namespace Trueup.Engine.Lanes;

/// <summary>
/// Takes the journal up from where it was left, decides it stretch by stretch, journals what was decided, and only
/// then tells dispatch: nothing is ever sent that a crash could make undecided.
/// </summary>
public sealed class LaneLoop(JournalTail tail, IJournal journal, HubState state, Deciding deciding, TimeProvider clock, Codecs codecs)
{
    /// <summary>Entries decided together: large enough to share one synchronisation with the disk, small enough not to
    /// be felt.</summary>
    public const int StretchMax = 1_024;

    /// <summary>Bytes of entries decided together, one entry at least: a thousand stock levels, but a few hundred orders.
    /// What waits behind a stretch of orders, a SKU that is sold out, waits no longer than behind one of levels; and whoever
    /// reads one order's story later need not read of a thousand.</summary>
    public const int StretchBytesMax = 256 * 1024;

    /// <summary>Pause before a decision that could not be journalled is offered again.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <summary>Decisions of an earlier run whose stock is fetched together.</summary>
    private const int AheadMax = 64;

    private readonly List<Sku> _ahead = [];
    private readonly Queue<Action> _atRest = new();
    private readonly Bell _progress = new();

    /// <summary>Every entry up to here is decided, and its decision is durable.</summary>
    public JournalPosition Through { get; private set; }

    /// <summary>Whether the state reflects exactly what is durably decided; not so while a decision is on its way to
    /// the disk.</summary>
    public bool IsAtRest { get; private set; } = true;

    /// <summary>Entries decided since the start.</summary>
    public long Decided { get; private set; }

    /// <summary>When the oldest entry that is not decided yet was taken in; null when all are.</summary>
    public DateTimeOffset? OldestWaiting { get; private set; }

    /// <summary>Told of every stretch before it is decided; null: nobody asks.</summary>
    public Action<IReadOnlyList<Recorded>>? TakenUp { get; set; }

    /// <summary>Told of every decision once it is durable.</summary>
    public Action<DecidedBatch>? Published { get; set; }

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (!await RunOnceAsync(cancellationToken))
            {
                await tail.WaitAsync(Through, cancellationToken);
            }
        }
    }

    /// <summary>Decides the next stretch; false when there is none.</summary>
    public async ValueTask<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        var entries = Stretch(await tail.ReadAsync(Through, StretchMax, cancellationToken));
        if (entries.Count == 0)
        {
            OldestWaiting = null;
            return false;
        }

        OldestWaiting = entries[0].Entry.At;
        var through = entries[^1].Position;
        if (entries.All(recorded => recorded.Entry.Kind == EntryKind.Decided))
        {
            Advance(through);
            return true;
        }

        IsAtRest = false;
        TakenUp?.Invoke(entries);
        var batch = deciding.Decide(entries);
        while (deciding.Due.Count > 0)
        {
            var more = await DecideDueAsync(through, cancellationToken);
            batch = batch with { Decisions = batch.Decisions.AddRange(more.Decisions) };
        }

        await JournalAsync(batch, cancellationToken);
        Decided += entries.Count;
        Advance(through);
        Published?.Invoke(batch);
        return true;
    }

    /// <summary>The first entries that are not too much for one stretch; decisions among them are only passed.</summary>
    private static IReadOnlyList<Recorded> Stretch(IReadOnlyList<Recorded> entries)
    {
        var bytes = 0L;
        for (var i = 0; i < entries.Count; i++)
        {
            bytes += entries[i].Entry.Kind == EntryKind.Decided ? 0 : entries[i].Entry.Body.Length;
            if (bytes > StretchBytesMax && i > 0)
            {
                return entries.Take(i).ToArray();
            }
        }

        return entries;
    }

    /// <summary>Waits until something more is decided.</summary>
    public ValueTask WaitForProgressAsync(CancellationToken cancellationToken) => _progress.WaitAsync(cancellationToken);

    /// <summary>
    /// Looks at the state at a moment when it reflects exactly what is decided through <see cref="Through"/>: now, or
    /// as soon as the decision under way is durable.
    /// </summary>
    public void WhenAtRest(Action look)
    {
        ArgumentNullException.ThrowIfNull(look);
        if (IsAtRest)
        {
            look();
        }
        else
        {
            _atRest.Enqueue(look);
        }
    }

    private void Advance(JournalPosition through)
    {
        Through = through;
        IsAtRest = true;
        while (_atRest.TryDequeue(out var look))
        {
            look();
        }

        _progress.Ring();
    }

    /// <summary>Takes a decision up that an earlier run of the hub journalled.</summary>
    public void Replay(DecidedBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Through <= Through)
        {
            return;
        }

        for (var place = 0; place < batch.Decisions.Count; place++)
        {
            if (place % AheadMax == 0)
            {
                WarmFor(batch.Decisions, place);
            }

            foreach (var change in batch.Decisions[place].Changes)
            {
                state.Apply(change, batch.Decisions[place].Message);
            }

            state.Begin();
        }

        Through = batch.Through;
    }

    private void WarmFor(Items<Decided> decisions, int first)
    {
        _ahead.Clear();
        for (var place = first; place < Math.Min(decisions.Count, first + AheadMax); place++)
        {
            foreach (var change in decisions[place].Changes)
            {
                if (change is Change.StockChanged stock)
                {
                    _ahead.Add(stock.Sku);
                }
            }
        }

        state.Warm(_ahead);
    }

    /// <summary>Takes up where people asked for something, from an earlier run of the hub.</summary>
    public void NoteAsked(IReadOnlyList<JournalPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        foreach (var position in positions)
        {
            state.NoteAsked(position);
        }
    }

    /// <summary>Goes on from a position that the ledger reflects.</summary>
    public void ResumeAfter(JournalPosition through) => Through = through;

    private async ValueTask<DecidedBatch> DecideDueAsync(JournalPosition through, CancellationToken cancellationToken)
    {
        var approved = deciding.Due.Peek().Approved;
        var messages = new List<Recorded>();
        while (deciding.Due.TryPeek(out var due) && due.Approved == approved && messages.Count < StretchMax)
        {
            deciding.Due.Dequeue();
            messages.AddRange(await journal.ReadAsync(new JournalPosition(due.Message.Value - 1), max: 1, cancellationToken));
        }

        return messages.Count == 0
            ? new DecidedBatch(through, [])
            : deciding.DecideAgain(messages, approved, through);
    }

    private async ValueTask JournalAsync(DecidedBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Decisions.IsEmpty)
        {
            return;
        }

        var body = codecs.Decisions.Pack(batch);
        while (true)
        {
            Entry[] entry = [new Entry(EntryKind.Decided, Connection: "", Key: "", Form: "", clock.GetUtcNow(), body)];
            if (await tail.AppendAsync(entry) is AppendOutcome.Durable)
            {
                return;
            }

            // The decision stands in memory; until it is on disk nothing is told of it and nothing more is decided.
            await Task.Delay(RetryPause, clock, cancellationToken);
        }
    }
}
