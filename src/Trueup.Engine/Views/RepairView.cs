using Trueup.Core.Drift;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Views;

/// <summary>A figure that a comparison corrected, or would.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Source">The storefront's source.</param>
/// <param name="Location">The location it stands for.</param>
/// <param name="From">What the source was seen to hold.</param>
/// <param name="To">What it had to hold then.</param>
/// <param name="Now">What it must hold now; null when the hub does not write it any more.</param>
public sealed record RepairView(Sku Sku, RemoteCode Source, LocationCode Location, Quantity From, Quantity To, Quantity? Now)
{
    /// <summary>Shows a corrected figure.</summary>
    public static RepairView Of(Repair repair, ParityRun run, HubState state)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(state);
        return new RepairView(
            repair.Sku, repair.Source, repair.Location, repair.From, repair.To,
            state.Find(repair.Sku)?.SlotOf(run.Connection, repair.Source)?.Desired);
    }
}

/// <summary>A figure that a person keeps in a storefront's source.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Connection">The storefront.</param>
/// <param name="Source">The source.</param>
/// <param name="Location">The location it stands for; null when it is not mapped any more.</param>
/// <param name="Quantity">What it is kept at.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Until">When the hub writes the truth again by itself, UTC.</param>
/// <param name="By">Who keeps it.</param>
/// <param name="Reason">Why.</param>
public sealed record OverrideView(
    Sku Sku, ConnectionName Connection, RemoteCode Source, LocationCode? Location, Quantity Quantity, DateTimeOffset Since,
    DateTimeOffset Until, string By, string Reason)
{
    /// <summary>The most that are shown.</summary>
    private const int ShownMax = 1_000;

    /// <summary>All that are kept, those that end first first.</summary>
    public static Items<OverrideView> Of(HubState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Overridden.SelectMany(sku => Of(state.Find(sku)!)).OrderBy(kept => kept.Until)
            .ThenBy(kept => kept.Sku.Text, StringComparer.Ordinal).Take(ShownMax).ToItems();
    }

    /// <summary>Those of a SKU.</summary>
    public static Items<OverrideView> Of(SkuStock stock)
    {
        ArgumentNullException.ThrowIfNull(stock);
        return stock.Overrides.Select(kept => new OverrideView(
            stock.Sku, kept.Connection, kept.Source, stock.SlotOf(kept.Connection, kept.Source)?.Location, kept.Quantity,
            kept.Since, kept.Until, kept.By, kept.Reason)).ToItems();
    }
}
