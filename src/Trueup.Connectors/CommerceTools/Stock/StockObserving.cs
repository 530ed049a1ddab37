using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Stock;

/// <summary>Shows the hub what the project's entries hold, and what they would sell.</summary>
internal sealed class StockObserving(CommerceToolsOptions options, EntryReading reading)
{
    /// <summary>Quantities by supply channel: <c>quantityOnStock</c>, the figure that writes move.</summary>
    public async ValueTask<ObserveOutcome> RowsAsync(IWire wire, ObserveAsk ask, CancellationToken cancellationToken)
    {
        var (failure, entries, next) = await reading.PageAsync(wire, ask.Skus, ask.Page, cancellationToken);
        if (failure is not null)
        {
            return new ObserveOutcome.Failed(failure.AsReadReceipt(CaseCodes.ConnectionDown));
        }

        var rows = new List<ObservedRow>(entries.Count);
        foreach (var (entry, channel) in entries)
        {
            if (Sku.TryParse(entry.Sku, out var sku))
            {
                rows.Add(new ObservedRow(sku, channel, State: null, Quantity.Of(entry.OnStock)));
            }
        }

        return new ObserveOutcome.Page(rows, next);
    }

    /// <summary>
    /// What would be sold, per SKU over its channels: the figure on stock, for what carts have reserved comes off it only
    /// when they are ordered, and what is left of them comes back. Where orders only reserve it is what is available.
    /// </summary>
    public async ValueTask<ObserveOutcome> SalableAsync(
        IWire wire, ObserveAsk ask, CancellationToken cancellationToken)
    {
        // A SKU's entries may lie pages apart, so its sum is known only when every page is read.
        var sums = new Dictionary<Sku, Quantity>();
        var page = "";
        while (true)
        {
            var (failure, entries, next) = await reading.PageAsync(wire, ask.Skus, page, cancellationToken);
            if (failure is not null)
            {
                return new ObserveOutcome.Failed(failure.AsReadReceipt(CaseCodes.ConnectionDown));
            }

            foreach (var (entry, _) in entries)
            {
                if (Sku.TryParse(entry.Sku, out var sku))
                {
                    var sells = options.OrdersReserve ? entry.Available : entry.OnStock;
                    sums[sku] = sums.GetValueOrDefault(sku, Quantity.Zero) + Quantity.Of(Math.Max(0, sells));
                }
            }

            if (next is null)
            {
                return new ObserveOutcome.Page(
                    sums.Select(sum => new ObservedRow(sum.Key, "", State: null, sum.Value)).ToList(), Next: null);
            }

            page = next;
        }
    }
}
