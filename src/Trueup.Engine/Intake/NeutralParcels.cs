using Trueup.Core.Connecting;
using Trueup.Core.Fulfilment;

namespace Trueup.Engine.Intake;

/// <summary>Reads <c>trueup.tracking.updated.v1</c>: a carrier's words on a parcel, in any vocabulary of the table of
/// carrier words.</summary>
internal static class NeutralParcels
{
    /// <summary>The report.</summary>
    public static Fact.ParcelTracked Read(Datum data) => new(
        data["tracking"].Code(),
        data.Find("vocabulary")?.Choice(CarrierWords.Vocabularies.Span) ?? CarrierWords.Own,
        data["status"].Code(),
        data["at"].Time())
    {
        Carrier = data.Find("carrier")?.Words(),
        Order = data.Find("order")?.Code(),
        Shipment = data.Find("shipment")?.Code(),
        Detail = data.Find("detail")?.Code(),
        Description = data.Find("description")?.Words(),
        IsTest = data.Find("test")?.Flag() ?? false,
    };
}
