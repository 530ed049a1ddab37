using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>What is picked for a line from one location.</summary>
/// <param name="Sku">The SKU picked.</param>
/// <param name="PerUnit">Units picked for one unit of the line.</param>
/// <param name="Location">Where from.</param>
/// <param name="Quantity">Units to pick.</param>
public sealed record Pick(Sku Sku, Quantity PerUnit, LocationCode Location, Quantity Quantity)
{
    /// <summary>Units that the owner has taken into account (allocated or dispatched, by its basis) and not lost since.</summary>
    public Quantity Taken { get; init; }

    /// <summary>Units dispatched.</summary>
    public Quantity Dispatched { get; init; }

    /// <summary>Units given up before they were dispatched.</summary>
    public Quantity Withdrawn { get; init; }

    /// <summary>Of <see cref="Taken"/>, what was allocated and has not left: when, and where. Orders from before 2026-12 do not say it.</summary>
    public Items<AllocatedUnits> Allocations { get; init; }

    /// <summary>Of <see cref="Withdrawn"/>, units that were allocated when they could not be found; in <see cref="Taken"/> no more.</summary>
    public Quantity Lost { get; init; }

    /// <summary>Of <see cref="Withdrawn"/>, units that could not be found and, as far as is known, were not allocated.</summary>
    public Items<Loss> Losses { get; init; }

    /// <summary>Which part of its line this is: the same one may be picked in several places.</summary>
    internal (Sku Sku, Quantity PerUnit) Part => (Sku, PerUnit);

    /// <summary>Units still to be dispatched.</summary>
    public Quantity Open => (Quantity - Withdrawn - Dispatched).OrZero();

    /// <summary>Units still wanted that the owner has not taken into account yet.</summary>
    public Quantity Waiting => (Quantity - Withdrawn - Taken).OrZero();

    /// <summary>Units that its owner has allocated at a moment.</summary>
    internal Pick Allocate(Quantity units, DateTimeOffset at, LocationCode location) => units.IsZero
        ? this
        : this with { Taken = Taken + units, Allocations = Allocations.Add(new AllocatedUnits(units, at, location)) };

    /// <summary>Units that left; those that were allocated first are the first to leave.</summary>
    internal Pick Send(Quantity units) => (this with
    {
        Dispatched = Dispatched + units,
        Taken = Quantity.Max(Taken, Dispatched + units),
    }).Trimmed();

    /// <summary>Units that were allocated by a moment, and can still be lost.</summary>
    /// <param name="until">When they could not be found.</param>
    /// <param name="location">Where they should have been; null when nobody says.</param>
    internal Quantity AllocatedBy(DateTimeOffset until, LocationCode? location)
    {
        // What an order from before allocations were kept does not date may have been allocated at any time.
        var units = (Taken - Dispatched).OrZero();
        foreach (var allocation in Allocations)
        {
            units -= allocation.IsMeant(until, location) ? Quantity.Zero : allocation.Quantity;
        }

        return Quantity.Min(units.OrZero(), Open);
    }

    /// <summary>Units that were allocated and cannot be found.</summary>
    internal Pick Lose(Quantity units, DateTimeOffset until, LocationCode? location)
    {
        var left = units;
        var allocations = Allocations.ToArray();
        foreach (var place in Enumerable.Range(0, allocations.Length).OrderByDescending(place => allocations[place].At))
        {
            var gone = allocations[place].IsMeant(until, location) ? Quantity.Min(left, allocations[place].Quantity) : Quantity.Zero;
            allocations[place] = allocations[place] with { Quantity = allocations[place].Quantity - gone };
            left -= gone;
        }

        return (this with
        {
            Withdrawn = Withdrawn + units,
            Taken = Taken - units,
            Lost = Lost + units,
            Allocations = allocations.Where(allocation => !allocation.Quantity.IsZero).ToItems(),
        }).Trimmed();
    }

    /// <summary>Units that could not be found before their allocation was told: those that an allocation of a moment and place may mean.</summary>
    internal Quantity Unexplained(DateTimeOffset at, LocationCode location) => Losses
        .Where(loss => loss.MayMean(at, location)).Sum(loss => loss.Quantity);

    /// <summary>An allocation that is told late is of what could not be found after it.</summary>
    internal (Pick Pick, Quantity Explained, Quantity Untold) Explain(Quantity units, DateTimeOffset at, LocationCode location)
    {
        var (explained, untold) = (Quantity.Zero, Quantity.Zero);
        var losses = Losses.ToArray();
        for (var i = 0; i < losses.Length; i++)
        {
            var meant = losses[i].MayMean(at, location) ? Quantity.Min(units - explained, losses[i].Quantity) : Quantity.Zero;
            explained += meant;
            untold += losses[i].IsTold ? Quantity.Zero : meant;
            losses[i] = losses[i] with { Quantity = losses[i].Quantity - meant };
        }

        return explained.IsZero ? (this, explained, untold) : (this with
        {
            Lost = Lost + explained,
            Losses = losses.Where(loss => !loss.Quantity.IsZero).ToItems(),
        }, explained, untold);
    }

    /// <summary>No more is allocated than was taken and has not left: what was allocated first goes first.</summary>
    private Pick Trimmed()
    {
        var over = Allocations.Sum(allocation => allocation.Quantity) - (Taken - Dispatched).OrZero();
        if (over <= Quantity.Zero)
        {
            return this;
        }

        var kept = new List<AllocatedUnits>();
        foreach (var allocation in Allocations.OrderBy(allocation => allocation.At))
        {
            var gone = Quantity.Min(over.OrZero(), allocation.Quantity);
            over -= gone;
            if (gone < allocation.Quantity)
            {
                kept.Add(allocation with { Quantity = allocation.Quantity - gone });
            }
        }

        return this with { Allocations = kept.ToItems() };
    }
}

/// <summary>Units that an owner whose figure is what is available has taken off it for an order.</summary>
/// <param name="Quantity">Units.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Location">Where they lie.</param>
public sealed record AllocatedUnits(Quantity Quantity, DateTimeOffset At, LocationCode Location)
{
    internal bool IsMeant(DateTimeOffset until, LocationCode? location) => At <= until && (location is null || location == Location);
}

/// <summary>Units that could not be found.</summary>
/// <param name="Quantity">Units.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Location">Where, in the words of who looked for them; null when nobody said.</param>
/// <param name="Among">The places that they may be missing at, while the stock lanes do not know which; empty once they do.</param>
public sealed record Loss(Quantity Quantity, DateTimeOffset At, LocationCode? Location, Items<LocationCode> Among)
{
    /// <summary>Whether the stock lanes know where they are missing.</summary>
    public bool IsTold => Among.IsEmpty;

    internal bool MayMean(DateTimeOffset at, LocationCode location) => at <= At && (Location is null || Location == location);
}
