using System.Globalization;
using Trueup.Core.Books;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Core.Tills;

/// <summary>What books are told of stores' days: when, in which form, and what follows from their answer. Pure and
/// total.</summary>
public static class DayPostings
{
    /// <summary>How the refusal of a posting begins that the hub itself holds back.</summary>
    private const string HeldMark = "Not sent: ";

    /// <summary>What is to be posted of a day that is closed and has not been asked for; the second list names what
    /// keeps a posting back.</summary>
    /// <param name="day">The day.</param>
    /// <param name="find">A posting that exists already; null for none.</param>
    /// <param name="contract">The contract.</param>
    public static (Items<StoreDayEvent> Events, Items<Finding> Findings) Due(
        StoreDay day, Func<ConnectionName, DayPosting?> find, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(day);
        ArgumentNullException.ThrowIfNull(find);
        ArgumentNullException.ThrowIfNull(contract);
        var events = new List<StoreDayEvent>();
        var findings = new List<Finding>();
        foreach (var target in day.State == StoreDayState.Agreed && HasMoney(day)
            ? contract.TargetsOf(DataKind.StoreDay)
            : [])
        {
            if (find(target.Connection) is null)
            {
                events.Add(new StoreDayEvent.PostingAsked(target.Connection));
                Hold(day, target.Connection, contract, events, findings);
            }
        }

        return (events.ToItems(), findings.ToItems());
    }

    /// <summary>Somebody asks for a refused posting to be sent again.</summary>
    public static (Items<StoreDayEvent> Events, Items<Finding> Findings) Reopen(
        StoreDay day, DayPosting posting, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(posting);
        var events = new List<StoreDayEvent>();
        var findings = new List<Finding>();
        if (posting.Refusal is not null && !Hold(day, posting.Target, contract, events, findings))
        {
            events.Add(new StoreDayEvent.PostingReopened(posting.Target));
        }

        return (events.ToItems(), findings.ToItems());
    }

    /// <summary>What came of a posting: made or refused; anything else says that it is late, and is tried
    /// again.</summary>
    public static (Items<StoreDayEvent> Events, Items<Finding> Findings) Settle(
        StoreDay day, DayPosting posting, Receipt receipt, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(day);
        ArgumentNullException.ThrowIfNull(posting);
        if (posting.IsSettled)
        {
            return ([], []);
        }

        return receipt switch
        {
            Receipt.Applied made => (
                [new StoreDayEvent.PostingMade(posting.Target, made.RemoteId)],
                Verify(FormOf(day, posting.Target, contract).Totals, posting, made)),
            Receipt.Refused refused => (
                [new StoreDayEvent.PostingRefused(posting.Target, refused.Detail)],
                [new Finding(PosCases.DayRefused, AboutOf(posting), refused.Detail)]),
            Receipt.Deferred late => (
                [],
                [new Finding(CaseCodes.DocumentOverdue, AboutOf(posting), $"The day is still not posted: {late.Detail}")]),
            _ => ([], []),
        };
    }

    /// <summary>The document that posts a day.</summary>
    public static DocumentIntent.PostStoreDay Build(StoreDay day, DayPosting posting, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(day);
        ArgumentNullException.ThrowIfNull(posting);
        ArgumentNullException.ThrowIfNull(contract);
        var location = contract.Location(day.Key.Store);
        var code = location?.Codes.FirstOrDefault(alias => alias.Connection == posting.Target)?.Code ??
            location?.Codes.FirstOrDefault(alias => alias.Connection == day.Key.Owner)?.Code;
        var payments = contract.Connection(posting.Target)?.Books?.Payments ?? [];
        return new DocumentIntent.PostStoreDay(posting.Key, day.Key, FormOf(day, posting.Target, contract))
        {
            StoreCode = code ?? day.Key.Store.Text,
            Transactions = day.Transactions,
            Tenders = day.Tenders.Select(tender => new DayTender(
                tender.Type, tender.Amount, payments.Find(tender.Type))).ToItems(),
        };
    }

    /// <summary>What a case about a posting is about.</summary>
    public static Lineage AboutOf(DayPosting posting)
    {
        ArgumentNullException.ThrowIfNull(posting);
        return AboutOf(posting.Day) with { Connection = posting.Target };
    }

    /// <summary>What a case about a day is about.</summary>
    public static Lineage AboutOf(StoreDayKey day)
    {
        ArgumentNullException.ThrowIfNull(day);
        return new Lineage
        {
            Connection = day.Owner,
            Location = day.Store.Text,
            Order = string.Create(CultureInfo.InvariantCulture, $"day {day.Day:yyyy-MM-dd} {day.Currency}"),
        };
    }

    /// <summary>
    /// A day as books want it: a line for each tax code with exactly what the tills charged under it, and what cash
    /// rounding came to in a line of its own, so that the lines sum to what was taken.
    /// </summary>
    public static SalesForm FormOf(StoreDay day, ConnectionName target, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(day);
        ArgumentNullException.ThrowIfNull(contract);
        var books = contract.Connection(target)?.Books ?? new BooksRule();
        var lines = day.Taxes.Select(tax => new SalesLine(
            tax.TaxCode.Length == 0 ? "none" : tax.TaxCode, SalesLineKind.Goods, 1, tax.Net, tax.Tax)
        {
            Text = tax.TaxCode,
            TaxCode = CodeOf(tax.TaxCode, target, contract),
            Account = books.SalesAccount,
        }).ToList();
        if (day.Rounding != 0m)
        {
            lines.Add(new SalesLine("rounding", SalesLineKind.Rounding, 1, day.Rounding, Tax: 0m)
            {
                Text = "rounding",
                TaxCode = books.TaxCodes.Find("0"),
                Account = books.RoundingAccount ?? books.SalesAccount,
            });
        }

        var (net, tax) = (lines.Sum(line => line.Net), lines.Sum(line => line.Tax));
        return new SalesForm(
            day.Key.Currency, Currencies.ScaleOf(day.Key.Currency), lines.ToItems(), new SalesTotals(net, tax, net + tax))
        {
            CostCentre = books.CostCentres.Find(day.Key.Store.Text),
        };
    }

    private static bool HasMoney(StoreDay day) =>
        day.Taxes.Any(static tax => tax.Net != 0m || tax.Tax != 0m) || day.Tenders.Any(static one => one.Amount != 0m);

    /// <summary>Whether the books would not know a tax code: then the posting is refused here, before it is
    /// sent.</summary>
    private static bool Hold(
        StoreDay day,
        ConnectionName target,
        OwnershipContract contract,
        List<StoreDayEvent> events,
        List<Finding> findings)
    {
        var unknown = day.Taxes.Where(tax => CodeOf(tax.TaxCode, target, contract) is null)
            .Select(tax => $"'{tax.TaxCode}'").ToList();
        if (unknown.Count == 0)
        {
            return false;
        }

        var detail = $"{target} has no tax code for the tills' {string.Join(", ", unknown)}.";
        events.Add(new StoreDayEvent.PostingRefused(target, $"{HeldMark}{detail}"));
        findings.Add(new Finding(PosCases.DayTaxUnmapped, AboutOf(new DayPosting(day.Key, target)), detail));
        return true;
    }

    private static string? CodeOf(string word, ConnectionName target, OwnershipContract contract)
    {
        var codes = contract.Connection(target)?.Books?.TaxCodes ?? [];
        return codes.IsEmpty ? word : codes.Find(word) ?? contract.TaxCodeOf(target, word);
    }

    private static Items<Finding> Verify(SalesTotals charged, DayPosting posting, Receipt.Applied made) =>
        made.BookedGross is { } gross &&
        (gross != charged.Gross || (made.BookedTax is { } tax && tax != charged.Tax))
            ? [new Finding(
                PosCases.DayPostedDifferently,
                AboutOf(posting),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The tills charged {charged.Gross} with tax {charged.Tax}; {posting.Target} holds {gross} with tax {made.BookedTax}."))]
            : [];
}
