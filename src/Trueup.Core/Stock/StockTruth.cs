using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Core.Stock;

/// <summary>
/// The stock truth of DESIGN §4, as questions about one SKU:
/// <code>
/// ATS(s,l)       = max(0, N − Σ unseen − buffer + beyond)
/// desired(f,s,l) = ATS(s,l) + Σ held at f
/// </code>
/// where <c>beyond</c> is what the contract lets be sold although it is not there: nothing, unless it says so.
/// </summary>
public static class StockTruth
{
    /// <summary>
    /// The owner's figure N, summed over sellable states, with the goods that came in since; null while there is
    /// neither.
    /// </summary>
    public static Quantity? OwnerFigure(SkuStock stock, LocationCode location, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(stock);
        ArgumentNullException.ThrowIfNull(contract);
        if (stock.ShelfAt(location) is not { } shelf)
        {
            return null;
        }

        Quantity? sum = null;
        foreach (var level in shelf.Levels)
        {
            if (contract.IsSellable(level.State))
            {
                sum = (sum ?? Quantity.Zero) + level.Quantity;
            }
        }

        foreach (var arrival in shelf.Arrivals)
        {
            if (contract.IsSellable(arrival.State))
            {
                sum = (sum ?? Quantity.Zero) + arrival.Quantity;
            }
        }

        return sum;
    }

    /// <summary>When the owner's newest sellable figure was true; null while there is none.</summary>
    public static DateTimeOffset? FigureAsOf(SkuStock stock, LocationCode location, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(stock);
        ArgumentNullException.ThrowIfNull(contract);
        DateTimeOffset? newest = null;
        if (stock.ShelfAt(location) is { } shelf)
        {
            foreach (var level in shelf.Levels)
            {
                if (contract.IsSellable(level.State) && !(newest >= level.AsOf))
                {
                    newest = level.AsOf;
                }
            }
        }

        return newest;
    }

    /// <summary>Units of open orders that the owner's figure does not yet exclude.</summary>
    public static Quantity Unseen(SkuStock stock, LocationCode location)
    {
        ArgumentNullException.ThrowIfNull(stock);
        var sum = Quantity.Zero;
        foreach (var demand in stock.Demands)
        {
            if (demand.Location == location)
            {
                sum += demand.Unseen;
            }
        }

        return sum;
    }

    /// <summary>Units that a storefront holds back on account of a location.</summary>
    public static Quantity Held(SkuStock stock, LocationCode location, ConnectionName storefront)
    {
        ArgumentNullException.ThrowIfNull(stock);
        var sum = Quantity.Zero;
        foreach (var demand in stock.Demands)
        {
            if (demand.Location == location && demand.Holder == storefront)
            {
                sum += demand.Held;
            }
        }

        return sum;
    }

    /// <summary>What is free before the buffer: N − Σ unseen. Negative when more is promised than there is; null while
    /// N is not known.</summary>
    public static Quantity? Free(SkuStock stock, LocationCode location, OwnershipContract contract) =>
        OwnerFigure(stock, location, contract) is { } figure ? figure - Unseen(stock, location) : null;

    /// <summary>Units that may be sold beyond what is there: a backorder, a pre-order, goods on their way.</summary>
    public static Quantity Beyond(SkuStock stock, LocationCode location, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(stock);
        ArgumentNullException.ThrowIfNull(contract);
        if (contract.BackorderOf(stock, location) is not { } rule)
        {
            return Quantity.Zero;
        }

        var inbound = (stock.ShelfAt(location)?.In(StockState.InTransit)?.Quantity ?? Quantity.Zero).OrZero();
        return !rule.OnlyInbound ? rule.Units ?? Quantity.Zero
            : rule.Units is { } units ? Quantity.Min(units, inbound)
            : inbound;
    }

    /// <summary>
    /// Available to sell of a SKU that is not a kit; null while the owner has not reported.
    /// </summary>
    public static Quantity? OwnAvailable(SkuStock stock, LocationCode location, OwnershipContract contract)
    {
        var beyond = Beyond(stock, location, contract);

        // An owner that reports only what is on its way has none of it yet.
        var free = Free(stock, location, contract) ??
            (beyond > Quantity.Zero && stock.ShelfAt(location) is not null ? -Unseen(stock, location) : null);
        return free is { } known ? (known + beyond - contract.BufferOf(stock, location)).OrZero() : null;
    }

    /// <summary>
    /// Available to sell. Of a kit: the whole sets that its components make, less what a rule for the kit itself keeps
    /// back; null while the owner has not reported the SKU, or any component.
    /// </summary>
    /// <param name="stock">The SKU.</param>
    /// <param name="location">The location.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="known">Looks other SKUs up; null for one never heard of.</param>
    public static Quantity? Available(
        SkuStock stock, LocationCode location, OwnershipContract contract, Func<Sku, SkuStock?> known) =>
        Available(stock, location, contract, known, OwnAvailable);

    /// <summary>As <see cref="Available(SkuStock, LocationCode, OwnershipContract, Func{Sku, SkuStock?})"/>, of what is
    /// there: nothing that is sold beyond it.</summary>
    public static Quantity? AvailableNow(
        SkuStock stock, LocationCode location, OwnershipContract contract, Func<Sku, SkuStock?> known) =>
        Available(stock, location, contract, known, OwnThere);

    private static Quantity? OwnThere(SkuStock stock, LocationCode location, OwnershipContract contract) =>
        Free(stock, location, contract) is { } free ? (free - contract.BufferOf(stock, location)).OrZero() : null;

    private static Quantity? Available(
        SkuStock stock,
        LocationCode location,
        OwnershipContract contract,
        Func<Sku, SkuStock?> known,
        Func<SkuStock, LocationCode, OwnershipContract, Quantity?> own)
    {
        ArgumentNullException.ThrowIfNull(stock);
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(known);
        if (contract.KitOf(stock.Sku) is not { } kit)
        {
            return own(stock, location, contract);
        }

        Quantity? sets = null;
        foreach (var component in kit.Components)
        {
            if (known(component.Sku) is not { } part || own(part, location, contract) is not { } available)
            {
                return null;
            }

            var whole = available.WholeSetsOf(component.PerKit);
            sets = sets is { } fewest ? Quantity.Min(fewest, whole) : whole;
        }

        return sets is { } made ? (made - contract.BufferOf(stock, location)).OrZero() : null;
    }

    /// <summary>
    /// Units of a demand that wait for goods: those that the owner's figure, given to the orders as they came, does not
    /// suffice for.
    /// </summary>
    public static Quantity Awaited(SkuStock stock, Demand demand, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(stock);
        ArgumentNullException.ThrowIfNull(demand);
        var left = OwnerFigure(stock, demand.Location, contract) ?? Quantity.Zero;
        foreach (var other in stock.Demands)
        {
            if (other.Location != demand.Location)
            {
                continue;
            }

            var missing = Quantity.Min(other.Unseen, (other.Unseen - left).OrZero());
            if (other == demand)
            {
                return missing;
            }

            left -= other.Unseen;
        }

        return Quantity.Zero;
    }

    /// <summary>What a storefront's source must hold: what may be sold, plus what the storefront already holds
    /// back.</summary>
    public static Quantity? Desired(
        SkuStock stock, LocationCode location, ConnectionName storefront, OwnershipContract contract, Func<Sku, SkuStock?> known) =>
        Available(stock, location, contract, known) is { } available
            ? available + Held(stock, location, storefront)
            : null;
}
