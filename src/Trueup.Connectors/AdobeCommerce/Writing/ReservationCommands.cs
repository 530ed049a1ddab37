using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Writing;

/// <summary>
/// The shop's own way to repair reservations: no REST call reads or writes them (adobe-commerce.md §1). Its report prints
/// <c>increment:sku:qty:stock</c>, and takes such lines to compensate them (§3.7). It is known to be wrong now and then (P9), so what it
/// lists is held against the hub's own figure before it is applied.
/// </summary>
internal static class ReservationCommands
{
    private const string Report = "bin/magento inventory:reservation:list-inconsistencies -r";
    private const string Compensate = "bin/magento inventory:reservation:create-compensations";

    /// <summary>The commands for one SKU, as a sentence.</summary>
    public static string For(int stockId, Sku sku, Quantity surplus)
    {
        var lines = $"{Report} | grep -F {Quoted($":{sku.Text}:")} | grep ':{stockId}$'";
        var units = surplus < Quantity.Zero ? -surplus : surplus;
        return $"On the shop's server, list what is wrong of it (order:SKU:quantity:stock): {lines} ; " +
            $"and only where those lines add up to {units}, whatever their sign, compensate them: {lines} | {Compensate}";
    }

    /// <summary>A word that a shell takes as it is.</summary>
    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
