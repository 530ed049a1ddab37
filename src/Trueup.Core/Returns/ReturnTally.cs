using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Returns;

/// <summary>
/// What an order's returns come to, line by line. Goods are put down to the lines that they left on, in the order in
/// which they came back and never more than left; what is beyond that belongs to no line. Worked out afresh from what
/// was told, so that a dispatch that is reported late sets it right.
/// </summary>
public sealed class ReturnTally
{
    private readonly List<Share> _shares = [];
    private readonly List<(string Rma, LineQuantity Units)> _came = [];
    private readonly List<(string Rma, Share Share, Quantity Left)> _toInspect = [];

    /// <summary>Works out an order's returns.</summary>
    public ReturnTally(OrderRecord order, OrderReturns returns, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(returns);
        foreach (var line in order.Lines)
        {
            _shares.AddRange(OrderParts.Of(line, contract).Select(part =>
                new Share(line, part.Sku, part.PerUnit, OrderParts.Sent(line, part))));
        }

        foreach (var receipt in returns.Receipts)
        {
            foreach (var units in receipt.Lines)
            {
                Receive(receipt.Rma, units);
            }
        }

        foreach (var inspection in returns.Inspections)
        {
            foreach (var inspected in inspection.Lines)
            {
                Inspect(inspection.Rma, inspected);
            }
        }
    }

    /// <summary>Units that came back beyond what had left, by SKU.</summary>
    public IEnumerable<(Sku Sku, Quantity Units)> Excess => _shares.Where(share => share.Line is null)
        .GroupBy(share => share.Sku)
        .Select(group => (group.Key, group.Sum(share => share.Received)));

    /// <summary>Goods that came under a number, on the lines that they left on; on no line where they never left.</summary>
    public Items<LineQuantity> Came(string rma) => _came.Where(entry => entry.Rma == rma).Select(entry => entry.Units).ToItems();

    /// <summary>Whole units of a line that came back.</summary>
    public Quantity Received(LineRecord line) => Whole(line, share => share.Received);

    /// <summary>Whole units of a line that were inspected.</summary>
    public Quantity Inspected(LineRecord line) => Whole(line, share => share.Inspected);

    /// <summary>Whole units of a line that the customer's money is due for, once they are inspected.</summary>
    public Quantity Refundable(LineRecord line) => Whole(line, share => share.Refundable);

    /// <summary>Units of a SKU that arrived under a number and wait to be inspected, whatever line they are of.</summary>
    public Quantity Waiting(string rma, LineQuantity named)
    {
        ArgumentNullException.ThrowIfNull(named);
        return _toInspect.Where(entry => entry.Rma == rma && Matches(entry.Share, named)).Sum(entry => entry.Left);
    }

    private void Receive(string rma, LineQuantity units)
    {
        var left = units.Quantity;
        foreach (var share in _shares.Where(share => share.Line is not null && Matches(share, units)).ToArray())
        {
            var taken = Quantity.Min(left, (share.Sent - share.Received).OrZero());
            Take(rma, share, taken);
            left -= taken;
        }

        if (left > Quantity.Zero)
        {
            var beyond = new Share(line: null, units.Sku, perUnit: 1, Quantity.Zero);
            _shares.Add(beyond);
            Take(rma, beyond, left);
        }
    }

    private void Take(string rma, Share share, Quantity units)
    {
        if (units > Quantity.Zero)
        {
            share.Received += units;
            _came.Add((rma, new LineQuantity(share.Line?.Line, share.Sku, units)));
            _toInspect.Add((rma, share, units));
        }
    }

    private void Inspect(string rma, InspectedUnits inspected)
    {
        var left = inspected.Units.Quantity;
        for (var i = 0; i < _toInspect.Count && left > Quantity.Zero; i++)
        {
            var (number, share, waiting) = _toInspect[i];
            var units = Quantity.Min(left, waiting);
            if (number != rma || units.IsZero || !Matches(share, inspected.Units))
            {
                continue;
            }

            _toInspect[i] = (number, share, waiting - units);
            left -= units;
            share.Inspected += units;
            share.Refundable += inspected.IsRefundable ? units : Quantity.Zero;
        }
    }

    private Quantity Whole(LineRecord line, Func<Share, Quantity> units)
    {
        Quantity? fewest = null;
        foreach (var share in _shares.Where(share => share.Line?.Line == line.Line))
        {
            var whole = units(share).CountedBy(share.PerUnit);
            fewest = fewest is { } sofar ? Quantity.Min(sofar, whole) : whole;
        }

        return fewest ?? Quantity.Zero;
    }

    private static bool Matches(Share share, LineQuantity named) =>
        share.Sku == named.Sku && (named.Line is null || share.Line is null || share.Line.Line == named.Line);

    /// <summary>Goods of one SKU on one line; of no line where they never left.</summary>
    private sealed class Share(LineRecord? line, Sku sku, Quantity perUnit, Quantity sent)
    {
        public LineRecord? Line => line;

        public Sku Sku => sku;

        public Quantity PerUnit => perUnit;

        public Quantity Sent => sent;

        public Quantity Received;

        public Quantity Inspected;

        public Quantity Refundable;
    }
}
