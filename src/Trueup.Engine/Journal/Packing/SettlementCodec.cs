using System.Diagnostics;
using Trueup.Core.Entries;

namespace Trueup.Engine.Journal.Packing;

/// <summary>
/// Packs the bodies of <see cref="EntryKind.Settled"/> entries. Tags are on disk: never change one, never use one
/// again. Not for use from two threads.
/// </summary>
/// <param name="codes">Shares the codes that many bodies repeat.</param>
public sealed class SettlementCodec(CodePool codes)
{
    private readonly PackWriter _pack = new();

    /// <summary>The settlement as bytes of its own.</summary>
    public ReadOnlyMemory<byte> Pack(Settlement settlement) => (settlement switch
    {
        Settlement.Levels levels => _pack.Begin().Byte(1).List(levels.Outcomes, PutLevel),
        Settlement.Document document => PutReceipt(
            _pack.Begin().Byte(2).Order(document.Order).Text(document.Key), document.Receipt),
        Settlement.StoreDay day => PutReceipt(
            TillCodec.PutKey(_pack.Begin().Byte(3), day.Day).Connection(day.Target), day.Receipt),
        _ => throw new UnreachableException($"No codec for {settlement?.GetType().Name}."),
    }).ToBody();

    /// <summary>The settlement that was packed.</summary>
    /// <remarks>Throws <c>InvalidDataException</c> for a body that is cut off or written by no version.</remarks>
    public Settlement Unpack(ReadOnlyMemory<byte> body)
    {
        var pack = new PackReader(body, codes).Begin();
        return pack.End<Settlement>(pack.Byte() switch
        {
            1 => new Settlement.Levels(pack.List(TakeLevel)),
            2 => new Settlement.Document(pack.Order(), pack.Text(), TakeReceipt(pack)),
            3 => new Settlement.StoreDay(TillCodec.TakeKey(pack), pack.Connection(), TakeReceipt(pack)),
            var tag => throw pack.Broken($"no settlement has the tag {tag}"),
        });
    }

    private static PackWriter PutLevel(PackWriter pack, SettledLevel level) =>
        PutReceipt(pack.Sku(level.Sku).Source(level.Source).Quantity(level.Quantity), level.Receipt);

    private static SettledLevel TakeLevel(PackReader pack) =>
        new(pack.Sku(), pack.Source(), pack.Quantity(), TakeReceipt(pack));

    private static PackWriter PutReceipt(PackWriter pack, Receipt receipt) => receipt switch
    {
        Receipt.Applied { BookedGross: null, BookedTax: null } applied => pack.Byte(1).OptionalText(applied.RemoteId),
        Receipt.Applied applied => pack.Byte(5).OptionalText(applied.RemoteId)
            .Optional(applied.BookedGross, static (inner, amount) => inner.Amount(amount))
            .Optional(applied.BookedTax, static (inner, amount) => inner.Amount(amount)),
        Receipt.Refused refused => pack.Byte(2).Text(refused.Code.Code).Text(refused.Detail),
        Receipt.Deferred { Code: { } code } told => pack.Byte(6).Text(code.Code).Text(told.Detail)
            .OptionalWhole(told.Wait?.Ticks),
        Receipt.Deferred deferred => pack.Byte(3).Text(deferred.Detail).OptionalWhole(deferred.Wait?.Ticks),
        Receipt.Unknown { IsHalfDone: true } unknown => pack.Byte(7).Text(unknown.Detail),
        Receipt.Unknown unknown => pack.Byte(4).Text(unknown.Detail),
        _ => throw new UnreachableException($"No codec for {receipt?.GetType().Name}."),
    };

    private static Receipt TakeReceipt(PackReader pack) => pack.Byte() switch
    {
        1 => new Receipt.Applied(pack.OptionalText()),
        2 => new Receipt.Refused(CaseCodec.TakeCode(pack), pack.Text()),
        3 => new Receipt.Deferred(pack.Text(), pack.OptionalWhole() is { } ticks ? new TimeSpan(ticks) : null),
        4 => new Receipt.Unknown(pack.Text()),
        7 => new Receipt.Unknown(pack.Text()) { IsHalfDone = true },
        5 => new Receipt.Applied(pack.OptionalText())
        {
            BookedGross = pack.Optional(static inner => inner.Amount()),
            BookedTax = pack.Optional(static inner => inner.Amount()),
        },
        6 => TakeTold(pack),
        var tag => throw pack.Broken($"no receipt has the tag {tag}"),
    };

    private static Receipt.Deferred TakeTold(PackReader pack)
    {
        var code = CaseCodec.TakeCode(pack);
        return new Receipt.Deferred(pack.Text(), pack.OptionalWhole() is { } ticks ? new TimeSpan(ticks) : null)
        {
            Code = code,
        };
    }
}
