using Trueup.Core.Values;
using static Trueup.Core.Cases.CaseOwner;
using static Trueup.Core.Cases.Healing;
using static Trueup.Core.Cases.Severity;

namespace Trueup.Core.Cases;

/// <summary>Problems of tills and of stores' days.</summary>
public static class PosCases
{
    /// <summary>The same transaction came again with other content.</summary>
    public static readonly CaseCode TransactionConflict = new(
        "POS.TRANSACTION_CONFLICT", "Till transaction came again with other content",
        "A till reports a transaction that the hub knows, with other lines or amounts; the first one stands.",
        Warning, Finance,
        "Compare both in the till; correct with a void or a return under a new number, never by changing a transaction.",
        None);

    /// <summary>A receipt's own figures do not agree.</summary>
    public static readonly CaseCode TotalsMismatch = new(
        "POS.TOTALS_MISMATCH", "Receipt does not add up",
        "A till's receipt disagrees with itself; its goods have left the stock, its money waits and is in no day's books.",
        Critical, Finance,
        "Have the till send the same transaction again with figures that add up; the hub takes it then by itself.",
        ByLaterSuccess);

    /// <summary>The currency is none that the hub knows.</summary>
    public static readonly CaseCode CurrencyUnsupported = new(
        "POS.CURRENCY_UNSUPPORTED", "Till's currency not supported",
        "A till's receipt is in a currency that is no ISO 4217 code; its goods have left the stock, its money is in no day's books.",
        Critical, Finance,
        "Set the currency up at the till, and have it send the same transaction again; the hub takes it then by itself.",
        ByLaterSuccess);

    /// <summary>A store's day differs from what its tills report.</summary>
    public static readonly CaseCode DayDiffers = new(
        "POS.DAY_DIFFERS", "Store's day differs from its tills",
        "What the hub counted for a store's day is not what the tills report, so the day is not posted to the books.",
        Critical, Finance,
        "Have the tills send what is missing, or a corrected day report; the day closes by itself when the figures agree.",
        ByLaterSuccess);

    /// <summary>Running numbers of a till are missing.</summary>
    public static readonly CaseCode TransactionsMissing = new(
        "POS.TRANSACTIONS_MISSING", "Till transactions are missing",
        "A till's running numbers have gaps on a day that it has reported: sales may be missing from stock and books.",
        Warning,
        Finance,
        "Have the till upload the numbers named; the case closes when they have come.",
        ByLaterSuccess);

    /// <summary>A sale came after its day was closed.</summary>
    public static readonly CaseCode SaleAfterClose = new(
        "POS.SALE_AFTER_CLOSE", "Sale came after its day was closed",
        "A late sale belongs to a day whose books are closed; its money is counted in the store's next open day.",
        Notice,
        Finance,
        "Nothing, unless it crosses a month: then book the amount back to its own day in the ERP.",
        None);

    /// <summary>A till undoes or takes back what nobody has told of.</summary>
    public static readonly CaseCode SaleUnknown = new(
        "POS.SALE_UNKNOWN", "Till takes back a sale that has not come",
        "A till undoes a sale, or takes back goods of one, that the hub has not heard of; what it says is counted all the same.",
        Warning, Finance,
        "Have the till upload the sale named; if it was sold before the hub was there, or over 90 days ago, resolve the case.",
        ByLaterSuccess);

    /// <summary>More came back than was sold.</summary>
    public static readonly CaseCode OverReturned = new(
        "POS.OVER_RETURNED", "More returned than was sold",
        "A till took back more of a sale's line than is left of it: sold, not undone, and not taken back before.",
        Warning, Ops, "Check the receipt with the store; a mistaken return is undone with a sale at the till.", None);

    /// <summary>A till sold a SKU that nobody else has spoken of.</summary>
    public static readonly CaseCode SkuUnknown = new(
        "POS.SKU_UNKNOWN", "Till sold an unknown SKU",
        "A till sold a SKU that no owner and no storefront has shown; its money is counted, its stock is not known.",
        Warning, Ecommerce, "Correct the SKU at the till, or create the product.", ByLaterSuccess);

    /// <summary>Several products of a till's catalogue carry one SKU.</summary>
    public static readonly CaseCode SkuAmbiguous = new(
        "POS.SKU_AMBIGUOUS", "SKU is not unique in the till's catalogue",
        "Several products of the till's catalogue carry the same SKU, so its counts cannot be told apart and are not used.",
        Warning, Ecommerce, "Give each product of the catalogue a SKU of its own.", None);

    /// <summary>A product of a till's catalogue has no SKU.</summary>
    public static readonly CaseCode SkuMissing = new(
        "POS.SKU_MISSING", "Product without SKU in the till's catalogue",
        "A product was sold or counted that has no SKU in the till's catalogue, so it cannot be matched.",
        Warning,
        Ecommerce,
        "Enter the SKU in the till's catalogue; sales and counts are read again then.",
        None);

    /// <summary>Books would not take a store's day.</summary>
    public static readonly CaseCode DayRefused = new(
        "POS.DAY_REFUSED", "Store's day refused by the books",
        "A store's closed day was posted to a system that keeps books, and was refused; its money is not in those books.",
        Critical, Finance,
        "Read the system's words, correct the cause there or in the mapping, and retry: the day is posted once.",
        ByLaterSuccess);

    /// <summary>A tax code of the tills means nothing to the books.</summary>
    public static readonly CaseCode DayTaxUnmapped = new(
        "POS.DAY_TAX_UNMAPPED", "Tills' tax code is not mapped",
        "A store's closed day holds a tax code of the tills that is mapped to none of the books', so it was not sent.",
        Critical, Finance, "Map the code under books.tax_codes of the connection named, then retry.", ByLaterSuccess);

    /// <summary>Books hold another amount for a store's day.</summary>
    public static readonly CaseCode DayPostedDifferently = new(
        "POS.DAY_POSTED_DIFFERENTLY", "Store's day booked with other amounts",
        "After a store's day was posted the books hold another amount or tax for it than the tills charged.",
        Critical, Finance,
        "Correct the posting in the books to the amounts named, then resolve; find out what recalculates there.", None);

    /// <summary>The tills never reported a day that is long over.</summary>
    public static readonly CaseCode DayNotReported = new(
        "POS.DAY_NOT_REPORTED", "Store's day was never reported",
        "A later day of a store is closed already, and this one was not reported by its tills, so its money is not posted.",
        Warning, Finance, "Have the tills close the day named; it is compared and posted by itself then.", ByLaterSuccess);

    /// <summary>All of them, in the order of their codes.</summary>
    public static Items<CaseCode> All { get; } =
    [
        CurrencyUnsupported, DayDiffers, DayNotReported, DayPostedDifferently, DayRefused, DayTaxUnmapped, OverReturned, SaleAfterClose, SaleUnknown,
        SkuAmbiguous, SkuMissing, SkuUnknown, TotalsMismatch, TransactionsMissing, TransactionConflict,
    ];
}
