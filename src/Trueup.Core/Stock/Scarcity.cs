using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Core.Stock;

/// <summary>How much is left of a SKU in a storefront.</summary>
public enum StockLeft
{
    /// <summary>Enough, or nobody knows.</summary>
    Enough,

    /// <summary>Little.</summary>
    Low,

    /// <summary>Nothing that is there; it may still be sold beyond that.</summary>
    Later,

    /// <summary>Nothing.</summary>
    SoldOut,
}

/// <summary>Says when little or nothing is left of a SKU in a storefront.</summary>
public static class Scarcity
{
    /// <summary>How much is left of a SKU over all locations that a storefront sells from.</summary>
    public static StockLeft Of(SkuStock stock, ConnectionName storefront, OwnershipContract contract, Func<Sku, SkuStock?> known)
    {
        ArgumentNullException.ThrowIfNull(stock);
        ArgumentNullException.ThrowIfNull(contract);
        Quantity? there = null;
        var all = Quantity.Zero;
        foreach (var location in contract.Terms.Locations)
        {
            if (contract.Serves(location.Code, storefront) &&
                StockTruth.Available(stock, location.Code, contract, known) is { } available)
            {
                all += available;
                there = (there ?? Quantity.Zero) +
                    (StockTruth.AvailableNow(stock, location.Code, contract, known) ?? Quantity.Zero);
            }
        }

        return there is not { } left ? StockLeft.Enough
            : all.IsZero ? StockLeft.SoldOut
            : left.IsZero ? StockLeft.Later
            : left <= contract.LowAt(stock) ? StockLeft.Low
            : StockLeft.Enough;
    }

    /// <summary>
    /// What a storefront's merchandisers are told of a SKU; null for nothing. A SKU of which nothing was ever there, and one
    /// that is off sale, are no news.
    /// </summary>
    public static Finding? Judge(SkuStock stock, ConnectionName storefront, OwnershipContract contract, Func<Sku, SkuStock?> known)
    {
        ArgumentNullException.ThrowIfNull(stock);
        ArgumentNullException.ThrowIfNull(contract);
        if (contract.Terms.LowStock is not { } terms || stock.ListingIn(storefront)?.Traits.Enabled == false)
        {
            return null;
        }

        var lineage = LineageOf(stock.Sku, storefront);
        return Of(stock, storefront, contract, known) switch
        {
            StockLeft.SoldOut when terms.TellsSoldOut && WasThere(stock, storefront, contract, known) =>
                new Finding(CaseCodes.SoldOut, lineage, $"Nothing of {stock.Sku} is left.{Instead(stock.Sku, contract)}"),
            StockLeft.Low when terms.TellsLow => new Finding(
                CaseCodes.Low, lineage, $"{contract.LowAt(stock)} or less of {stock.Sku} are left.{Instead(stock.Sku, contract)}"),
            _ => null,
        };
    }

    /// <summary>What a case about a SKU in a storefront is about.</summary>
    public static Lineage LineageOf(Sku sku, ConnectionName storefront) => new() { Storefront = storefront, Sku = sku.Text };

    private static string Instead(Sku sku, OwnershipContract contract) => contract.SubstitutesOf(sku) is { IsEmpty: false } instead
        ? $" To be offered instead: {string.Join(", ", instead)}."
        : "";

    /// <summary>Of a kit, any component that ran out.</summary>
    private static bool WasThere(
        SkuStock stock, ConnectionName storefront, OwnershipContract contract, Func<Sku, SkuStock?> known) =>
        contract.KitOf(stock.Sku) is { } kit
            ? kit.Components.Any(part => known(part.Sku) is { } component && WasThere(component, storefront, contract))
            : WasThere(stock, storefront, contract);

    private static bool WasThere(SkuStock stock, ConnectionName storefront, OwnershipContract contract) =>
        stock.Pace is not null || stock.Shelves.Any(shelf => contract.Serves(shelf.Location, storefront) &&
            shelf.Levels.Any(level => contract.IsSellable(level.State) && (level.Quantity > Quantity.Zero || level.EmptiedBy != default)));
}
