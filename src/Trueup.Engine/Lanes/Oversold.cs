using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>Says when open orders promise more than an owner has, and which orders are at risk.</summary>
internal static class Oversold
{
    /// <summary>Orders named in a case.</summary>
    private const int OrdersMax = 20;

    /// <summary>Changes that open, keep up or close the cases of a SKU.</summary>
    public static IEnumerable<Change> Judge(SkuStock stock, OwnershipContract contract, HubState state, DateTimeOffset now)
    {
        if (stock.Demands.IsEmpty && state.OpenCases(CaseCodes.Oversold) == 0)
        {
            return [];
        }

        var changes = new List<Change>();
        foreach (var shelf in stock.Shelves)
        {
            var unseen = StockTruth.Unseen(stock, shelf.Location);
            var isOversold = unseen > Quantity.Zero &&
                StockTruth.Free(stock, shelf.Location, contract) + StockTruth.Beyond(stock, shelf.Location, contract) < Quantity.Zero;
            var finding = new Finding(
                CaseCodes.Oversold,
                new Lineage { Location = shelf.Location.Text, Sku = stock.Sku.Text },
                isOversold ? Describe(stock, shelf.Location, unseen, contract) : "");
            var open = state.Cases.GetValueOrDefault(finding.CaseKey);
            if (isOversold && (open is not { State: CaseState.Open } || open.Detail != finding.Detail))
            {
                changes.Add(new Change.CaseChanged(new CaseEvent.Found(finding, now)));
            }
            else if (!isOversold && open is { State: CaseState.Open })
            {
                changes.Add(new Change.CaseChanged(new CaseEvent.Closed(
                    finding.CaseKey, CaseState.Resolved, "hub", "The owner's figure covers all open orders again.", now)));
            }
        }

        return changes;
    }

    private static string Describe(SkuStock stock, LocationCode location, Quantity unseen, OwnershipContract contract)
    {
        // The latest orders are the ones that the goods will not suffice for.
        var orders = stock.Demands.Where(demand => demand.Location == location && demand.Unseen > Quantity.Zero)
            .OrderByDescending(demand => demand.Message).Select(demand => demand.Order.Text).Distinct(StringComparer.Ordinal)
            .Take(OrdersMax);
        return $"{unseen} promised, {StockTruth.OwnerFigure(stock, location, contract)} there; at risk: {string.Join(", ", orders)}.";
    }
}
