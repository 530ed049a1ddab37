using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine.Cases;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Views;

/// <summary>What one owner has to deal with.</summary>
/// <param name="Owner"><c>ops</c>, <c>ecommerce</c>, <c>finance</c>, <c>cx</c> or <c>engineering</c>.</param>
/// <param name="Open">Open cases.</param>
/// <param name="Orders">Open orders that they touch, each counted once.</param>
/// <param name="Revenue">What was charged for them, an amount for each currency.</param>
/// <param name="IsComplete">Whether orders and revenue are of all open cases; otherwise of the first by rank.</param>
public sealed record OwnerView(string Owner, int Open, int Orders, Items<Money> Revenue, bool IsComplete)
{
    /// <summary>Cases of an owner that are added up: those that cost most, soonest.</summary>
    private const int StakeMax = 1_000;

    /// <summary>Every owner, those with most money at stake first.</summary>
    public static Items<OwnerView> Of(HubState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return CaseCodes.All.GroupBy(CaseView.OwnerOf, StringComparer.Ordinal)
            .Select(same => Of(state, same.Key, same.Sum(state.OpenCases), now))
            .OrderByDescending(owner => owner.Revenue.Sum(money => money.Amount))
            .ThenByDescending(owner => owner.Open).ThenBy(owner => owner.Owner, StringComparer.Ordinal).ToItems();
    }

    private static OwnerView Of(HubState state, string owner, int open, DateTimeOffset now)
    {
        if (open == 0)
        {
            return new OwnerView(owner, Open: 0, Orders: 0, [], IsComplete: true);
        }

        var query = new CaseQuery("open", Code: null, owner, Text: null, After: null, StakeMax) { Sort = "rank" };
        var page = CaseSearch.Find(state.Cases, query, now);
        var stake = Stake.OfAll(state, page.Items.Select(known => known.About));
        return new OwnerView(owner, open, stake.Orders, stake.Revenue, page.Next is null);
    }
}
