using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Core.Stock;

/// <summary>Derives what every storefront's source must hold of a SKU, and says only what changed.</summary>
public static class SlotPlanner
{
    /// <summary>At or below this many units a change is urgent: one late figure oversells.</summary>
    public static readonly Quantity LowStock = 3;

    /// <summary>The slots whose desired quantity is no longer what it was.</summary>
    /// <param name="stock">The SKU.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="known">Looks other SKUs up (a kit's components).</param>
    /// <param name="byOrder">Whether an order or a sale caused the recomputation: a fall is then urgent.</param>
    public static Items<StockEvent> Plan(
        SkuStock stock, OwnershipContract contract, Func<Sku, SkuStock?> known, bool byOrder)
    {
        ArgumentNullException.ThrowIfNull(stock);
        ArgumentNullException.ThrowIfNull(contract);
        List<StockEvent>? events = null;
        foreach (var location in contract.Terms.Locations)
        {
            if (contract.KitOf(stock.Sku) is null && stock.ShelfAt(location.Code) is null)
            {
                continue;
            }

            foreach (var outlet in contract.OutletsOf(location.Code))
            {
                if (contract.Concerns(stock, outlet.Connection) &&
                    Change(stock, location.Code, outlet, contract, known) is { } change)
                {
                    (events ??= []).Add(change with
                    {
                        Urgency = IsUrgent(stock, change, byOrder) ? Urgency.Urgent : Urgency.Routine,
                    });
                }
            }
        }

        return events is null ? [] : events.ToItems();
    }

    private static StockEvent.SlotDesired? Change(
        SkuStock stock, LocationCode location, LocationAlias outlet, OwnershipContract contract, Func<Sku, SkuStock?> known)
    {
        var source = RemoteCode.Parse(outlet.Code);
        var kept = stock.OverrideOf(outlet.Connection, source)?.Quantity;
        return (kept ?? StockTruth.Desired(stock, location, outlet.Connection, contract, known)) is { } desired &&
               desired != stock.SlotOf(outlet.Connection, source)?.Desired
            ? new StockEvent.SlotDesired(outlet.Connection, source, location, desired, Urgency.Routine)
            : null;
    }

    private static bool IsUrgent(SkuStock stock, StockEvent.SlotDesired change, bool byOrder)
    {
        var slot = stock.SlotOf(change.Connection, change.Source);
        return slot?.Desired is { } before && change.Quantity < before && (byOrder || change.Quantity <= LowStock);
    }
}
