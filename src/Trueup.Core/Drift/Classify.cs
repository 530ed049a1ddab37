using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Drift;

/// <summary>What a storefront's salable figure of one SKU is compared by.</summary>
/// <param name="Stock">The SKU as the hub knows it after the fresh reads.</param>
/// <param name="Storefront">The storefront.</param>
/// <param name="Salable">What the storefront would sell; null when it shows nothing for the SKU.</param>
/// <param name="Rows">Sources where the storefront holds a row, with the quantity that counts.</param>
/// <param name="IsUnderWay">Whether a write or a document of the SKU is under way.</param>
public sealed record Comparison(
    SkuStock Stock, ConnectionName Storefront, Quantity? Salable, Items<ObservedSource> Rows, bool IsUnderWay)
{
    /// <summary>Sources that exist in the storefront; null while its wiring was never read.</summary>
    public Items<string>? Sources { get; init; }

    /// <summary>Sources that count towards what the storefront sells; null while its wiring was never read.</summary>
    public Items<string>? Linked { get; init; }

    /// <summary>Sources whose level is owed for no longer than it may take, while it is not known what they hold.</summary>
    public Items<RemoteCode> Awaited { get; init; }
}

/// <summary>What a storefront's source was seen to hold.</summary>
public readonly record struct ObservedSource(RemoteCode Source, Quantity Quantity);

/// <summary>Compares what a storefront sells with what may be sold, and says why they differ. Pure.</summary>
public static class Classify
{
    /// <summary>Orders named one by one in what explains reservations.</summary>
    private const int OrdersNamed = 5;

    /// <summary>What the storefront should show as salable: Σ ATS over its locations, less its own threshold (DESIGN
    /// §4); null when the owner
    /// has reported nothing.</summary>
    public static Quantity? Expected(
        SkuStock stock, ConnectionName storefront, OwnershipContract contract, Func<Sku, SkuStock?> known)
    {
        ArgumentNullException.ThrowIfNull(stock);
        ArgumentNullException.ThrowIfNull(contract);
        Quantity? sum = null;
        foreach (var location in contract.Terms.Locations)
        {
            if (contract.Serves(location.Code, storefront) && contract.Concerns(stock, storefront) &&
                StockTruth.Available(stock, location.Code, contract, known) is { } available)
            {
                sum = (sum ?? Quantity.Zero) + Shown(stock, location.Code, storefront, contract, available);
            }
        }

        return sum is { } total ? total - (stock.ListingIn(storefront)?.Traits.Threshold ?? Quantity.Zero) : null;
    }

    /// <summary>What a location's sources show as salable together: several that draw on one pool show it once each, and one in which a
    /// person keeps a figure shows that.</summary>
    private static Quantity Shown(
        SkuStock stock, LocationCode location, ConnectionName storefront, OwnershipContract contract, Quantity available)
    {
        var shown = Quantity.Zero;
        foreach (var outlet in contract.OutletsOf(location))
        {
            if (outlet.Connection == storefront)
            {
                shown += !stock.Overrides.IsEmpty && stock.OverrideOf(storefront, RemoteCode.Parse(outlet.Code)) is { } kept
                    ? kept.Quantity - StockTruth.Held(stock, location, storefront)
                    : available;
            }
        }

        return shown;
    }

    /// <summary>The difference, classified; null when the two ends are in step.</summary>
    public static Discrepancy? Between(Comparison seen, OwnershipContract contract, Func<Sku, SkuStock?> known)
    {
        ArgumentNullException.ThrowIfNull(seen);
        if (Expected(seen.Stock, seen.Storefront, contract, known) is not { } expected ||
            InStep(expected, seen.Salable))
        {
            return null;
        }

        var (reason, location, detail) = Reason(seen, expected, contract);
        return new Discrepancy(seen.Stock.Sku, reason, expected, seen.Salable, detail) { Location = location };
    }

    /// <summary>Nothing salable is shown as zero by some storefronts and as less by others; both mean that nothing can
    /// be bought.</summary>
    private static bool InStep(Quantity expected, Quantity? salable) =>
        salable == expected || (expected <= Quantity.Zero && !(salable > Quantity.Zero));

    private static (DriftClass Reason, LocationCode? Location, string Detail) Reason(
        Comparison seen, Quantity expected, OwnershipContract contract)
    {
        var listing = seen.Stock.ListingIn(seen.Storefront);
        var figures = $"salable {seen.Salable?.ToString() ?? "nothing"}, expected {expected}";
        if (seen.IsUnderWay)
        {
            return (DriftClass.InFlight, null, figures);
        }

        if (seen.Stock.Slots.Any(slot => slot.Connection == seen.Storefront && slot.Blocked == Cases.CaseCodes.SkuUnknown))
        {
            return (DriftClass.SkuUnknown, null, $"{seen.Storefront} does not sell the SKU.");
        }

        if (listing?.Traits.Managed == false)
        {
            return (DriftClass.NotManaged, null, $"stock is not managed; {figures}");
        }

        // What is on its way explains nothing of what is wrong at another source.
        (DriftClass Reason, LocationCode? Location, string Detail)? inFlight = null;
        foreach (var slot in seen.Stock.Slots)
        {
            if (slot.Connection == seen.Storefront && SlotReason(seen, slot, figures) is { } reason)
            {
                if (reason.Reason != DriftClass.InFlight)
                {
                    return reason;
                }

                inFlight ??= reason;
            }
        }

        return inFlight ?? UnmappedReason(seen, contract) ?? (DriftClass.ReservationMismatch, null, seen.Salable is null
            ? $"every source is right, yet {figures}: {seen.Storefront} shows no figure of the SKU at all, as of a product that was deleted or " +
              $"belongs to another website; put it back there, or have its owner report 0 of it; {Explained(seen, expected)}"
            : $"every source is right, yet {figures}: the storefront's reservations are not those of the open orders; " +
            Explained(seen, expected));
    }

    /// <summary>
    /// What the storefront holds back too much or too little, and the orders that explain the rest. A figure of zero may hide a deeper
    /// minus: then it is so much at least.
    /// </summary>
    private static string Explained(Comparison seen, Quantity expected)
    {
        var orders = seen.Stock.Demands.Where(demand => demand.Holder == seen.Storefront && demand.Held > Quantity.Zero)
            .GroupBy(demand => demand.Order)
            .Select(units => (Order: units.Key.Text, Held: units.Sum(demand => demand.Held)))
            .OrderBy(order => order.Order, StringComparer.Ordinal).ToArray();
        var named = string.Join(", ", orders.Take(OrdersNamed).Select(order => $"{order.Held} for {order.Order}"));
        var more = orders.Length > OrdersNamed ? $" and {orders.Length - OrdersNamed} more" : "";
        var held = orders.Length == 0 ? "no open order is to hold any back" : $"open orders are to hold back {named}{more}";
        return seen.Salable is not { } salable ? held
            : salable > expected ? $"{salable - expected} too few are held back; {held}"
            : $"{(salable > Quantity.Zero ? "" : "at least ")}{expected - salable} too many are held back; {held}";
    }

    private static (DriftClass Reason, LocationCode? Location, string Detail)? SlotReason(
        Comparison seen, Slot slot, string figures)
    {
        if (seen.Sources is { } sources && !sources.Span.Contains(slot.Source.Text))
        {
            return (DriftClass.LocationUnmapped, slot.Location, $"{seen.Storefront} has no source {slot.Source}");
        }

        if (seen.Linked is { } linked && !linked.Span.Contains(slot.Source.Text) && slot.Desired > Quantity.Zero)
        {
            return (DriftClass.SourceNotAssigned, slot.Location, $"{slot.Source} does not count; {figures}");
        }

        var place = seen.Rows.FindIndex(row => row.Source == slot.Source);
        if (place < 0)
        {
            // Some storefronts get their rows by the first write: until it was tried, nothing is amiss.
            return slot switch
            {
                { Desired: null } => null,
                { Desired: { } desired } when desired <= Quantity.Zero => null,
                { IsOwed: true, Written: null, Observed: null } =>
                    (DriftClass.InFlight, slot.Location, $"no row at {slot.Source}, and none written yet; {figures}"),
                _ => (DriftClass.SkuNotAssigned, slot.Location, $"no row at {slot.Source}; {figures}"),
            };
        }

        var row = seen.Rows[place].Quantity;
        if (row == slot.Desired)
        {
            return null;
        }

        var detail = $"{slot.Source} holds {row}, should hold {slot.Desired}; {figures}";
        if (slot.Written is { } written && written == slot.Desired)
        {
            return (DriftClass.ExternalEdit, slot.Location, $"{detail}; the hub wrote {written}");
        }

        if (slot is { IsOwed: true, Written: null } && seen.Awaited.Span.Contains(slot.Source))
        {
            return (DriftClass.InFlight, slot.Location, detail);
        }

        return (slot.Written is null ? row > slot.Desired ? DriftClass.GhostStock : DriftClass.HiddenStock : DriftClass.Stale,
            slot.Location, detail);
    }

    /// <summary>Stock at a location that this storefront has no code for cannot be sold there: hidden by the mapping,
    /// not by a fault.</summary>
    private static (DriftClass Reason, LocationCode? Location, string Detail)? UnmappedReason(
        Comparison seen, OwnershipContract contract)
    {
        foreach (var shelf in seen.Stock.Shelves)
        {
            if (contract.Location(shelf.Location) is null)
            {
                return (DriftClass.LocationUnmapped, shelf.Location, $"{shelf.Location} is no longer in the contract");
            }
        }

        return null;
    }
}
