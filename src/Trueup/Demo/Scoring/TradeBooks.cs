using System.Globalization;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.Http.Twin.Erp;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Demo.Sandboxes;
using Trueup.Demo.Trading;

namespace Trueup.Demo.Scoring;

/// <summary>Reads what became of orders, money, returns and store sales out of everybody's own books.</summary>
/// <remarks>To be asked under the sandbox's gate.</remarks>
internal sealed class TradeBooks(Scene scene)
{
    private readonly Sandbox _sandbox = scene.Sandbox;

    /// <summary>Orders cancelled while their parcels were handed over: the shop keeps nothing and the books charge what left, which is
    /// a person's to settle.</summary>
    public static HashSet<string> CancelledTooLate(IEnumerable<HubCase> exceptions) => exceptions
        .Where(static exception => exception.Code == ParcelCases.CancelledTooLate.Code)
        .Select(static exception => exception.About?.Order).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>Orders of the second shop that were cancelled and sent all the same, as the hub names them.</summary>
    public IEnumerable<string> SentAllTheSame(IEnumerable<HubCase> exceptions)
    {
        var project = new ProjectBooks(_sandbox.Project.Books);
        return exceptions.Where(static exception => exception.Code == CaseCodes.OverDispatched.Code)
            .Select(static exception => exception.About?.Order).OfType<string>()
            .Where(order => project.Find(order) is { IsCancelled: true });
    }

    /// <summary>What the shops kept of every order, and what the ERP holds for it.</summary>
    public Items<SaleEvidence> Sales()
    {
        var booked = _sandbox.Erp.Ledger.Where(static posting => posting.Reason != "retail")
            .GroupBy(static posting => OrderOf(posting.ExternalId), StringComparer.Ordinal)
            .ToDictionary(
                static group => group.Key,
                static group => (
                    Gross: group.Sum(static one => one.Net + one.Tax),
                    Tax: group.Sum(static one => one.Tax)),
                StringComparer.Ordinal);
        var memos = _sandbox.Shop.Books.CreditMemos.ToLookup(static memo => memo.OrderId);
        var project = new ProjectBooks(_sandbox.Project.Books);
        return _sandbox.Shop.Books.Orders.Select(order => Sale(
                TrueFigures.ExternalId(order.IncrementId),
                "GBP",
                KeptOf(order, memos[order.EntityId]),
                order.Lines.All(static line => line.Invoiced > 0m) && !IsGivenBack(order),
                booked))
            .Concat(project.Orders.Select(order => Sale(
                order.Name,
                "EUR",
                ProjectBooks.KeptOf(order.View),
                ProjectBooks.IsDue(order.View),
                booked)))
            .ToItems();
    }

    /// <summary>Pieces handed over, and what became of them.</summary>
    public PiecesEvidence Pieces()
    {
        var lines = Handed().SelectMany(static order => order.Lines).ToList();
        var (ordered, shipped, cancelled) = (
            lines.Sum(static line => line.Ordered),
            lines.Sum(static line => line.Dispatched),
            lines.Sum(static line => line.Cancelled));
        return new PiecesEvidence(ordered, shipped, cancelled, lines.Sum(static line =>
            Math.Max(0m, line.Ordered - line.Dispatched - line.Cancelled)));
    }

    /// <summary>Orders of which everything has left that was not cancelled, and nothing came back.</summary>
    /// <param name="late">Those that were cancelled all the same.</param>
    public int Left(HashSet<string> late) => Handed().GroupBy(static order => order.ExternalId, StringComparer.Ordinal)
        .Count(order => !IsBack(order.Key) && !late.Contains(order.Key) &&
            order.SelectMany(static part => part.Lines).ToList() is var lines &&
            lines.Any(static line => line.Dispatched > 0m) &&
            lines.All(static line => line.Dispatched + line.Cancelled == line.Ordered));

    /// <summary>Parcels that came back.</summary>
    public Items<ReturnEvidence> Returns()
    {
        var project = new ProjectBooks(_sandbox.Project.Books);
        var shop = _sandbox.Shop.Books.Orders.ToDictionary(
            static order => TrueFigures.ExternalId(order.IncrementId), StringComparer.Ordinal);
        return scene.Book.Parcels.Select(parcel =>
        {
            var (units, refunds) = project.Find(parcel.Order) is { } order
                ? (order.RefundedUnits, order.Refunds)
                : (shop[parcel.Order].Lines.Sum(static line => line.Refunded),
                    _sandbox.Shop.Books.CreditMemos.Count(memo => memo.OrderId == shop[parcel.Order].EntityId));
            return new ReturnEvidence(
                parcel.Rma,
                _sandbox.Erp.ReturnOf(parcel.Rma) is not null,
                _sandbox.Warehouse.OrdersOf(parcel.Order)
                    .SelectMany(static one => one.Lines).Sum(static line => line.Dispatched),
                units,
                refunds,
                parcel.IsGood);
        }).ToItems();
    }

    /// <summary>The store's days, by its tills, by the hub and in the ERP.</summary>
    public Items<StoreDayEvidence> StoreDays(IReadOnlyList<HubStoreDay> told) => _sandbox.Tills.Days.Select(day =>
    {
        var name = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var books = _sandbox.Tills.BooksOf(day);
        var known = told.FirstOrDefault(one => one.Day == name);
        var postings = _sandbox.Erp.All(ErpKind.RetailPosting).Where(posting => posting.On == day).ToList();
        return new StoreDayEvidence(
            name,
            (books.Transactions, books.Net, books.Tax),
            known is null ? null : (known.Transactions, known.Net, known.Tax),
            known?.State ?? "unknown",
            postings.Count,
            (postings.Sum(static one => one.Totals.Net), postings.Sum(static one => one.Totals.Tax)));
    }).ToItems();

    private IEnumerable<WarehouseOrderView> Handed() => _sandbox.Shop.Books.Orders
        .Select(static order => TrueFigures.ExternalId(order.IncrementId))
        .Concat(new ProjectBooks(_sandbox.Project.Books).Orders.Select(static order => order.Name))
        .SelectMany(name => _sandbox.Warehouse.OrdersOf(name).Concat(_sandbox.Store.OrdersOf(name)));

    private bool IsBack(string order) => scene.Book.Parcels.Any(parcel => parcel.Order == order);

    private SaleEvidence Sale(
        string order,
        string currency,
        (decimal Gross, decimal Tax) kept,
        bool isDue,
        Dictionary<string, (decimal Gross, decimal Tax)> ledger)
    {
        var (gross, tax) = ledger.GetValueOrDefault(order);
        return new SaleEvidence(
            order, currency, kept.Gross, kept.Tax, gross, tax, _sandbox.Erp.Of(ErpKind.SalesOrder, order).Count)
        {
            IsDue = isDue,
        };
    }

    private static (decimal Gross, decimal Tax) KeptOf(TwinOrder order, IEnumerable<TwinCreditMemo> memos)
    {
        var given = memos.ToList();
        return order.Lines.All(static line => line.Invoiced > 0m)
            ? (order.GrandTotal - given.Sum(static memo => memo.GrandTotal), order.Tax - given.Sum(static memo => memo.Tax))
            : default;
    }

    private static bool IsGivenBack(TwinOrder order) =>
        order.Lines.All(static line => line.Canceled + line.Refunded >= line.Ordered);

    /// <summary>A credit's own id begins with its order's.</summary>
    private static string OrderOf(string externalId) => externalId.Split('/')[0];
}
