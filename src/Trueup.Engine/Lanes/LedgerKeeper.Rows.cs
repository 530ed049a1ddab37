using Trueup.Core.Cases;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Tills;
using Trueup.Core.Values;
using Trueup.Core.Entries;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Lanes;

/// <content>What a row holds, fold by fold.</content>
public sealed partial class LedgerKeeper
{
    private object? StateOf(Fold fold, string key) => fold switch
    {
        Fold.Order => state.Orders.GetValueOrDefault(OrderId.Parse(key)),
        Fold.Case => state.Cases.GetValueOrDefault(key),
        Fold.Waiting => state.ParkedMessages.TryGetValue(key, out var waiting) ? new WaitingMessages(key, waiting) : null,
        Fold.Wiring => state.Wirings.GetValueOrDefault(ConnectionName.Parse(key)) is { } wiring
            ? new Change.WiringLearned(ConnectionName.Parse(key), wiring.Sources, wiring.Linked)
            : null,
        Fold.Kit => state.Kits.GetValueOrDefault(Sku.Parse(key, provider: null)),
        Fold.StoreDay => state.Tills.Days.GetValueOrDefault(key),
        Fold.TillSale => state.Tills.Find(key),
        Fold.AwaitedSale => state.Tills.Awaited(key),
        Fold.DayPosting => state.Tills.Postings.GetValueOrDefault(key),
        Fold.Run => state.Runs.FirstOrDefault(run => run.Id == key),
        Fold.Sweep => state.Sweeps.Find(key),
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
        SweepWindow window => codecs.States.Pack(window),
        StoreDay day => codecs.States.Pack(day),
        TillSale sale => codecs.States.Pack(sale),
        AwaitedSale awaited => codecs.States.Pack(awaited),
        DayPosting posting => codecs.States.Pack(posting),
        WaitingMessages waiting => codecs.States.Pack(waiting.Messages),
        Core.Access.AccessState access => codecs.States.Pack(access),
        Change.ContractAmended amended => codecs.States.Pack(amended),
        Change.ConnectionPaused paused => codecs.States.Pack(paused),
        AskedStretch asked => codecs.States.Pack(asked.Positions),
        Change.KitShown shown => codecs.States.Pack(shown),
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
            Fold.Sweep => codec.UnpackSweep(body),
            Fold.StoreDay => codec.UnpackStoreDay(body),
            Fold.TillSale => codec.UnpackTillSale(body),
            Fold.AwaitedSale => codec.UnpackAwaitedSale(body),
            Fold.DayPosting => codec.UnpackDayPosting(body),
            Fold.Waiting => codec.UnpackParked(body),
            Fold.Wiring => codec.UnpackWiring(body),
            Fold.Kit => codec.UnpackKit(body),
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
            case SweepWindow window:
                state.Sweeps.Restore(window);
                break;
            case StoreDay day:
                state.Tills.Restore(day);
                break;
            case TillSale sale:
                state.Tills.Restore(sale);
                break;
            case AwaitedSale awaited:
                state.Tills.Restore(awaited);
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
}
