using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Tills;
using Trueup.Core.Values;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Journal.Packing;

/// <summary>
/// Packs the bodies of ledger rows. Every reading throws <c>InvalidDataException</c> for a body that is cut off or that
/// no version of the hub wrote. Not for use from two threads.
/// </summary>
/// <param name="codes">Shares the codes that a million rows repeat.</param>
public sealed class StateCodec(CodePool codes)
{
    private readonly PackWriter _pack = new();

    /// <summary>A row of <see cref="Fold.Stock"/>.</summary>
    public ReadOnlyMemory<byte> Pack(SkuStock stock) => StockCodec.Put(_pack.Begin(), stock).ToBody();

    /// <summary>A row of <see cref="Fold.Order"/>.</summary>
    public ReadOnlyMemory<byte> Pack(OrderRecord order) => OrderRecordCodec.Put(_pack.Begin(), order).ToBody();

    /// <summary>A row of <see cref="Fold.Case"/>.</summary>
    public ReadOnlyMemory<byte> Pack(Case known) => CaseCodec.Put(_pack.Begin(), known).ToBody();

    /// <summary>A row of <see cref="Fold.Run"/>.</summary>
    public ReadOnlyMemory<byte> Pack(ParityRun run) => ParityRunCodec.Put(_pack.Begin(), run).ToBody();

    /// <summary>A row of <see cref="Fold.Sweep"/>.</summary>
    public ReadOnlyMemory<byte> Pack(SweepWindow window) => SweepCodec.Put(_pack.Begin(), window).ToBody();

    /// <summary>A row of <see cref="Fold.StoreDay"/>.</summary>
    public ReadOnlyMemory<byte> Pack(StoreDay day) => TillCodec.Put(_pack.Begin(), day).ToBody();

    /// <summary>A row of <see cref="Fold.TillSale"/>.</summary>
    public ReadOnlyMemory<byte> Pack(TillSale sale) => TillCodec.PutSaleRow(_pack.Begin(), sale).ToBody();

    /// <summary>A row of <see cref="Fold.AwaitedSale"/>.</summary>
    public ReadOnlyMemory<byte> Pack(AwaitedSale awaited) => TillCodec.PutAwaited(_pack.Begin(), awaited).ToBody();

    /// <summary>A row of <see cref="Fold.DayPosting"/>.</summary>
    public ReadOnlyMemory<byte> Pack(DayPosting posting) => TillCodec.PutPosting(_pack.Begin(), posting).ToBody();

    /// <summary>A row of <see cref="Fold.Waiting"/>: the messages parked under its key.</summary>
    public ReadOnlyMemory<byte> Pack(Items<JournalPosition> parked) =>
        _pack.Begin().List(parked, static (inner, message) => inner.Position(message)).ToBody();

    /// <summary>A row of <see cref="Fold.Wiring"/>: the last that was learned is all there is to know.</summary>
    public ReadOnlyMemory<byte> Pack(Change.WiringLearned wiring) => PutWiring(_pack.Begin(), wiring).ToBody();

    /// <summary>A row of <see cref="Fold.Kit"/>: what was shown last is all there is to know.</summary>
    public ReadOnlyMemory<byte> Pack(Change.KitShown shown) => PutKit(_pack.Begin(), shown).ToBody();

    /// <summary>A row of <see cref="Fold.Cursor"/>: the last move is all there is to know.</summary>
    public ReadOnlyMemory<byte> Pack(Change.CursorMoved cursor) => PutCursor(_pack.Begin(), cursor).ToBody();

    /// <summary>A row of <see cref="Fold.Amendment"/>.</summary>
    public ReadOnlyMemory<byte> Pack(Change.ContractAmended amended) => PutAmendment(_pack.Begin(), amended.Amendment).ToBody();

    /// <summary>A row of <see cref="Fold.Pause"/>.</summary>
    public ReadOnlyMemory<byte> Pack(Change.ConnectionPaused paused) =>
        _pack.Begin().Connection(paused.Connection).OptionalText(paused.By).ToBody();

    /// <summary>A mapping that was added.</summary>
    public Change.ContractAmended UnpackAmendment(ReadOnlyMemory<byte> body) =>
        Unpack(body, static pack => new Change.ContractAmended(TakeAmendment(pack)));

    /// <summary>A connection that somebody paused.</summary>
    public Change.ConnectionPaused UnpackPause(ReadOnlyMemory<byte> body) =>
        Unpack(body, static pack => new Change.ConnectionPaused(pack.Connection(), pack.OptionalText()));

    internal static PackWriter PutAmendment(PackWriter pack, Core.Contract.Amendment amendment) => pack
        .Choice(amendment.Kind).Connection(amendment.Connection).Text(amendment.Word).OptionalText(amendment.Meaning)
        .Text(amendment.By).Time(amendment.At);

    internal static Core.Contract.Amendment TakeAmendment(PackReader pack) => new(
        pack.Choice<Core.Contract.MappingKind>(), pack.Connection(), pack.Text(), pack.OptionalText(), pack.Text(), pack.Time());

    /// <summary>A row of <see cref="Fold.Access"/>.</summary>
    public ReadOnlyMemory<byte> Pack(Core.Access.AccessState access) =>
        _pack.Begin().Text(Access.AccessCodec.Write(access)).ToBody();

    /// <summary>Who may do what.</summary>
    public Core.Access.AccessState UnpackAccess(ReadOnlyMemory<byte> body) =>
        Unpack(body, static pack => Access.AccessCodec.Take(pack, Access.AccessCodec.ReadState));

    /// <summary>The stock of a SKU.</summary>
    public SkuStock UnpackStock(ReadOnlyMemory<byte> body) => Unpack(body, StockCodec.Take);

    /// <summary>An order.</summary>
    public OrderRecord UnpackOrder(ReadOnlyMemory<byte> body) => Unpack(body, OrderRecordCodec.Take);

    /// <summary>A case.</summary>
    public Case UnpackCase(ReadOnlyMemory<byte> body) => Unpack(body, CaseCodec.Take);

    /// <summary>A reconciliation.</summary>
    public ParityRun UnpackRun(ReadOnlyMemory<byte> body) => Unpack(body, ParityRunCodec.Take);

    /// <summary>A reconciliation as it was journalled before it told what it corrected.</summary>
    public ParityRun UnpackFirstRun(ReadOnlyMemory<byte> body) => Unpack(body, ParityRunCodec.TakeFirst);

    /// <summary>A count of orders.</summary>
    public SweepWindow UnpackSweep(ReadOnlyMemory<byte> body) => Unpack(body, SweepCodec.Take);

    /// <summary>The books of a store's day.</summary>
    public StoreDay UnpackStoreDay(ReadOnlyMemory<byte> body) => Unpack(body, TillCodec.Take);

    /// <summary>A till's transaction.</summary>
    public TillSale UnpackTillSale(ReadOnlyMemory<byte> body) => Unpack(body, TillCodec.TakeSaleRow);

    /// <summary>A till's transaction that has not come yet.</summary>
    public AwaitedSale UnpackAwaitedSale(ReadOnlyMemory<byte> body) => Unpack(body, TillCodec.TakeAwaited);

    /// <summary>The posting of a store's day that was packed.</summary>
    public DayPosting UnpackDayPosting(ReadOnlyMemory<byte> body) => Unpack(body, TillCodec.TakePosting);

    /// <summary>The messages parked under a key.</summary>
    public Items<JournalPosition> UnpackParked(ReadOnlyMemory<byte> body) =>
        Unpack(body, static pack => pack.List(static inner => inner.Position()));

    /// <summary>How a storefront's sources are wired.</summary>
    public Change.WiringLearned UnpackWiring(ReadOnlyMemory<byte> body) => Unpack(body, TakeWiring);

    /// <summary>What a storefront shows that a SKU is made of.</summary>
    public Change.KitShown UnpackKit(ReadOnlyMemory<byte> body) => Unpack(body, TakeKit);

    /// <summary>How far a poll has come.</summary>
    public Change.CursorMoved UnpackCursor(ReadOnlyMemory<byte> body) => Unpack(body, TakeCursor);

    internal static PackWriter PutWiring(PackWriter pack, Change.WiringLearned wiring) => pack
        .Connection(wiring.Connection)
        .List(wiring.Sources, static (inner, source) => inner.Text(source))
        .List(wiring.Linked, static (inner, source) => inner.Text(source));

    internal static Change.WiringLearned TakeWiring(PackReader pack) => new(
        pack.Connection(), pack.List(static inner => inner.Code()), pack.List(static inner => inner.Code()));

    internal static PackWriter PutKit(PackWriter pack, Change.KitShown shown) => pack
        .Connection(shown.Connection).Sku(shown.Sku)
        .List(shown.Parts, static (inner, part) => inner.Sku(part.Sku).Quantity(part.Quantity));

    internal static Change.KitShown TakeKit(PackReader pack) => new(
        pack.Connection(), pack.Sku(),
        pack.List(static inner => new LineComponent(inner.Sku(), inner.Quantity())));

    internal static PackWriter PutCursor(PackWriter pack, Change.CursorMoved cursor) =>
        pack.Connection(cursor.Connection).Text(cursor.Poll).Text(cursor.Cursor);

    internal static Change.CursorMoved TakeCursor(PackReader pack) => new(pack.Connection(), pack.Code(), pack.Text());

    private T Unpack<T>(ReadOnlyMemory<byte> body, Take<T> take)
    {
        var pack = new PackReader(body, codes).Begin();
        return pack.End(take(pack));
    }
}
