using System.Globalization;
using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Connectors.Http.Twin.Erp;
using Trueup.Engine.Lanes;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// G7 where a back office keeps a ledger: every order stands in the month in which it was placed, with what the shop charged less
/// what it cancelled and gave back; every credit memo is there once; each of the store's days is posted once, with what its tills took. So
/// for each month what was captured is what was posted, and the month can be closed.
/// </summary>
public static class BooksAreClosed
{
    private const decimal HalfCent = 0.005m;

    /// <summary>Checks a world that has come to rest, and whose month was closed.</summary>
    public static IEnumerable<Violation> Check(World world, HubState? state)
    {
        ArgumentNullException.ThrowIfNull(world);
        if (world.Office is not { } office || state is null)
        {
            return [];
        }

        var postings = office.Ledger.ToLookup(posting => posting.Document, StringComparer.Ordinal);
        return world.Shops.SelectMany(shop => shop.Books.Orders.SelectMany(order => Orders(world, shop, order, state, postings)))
            .Concat((world.Project?.Books.Orders ?? []).SelectMany(order => Sales(world, office, order, state, postings)))
            .Concat(Credits(office))
            .Concat(Days(world, office));
    }

    private static IEnumerable<Violation> Orders(
        World world, ShopSite shop, Connectors.AdobeCommerce.Twin.TwinOrder order, HubState state, ILookup<string, ErpPosting> postings)
    {
        var id = shop.IdOf(order);
        if (world.Office!.Of(ErpKind.SalesOrder, id) is not [var booked] || Shown.For(state, id, Estate.AccountsName))
        {
            yield break;
        }

        var placed = DateOnly.FromDateTime(order.CreatedAt.UtcDateTime);
        if (booked.On != placed)
        {
            yield return new Violation("G7", id, $"was placed on {placed:yyyy-MM-dd} and is booked on {booked.On:yyyy-MM-dd}");
        }

        // What a part comes to only the shop's own rounding knows, to half a cent for each piece; of the whole there is no doubt.
        var isCancelled = order.Lines.All(line => line.Canceled == line.Ordered);
        var pieces = isCancelled ? 0 : order.Lines.Sum(line => line.Canceled);
        var part = pieces * Estate.Price * (100 + Estate.TaxRate) / 100;
        var memos = shop.Books.CreditMemos.Where(memo => memo.OrderId == order.EntityId).ToList();
        var kept = (isCancelled ? 0 : order.GrandTotal - part) - memos.Sum(memo => memo.GrandTotal);
        var credited = world.Office.All(ErpKind.CreditMemo).Where(memo => memo.ExternalId.StartsWith($"{id}/", StringComparison.Ordinal)).ToList();
        var ledger = postings[booked.Id].Concat(credited.SelectMany(memo => postings[memo.Id])).Sum(posting => posting.Net + posting.Tax);
        if (Math.Abs(ledger - kept) > (pieces > 0 ? (pieces + 1) * HalfCent : 0))
        {
            yield return new Violation("G7", id, string.Create(
                CultureInfo.InvariantCulture,
                $"the shop keeps {kept} of {order.GrandTotal} ({memos.Count} credit memos), the ledger {ledger} ({credited.Count})\n  ") +
                Belief.OfOrder(state, id));
        }
    }

    /// <summary>The project's orders, which its staff cancels as a whole and never refunds.</summary>
    private static IEnumerable<Violation> Sales(
        World world, ErpTwin office, TwinOrderView order, HubState state, ILookup<string, ErpPosting> postings)
    {
        var id = ProjectSite.IdOf(order);
        if (office.Of(ErpKind.SalesOrder, id) is not [var booked] || Shown.For(state, id, Estate.AccountsName))
        {
            yield break;
        }

        // Of an order that was cancelled when some of it had left, what the project had delivered when the hub read that it is stays charged, and
        // so does sending it.
        var left = world.Warehouse.Dispatches.Where(note => note.ExternalId == id).SelectMany(note => note.Lines).Sum(line => line.Quantity);
        var (placed, kept) = (DateOnly.FromDateTime(order.PlacedAt.UtcDateTime), order.IsCancelled ? 0 : order.Gross);
        var ledger = postings[booked.Id].Sum(posting => posting.Net + posting.Tax);
        if (booked.On != placed || (ledger != kept && !(order.IsCancelled && IsOfUnits(ledger, left))))
        {
            yield return new Violation("G7", id, string.Create(
                CultureInfo.InvariantCulture,
                $"was placed on {placed:yyyy-MM-dd} and is booked on {booked.On:yyyy-MM-dd}; " +
                $"the project keeps {kept} of {order.Gross}, the ledger {ledger}\n  ") +
                Belief.OfOrder(state, id));
        }
    }

    /// <summary>Whether an amount is what some units of the project come to, with sending them.</summary>
    private static bool IsOfUnits(decimal amount, decimal most)
    {
        var units = (amount - ProjectSite.Shipping) / ProjectSite.Price;
        return units >= 1 && units <= most && units == decimal.Truncate(units);
    }

    private static IEnumerable<Violation> Credits(ErpTwin office) =>
        from same in office.All(ErpKind.CreditMemo).GroupBy(document => document.ExternalId, StringComparer.Ordinal)
        where same.Count() > 1
        select new Violation("G3", same.Key, $"is credited {same.Count()} times");

    private static IEnumerable<Violation> Days(World world, ErpTwin office)
    {
        if (world.Till is not Till till)
        {
            yield break;
        }

        var posted = office.All(ErpKind.RetailPosting).ToLookup(posting => posting.On);
        foreach (var day in till.Closed)
        {
            var books = till.Books.BooksOf(day);
            if (books is { Net: 0, Tax: 0 } && !posted[day].Any())
            {
                // Nothing sold, or all of it given back: there is no money to book.
                continue;
            }

            if (posted[day].ToList() is not [var posting] || posting.Totals.Net != books.Net || posting.Totals.Tax != books.Tax)
            {
                yield return new Violation("G7", $"{day:yyyy-MM-dd}", string.Create(
                    CultureInfo.InvariantCulture,
                    $"the tills took {books.Net + books.Tax}, posted is {string.Join(" and ", posted[day].Select(one => one.Totals.Gross))}"));
            }
        }
    }
}
