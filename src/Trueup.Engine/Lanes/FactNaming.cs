using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Engine.Lanes;

/// <summary>Puts facts into the hub's own names of SKUs, where the contract was amended by any.</summary>
internal static class FactNaming
{
    /// <summary>The fact with the hub's own names.</summary>
    public static Fact InOwnWords(Fact fact, ConnectionName reporter, OwnershipContract contract) => fact switch
    {
        Fact.LevelReported level => level with { Sku = contract.SkuOf(reporter, level.Sku) },
        Fact.LevelsReported levels => levels with
        {
            Levels = levels.Levels.Select(level => level with { Sku = contract.SkuOf(reporter, level.Sku) }).ToItems(),
        },
        Fact.StockMoved moved => moved with { Sku = contract.SkuOf(reporter, moved.Sku) },
        Fact.SaleCompleted sale => sale with
        {
            Lines = sale.Lines.Select(line => line with { Sku = contract.SkuOf(reporter, line.Sku) }).ToItems(),
        },
        Fact.Dispatched dispatched => dispatched with
        {
            Lines = dispatched.Lines.Select(line => line with { Sku = contract.SkuOf(reporter, line.Sku) }).ToItems(),
        },
        _ => fact,
    };
}
