using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>Works out what storefronts must hold of the SKUs that a stretch of the journal touched, each once.</summary>
internal sealed class Planning(HubState state, OwnershipContract contract)
{
    /// <summary>SKUs that something has happened to.</summary>
    public HashSet<Sku> Touched { get; } = [];

    /// <summary>Those of them that an order has happened to.</summary>
    public HashSet<Sku> TouchedByOrder { get; } = [];

    /// <summary>Plans every touched SKU once, as of the last entry of a stretch.</summary>
    public void Plan(Recorded last, List<Decided> decisions)
    {
        foreach (var sku in Touched.Concat(TouchedByOrder).ToArray())
        {
            foreach (var kit in contract.KitsWith(sku))
            {
                (TouchedByOrder.Contains(sku) ? TouchedByOrder : Touched).Add(kit.Sku);
            }
        }

        // Slots carry the message that touched them last in the stretch, so that a figure leads to its cause.
        var causes = new Dictionary<Sku, JournalPosition>();
        foreach (var decided in decisions)
        {
            foreach (var change in decided.Changes)
            {
                if (change is Change.StockChanged stock)
                {
                    causes[stock.Sku] = decided.Message;
                }
            }
        }

        var planned = new SortedDictionary<long, List<Change>>();
        foreach (var sku in TouchedByOrder.Concat(Touched.Where(sku => !TouchedByOrder.Contains(sku))))
        {
            var cause = causes.GetValueOrDefault(sku, last.Position);
            PlanOne(sku, cause, last.Entry.At, planned);
        }

        foreach (var (position, changes) in planned)
        {
            decisions.Add(new Decided(new JournalPosition(position), changes.ToItems()));
        }

        Touched.Clear();
        TouchedByOrder.Clear();
    }

    private void PlanOne(
        Sku sku, JournalPosition cause, DateTimeOffset now, SortedDictionary<long, List<Change>> planned)
    {
        var stock = state.Find(sku) ?? new SkuStock(sku);
        var changes = SlotPlanner.Plan(stock, contract, state.Find, TouchedByOrder.Contains(sku))
            .Select(Change (change) => new Change.StockChanged(sku, change))
            .Concat(Oversold.Judge(stock, contract, state, now))
            .Concat(Scarce.Judge(stock, contract, state, now))
            .ToList();
        if (changes.Count == 0)
        {
            return;
        }

        foreach (var change in changes)
        {
            state.Apply(change, cause);
        }

        if (planned.TryGetValue(cause.Value, out var others))
        {
            others.AddRange(changes);
        }
        else
        {
            planned[cause.Value] = changes;
        }
    }
}
