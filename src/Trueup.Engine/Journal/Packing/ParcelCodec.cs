using System.Diagnostics;
using Trueup.Core.Fulfilment;

namespace Trueup.Engine.Journal.Packing;

/// <summary>
/// Packs an order's parcels, and what changes in them. Tags are on disk: never change one, never use one again.
/// </summary>
internal static class ParcelCodec
{
    public static PackWriter PutEvent(PackWriter pack, FulfilmentEvent change) => change switch
    {
        FulfilmentEvent.ParcelSent sent => pack.Byte(1)
            .Text(sent.Shipment).Text(sent.Number).OptionalText(sent.Carrier).OptionalText(sent.Url).Time(sent.At),
        FulfilmentEvent.ParcelReported reported => pack.Byte(2)
            .Text(reported.Shipment).Text(reported.Number).Choice(reported.Status).Time(reported.OccurredAt)
            .Text(reported.Words).Connection(reported.Reporter),
        _ => throw new UnreachableException($"No codec for {change?.GetType().Name}."),
    };

    public static FulfilmentEvent TakeEvent(PackReader pack) => pack.Byte() switch
    {
        1 => new FulfilmentEvent.ParcelSent(
            pack.Text(), pack.Text(), pack.OptionalText(), pack.OptionalText(), pack.Time()),
        2 => new FulfilmentEvent.ParcelReported(
            pack.Text(), pack.Text(), pack.Choice<ParcelStatus>(), pack.Time(), pack.Text(), pack.Connection()),
        var tag => throw pack.Broken($"no event of a parcel has the tag {tag}"),
    };

    public static PackWriter Put(PackWriter pack, Parcel parcel) => pack
        .Text(parcel.Shipment).Text(parcel.Number).OptionalText(parcel.Carrier).OptionalText(parcel.Url)
        .Time(parcel.SentAt)
        .List(parcel.Reports, static (inner, report) => inner
            .Choice(report.Status).Time(report.OccurredAt).Text(report.Words).Connection(report.Reporter)
            .Position(report.Message));

    public static Parcel Take(PackReader pack) => new(
        pack.Text(), pack.Text(), pack.OptionalText(), pack.OptionalText(), pack.Time())
    {
        Reports = pack.List(static inner => new ParcelReport(
            inner.Choice<ParcelStatus>(), inner.Time(), inner.Text(), inner.Connection(), inner.Position())),
    };
}
