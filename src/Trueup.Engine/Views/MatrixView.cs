using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Engine.Views;

/// <summary>Parity of every storefront at every location at a glance.</summary>
/// <param name="Storefronts">Storefronts that follow stock.</param>
/// <param name="Locations">Locations of the contract, and then what owners report of that it does not know.</param>
/// <param name="Cells">One for each pair that sells, and one for each unknown place.</param>
public sealed record MatrixView(Items<string> Storefronts, Items<MatrixLocation> Locations, Items<MatrixCell> Cells)
{
    /// <summary>The same positions by storefront and how fast the SKU sells.</summary>
    public Items<MatrixTier> Tiers { get; init; }

    /// <summary>Counts positions, on the hub's thread.</summary>
    public static MatrixView Of(HubLoop hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        var terms = hub.Contract.Terms;
        var counts = new Dictionary<(ConnectionName Storefront, LocationCode Location), Tally>();
        var tiers = new Dictionary<(ConnectionName Storefront, Velocity Velocity), Tally>();
        foreach (var stock in hub.State.Stock.Values)
        {
            var velocity = hub.Contract.VelocityOf(stock);
            foreach (var slot in stock.Slots)
            {
                Count(TallyOf(counts, (slot.Connection, slot.Location)), hub, stock, slot);
                Count(TallyOf(tiers, (slot.Connection, velocity)), hub, stock, slot);
            }
        }

        var strangers = hub.State.ParkedMessages
            .Select(parked => (Parts: parked.Key.Split('/', 3), parked.Value.Count))
            .Where(parked => parked.Parts is ["location", _, _])
            .Select(parked => new MatrixLocation(parked.Parts[2], parked.Parts[2], parked.Parts[1])
            {
                Unmapped = parked.Count,
            });
        return new MatrixView(
            terms.Stock.Subscribers.Select(storefront => storefront.Text).ToItems(),
            terms.Locations.Select(rule => new MatrixLocation(rule.Code.Text, rule.Title, rule.Owner.Text))
                .Concat(strangers).ToItems(),
            counts.Select(pair => pair.Value.Cell(pair.Key.Storefront.Text, pair.Key.Location.Text)).ToItems())
        {
            Tiers = tiers.OrderByDescending(pair => pair.Key.Velocity)
                .Select(pair => pair.Value.Tier(pair.Key.Storefront.Text, pair.Key.Velocity)).ToItems(),
        };
    }

    private static Tally TallyOf<TKey>(Dictionary<TKey, Tally> tallies, TKey key)
        where TKey : notnull
    {
        if (!tallies.TryGetValue(key, out var tally))
        {
            tallies[key] = tally = new Tally();
        }

        return tally;
    }

    private static void Count(Tally tally, HubLoop hub, SkuStock stock, in Slot slot)
    {
        tally.Positions++;
        if (slot.Blocked is not null)
        {
            tally.Held++;
        }
        else if (slot.IsOwed)
        {
            tally.Pending++;
        }
        else if (hub.State.Cases.Drifting.Count > 0 && hub.State.Cases.IsDrifting(slot.Connection, stock.Sku))
        {
            tally.Drift++;
        }
        else
        {
            tally.InStep++;
        }
    }

    private sealed class Tally
    {
        public int Positions;
        public int InStep;
        public int Pending;
        public int Held;
        public int Drift;

        public MatrixCell Cell(string storefront, string location) =>
            new(storefront, location, Positions, InStep, Pending, Held, Drift);

        public MatrixTier Tier(string storefront, Velocity velocity) => new(
            storefront, velocity.ToString().ToLowerInvariant(), Positions, InStep, Pending, Held, Drift);
    }
}

/// <summary>A column of the matrix.</summary>
/// <param name="Code">The hub's name, or the sender's code where the contract knows none.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Owner">The connection that is right about it, or speaks of it.</param>
public sealed record MatrixLocation(string Code, string Title, string Owner)
{
    /// <summary>Messages that wait for a mapping of this place; 0 for a place of the contract.</summary>
    public int Unmapped { get; init; }
}

/// <summary>A storefront's SKUs that sell equally fast.</summary>
/// <param name="Storefront">The storefront.</param>
/// <param name="Velocity"><c>fast</c>, <c>medium</c> or <c>slow</c>.</param>
/// <param name="Positions">Positions of such SKUs.</param>
/// <param name="InStep">Those that agree.</param>
/// <param name="Pending">Those whose quantity is on its way.</param>
/// <param name="Held">Those that are not written, for a reason that is a case.</param>
/// <param name="Drift">Those that a comparison found different.</param>
public sealed record MatrixTier(
    string Storefront, string Velocity, int Positions, int InStep, int Pending, int Held, int Drift);

/// <summary>A storefront at a location.</summary>
/// <param name="Storefront">The storefront.</param>
/// <param name="Location">The location.</param>
/// <param name="Positions">SKUs that it sells from there.</param>
/// <param name="InStep">Those that agree.</param>
/// <param name="Pending">Those whose quantity is on its way.</param>
/// <param name="Held">Those that are not written, for a reason that is a case.</param>
/// <param name="Drift">Those that a comparison found different.</param>
public sealed record MatrixCell(
    string Storefront, string Location, int Positions, int InStep, int Pending, int Held, int Drift);
