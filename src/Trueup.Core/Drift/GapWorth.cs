using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Drift;

/// <summary>What a difference may cost the shop.</summary>
public enum GapKind
{
    /// <summary>More is offered than there is: orders that nobody can ship.</summary>
    Oversell,

    /// <summary>Less is offered than there is: sales that are not made.</summary>
    LostSales,
}

/// <summary>What a difference is about in money, at the price last charged for the SKU.</summary>
/// <param name="Kind">What it leads to.</param>
/// <param name="Units">Units offered too many, or too few.</param>
/// <param name="AtStake">What those units sell for; null where nobody ever ordered the SKU, so that no price is known.</param>
/// <param name="PerWeek">What a week of it costs at the pace of its sales: units that would be sold meanwhile, each at what the contract
/// says that an unshippable or a lost sale costs; null where the price is not known or the currencies differ.</param>
public sealed record GapWorth(GapKind Kind, Quantity Units, Money? AtStake, Money? PerWeek)
{
    /// <summary>Weighs a difference; null when nobody can buy too much or too little because of it.</summary>
    /// <param name="found">The difference.</param>
    /// <param name="stock">The SKU; null for one not known any more.</param>
    /// <param name="costs">What gaps cost.</param>
    public static GapWorth? Of(Discrepancy found, SkuStock? stock, GapCosts costs)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(costs);
        var gap = (found.Observed ?? Quantity.Zero).OrZero() - found.Expected.OrZero();
        if (gap.IsZero)
        {
            return null;
        }

        var kind = gap > Quantity.Zero ? GapKind.Oversell : GapKind.LostSales;
        var units = gap > Quantity.Zero ? gap : -gap;
        if (stock?.Price is not { } price)
        {
            return new GapWorth(kind, units, AtStake: null, PerWeek: null);
        }

        var sold = Quantity.Min(units, stock.Pace?.PerWeek ?? Quantity.Zero).Value;
        Money? perWeek = kind == GapKind.LostSales
            ? Rounded(sold * price.Amount * costs.Margin, price.Currency)
            : costs.Oversold.Currency == price.Currency ? Rounded(sold * costs.Oversold.Amount, price.Currency) : null;
        return new GapWorth(kind, units, Rounded(units.Value * price.Amount, price.Currency), perWeek);
    }

    private static Money Rounded(decimal amount, string currency) => new(Math.Round(amount, 2, MidpointRounding.AwayFromZero), currency);
}
