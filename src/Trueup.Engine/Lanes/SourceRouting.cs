using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Lanes;

/// <summary>Takes up what storefronts show of their sources and products, and what came of writing to them.</summary>
internal sealed class SourceRouting(HubState state, OwnershipContract contract)
{
    /// <summary>The codes of refusals that a later success disproves.</summary>
    private static readonly CaseCode[] Refusals =
    [
        CaseCodes.WriteRefused, CaseCodes.SkuUnknown, CaseCodes.SourceUnknown, CaseCodes.SkuNotAssigned, CaseCodes.NotStockable,
    ];

    /// <summary>Rows that were read because they say something new.</summary>
    public void Observe(Deliberation about, ConnectionName reporter, StockRouting stockRouting, bool approved)
    {
        var entry = about.Recorded.Entry;
        var (asOf, rows) = Observation.Read(entry);
        if (Observation.IsOwner(entry))
        {
            // A guard judges what came together, together.
            foreach (var place in rows.GroupBy(row => row.Location, StringComparer.Ordinal))
            {
                var levels = place.Select(row => new Fact.LevelReported(
                    row.Sku, row.Location, row.State, row.Quantity, row.Version, asOf)).ToItems();
                stockRouting.Report(
                    about, reporter, new Fact.LevelsReported(place.Key, Full: false, levels, asOf), approved);
            }

            return;
        }

        foreach (var row in rows)
        {
            if (RemoteCode.TryParse(row.Location, out var source) && state.Find(row.Sku) is { } stock &&
                     stock.SlotOf(reporter, source) is { } slot &&
                     (slot.Observed != row.Quantity || slot.Written != row.Quantity))
            {
                Decide(about, stock, new StockFact.SourceSeen(reporter, source, row.Quantity));
            }
        }
    }

    /// <summary>A product as a storefront shows it.</summary>
    public void List(Deliberation about, ConnectionName reporter, Fact.ProductObserved product)
    {
        var stock = state.Find(product.Sku) ?? new SkuStock(product.Sku);
        Decide(about, stock, new StockFact.ListingSeen(reporter, product.RemoteId, product.Type, product.Traits));
        if (product.Traits.Enabled == false)
        {
            var lineage = new Lineage { Storefront = reporter, Sku = product.Sku.Text };
            about.Heal(CaseCodes.ProductIncomplete, lineage, "It was taken off sale.");
            about.Heal(CaseCodes.ProductUnplaced, lineage, "It was taken off sale.");
        }

        foreach (var slot in stock.Slots)
        {
            if (slot.Connection != reporter)
            {
                continue;
            }

            if (product.Traits.HoldsStock == false)
            {
                Refuse(about, slot, product.Sku, CaseCodes.NotStockable, $"{product.Sku} is of type {product.Type}.");
            }
            else if (slot.Blocked is not null)
            {
                HealRefusals(about, slot, product.Sku, "The storefront shows the product.");
                Decide(about, state.Find(product.Sku)!, new StockFact.SourceReleased(reporter, slot.Source));
            }
        }
    }

    /// <summary>
    /// What a storefront shows that a SKU is made of. Orders that were taken keep what they were taken with; a storefront
    /// to which it is no kit does not speak for the one that showed it.
    /// </summary>
    public void Compose(Deliberation about, ConnectionName reporter, Fact.KitShown shown)
    {
        var known = state.Kits.GetValueOrDefault(shown.Sku);
        var parts = shown.Parts.Select(part => new LineComponent(part.Sku, part.PerKit)).ToItems();
        if (parts.IsEmpty ? known is null || known.Connection != reporter : known?.Parts == parts)
        {
            return;
        }

        about.Say(new Change.KitShown(reporter, shown.Sku, parts));
        about.Touch(shown.Sku);
    }

    /// <summary>
    /// A SKU was put on sale: what it lacks is a case, before the first order shows it. What the product lacks and a place
    /// that has it are cases of their own, for each is resolved by a proof of its own.
    /// </summary>
    public void Publish(Deliberation about, ConnectionName reporter, Fact.ProductPublished published)
    {
        var lineage = new Lineage { Storefront = reporter, Sku = published.Sku.Text };
        if (published.Missing.IsEmpty)
        {
            about.Heal(CaseCodes.ProductIncomplete, lineage, "It was published again with everything it needs.");
        }
        else
        {
            about.Find(new Finding(
                CaseCodes.ProductIncomplete, lineage,
                $"{published.Sku} is on sale without {string.Join(", ", published.Missing)}."));
        }

        var stock = state.Find(published.Sku);
        var holdsStock = stock?.ListingIn(reporter)?.Traits.HoldsStock != false && contract.KitOf(published.Sku) is null;
        if (!contract.Terms.Locations.Any(each => contract.Serves(each.Code, reporter) && state.PopulationOf(each.Code) > 0))
        {
            // No owner has said anything yet: nothing can be missing from that.
            return;
        }

        if (holdsStock && stock?.Shelves.Any(shelf => contract.Serves(shelf.Location, reporter)) != true)
        {
            about.Find(new Finding(
                CaseCodes.ProductUnplaced, lineage,
                $"{published.Sku} is on sale, and no owner reports stock of it at a location that {reporter} sells from."));
        }
        else
        {
            about.Heal(CaseCodes.ProductUnplaced, lineage, "An owner reports stock of it.");
        }
    }

    /// <summary>How a storefront's sources are wired; mapped locations that cannot be sold from are cases.</summary>
    public void Wire(Deliberation about, ConnectionName reporter, Fact.WiringObserved wiring)
    {
        if (state.Wirings.GetValueOrDefault(reporter) is { } known && known.Sources == wiring.Sources && known.Linked == wiring.Linked)
        {
            return;
        }

        about.Say(new Change.WiringLearned(reporter, wiring.Sources, wiring.Linked));
        foreach (var location in contract.Terms.Locations)
        {
            foreach (var outlet in contract.OutletsOf(location.Code))
            {
                if (outlet.Connection == reporter)
                {
                    Judge(about, reporter, location.Code, outlet.Code, wiring);
                }
            }
        }
    }

    /// <summary>What came of writing levels.</summary>
    public void Settle(Deliberation about, ConnectionName connection, Settlement.Levels settled)
    {
        foreach (var outcome in settled.Outcomes)
        {
            if (state.Find(outcome.Sku) is not { } stock || stock.SlotOf(connection, outcome.Source) is not { } slot)
            {
                continue;
            }

            switch (outcome.Receipt)
            {
                case Receipt.Applied:
                    Decide(about, stock, new StockFact.SourceWritten(connection, outcome.Source, outcome.Quantity));
                    HealRefusals(about, slot, outcome.Sku, "The storefront took a later write.");
                    break;
                case Receipt.Refused refused:
                    Refuse(about, slot, outcome.Sku, refused.Code, refused.Detail);
                    break;
                case Receipt.Unknown unknown:
                    var unsure = new StockEvent.SlotWritten(connection, outcome.Source, Quantity: null) { IsHalfDone = unknown.IsHalfDone };
                    about.Say(outcome.Sku, [unsure], byOrder: false);
                    break;
            }
        }
    }

    private static void Judge(
        Deliberation about, ConnectionName storefront, LocationCode location, string source, Fact.WiringObserved wiring)
    {
        var lineage = new Lineage { Storefront = storefront, Location = location.Text };
        if (!wiring.Sources.Span.Contains(source))
        {
            about.Find(new Finding(
                CaseCodes.SourceUnknown, lineage, $"{storefront} has no source '{source}', which {location} is mapped to."));
            return;
        }

        about.Heal(CaseCodes.SourceUnknown, lineage, "The source exists now.");
        if (wiring.Linked.Span.Contains(source))
        {
            about.Heal(CaseCodes.SourceNotAssigned, lineage, "The source is linked and enabled now.");
        }
        else
        {
            about.Find(new Finding(
                CaseCodes.SourceNotAssigned, lineage, $"Source '{source}' is not linked to the stock, or is disabled."));
        }
    }

    private void Decide(Deliberation about, SkuStock stock, StockFact fact) =>
        about.Say(stock.Sku, StockDecider.Decide(stock, fact, contract), byOrder: false);

    private void Refuse(Deliberation about, Slot slot, Sku sku, CaseCode code, string detail)
    {
        Decide(about, state.Find(sku)!, new StockFact.SourceRefused(slot.Connection, slot.Source, code));
        about.Find(new Finding(code, LineageOf(slot, sku), detail));
    }

    private static void HealRefusals(Deliberation about, Slot slot, Sku sku, string because)
    {
        foreach (var code in Refusals)
        {
            about.Heal(code, LineageOf(slot, sku), because);
        }
    }

    private static Lineage LineageOf(Slot slot, Sku sku) =>
        new() { Storefront = slot.Connection, Location = slot.Location.Text, Sku = sku.Text };
}
