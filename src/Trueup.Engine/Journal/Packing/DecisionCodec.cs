using System.Diagnostics;
using Trueup.Core.Entries;

namespace Trueup.Engine.Journal.Packing;

/// <summary>
/// Packs the bodies of <see cref="EntryKind.Decided"/> entries. Tags are on disk: never change one, never use one
/// again. Not for use from two threads.
/// </summary>
/// <param name="codes">Shares the codes that many bodies repeat.</param>
public sealed class DecisionCodec(CodePool codes)
{
    private readonly PackWriter _pack = new();

    /// <summary>The batch as bytes of its own.</summary>
    public ReadOnlyMemory<byte> Pack(DecidedBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return _pack.Begin().Position(batch.Through).List(batch.Decisions, PutDecided).ToBody();
    }

    /// <summary>The batch that was packed.</summary>
    /// <remarks>Throws <c>InvalidDataException</c> for a body that is cut off or written by no version.</remarks>
    public DecidedBatch Unpack(ReadOnlyMemory<byte> body)
    {
        var pack = new PackReader(body, codes).Begin();
        return pack.End(new DecidedBatch(pack.Position(), pack.List(TakeDecided)));
    }

    /// <summary>The decisions of the batch that was packed, unpacked one by one as they are asked for.</summary>
    /// <remarks>Throws <c>InvalidDataException</c> for a body that is cut off or written by no version.</remarks>
    public IEnumerable<Decided> UnpackEach(ReadOnlyMemory<byte> body)
    {
        var pack = new PackReader(body, codes).Begin();
        _ = pack.Position();
        for (var left = pack.Count(); left > 0; left--)
        {
            yield return TakeDecided(pack);
        }
    }

    /// <summary>How far the batch that was packed decides, without unpacking the rest of it.</summary>
    public static JournalPosition ThroughOf(ReadOnlyMemory<byte> body) =>
        new PackReader(body, new CodePool()).Begin().Position();

    private static PackWriter PutDecided(PackWriter pack, Decided decided) =>
        pack.Position(decided.Message).List(decided.Changes, PutChange);

    private static Decided TakeDecided(PackReader pack) => new(pack.Position(), pack.List(TakeChange));

    private static PackWriter PutChange(PackWriter pack, Change change) => change switch
    {
        Change.StockChanged stock => StockEventCodec.Put(pack.Byte(1).Sku(stock.Sku), stock.Event),
        Change.OrderChanged order => OrderRecordCodec.PutEvent(pack.Byte(2).Order(order.Order), order.Event),
        Change.CaseChanged about => CaseCodec.PutEvent(pack.Byte(3), about.Event),
        Change.Parked parked => pack.Byte(4).Text(parked.Key).Position(parked.Message),
        Change.Unparked unparked => pack.Byte(5).Text(unparked.Key),
        Change.CursorMoved moved => StateCodec.PutCursor(pack.Byte(6), moved),
        Change.WiringLearned learned => StateCodec.PutWiring(pack.Byte(7), learned),
        Change.KitShown shown => StateCodec.PutKit(pack.Byte(9), shown),
        Change.RunEnded ended => ParityRunCodec.Put(pack.Byte(50), ended.Run),
        Change.ContractAmended amended => StateCodec.PutAmendment(pack.Byte(22), amended.Amendment),
        Change.ConnectionPaused paused => pack.Byte(23).Connection(paused.Connection).OptionalText(paused.By),
        Change.CasesForgotten gone => pack.Byte(25).List(gone.Keys, static (inner, key) => inner.Text(key)),
        Change.AccessChanged access => pack.Byte(20).Text(Access.AccessCodec.Write(access.Event)),
        Change.StoreDayChanged day => TillCodec.PutEvent(TillCodec.PutKey(pack.Byte(30), day.Day), day.Event),
        Change.SweepEnded ended => SweepCodec.Put(pack.Byte(40), ended.Window),
        _ => throw new UnreachableException($"No codec for {change?.GetType().Name}."),
    };

    private static Change TakeChange(PackReader pack) => pack.Byte() switch
    {
        1 => new Change.StockChanged(pack.Sku(), StockEventCodec.Take(pack)),
        2 => new Change.OrderChanged(pack.Order(), OrderRecordCodec.TakeEvent(pack)),
        3 => new Change.CaseChanged(CaseCodec.TakeEvent(pack)),
        4 => new Change.Parked(pack.Text(), pack.Position()),
        5 => new Change.Unparked(pack.Text()),
        6 => StateCodec.TakeCursor(pack),
        7 => StateCodec.TakeWiring(pack),
        9 => StateCodec.TakeKit(pack),
        8 => new Change.RunEnded(ParityRunCodec.TakeFirst(pack)),
        50 => new Change.RunEnded(ParityRunCodec.Take(pack)),
        22 => new Change.ContractAmended(StateCodec.TakeAmendment(pack)),
        23 => new Change.ConnectionPaused(pack.Connection(), pack.OptionalText()),
        25 => new Change.CasesForgotten(pack.List(static inner => inner.Text())),
        20 => new Change.AccessChanged(Access.AccessCodec.Take(pack, Access.AccessCodec.Read)),
        30 => new Change.StoreDayChanged(TillCodec.TakeKey(pack), TillCodec.TakeEvent(pack)),
        40 => new Change.SweepEnded(SweepCodec.Take(pack)),
        var tag => throw pack.Broken($"no change has the tag {tag}"),
    };
}
