using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Returns;

/// <summary>The goods of an order's returns as they were awaited when an entry without a number was written.</summary>
internal sealed class OpenReturns
{
    private readonly OrderRecord _order;
    private readonly OwnershipContract _contract;
    private readonly Items<LineQuantity> _wanted;
    private readonly List<Awaited> _awaited = [];

    /// <summary>Lays out what is awaited.</summary>
    /// <param name="order">The order.</param>
    /// <param name="returns">Its returns.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="entry">The entry to be matched.</param>
    /// <param name="entries">All entries without a number, those among them that were taken for goods of a return before.</param>
    public OpenReturns(
        OrderRecord order, OrderReturns returns, OwnershipContract contract, Fact.UnnumberedReturn entry, Items<Fact.UnnumberedReturn> entries)
    {
        (_order, _contract) = (order, contract);
        _wanted = OrderParts.Expand(order, contract, entry.Lines);
        foreach (var rma in returns.Numbers)
        {
            Lay(returns, rma, UnnumberedReturns.IsEntry(order, rma), entry.At);
        }

        foreach (var earlier in entries.Where(earlier => UnnumberedReturns.IsEntry(order, earlier.Entry) &&
            returns.Authorisations.FindIndex(own => own.Rma == earlier.Entry) < 0))
        {
            foreach (var units in OrderParts.Expand(order, contract, earlier.Lines))
            {
                Take(units);
            }
        }
    }

    /// <summary>Whether two name the same goods, as far as they tell.</summary>
    public static bool IsSame(LineQuantity one, LineQuantity other) =>
        one.Sku == other.Sku && (one.Line is null || other.Line is null || one.Line == other.Line);

    /// <summary>Whether the entry is of goods that are awaited (true), or of others (false); null where it can be neither.</summary>
    public bool? Match()
    {
        var isOther = _wanted.GroupBy(units => units.Sku).All(units => Fits(units.Key, units.Sum(one => one.Quantity)));
        var (taken, missing) = (false, false);
        foreach (var units in _wanted)
        {
            var left = Take(units);
            taken |= left < units.Quantity;
            missing |= left > Quantity.Zero;
        }

        return !missing ? true : !taken && isOther ? false : null;
    }

    private void Lay(OrderReturns returns, string rma, bool isEntry, DateTimeOffset at)
    {
        var promised = returns.Authorisations.LastOrDefault(known => known.Rma == rma);
        var lines = promised is { Lines.IsEmpty: true }
            ? _order.Lines.Select(line => new LineQuantity(line.Line, line.Sku, line.Ordered - line.Withdrawn)).ToItems()
            : promised?.Lines ?? [];
        var own = OrderParts.Expand(_order, _contract, lines).Select(units => new Awaited(units, isEntry)).ToList();
        foreach (var receipt in returns.Receipts.Where(receipt => receipt.Rma == rma))
        {
            foreach (var units in receipt.Lines)
            {
                Receive(own, units, isEntry, isBefore: receipt.At < at);
            }
        }

        _awaited.AddRange(own);
    }

    /// <summary>An announcement can be of goods that came after it, and never of those that came before.</summary>
    private static void Receive(List<Awaited> own, LineQuantity units, bool isEntry, bool isBefore)
    {
        var left = units.Quantity;
        foreach (var awaited in own.Where(awaited => IsSame(awaited.Units, units)))
        {
            var here = Quantity.Min(left, (awaited.Units.Quantity - awaited.Came).OrZero());
            awaited.Came += here;
            awaited.Before += isBefore ? here : Quantity.Zero;
            left -= here;
        }

        if (left > Quantity.Zero)
        {
            own.Add(new Awaited(units with { Quantity = left }, isEntry) { Came = left, Before = isBefore ? left : Quantity.Zero });
        }
    }

    /// <summary>Puts units down to what is awaited under numbers; tells how many are left.</summary>
    private Quantity Take(LineQuantity units)
    {
        var left = units.Quantity;
        foreach (var awaited in _awaited.Where(awaited => !awaited.IsEntry && IsSame(awaited.Units, units)))
        {
            var here = Quantity.Min(left, (awaited.Units.Quantity - Quantity.Max(awaited.Before, awaited.Taken)).OrZero());
            awaited.Taken += here;
            left -= here;
        }

        return left;
    }

    /// <summary>Whether the order has units of a SKU that no return is of.</summary>
    private bool Fits(Sku sku, Quantity units)
    {
        var sold = _order.Lines.Sum(line => OrderParts.Of(line, _contract).Where(part => part.Sku == sku)
            .Sum(part => part.PerUnit * (line.Ordered - line.Withdrawn)));
        var back = _awaited.Where(awaited => awaited.Units.Sku == sku).Sum(awaited => awaited.Units.Quantity);
        return back + units <= sold;
    }

    /// <summary>Goods of a return.</summary>
    private sealed class Awaited(LineQuantity units, bool isEntry)
    {
        public LineQuantity Units => units;

        /// <summary>Whether it is a return that an entry without a number began.</summary>
        public bool IsEntry => isEntry;

        public Quantity Came;

        public Quantity Before;

        public Quantity Taken;
    }
}
