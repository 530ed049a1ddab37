using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Units of a line that one location serves.</summary>
public readonly record struct Allocation(LocationCode Location, Quantity Quantity);

/// <summary>Gives order lines a location, by the contract's policy. The owner may serve them from elsewhere all the
/// same.</summary>
public static class Sourcing
{
    /// <summary>
    /// Which locations serve a line: one that has enough if there is one, else several in the policy's order; what
    /// nobody has waits where goods may be sold before they are there, else it goes to the first. Empty only when no
    /// location of the storefront is mapped.
    /// </summary>
    /// <param name="sku">The SKU sold.</param>
    /// <param name="quantity">Units wanted.</param>
    /// <param name="storefront">The storefront that sold them: only locations that it sells from are asked.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="known">Looks SKUs up; null for one never heard of.</param>
    public static Items<Allocation> Allocate(
        Sku sku, Quantity quantity, ConnectionName storefront, OwnershipContract contract, Func<Sku, SkuStock?> known)
    {
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(known);
        var stock = known(sku) ?? new SkuStock(sku);
        var candidates = Candidates(stock, storefront, contract, known);
        if (candidates.Count == 0)
        {
            return [];
        }

        foreach (var candidate in candidates)
        {
            if (candidate.Now >= quantity)
            {
                return [new Allocation(candidate.Location, quantity)];
            }
        }

        var allocations = new List<Allocation>();
        var left = quantity;
        foreach (var candidate in candidates)
        {
            left -= Take(allocations, candidate.Location, Quantity.Min(left, candidate.Now));
        }

        foreach (var candidate in candidates)
        {
            left -= Take(allocations, candidate.Location, Quantity.Min(left, candidate.Beyond));
        }

        Take(allocations, candidates[0].Location, left);
        return allocations.ToItems();
    }

    private static Quantity Take(List<Allocation> allocations, LocationCode location, Quantity units)
    {
        if (units > Quantity.Zero)
        {
            var place = allocations.FindIndex(allocation => allocation.Location == location);
            if (place < 0)
            {
                allocations.Add(new Allocation(location, units));
            }
            else
            {
                allocations[place] = new Allocation(location, allocations[place].Quantity + units);
            }
        }

        return units;
    }

    private static List<(LocationCode Location, Quantity Now, Quantity Beyond)> Candidates(
        SkuStock stock, ConnectionName storefront, OwnershipContract contract, Func<Sku, SkuStock?> known)
    {
        var rule = contract.Terms.Sourcing;
        var served = contract.Terms.Locations.Where(location => contract.Serves(location.Code, storefront))
            .Select((location, place) => (
                location.Code,
                Available: StockTruth.AvailableNow(stock, location.Code, contract, known),
                All: StockTruth.Available(stock, location.Code, contract, known),
                Rank: Rank(rule, location.Code, place)));

        // A location that never reported the SKU is asked last: it most likely does not stock it. One whose owner takes no
        // orders is asked after those whose owner does: somebody would have to be told by hand.
        var willing = served.OrderByDescending(candidate => candidate.All is not null)
            .ThenByDescending(candidate => contract.TakesOrders(candidate.Code));
        var ordered = rule.Policy == SourcingPolicy.MostStock
            ? willing.ThenByDescending(candidate => candidate.Available ?? Quantity.Zero).ThenBy(candidate => candidate.Rank)
            : willing.ThenBy(candidate => candidate.Rank);
        return ordered.Select(candidate => (
            candidate.Code,
            candidate.Available ?? Quantity.Zero,
            ((candidate.All ?? Quantity.Zero) - (candidate.Available ?? Quantity.Zero)).OrZero())).ToList();
    }

    private static int Rank(SourcingRule rule, LocationCode location, int place)
    {
        var rank = rule.Order.FindIndex(code => code == location);
        return rank < 0 ? rule.Order.Count + place : rank;
    }
}
