using System.Threading.Channels;
using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Tills;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Lanes;

/// <summary>Writes the folds behind the journal, and brings them back at start.</summary>
public sealed class LedgerKeeper(ILedger ledger, HubState state, LaneLoop lanes, TimeProvider clock, Codecs codecs)
{
    /// <summary>Pause between two writes.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>Rows packed before others get their turn on the hub's thread.</summary>
    private const int ChunkMax = 2_000;

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
        if (!state.IsDirty && ledger.Reflects >= lanes.Through)
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

    /// <summary>The states are immutable: holding them is the snapshot, so packing may take its time.</summary>
    private Snapshot TakeSnapshot()
    {
        var (skus, dirty) = (state.TakeDirtyStock(), state.TakeDirty());
        var rows = new List<(Fold Fold, string Key, object? State)>(skus.Count + dirty.Count);
        foreach (var sku in skus)
        {
            rows.Add((Fold.Stock, sku.Text, state.Find(sku)));
        }

        foreach (var (fold, key) in dirty)
        {
            rows.Add((fold, key, StateOf(fold, key)));
        }

        return new Snapshot(lanes.Through, rows);
    }

    private async ValueTask WriteAsync(Snapshot snapshot)
    {
        var rows = new List<LedgerRow>(snapshot.Rows.Count);
        foreach (var (fold, key, kept) in snapshot.Rows)
        {
            // Typed, or null would become an empty body by way of an array: the row would stay.
            rows.Add(new LedgerRow(fold, key, kept is null ? default(ReadOnlyMemory<byte>?) : Pack(kept)));
            if (rows.Count % ChunkMax == 0)
            {
                await Task.Yield();
            }
        }

        if (!await ledger.SaveAsync(rows, snapshot.Through, CancellationToken.None))
        {
            state.MarkDirty(snapshot.Rows.Select(row => (row.Fold, row.Key)));
        }
    }

    /// <summary>Loads the folds as the ledger kept them.</summary>
    /// <param name="aside">Where rows are read and unpacked, while those before them are put in place here.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask LoadAsync(Aside aside, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(aside);

        state.Expect(await ledger.CountAsync(cancellationToken));

        // Without a bound: all of it stays in memory anyway.
        var rows = Channel.CreateUnbounded<List<RestoredRow>>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
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
        var chunk = new List<RestoredRow>(ChunkMax);
        try
        {
            await ledger.LoadAsync(TakeUp, cancellationToken);
            rows.TryWrite(chunk);
        }
        finally
        {
            rows.Complete();
        }

        void TakeUp(LedgerRow row)
        {
            chunk.Add(new RestoredRow(row.Fold, row.Key, Unpack(codec, row)));
            if (chunk.Count == ChunkMax)
            {
                rows.TryWrite(chunk);
                chunk = new List<RestoredRow>(ChunkMax);
            }
        }
    }

    private object? StateOf(Fold fold, string key) => fold switch
    {
        Fold.Order => state.Find(OrderId.Parse(key)),
        Fold.Case => state.Cases.GetValueOrDefault(key),
        Fold.Waiting => state.ParkedMessages.TryGetValue(key, out var waiting) ? new WaitingMessages(key, waiting) : null,
        Fold.Wiring => state.Wirings.GetValueOrDefault(ConnectionName.Parse(key)) is { } wiring
            ? new Change.WiringLearned(ConnectionName.Parse(key), wiring.Sources, wiring.Linked)
            : null,
        Fold.StoreDay => state.Tills.Days.GetValueOrDefault(key),
        Fold.TillSale => state.Tills.Find(key),
        Fold.DayPosting => state.Tills.Postings.GetValueOrDefault(key),
        Fold.Run => state.Runs.FirstOrDefault(run => run.Id == key),
        Fold.Cursor => CursorOf(key),
        Fold.Access => state.Access,
        Fold.Amendment => state.Amendments.FirstOrDefault(known => known.Key == key) is { } amendment
            ? new Change.ContractAmended(amendment)
            : null,
        Fold.Pause => state.Paused.TryGetValue(ConnectionName.Parse(key), out var by)
            ? new Change.ConnectionPaused(ConnectionName.Parse(key), by)
            : null,
        Fold.Asked => new AskedStretch(state.Asked.StretchOf(key)),
        _ => throw new System.Diagnostics.UnreachableException($"No ledger row for {fold}."),
    };

    private Change.CursorMoved? CursorOf(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var (connection, poll) = (ConnectionName.Parse(key[..slash]), key[(slash + 1)..]);
        return state.Cursors.TryGetValue((connection, poll), out var cursor)
            ? new Change.CursorMoved(connection, poll, cursor)
            : null;
    }

    private ReadOnlyMemory<byte> Pack(object kept) => kept switch
    {
        SkuStock stock => codecs.States.Pack(stock),
        OrderRecord order => codecs.States.Pack(order),
        Case open => codecs.States.Pack(open),
        ParityRun run => codecs.States.Pack(run),
        StoreDay day => codecs.States.Pack(day),
        TillSale sale => codecs.States.Pack(sale),
        DayPosting posting => codecs.States.Pack(posting),
        WaitingMessages waiting => codecs.States.Pack(waiting.Messages),
        Core.Access.AccessState access => codecs.States.Pack(access),
        Change.ContractAmended amended => codecs.States.Pack(amended),
        Change.ConnectionPaused paused => codecs.States.Pack(paused),
        AskedStretch asked => codecs.States.Pack(asked.Positions),
        Change.WiringLearned wiring => codecs.States.Pack(wiring),
        Change.CursorMoved moved => codecs.States.Pack(moved),
        _ => throw new System.Diagnostics.UnreachableException($"No packing for {kept.GetType().Name}."),
    };

    private static object Unpack(StateCodec codec, LedgerRow row)
    {
        var body = row.Body ?? ReadOnlyMemory<byte>.Empty;
        return row.Fold switch
        {
            Fold.Stock => codec.UnpackStock(body),
            Fold.Order => codec.UnpackOrder(body),
            Fold.Case => codec.UnpackCase(body),
            Fold.Run => codec.UnpackRun(body),
            Fold.StoreDay => codec.UnpackStoreDay(body),
            Fold.TillSale => codec.UnpackTillSale(body),
            Fold.DayPosting => codec.UnpackDayPosting(body),
            Fold.Waiting => codec.UnpackParked(body),
            Fold.Wiring => codec.UnpackWiring(body),
            Fold.Cursor => codec.UnpackCursor(body),
            Fold.Access => codec.UnpackAccess(body),
            Fold.Amendment => codec.UnpackAmendment(body),
            Fold.Pause => codec.UnpackPause(body),
            Fold.Asked => new AskedStretch(codec.UnpackParked(body)),
            _ => throw new System.Diagnostics.UnreachableException($"No fold for ledger rows of {row.Fold}."),
        };
    }

    private void Restore(RestoredRow row)
    {
        switch (row.State)
        {
            case SkuStock stock:
                state.Restore(stock);
                break;
            case OrderRecord order:
                state.Restore(order);
                break;
            case Case open:
                state.Restore(open);
                break;
            case ParityRun run:
                state.Restore(run);
                break;
            case StoreDay day:
                state.Tills.Restore(day);
                break;
            case TillSale sale:
                state.Tills.Restore(sale);
                break;
            case DayPosting posting:
                state.Tills.Restore(posting);
                break;
            case Items<JournalPosition> parked:
                foreach (var message in parked)
                {
                    state.Apply(new Change.Parked(row.Key, message), message);
                }

                break;
            case Core.Access.AccessState access:
                state.Restore(access);
                break;
            case AskedStretch asked:
                state.Asked.Restore(row.Key, asked.Positions);
                break;
            case Change wiringOrCursor:
                state.Apply(wiringOrCursor, default);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"No fold for {row.State.GetType().Name}.");
        }
    }

    private readonly record struct RestoredRow(Fold Fold, string Key, object State);

    private sealed record Snapshot(JournalPosition Through, IReadOnlyList<(Fold Fold, string Key, object? State)> Rows);

    private sealed record AskedStretch(Items<JournalPosition> Positions);

    private sealed record WaitingMessages(string Key, Items<JournalPosition> Messages);
}
