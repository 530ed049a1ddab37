using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Units of a line that one location serves.</summary>
public readonly record struct Allocation(LocationCode Location, Quantity Quantity)
{
    /// <summary>How far it is from where the order goes; null where that is not known or not asked.</summary>
    public decimal? Kilometres { get; init; }

    /// <summary>Why this location, in words; null where the contract's own order says it.</summary>
    public string? Because { get; init; }
}

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
    /// <param name="order">The order: only locations that its storefront sells from are asked, and where it goes says which
    /// is near.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="known">Looks SKUs up; null for one never heard of.</param>
    public static Items<Allocation> Allocate(
        Sku sku, Quantity quantity, CanonicalOrder order, OwnershipContract contract, Func<Sku, SkuStock?> known)
    {
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(order);
        var stock = known(sku) ?? new SkuStock(sku);
        var vicinity = Vicinity.Of(order, contract.Terms.Sourcing);
        var candidates = Candidates(stock, order.Storefront, vicinity, contract, known);
        if (candidates.Count == 0)
        {
            return [];
        }

        var chosen = Choose(candidates, quantity);
        return vicinity is null
            ? chosen.ToItems()
            : chosen.Select(allocation => Explain(allocation, quantity, candidates, vicinity)).ToItems();
    }

    private static List<Allocation> Choose(List<Candidate> candidates, Quantity quantity)
    {
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
        return allocations;
    }

    /// <summary>Why a location was chosen by distance, or why distance could not choose.</summary>
    private static Allocation Explain(Allocation allocation, Quantity wanted, List<Candidate> candidates, Vicinity vicinity)
    {
        var chosen = candidates.Find(candidate => candidate.Location == allocation.Location);
        if (!vicinity.IsKnown || candidates.TrueForAll(candidate => candidate.Kilometres is null))
        {
            var why = vicinity.IsKnown ? "no location has coordinates" : vicinity.Words;
            return allocation with { Because = $"by priority, because {why}" };
        }

        // Of those that are nearer, what was against the nearest.
        var passed = candidates.Where(candidate => candidate.Kilometres < (chosen.Kilometres ?? decimal.MaxValue))
            .OrderBy(candidate => candidate.Kilometres).Select(candidate =>
                $"; {candidate.Location}, {Vicinity.Say(candidate.Kilometres)}, {Lack(candidate, chosen)}").FirstOrDefault();
        var share = allocation.Quantity < wanted ? $", a part of {wanted} that no one location has" : "";
        return allocation with
        {
            Kilometres = chosen.Kilometres,
            Because = $"{Vicinity.Say(chosen.Kilometres)} from {vicinity.Words}{share}{passed}",
        };
    }

    private static string Lack(Candidate passed, Candidate chosen) =>
        passed.IsStocked != chosen.IsStocked ? "never reported it"
        : passed.TakesOrders != chosen.TakesOrders ? "is not told of orders"
        : $"has {passed.Now} of it";

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

    private static List<Candidate> Candidates(
        SkuStock stock, ConnectionName storefront, Vicinity? vicinity, OwnershipContract contract, Func<Sku, SkuStock?> known)
    {
        var rule = contract.Terms.Sourcing;
        var served = contract.Terms.Locations.Index().Where(place => contract.Serves(place.Item.Code, storefront))
            .Select(place => CandidateAt(place.Item, Rank(rule, place.Item.Code, place.Index)));

        // A location that never reported the SKU is asked last: it most likely does not stock it. One whose owner takes no
        // orders is asked after those whose owner does: somebody would have to be told by hand.
        var willing = served.OrderByDescending(candidate => candidate.IsStocked)
            .ThenByDescending(candidate => candidate.TakesOrders);
        return (rule.Policy switch
        {
            SourcingPolicy.MostStock => willing.ThenByDescending(candidate => candidate.Now),
            SourcingPolicy.Nearest => willing.ThenBy(candidate => candidate.Kilometres ?? decimal.MaxValue),
            _ => willing,
        }).ThenBy(candidate => candidate.Rank).ToList();

        Candidate CandidateAt(LocationRule location, int rank)
        {
            var now = StockTruth.AvailableNow(stock, location.Code, contract, known) ?? Quantity.Zero;
            var all = StockTruth.Available(stock, location.Code, contract, known);
            return new Candidate(location.Code, now, ((all ?? Quantity.Zero) - now).OrZero(), rank)
            {
                IsStocked = all is not null,
                TakesOrders = contract.TakesOrders(location.Code),
                Kilometres = vicinity?.KilometresFrom(location),
            };
        }
    }

    private static int Rank(SourcingRule rule, LocationCode location, int place)
    {
        var rank = rule.Order.FindIndex(code => code == location);
        return rank < 0 ? rule.Order.Count + place : rank;
    }

    /// <summary>A location that could serve.</summary>
    /// <param name="Location">The location.</param>
    /// <param name="Now">Units that are there.</param>
    /// <param name="Beyond">Units that may be sold before they are there.</param>
    /// <param name="Rank">Its place in the contract's order.</param>
    private readonly record struct Candidate(LocationCode Location, Quantity Now, Quantity Beyond, int Rank)
    {
        public bool IsStocked { get; init; }

        public bool TakesOrders { get; init; }

        public decimal? Kilometres { get; init; }
    }
}
