using System.Diagnostics;
using Trueup.Core.Fulfilment;
using Trueup.Core.Orders;
using Trueup.Core.Returns;
using Trueup.Core.Values;

namespace Trueup.Engine.Views;

/// <summary>Puts what happens after a dispatch into words: parcels, returns, refunds.</summary>
internal static class AfterSaleWords
{
    /// <summary>What became of a parcel.</summary>
    public static string Of(FulfilmentEvent change) => change switch
    {
        FulfilmentEvent.ParcelSent sent => sent.Carrier is null
            ? $"parcel {sent.Number} of shipment {sent.Shipment} left"
            : $"{sent.Carrier} parcel {sent.Number} of shipment {sent.Shipment} left",
        FulfilmentEvent.ParcelReported reported =>
            $"parcel {reported.Number} is {CarrierWords.WordOf(reported.Status)}, says {reported.Reporter}",
        _ => throw new UnreachableException($"No words for {change?.GetType().Name}."),
    };

    /// <summary>What became of a return or refund.</summary>
    public static string Of(ReturnEvent change) => change switch
    {
        ReturnEvent.Authorised told => $"return {told.Rma} authorised by {told.Reporter}: {Goods(told.Lines)}",
        ReturnEvent.Received told => $"return {told.Rma} received at {told.Location}: {Goods(told.Lines)}",
        ReturnEvent.Inspected told =>
            $"return {told.Rma} inspected at {told.Location}: {string.Join(", ", told.Lines.Select(Goods))}",
        ReturnEvent.RefundDue due =>
            $"refund due for {string.Join(", ", due.Rmas)}: {due.Lines.Sum(line => line.Net + line.Tax)}",
        ReturnEvent.RefundShown shown => shown.Amounts is { } amounts
            ? $"refund {shown.Refund} of {amounts.Gross} in the storefront"
            : $"refund {shown.Refund} in the storefront",
        _ => throw new UnreachableException($"No words for {change?.GetType().Name}."),
    };

    /// <summary>The word for what becomes of inspected goods (CONTRACT §3).</summary>
    public static string WordOf(Disposition disposition) =>
        disposition == Disposition.ReturnToVendor ? "return-to-vendor" : disposition.ToString().ToLowerInvariant();

    private static string Goods(Items<LineQuantity> lines) => lines.IsEmpty
        ? "everything"
        : string.Join(", ", lines.Select(line => $"{line.Quantity} × {line.Sku}"));

    private static string Goods(InspectedUnits inspected) =>
        $"{inspected.Units.Quantity} × {inspected.Units.Sku} {WordOf(inspected.Disposition)}";
}
