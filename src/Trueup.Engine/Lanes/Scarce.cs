using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Stock;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>Opens, keeps up and closes the cases that say how little is left of a SKU.</summary>
internal static class Scarce
{
    private static readonly CaseCode[] Codes = [CaseCodes.SoldOut, CaseCodes.Low];

    /// <summary>Changes in the cases of a SKU.</summary>
    public static IEnumerable<Change> Judge(SkuStock stock, OwnershipContract contract, HubState state, DateTimeOffset now)
    {
        if (contract.Terms.LowStock is null && Codes.All(code => state.OpenCases(code) == 0))
        {
            return [];
        }

        var changes = new List<Change>();
        foreach (var storefront in contract.Terms.Stock.Subscribers.Where(each => contract.Concerns(stock, each)))
        {
            var found = Scarcity.Judge(stock, storefront, contract, state.Find);
            foreach (var code in Codes)
            {
                var key = new Finding(code, Scarcity.LineageOf(stock.Sku, storefront), "").CaseKey;
                var open = state.Cases.GetValueOrDefault(key);
                if (found?.Code == code && (open is null or { State: CaseState.Resolved } || open.Detail != found.Detail))
                {
                    changes.Add(new Change.CaseChanged(new CaseEvent.Found(found, now)));
                }
                else if (found?.Code != code && open is { State: CaseState.Open })
                {
                    changes.Add(new Change.CaseChanged(new CaseEvent.Closed(
                        key, CaseState.Resolved, "hub", "Another quantity is left now.", now)));
                }
            }
        }

        return changes;
    }
}
