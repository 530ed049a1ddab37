using System.Threading.Channels;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;

namespace Trueup.Engine.Lanes;

/// <summary>Writes the folds behind the journal, and brings them back at start.</summary>
/// <param name="ledger">Where they are kept.</param>
/// <param name="state">The folds.</param>
/// <param name="lanes">The deciding loop.</param>
/// <param name="contract">Says when an order may leave memory.</param>
/// <param name="clock">The time.</param>
/// <param name="codecs">The codecs of rows.</param>
public sealed partial class LedgerKeeper(
    ILedger ledger, HubState state, LaneLoop lanes, OwnershipContract contract, TimeProvider clock, Codecs codecs)
{
    /// <summary>Pause between two writes.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>Rows packed before others get their turn on the hub's thread.</summary>
    private const int ChunkMax = 2_000;

    /// <summary>Chunks of rows read ahead of the one that is taken up.</summary>
    private const int ChunksAheadMax = 8;

    /// <summary>Orders that go to the archive with one write.</summary>
    private const int ArchivedMax = 5_000;

    /// <summary>The journal position that the ledger reflects.</summary>
    public JournalPosition Reflects => ledger.Reflects;

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Every, clock, cancellationToken).ContinueOnCancel();
            await SaveAsync(cancellationToken);
        }
    }

    /// <summary>Writes what changed since the last time; nothing when the state holds a decision that is not
    /// durable.</summary>
    public async ValueTask SaveAsync()
    {
        if (lanes.IsAtRest)
        {
            await SaveAsync(CancellationToken.None);
        }
    }

    private async ValueTask SaveAsync(CancellationToken cancellationToken)
    {
        if (!state.IsDirty && ledger.Reflects >= lanes.Through &&
            !state.OrderFold.HasResting(clock.GetUtcNow(), contract))
        {
            return;
        }

        Snapshot? taken = null;
        var looked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // A row ahead of the position that it is written with would have the decisions in between applied to it twice.
        lanes.WhenAtRest(() =>
        {
            taken = cancellationToken.IsCancellationRequested ? null : TakeSnapshot();
            looked.TrySetResult();
        });
        await using var stop = cancellationToken.Register(() => looked.TrySetCanceled(cancellationToken));
        await looked.Task.ContinueOnCancel();
        if (taken is not null)
        {
            await WriteAsync(taken);
        }
    }

    /// <summary>The states are immutable: holding them is the snapshot, so packing may take its time. The stock keeps
    /// what it was by itself, until it is asked for.</summary>
    private Snapshot TakeSnapshot()
    {
        var (skus, dirty) = (state.TakeDirtyStock(), state.TakeDirty());
        var archived = state.OrderFold.TakeResting(clock.GetUtcNow(), contract, ArchivedMax);
        var leaving = archived.Select(order => order.Id.Text).ToHashSet(StringComparer.Ordinal);
        var rows = new List<(Fold Fold, string Key, object? State)>(dirty.Count + archived.Count);
        var revived = new List<OrderRecord>();
        foreach (var (fold, key) in dirty.Where(row => row.Fold != Fold.Order || !leaving.Contains(row.Key)))
        {
            var kept = StateOf(fold, key);
            rows.Add((fold, key, kept));
            if (kept is OrderRecord order && state.OrderFold.TakeRevived(order.Id))
            {
                revived.Add(order);
            }
        }

        foreach (var order in archived)
        {
            state.OrderFold.TakeRevived(order.Id);
            rows.Add((Fold.Order, order.Id.Text, null));
        }

        return new Snapshot(lanes.Through, skus, rows) { Archived = archived, Revived = revived };
    }

    private async ValueTask WriteAsync(Snapshot snapshot)
    {
        var rows = new List<LedgerRow>(snapshot.Skus.Count + snapshot.Rows.Count + snapshot.Archived.Count);
        foreach (var sku in snapshot.Skus)
        {
            await AddAsync(RowOf(Fold.Stock, sku.Text, state.AsTaken(sku)));
        }

        foreach (var (fold, key, kept) in snapshot.Rows)
        {
            await AddAsync(RowOf(fold, key, kept));
        }

        foreach (var order in snapshot.Archived)
        {
            await AddAsync(new LedgerRow(Fold.Archived, order.Id.Text, Pack(order)) { Label = ArchivedNames.LabelOf(order) });
        }

        foreach (var order in snapshot.Revived)
        {
            await AddAsync(new LedgerRow(Fold.Archived, order.Id.Text, Body: null) { Label = ArchivedNames.LabelOf(order) });
        }

        if (await ledger.SaveAsync(rows, snapshot.Through, CancellationToken.None))
        {
            state.OrderFold.LetGo(snapshot.Archived);
            return;
        }

        state.MarkDirty(snapshot.Rows.Select(row => (row.Fold, row.Key)).Concat(snapshot.Skus.Select(sku => (Fold.Stock, sku.Text))));
        state.OrderFold.PutBack(snapshot.Archived.Concat(snapshot.Revived));

        async ValueTask AddAsync(LedgerRow row)
        {
            rows.Add(row);
            if (rows.Count % ChunkMax == 0)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>Typed, or null would become an empty body by way of an array: the row would stay.</summary>
    private LedgerRow RowOf(Fold fold, string key, object? kept) =>
        new(fold, key, kept is null ? default(ReadOnlyMemory<byte>?) : Pack(kept));

    /// <summary>Loads the folds as the ledger kept them.</summary>
    /// <param name="aside">Where rows are read and unpacked, while those before them are put in place here.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask LoadAsync(Aside aside, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(aside);

        state.OrderFold.Use(ledger.Archive);
        state.Expect(await ledger.CountAsync(Fold.Stock, cancellationToken));

        // With a bound: as objects, the rows take many times the memory that they take when they are in place.
        var rows = Channel.CreateBounded<List<RestoredRow>>(
            new BoundedChannelOptions(ChunksAheadMax) { SingleReader = true, SingleWriter = true });
        var reading = aside(() => ReadAsync(rows.Writer, cancellationToken));
        while (await rows.Reader.WaitToReadAsync(cancellationToken))
        {
            while (rows.Reader.TryRead(out var chunk))
            {
                foreach (var row in chunk)
                {
                    Restore(row);
                }
            }
        }

        await reading;
        state.Begin();
        state.TakeDirty();
        state.TakeDirtyStock();
        lanes.ResumeAfter(ledger.Reflects);
    }

    private async ValueTask ReadAsync(ChannelWriter<List<RestoredRow>> rows, CancellationToken cancellationToken)
    {
        // Of its own: this runs beside the hub's thread.
        var codec = new StateCodec(new CodePool());
        try
        {
            for (LedgerPlace? place = default(LedgerPlace); place is { } after;)
            {
                var chunk = new List<RestoredRow>(ChunkMax);
                place = await ledger.LoadAsync(
                    after, ChunkMax, row => chunk.Add(new RestoredRow(row.Fold, row.Key, Unpack(codec, row))), cancellationToken);
                await rows.WriteAsync(chunk, cancellationToken);
            }
        }
        finally
        {
            rows.Complete();
        }
    }

    private readonly record struct RestoredRow(Fold Fold, string Key, object State);

    private sealed record Snapshot(
        JournalPosition Through, IReadOnlyList<Sku> Skus, IReadOnlyList<(Fold Fold, string Key, object? State)> Rows)
    {
        /// <summary>Orders that leave memory when this is written.</summary>
        public required IReadOnlyList<OrderRecord> Archived { get; init; }

        /// <summary>Orders that came back from the archive.</summary>
        public required IReadOnlyList<OrderRecord> Revived { get; init; }
    }

    private sealed record AskedStretch(Items<JournalPosition> Positions);

    private sealed record WaitingMessages(string Key, Items<JournalPosition> Messages);
}
