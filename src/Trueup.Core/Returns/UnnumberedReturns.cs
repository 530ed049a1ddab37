using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Returns;

/// <summary>
/// Entries of returns that name no number, as people write them line by line. An entry is of the return that is awaited where there is
/// one for all of its goods; a return of its own where there is none for any of them and the order has as many; else nobody can tell.
/// </summary>
internal static class UnnumberedReturns
{
    /// <summary>What follows from the entries that a storefront shows.</summary>
    public static ReturnDecision Decide(ConnectionName reporter, Fact.ReturnsUnnumbered told, ReturnSurroundings known)
    {
        var taking = new Taking(reporter, known);

        // Goods that came are told by whoever receives them: a word of others that they are there promises nothing.
        var isTold = known.Contract.Terms.Return.Owner is { } owner && owner != reporter;
        foreach (var entry in told.Entries.Where(entry => !(entry.HasCome && isTold)))
        {
            taking.Take(entry, told.Entries);
        }

        return taking.Conclude();
    }

    /// <summary>Whether a number is the storefront's own of an entry, and not one that people know.</summary>
    public static bool IsEntry(OrderRecord order, string rma) => order.HasCounted(KeyOf(rma));

    /// <summary>What of a return is not awaited already under an entry that named no number: where the entry was passed on before, its
    /// receivers have those goods.</summary>
    public static Items<LineQuantity> Beyond(
        OrderRecord order, OrderReturns returns, OwnershipContract contract, string rma, Func<string, Items<LineQuantity>> linesOf)
    {
        var left = new List<LineQuantity>();
        foreach (var number in returns.Numbers)
        {
            if (IsEntry(order, number) && number != rma)
            {
                var awaited = OrderParts.Expand(order, contract, linesOf(number));
                var came = returns.Receipts.Where(receipt => receipt.Rma == number).SelectMany(receipt => receipt.Lines).ToItems();
                left.AddRange(Less(awaited, came.ToList()).Left);
                continue;
            }

            var lines = linesOf(number);
            var (rest, isTouched) = IsEntry(order, number) ? (lines, false) : Less(OrderParts.Expand(order, contract, lines), left);
            if (number == rma)
            {
                return isTouched ? rest : lines;
            }
        }

        return linesOf(rma);
    }

    private static string KeyOf(string entry) => $"unnumbered/{entry}";

    /// <summary>Units less others, which are used up.</summary>
    private static (Items<LineQuantity> Left, bool IsTouched) Less(Items<LineQuantity> units, List<LineQuantity> others)
    {
        var (rest, isTouched) = (new List<LineQuantity>(), false);
        foreach (var one in units)
        {
            var open = one.Quantity;
            for (var i = 0; i < others.Count && open > Quantity.Zero; i++)
            {
                if (!OpenReturns.IsSame(one, others[i]))
                {
                    continue;
                }

                var taken = Quantity.Min(open, others[i].Quantity);
                open -= taken;
                isTouched |= taken > Quantity.Zero;
                others[i] = others[i] with { Quantity = others[i].Quantity - taken };
            }

            if (open > Quantity.Zero)
            {
                rest.Add(one with { Quantity = open });
            }
        }

        return (rest.ToItems(), isTouched);
    }

    /// <summary>Takes the entries of one order up, one after the other.</summary>
    private sealed class Taking(ConnectionName reporter, ReturnSurroundings known)
    {
        private readonly List<ReturnEvent> _events = [];
        private readonly List<OrderEvent> _counted = [];
        private readonly List<Finding> _findings = [];
        private readonly List<string> _unclear = [];
        private OrderRecord _order = known.Order;
        private OrderReturns _returns = known.Returns;

        public void Take(Fact.UnnumberedReturn entry, Items<Fact.UnnumberedReturn> entries)
        {
            var own = _returns.Authorisations.LastOrDefault(earlier => earlier.Rma == entry.Entry);
            if (own is null)
            {
                if (IsEntry(_order, entry.Entry))
                {
                    return;
                }

                var match = new OpenReturns(_order, _returns, known.Contract, entry, entries).Match();
                if (match is null)
                {
                    _unclear.Add($"{string.Join(", ", entry.Lines.Select(units => $"{units.Quantity} of {units.Sku}"))} (entry {entry.Entry})");
                    return;
                }

                if (match is false && ReturnDecider.Check(entry.Entry, reporter, known) is { } reused)
                {
                    _findings.AddRange(reused.Findings);
                    return;
                }

                if (match is true)
                {
                    Count(entry);
                    return;
                }
            }

            Count(entry);
            if (own?.Lines != entry.Lines)
            {
                var change = new ReturnEvent.Authorised(entry.Entry, reporter, entry.At, entry.Lines, entry.Reason);
                _events.Add(change);
                _returns = ReturnEvolution.Evolve(_returns, change, known.Order.Message);
            }
        }

        public ReturnDecision Conclude()
        {
            var about = new Lineage { Connection = reporter, Order = known.Order.Id.Text };
            if (_unclear.Count == 0)
            {
                return new ReturnDecision(
                    _events.ToItems(), Documents: _counted.ToItems(), Findings: _findings.ToItems(),
                    Disproofs: [new Disproof(ReturnCases.Unnumbered, about, "Every return that it shows is told apart.")]);
            }

            var others = string.Join(", ", known.Returns.Numbers);
            _findings.Add(new Finding(
                ReturnCases.Unnumbered, about,
                $"{reporter} shows a return without its number of {string.Join(" and of ", _unclear)}. " +
                (others.Length == 0 ? "The order has not as many. " : $"It is neither all of {others}, nor does it fit beside. ") +
                "It was not passed on."));
            return new ReturnDecision(_events.ToItems(), Documents: _counted.ToItems(), Findings: _findings.ToItems());
        }

        private void Count(Fact.UnnumberedReturn entry)
        {
            if (!IsEntry(_order, entry.Entry))
            {
                var change = new OrderEvent.Counted(KeyOf(entry.Entry));
                _counted.Add(change);
                _order = OrderEvolution.Evolve(_order, change, known.Order.Message)!;
            }
        }
    }
}
