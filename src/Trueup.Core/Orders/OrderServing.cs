using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Gives units of a line the places that they are picked from, and tells the stock lanes.</summary>
internal static class OrderServing
{
    /// <summary>What is picked where.</summary>
    /// <param name="seen">The order as shown.</param>
    /// <param name="line">The line.</param>
    /// <param name="units">Units to serve.</param>
    /// <param name="known">What else may be looked at.</param>
    /// <param name="consequences">Where it is told.</param>
    /// <param name="more">Units that the line is raised by; null when it is new.</param>
    public static Items<Pick> Serve(
        Fact.OrderObserved seen, OrderLine line, Quantity units, OrderSurroundings known, Consequences consequences,
        Quantity? more = null)
    {
        var draw = seen.Draws?.FirstOrDefault(draw => draw.Line == line.Line);
        if (draw is { HasLowered: true })
        {
            consequences.Address(line.Sku, new StockFact.SourceLowered(
                seen.Order.Storefront, RemoteCode.Parse(draw.Source), more ?? line.Quantity));
        }

        var allocations = units.IsZero ? [] : Allocate(seen, line, draw, units, known, consequences);
        if (allocations.IsEmpty && !units.IsZero)
        {
            consequences.Find(new Finding(
                CaseCodes.OrderUnsourced,
                new Lineage { Storefront = seen.Order.Storefront, Sku = line.Sku.Text, Order = seen.Order.Id.Text },
                draw is null
                    ? $"{units} of {line.Sku} can come from nowhere, since no location serves {seen.Order.Storefront}: one does that has a " +
                      $"code of {seen.Order.Storefront} under locations, with {seen.Order.Storefront} among ownership.stock.subscribers."
                    : $"{units} of {line.Sku} can come from nowhere, since no location is mapped to '{draw.Source}'."));
        }

        FindUntold(seen, line, allocations, known, consequences);
        foreach (var chosen in allocations.Where(allocation => allocation.Because is not null))
        {
            consequences.SayLast(new OrderEvent.Sourced(line.Line, chosen.Location, chosen.Quantity, chosen.Because!));
        }

        var kit = KitOf(line, known.Contract);
        var picks = new List<Pick>();
        foreach (var allocation in allocations)
        {
            Want(seen, line, allocation, isKit: kit is not null, consequences, isMore: more is not null);
            if (kit is null)
            {
                picks.Add(new Pick(line.Sku, PerUnit: 1, allocation.Location, allocation.Quantity));
                continue;
            }

            foreach (var component in kit.Components)
            {
                var pieces = component.PerKit * allocation.Quantity;
                picks.Add(new Pick(component.Sku, component.PerKit, allocation.Location, pieces));
                consequences.Address(component.Sku, new StockFact.Captured(
                    seen.Order.Id, line.Line, allocation.Location, pieces, Holder: null, Held: 0)
                {
                    IsMore = more is not null,
                });
            }
        }

        return picks.ToItems();
    }

    /// <summary>The storefront's hold is on what it sold; the wish is on what is picked.</summary>
    private static void Want(
        Fact.OrderObserved seen, OrderLine line, Allocation allocation, bool isKit, Consequences consequences, bool isMore)
    {
        var held = seen.Progress.Reserves ? allocation.Quantity : Quantity.Zero;
        var wanted = isKit ? Quantity.Zero : allocation.Quantity;
        if (wanted > Quantity.Zero || held > Quantity.Zero)
        {
            consequences.Address(line.Sku, new StockFact.Captured(
                seen.Order.Id, line.Line, allocation.Location, wanted, seen.Order.Storefront, held)
            {
                IsMore = isMore,
            });
        }
    }

    /// <summary>What is picked for a line: what the order itself says that it is made of comes before what holds
    /// now.</summary>
    private static KitRule? KitOf(OrderLine line, OwnershipContract contract) => line.Components.IsEmpty
        ? contract.KitOf(line.Sku)
        : new KitRule(line.Sku, line.Components.Select(part => new KitComponent(part.Sku, part.Quantity)).ToItems());

    /// <summary>A line comes from where its storefront drew it; only where that leaves the choice does the policy
    /// choose.</summary>
    private static Items<Allocation> Allocate(
        Fact.OrderObserved seen,
        OrderLine line,
        Fact.SourceDraw? draw,
        Quantity open,
        OrderSurroundings known,
        Consequences consequences)
    {
        var storefront = seen.Order.Storefront;
        if (draw is null)
        {
            return Sourcing.Allocate(
                line.Sku, open, seen.Order, known.Contract, sku => AfterLinesBefore(sku, known, consequences));
        }

        if (known.Contract.LocationOf(storefront, draw.Source) is { } location)
        {
            return [new Allocation(location.Code, open)];
        }

        consequences.Find(new Finding(
            CaseCodes.LocationUnmapped,
            new Lineage { Storefront = storefront, Location = draw.Source, Order = seen.Order.Id.Text },
            $"{storefront} sold {line.Sku} from '{draw.Source}', which no location is mapped to."));
        return [];
    }

    /// <summary>Goods that are to come from where nobody is told of the order are a matter for a person.</summary>
    private static void FindUntold(
        Fact.OrderObserved seen,
        OrderLine line,
        Items<Allocation> allocations,
        OrderSurroundings known,
        Consequences consequences)
    {
        foreach (var allocation in allocations)
        {
            if (!known.Contract.TakesOrders(allocation.Location) && !known.Contract.Terms.Order.Subscribers.IsEmpty)
            {
                consequences.Find(new Finding(
                    CaseCodes.OrderUnsourced,
                    new Lineage
                    {
                        Storefront = seen.Order.Storefront,
                        Location = allocation.Location.Text,
                        Sku = line.Sku.Text,
                        Order = seen.Order.Id.Text,
                    },
                    $"{allocation.Quantity} of {line.Sku} are to come from {allocation.Location}, whose owner is not told of orders."));
            }
        }
    }

    /// <summary>A SKU's stock as the lines before leave it: two lines must not count on the same unit.</summary>
    private static SkuStock? AfterLinesBefore(Sku sku, OrderSurroundings known, Consequences linesBefore)
    {
        var stock = known.Stock(sku);
        foreach (var addressed in linesBefore.Stock)
        {
            if (addressed.Sku == sku)
            {
                stock ??= new SkuStock(sku);
                foreach (var change in StockDecider.Decide(stock, addressed.Fact, known.Contract))
                {
                    stock = StockEvolution.Evolve(stock, change, message: default);
                }
            }
        }

        return stock;
    }
}
