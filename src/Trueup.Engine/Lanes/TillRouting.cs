using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Books;
using Trueup.Core.Orders;
using Trueup.Core.Tills;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>
/// Brings what tills say to the stock, to online orders and to the books of the store's day, each exactly once: a
/// transaction is known by its number, and what it says by its fingerprint.
/// </summary>
internal sealed class TillRouting(
    HubState state, OwnershipContract contract, StockRouting stock, OrderRouting orders, DayRouting days)
{
    /// <summary>ISO 4217 for a transaction that says nothing of money.</summary>
    private const string NoCurrency = "XXX";

    private readonly List<string> _due = [];
    private readonly TillUndoing _undoing = new(state);

    /// <summary>A finished transaction: a sale, a return, an exchange, or the hand-over of an online order. Names the keys
    /// of messages that may go on.</summary>
    public IReadOnlyList<string> Sell(Deliberation about, ConnectionName reporter, Fact.SaleCompleted sale)
    {
        _due.Clear();
        Take(about, reporter, sale);
        return _due.ToArray();
    }

    private void Take(Deliberation about, ConnectionName reporter, Fact.SaleCompleted sale)
    {
        if (stock.LocationOf(about, reporter, sale.Store) is not { } location)
        {
            return;
        }

        about.Believe(new Lineage { Connection = reporter, Location = "sales" }, "A sale", sale.At);
        sale = (Fact.SaleCompleted)SenderClock.Believed(sale, about.Now);
        var key = $"{reporter}/{sale.Key}";
        var fingerprint = TillWords.FingerprintOf(sale);
        if (state.Tills.Find(key) is { } known)
        {
            SellAgain(about, reporter, location, sale, known, fingerprint);
            return;
        }

        var day = OpenDayFor(about, reporter, location, sale, key);
        var faults = FaultsOf(LineageOf(reporter, location, sale), sale);
        var forestalled = _undoing.ForestalledBy(reporter, sale, key);
        var (awaited, taken) = (state.Tills.Awaited(key), TillUndoing.TakenBy(reporter, sale));
        Book(about, day, sale, new TillSale(key, fingerprint, day, sale.At)
        {
            Register = sale.Receipt?.Register ?? "",
            Sequence = sale.Receipt?.Sequence,
            OwnDay = OwnDayIn(day, sale),
            IsCounted = faults.IsEmpty && forestalled is null,
            Lines = TillWords.SoldBy(sale),
            TookBack = taken,
        }, isCorrection: false);
        Find(about, faults);
        Judge(about, reporter, location, sale);
        _undoing.Arrive(about, reporter, key, awaited);
        _undoing.Void(about, reporter, sale, day, key);
        _undoing.TakeBack(about, day, key, taken);
        if (forestalled is null)
        {
            HandOut(about, reporter, location, sale);
        }
        else
        {
            TellUndone(about, reporter, location, sale, forestalled);
        }

        days.Recount(about, day with { Day = OwnDayOf(sale) });
        days.Conclude(about, day);
    }

    /// <summary>A store's tills report a day.</summary>
    public void Close(Deliberation about, ConnectionName reporter, Fact.StoreDayReported reported)
    {
        if (stock.LocationOf(about, reporter, reported.Store) is { } location)
        {
            days.Close(about, reporter, location, reported);
        }
    }

    /// <summary>The same number again: the same thing twice is once; other content is corrected only where the first
    /// did
    /// not add up.</summary>
    private void SellAgain(
        Deliberation about,
        ConnectionName reporter,
        LocationRule location,
        Fact.SaleCompleted sale,
        TillSale known,
        long fingerprint)
    {
        var isOther = known.Lines.Any(
            line => TillWords.SoldBy(sale).Any(other => other.Line == line.Line && other.Sku != line.Sku));
        if (known.Fingerprint == fingerprint && !isOther)
        {
            // It may have waited for its order, or for a product to get its SKU.
            var news = TillWords.SoldBy(sale).Where(sold =>
                known.Lines.FindIndex(one => one.Line == sold.Line) < 0).ToItems();
            if (!news.IsEmpty)
            {
                about.Say(new Change.StoreDayChanged(
                    known.Day, new StoreDayEvent.Matched(known with { Lines = known.Lines.AddRange(news) })));
            }

            if ((sale.Order is not null || !news.IsEmpty) && _undoing.ForestalledBy(reporter, sale, known.Key) is null)
            {
                HandOut(about, reporter, location, sale.Order is not null ? sale : sale with
                {
                    Lines = sale.Lines.Where(line => news.FindIndex(one => one.Line == line.Line) >= 0).ToItems(),
                });
            }

            return;
        }

        var faults = FaultsOf(LineageOf(reporter, location, sale), sale);
        var isSameGoods = TillWords.SoldBy(sale) == known.Lines.Select(static line =>
            line with { Returned = Quantity.Zero }).ToItems();
        if (known.IsCounted || !isSameGoods)
        {
            about.Find(new Finding(
                PosCases.TransactionConflict,
                LineageOf(reporter, location, sale),
                faults.IsEmpty
                    ? $"Transaction {sale.Key} came again with other lines, amounts or times; the first one stands."
                    : faults[0].Detail));
        }
        else if (!faults.IsEmpty)
        {
            Find(about, faults);
        }
        else if (_undoing.ForestalledBy(reporter, sale, known.Key) is { } forestalled)
        {
            TellUndone(about, reporter, location, sale, forestalled);
        }
        else
        {
            Correct(about, reporter, location, sale, known with { Fingerprint = fingerprint, IsCounted = true });
        }
    }

    /// <summary>Money that did not count counts now: in the books that its transaction waits in, or where those are closed or
    /// of another currency, as if it came only now.</summary>
    private void Correct(
        Deliberation about, ConnectionName reporter, LocationRule location, Fact.SaleCompleted sale, TillSale corrected)
    {
        var isOpen = corrected.Day.Currency == CurrencyOf(sale) && state.Tills.Day(corrected.Day).State != StoreDayState.Agreed;
        var day = isOpen ? corrected.Day : OpenDayFor(about, reporter, location, sale, corrected.Key);
        Book(about, day, sale, corrected with { Day = day, OwnDay = OwnDayIn(day, sale) }, isCorrection: isOpen);
        _undoing.Void(about, reporter, sale, day, corrected.Key);
        foreach (var code in (CaseCode[])[PosCases.TotalsMismatch, PosCases.CurrencyUnsupported])
        {
            about.Heal(code, LineageOf(reporter, location, sale), "The transaction came again and adds up.");
        }

        days.Conclude(about, day);
    }

    private void Book(
        Deliberation about, StoreDayKey day, Fact.SaleCompleted sale, TillSale booked, bool isCorrection)
    {
        var isMoney = sale.Receipt is { } receipt && booked.IsCounted && !ReceiptCheck.IsPaidElsewhere(receipt);
        var figures = isMoney ? DayFigures.Of(sale.Receipt!) : DayFigures.One;
        var rounding = isMoney ? sale.Receipt!.Rounding : 0m;
        about.Say(new Change.StoreDayChanged(day, isCorrection
            ? new StoreDayEvent.Corrected(booked, figures.Taxes, figures.Tenders, rounding)
            : new StoreDayEvent.Booked(booked, figures.Taxes, figures.Tenders, rounding)));
        if (booked.IsCounted && OwnDayOf(sale) is var own && own != day.Day)
        {
            about.Say(new Change.StoreDayChanged(day, new StoreDayEvent.Shifted(figures)));
            about.Say(new Change.StoreDayChanged(day with { Day = own }, new StoreDayEvent.Shifted(figures.Negated())));
        }
    }

    private void Judge(Deliberation about, ConnectionName reporter, LocationRule location, Fact.SaleCompleted sale)
    {
        foreach (var sku in sale.Lines.Select(static line => line.Sku).Distinct())
        {
            var ofSku = new Lineage { Connection = reporter, Location = location.Code.Text, Sku = sku.Text };
            if (contract.KitOf(sku) is null && state.Find(sku) is null)
            {
                about.Find(new Finding(
                    PosCases.SkuUnknown,
                    ofSku,
                    $"Transaction {sale.Key} names {sku}, which nobody else has spoken of."));
            }
        }
    }

    private static void TellUndone(
        Deliberation about, ConnectionName reporter, LocationRule location, Fact.SaleCompleted sale, string earlier) =>
        about.Find(new Finding(
            PosCases.TransactionConflict,
            LineageOf(reporter, location, sale),
            $"Transaction {sale.Key} undoes {sale.Receipt!.VoidOf}, which {earlier} has undone before."));

    /// <summary>Goods that left: of the store's own stock, or of an online order that is handed over. What comes back
    /// of an
    /// online order waits for inspection.</summary>
    private void HandOut(Deliberation about, ConnectionName reporter, LocationRule location, Fact.SaleCompleted sale)
    {
        if (sale.Order is not { } order)
        {
            stock.Sell(about, reporter, location, sale);
            return;
        }


        // A till numbers its lines in its own way: an order's are named by what they are of.
        var given = sale.Lines.Where(static line => line.Quantity > Quantity.Zero)
            .Select(static line => line with { Line = null }).ToItems();
        var taken = sale.Lines.Where(static line => line.Quantity < Quantity.Zero)
            .Select(static line => line with { Line = null, Quantity = -line.Quantity }).ToItems();
        if (!given.IsEmpty)
        {
            _due.AddRange(orders.Route(about, reporter, sale with { Lines = given }, order));
        }

        if (!taken.IsEmpty)
        {
            var received = new Fact.ReturnReceived(order, sale.Key, sale.Store, sale.DatedAt ?? sale.At, taken);
            _due.AddRange(orders.Route(about, reporter, received, order));
            NotePaidOut(about, reporter, sale, order, taken);
        }
    }

    /// <summary>
    /// Money that a till gave back for an online order is given back: its inspection must not start a second refund. It
    /// is in the store's own books, so it carries no amounts for those of the order.
    /// </summary>
    private void NotePaidOut(
        Deliberation about, ConnectionName reporter, Fact.SaleCompleted sale, string reference, Items<LineQuantity> taken)
    {
        if (sale.Receipt is not { } receipt || !ReceiptCheck.PaysOut(receipt) ||
            state.OrderIndex.Resolve(reporter, reference) is not { } id || state.Find(id) is not { } order)
        {
            return;
        }

        var lines = new List<LineQuantity>();
        foreach (var units in taken)
        {
            var left = units.Quantity;
            foreach (var line in order.Lines.Where(line => line.Sku == units.Sku))
            {
                var some = Quantity.Min(left, line.Ordered);
                if (some > Quantity.Zero)
                {
                    lines.Add(new LineQuantity(line.Line, line.Sku, some));
                    left -= some;
                }
            }
        }

        if (lines.Count > 0)
        {
            orders.Route(
                about,
                reporter,
                new Fact.RefundObserved($"till {sale.Key}", order.Progress.RemoteId, sale.At, lines.ToItems()),
                reference);
        }
    }

    /// <summary>The day whose books a transaction goes into: its own, or the next that is not closed.</summary>
    private StoreDayKey OpenDayFor(
        Deliberation about, ConnectionName reporter, LocationRule location, Fact.SaleCompleted sale, string transaction)
    {
        var own = new StoreDayKey(reporter, location.Code, OwnDayOf(sale), CurrencyOf(sale));
        var key = own;
        while (state.Tills.Day(key).State == StoreDayState.Agreed)
        {
            key = key with { Day = key.Day.AddDays(1) };
        }

        if (key != own)
        {
            about.Find(new Finding(
                PosCases.SaleAfterClose,
                DayPostings.AboutOf(own),
                $"Transaction {transaction} of {own.Day:yyyy-MM-dd} is counted on {key.Day:yyyy-MM-dd}."));
        }

        return key;
    }

    private DateOnly OwnDayOf(Fact.SaleCompleted sale) => sale.Receipt?.BusinessDay ??
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(sale.At, contract.Terms.Reconcile.Zone).DateTime);

    private DateOnly? OwnDayIn(StoreDayKey day, Fact.SaleCompleted sale) => OwnDayOf(sale) is var own && own != day.Day ? own : null;

    private static string CurrencyOf(Fact.SaleCompleted sale) => sale.Receipt?.Currency ?? NoCurrency;

    /// <summary>Why a transaction's money cannot count; empty where it can.</summary>
    private static Items<Finding> FaultsOf(Lineage lineage, Fact.SaleCompleted sale)
    {
        if (sale.Receipt is not { } receipt)
        {
            return [];
        }

        var faults = new List<Finding>();
        if (!Currencies.IsKnown(receipt.Currency))
        {
            faults.Add(new Finding(
                PosCases.CurrencyUnsupported,
                lineage,
                $"Transaction {sale.Key}: its currency is '{receipt.Currency}', which is no ISO 4217 code."));
        }

        if (ReceiptCheck.Problems(receipt, Currencies.ScaleOf(receipt.Currency)) is { IsEmpty: false } problems)
        {
            faults.Add(new Finding(
                PosCases.TotalsMismatch, lineage, $"Transaction {sale.Key}: {string.Join("; ", problems)}."));
        }

        return faults.ToItems();
    }

    private static void Find(Deliberation about, Items<Finding> findings)
    {
        foreach (var finding in findings)
        {
            about.Find(finding);
        }
    }

    private static Lineage LineageOf(ConnectionName reporter, LocationRule location, Fact.SaleCompleted sale) =>
        TillWords.LineageOf(reporter, $"{reporter}/{sale.Key}") with { Location = location.Code.Text };
}
