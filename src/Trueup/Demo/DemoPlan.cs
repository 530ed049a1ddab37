namespace Trueup.Demo;

/// <summary>How the demo is to be played.</summary>
public sealed record DemoPlan
{
    /// <summary>SKUs in the shop, each at every place. Default 2,000.</summary>
    public int Skus { get; init; } = 2_000;

    /// <summary>How many of them the flash sale is about. Default 8.</summary>
    public int HotSkus { get; init; } = 8;

    /// <summary>Seed of the assortment and of everything that people choose. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How much longer the trading phases last than a minute's run needs. Default 1.</summary>
    public int Stretch { get; init; } = 1;

    /// <summary>Share of calls and deliveries that meet with a mishap throughout the day, 0 to 1. Default 0.</summary>
    public double MishapShare { get; init; }
}
