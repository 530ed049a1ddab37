using System.Text.Json;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.Square;

/// <summary>Reads counts: what Square has worked out of the last physical count and all later changes.</summary>
internal static class CountReading
{
    /// <summary>What a page of counts says.</summary>
    public static Items<Fact> Read(JsonElement message)
    {
        var skus = SkuPage.Read(message);
        var facts = new List<Fact>();
        foreach (var count in message.List("counts"))
        {
            if (count.Text("catalog_object_id") is not { } variation || count.Text("location_id") is not { } location)
            {
                facts.Add(new Fact.Unusable(CaseCodes.Unreadable, "A count names no variation or no location."));
            }
            else if (count.Units("quantity") is not { } quantity)
            {
                facts.Add(new Fact.Unusable(CaseCodes.QuantityInvalid, $"The count of {variation} at {location} is no number."));
            }
            else if (IsStock(count.Text("state")))
            {
                facts.Add(skus.Find(variation) is { } sku
                    ? new Fact.LevelReported(
                        Sku.Parse(sku), location, WordFor(count.Text("state")), quantity, Version: null, count.Time(
                            "calculated_at"))
                    : Unmatched(variation, skus));
            }
        }

        return facts.ToItems();
    }

    /// <summary>Why a variation is no SKU.</summary>
    public static Fact.Unusable Unmatched(string variation, SkuPage skus) => skus.Ambiguous.Contains(variation)
        ? new Fact.Unusable(
            PosCases.SkuAmbiguous,
            $"Variation {variation} carries SKU {skus.Skus.GetValueOrDefault(variation)}, and others do.")
        : new Fact.Unusable(PosCases.SkuMissing, $"Variation {variation} has no SKU in Square's catalogue.");

    /// <summary>
    /// Whether a state is goods that are somewhere. The others are where goods come from or go to (pos.md §2): Square
    /// itself leaves NONE, SOLD and UNLINKED_RETURN out of counts.
    /// </summary>
    public static bool IsStock(string? state) => state is not (null or "NONE" or "SOLD" or "UNLINKED_RETURN" or
        "ORDERED_FROM_VENDOR" or "RECEIVED_FROM_VENDOR" or "SOLD_ONLINE" or "COMPOSED" or "DECOMPOSED");

    /// <summary>The hub's word for a state; what is new or a shop's own keeps Square's, to be mapped.</summary>
    public static string? WordFor(string? state) => state switch
    {
        "IN_STOCK" => null,
        "RETURNED_BY_CUSTOMER" => "inspection",
        "WASTE" => "damaged",
        "RESERVED_FOR_SALE" => "quarantined",
        "IN_TRANSIT" or "IN_TRANSIT_TO" => "in-transit",
        _ => state,
    };
}
