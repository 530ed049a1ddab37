using Trueup.Core.Books;
using Trueup.Core.Values;

namespace Trueup.Core.Tills;

/// <summary>What transactions come to in the books of a store's day.</summary>
/// <param name="Transactions">How many there are; negative where some are taken out.</param>
/// <param name="Taxes">What was charged, by tax code in the order of the codes.</param>
/// <param name="Tenders">What was taken at the till itself, by kind of payment in the order of the kinds.</param>
public sealed record DayFigures(int Transactions, Items<TaxAmount> Taxes, Items<TenderAmount> Tenders)
{
    /// <summary>No transaction.</summary>
    public static DayFigures None { get; } = new(0, [], []);

    /// <summary>One transaction without money.</summary>
    public static DayFigures One { get; } = new(1, [], []);

    /// <summary>One transaction; what was paid in a storefront before is no money of the store.</summary>
    public static DayFigures Of(TillReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return ReceiptCheck.IsPaidElsewhere(receipt)
            ? One
            : new DayFigures(
                1, ReceiptCheck.TaxesOf(receipt, Currencies.ScaleOf(receipt.Currency)), ReceiptCheck.TendersOf(receipt));
    }

    /// <summary>These and more.</summary>
    public DayFigures And(DayFigures more)
    {
        ArgumentNullException.ThrowIfNull(more);
        return new DayFigures(Transactions + more.Transactions, Sum(Taxes, more.Taxes), Sum(Tenders, more.Tenders));
    }

    /// <summary>The same, taken out.</summary>
    public DayFigures Negated() => new(
        -Transactions,
        Taxes.Select(static tax => new TaxAmount(tax.TaxCode, -tax.Net, -tax.Tax)).ToItems(),
        Tenders.Select(static tender => new TenderAmount(tender.Type, -tender.Amount)).ToItems());

    private static Items<TaxAmount> Sum(Items<TaxAmount> known, Items<TaxAmount> more) => known.Concat(more)
        .GroupBy(static tax => tax.TaxCode, StringComparer.Ordinal)
        .OrderBy(static group => group.Key, StringComparer.Ordinal)
        .Select(static group => new TaxAmount(
            group.Key, group.Sum(static tax => tax.Net), group.Sum(static tax => tax.Tax)))
        .ToItems();

    private static Items<TenderAmount> Sum(Items<TenderAmount> known, Items<TenderAmount> more) => known.Concat(more)
        .GroupBy(static tender => tender.Type, StringComparer.Ordinal)
        .OrderBy(static group => group.Key, StringComparer.Ordinal)
        .Select(static group => new TenderAmount(group.Key, group.Sum(static tender => tender.Amount)))
        .ToItems();
}
