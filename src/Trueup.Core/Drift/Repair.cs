using Trueup.Core.Values;

namespace Trueup.Core.Drift;

/// <summary>What correcting a difference writes.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Source">The storefront's source.</param>
/// <param name="Location">The location it stands for.</param>
/// <param name="From">What the source was seen to hold.</param>
/// <param name="To">What it must hold.</param>
public readonly record struct Repair(Sku Sku, RemoteCode Source, LocationCode Location, Quantity From, Quantity To);
