using System.Diagnostics;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Engine.Journal.Packing;

/// <summary>
/// Packs what changes in the stock of a SKU. Tags are on disk: never change one, never use one again.
/// </summary>
internal static class StockEventCodec
{
    public static PackWriter Put(PackWriter pack, StockEvent change) => change switch
    {
        StockEvent.LevelSet set => pack.Byte(1)
            .Location(set.Location).Choice(set.State).Quantity(set.Quantity).OptionalWhole(set.Version).Time(set.AsOf),
        StockEvent.DemandOpened opened => pack.Byte(2)
            .Order(opened.Order).Text(opened.Line).Location(opened.Location).Quantity(opened.Quantity)
            .OptionalConnection(opened.Holder).Quantity(opened.Held),
        StockEvent.DemandMoved moved => pack.Byte(3)
            .Order(moved.Order).Text(moved.Line).Location(moved.From).Location(moved.To)
            .Quantity(moved.Quantity).Quantity(moved.Held),
        StockEvent.DemandDeparted departed => pack.Byte(4)
            .Order(departed.Order).Text(departed.Line).Location(departed.Location)
            .Quantity(departed.Quantity).Time(departed.At),
        StockEvent.DemandCovered covered => pack.Byte(5)
            .Order(covered.Order).Text(covered.Line).Location(covered.Location)
            .Quantity(covered.Quantity).Time(covered.At),
        StockEvent.DemandWithdrawn withdrawn => pack.Byte(6)
            .Order(withdrawn.Order).Text(withdrawn.Line).Location(withdrawn.Location).Quantity(withdrawn.Quantity),
        StockEvent.HoldSet hold => pack.Byte(7)
            .Order(hold.Order).Text(hold.Line).Location(hold.Location).Quantity(hold.Held),
        StockEvent.SlotDesired desired => pack.Byte(8)
            .Connection(desired.Connection).Source(desired.Source).Location(desired.Location)
            .Quantity(desired.Quantity).Choice(desired.Urgency),
        StockEvent.SlotWritten { IsHalfDone: true } unsure => pack.Byte(16)
            .Connection(unsure.Connection).Source(unsure.Source).OptionalQuantity(unsure.Quantity),
        StockEvent.SlotWritten written => pack.Byte(9)
            .Connection(written.Connection).Source(written.Source).OptionalQuantity(written.Quantity),
        StockEvent.SlotObserved seen => pack.Byte(10)
            .Connection(seen.Connection).Source(seen.Source).Quantity(seen.Quantity),
        StockEvent.SlotBlocked blocked => pack.Byte(11)
            .Connection(blocked.Connection).Source(blocked.Source).OptionalText(blocked.Code?.Code),
        StockEvent.PaceSet pace => pack.Byte(14).Quantity(pace.Weight).Time(pace.At),
        StockEvent.ListingSet { Traits.Categories: { } categories } listing => StockCodec.PutTexts(
            StockCodec.PutTraits(
                pack.Byte(15).Connection(listing.Connection).Text(listing.RemoteId).Text(listing.Type), listing.Traits),
            categories),
        StockEvent.ListingSet listing => StockCodec.PutTraits(
            pack.Byte(12).Connection(listing.Connection).Text(listing.RemoteId).Text(listing.Type), listing.Traits),
        StockEvent.SlotLowered lowered => pack.Byte(13)
            .Connection(lowered.Connection).Source(lowered.Source).Quantity(lowered.Quantity),
        StockEvent.GoodsArrived arrived => pack.Byte(40)
            .Location(arrived.Location).Choice(arrived.State).Quantity(arrived.Quantity).Time(arrived.At)
            .Text(arrived.Reference),
        StockEvent.PriceSeen seen => StockCodec.PutMoney(pack.Byte(50), seen.Price),
        StockEvent.OverrideSet set => pack.Byte(51)
            .Connection(set.Connection).Source(set.Source).Quantity(set.Quantity).Time(set.Since).Time(set.Until)
            .Text(set.By).Text(set.Reason),
        StockEvent.OverrideEnded ended => pack.Byte(52).Connection(ended.Connection).Source(ended.Source),
        _ => throw new UnreachableException($"No codec for {change?.GetType().Name}."),
    };

    public static StockEvent Take(PackReader pack) => pack.Byte() switch
    {
        1 => new StockEvent.LevelSet(
            pack.Location(), pack.Choice<StockState>(), pack.Quantity(), pack.OptionalWhole(), pack.Time()),
        2 => new StockEvent.DemandOpened(
            pack.Order(), pack.Code(), pack.Location(), pack.Quantity(), pack.OptionalConnection(), pack.Quantity()),
        3 => new StockEvent.DemandMoved(
            pack.Order(), pack.Code(), pack.Location(), pack.Location(), pack.Quantity(), pack.Quantity()),
        4 => new StockEvent.DemandDeparted(pack.Order(), pack.Code(), pack.Location(), pack.Quantity(), pack.Time()),
        5 => new StockEvent.DemandCovered(pack.Order(), pack.Code(), pack.Location(), pack.Quantity(), pack.Time()),
        6 => new StockEvent.DemandWithdrawn(pack.Order(), pack.Code(), pack.Location(), pack.Quantity()),
        7 => new StockEvent.HoldSet(pack.Order(), pack.Code(), pack.Location(), pack.Quantity()),
        8 => new StockEvent.SlotDesired(
            pack.Connection(), pack.Source(), pack.Location(), pack.Quantity(), pack.Choice<Urgency>()),
        9 => new StockEvent.SlotWritten(pack.Connection(), pack.Source(), pack.OptionalQuantity()),
        10 => new StockEvent.SlotObserved(pack.Connection(), pack.Source(), pack.Quantity()),
        11 => new StockEvent.SlotBlocked(pack.Connection(), pack.Source(), pack.OptionalRecord(CaseCodec.TakeCode)),
        12 => new StockEvent.ListingSet(pack.Connection(), pack.Text(), pack.Code(), StockCodec.TakeTraits(pack)),
        13 => new StockEvent.SlotLowered(pack.Connection(), pack.Source(), pack.Quantity()),
        40 => new StockEvent.GoodsArrived(
            pack.Location(), pack.Choice<StockState>(), pack.Quantity(), pack.Time(), pack.Text()),
        14 => new StockEvent.PaceSet(pack.Quantity(), pack.Time()),
        15 => new StockEvent.ListingSet(
            pack.Connection(), pack.Text(), pack.Code(),
            StockCodec.TakeTraits(pack) with { Categories = StockCodec.TakeTexts(pack) }),
        16 => new StockEvent.SlotWritten(pack.Connection(), pack.Source(), pack.OptionalQuantity()) { IsHalfDone = true },
        50 => new StockEvent.PriceSeen(StockCodec.TakeMoney(pack)),
        51 => new StockEvent.OverrideSet(
            pack.Connection(), pack.Source(), pack.Quantity(), pack.Time(), pack.Time(), pack.Text(), pack.Text()),
        52 => new StockEvent.OverrideEnded(pack.Connection(), pack.Source()),
        var tag => throw pack.Broken($"no stock event has the tag {tag}"),
    };
}
