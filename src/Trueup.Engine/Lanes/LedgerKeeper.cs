using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
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
        var dirty = state.TakeDirty();
        var rows = new List<(Fold Fold, string Key, object? State)>(dirty.Count);
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
    public async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        await ledger.LoadAsync(Restore, cancellationToken);
        state.Begin();
        state.TakeDirty();
        lanes.ResumeAfter(ledger.Reflects);
    }

    private object? StateOf(Fold fold, string key) => fold switch
    {
        Fold.Stock => state.Find(Sku.Parse(key)),
        Fold.Order => state.Find(OrderId.Parse(key)),
        Fold.Case => state.Cases.GetValueOrDefault(key),
        Fold.Waiting => state.ParkedMessages.TryGetValue(key, out var waiting) ? new WaitingMessages(key, waiting) : null,
        Fold.Wiring => state.Wirings.GetValueOrDefault(ConnectionName.Parse(key)) is { } wiring
            ? new Change.WiringLearned(ConnectionName.Parse(key), wiring.Sources, wiring.Linked)
            : null,
        Fold.Run => state.Runs.FirstOrDefault(run => run.Id == key),
        Fold.Cursor => CursorOf(key),
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
        WaitingMessages waiting => codecs.States.Pack(waiting.Messages),
        Change.WiringLearned wiring => codecs.States.Pack(wiring),
        Change.CursorMoved moved => codecs.States.Pack(moved),
        _ => throw new System.Diagnostics.UnreachableException($"No packing for {kept.GetType().Name}."),
    };

    private void Restore(LedgerRow row)
    {
        var body = row.Body ?? ReadOnlyMemory<byte>.Empty;
        switch (row.Fold)
        {
            case Fold.Stock:
                state.Restore(codecs.States.UnpackStock(body));
                break;
            case Fold.Order:
                state.Restore(codecs.States.UnpackOrder(body));
                break;
            case Fold.Case:
                state.Restore(codecs.States.UnpackCase(body));
                break;
            case Fold.Run:
                state.Restore(codecs.States.UnpackRun(body));
                break;
            case Fold.Waiting:
                foreach (var message in codecs.States.UnpackParked(body))
                {
                    state.Apply(new Change.Parked(row.Key, message), message);
                }

                break;
            case Fold.Wiring:
                state.Apply(codecs.States.UnpackWiring(body), default);
                break;
            case Fold.Cursor:
                state.Apply(codecs.States.UnpackCursor(body), default);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"No fold for ledger rows of {row.Fold}.");
        }
    }

    private sealed record Snapshot(JournalPosition Through, IReadOnlyList<(Fold Fold, string Key, object? State)> Rows);

    private sealed record WaitingMessages(string Key, Items<JournalPosition> Messages);
}
