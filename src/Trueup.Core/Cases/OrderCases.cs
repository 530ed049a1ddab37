using Trueup.Core.Values;
using static Trueup.Core.Cases.CaseOwner;
using static Trueup.Core.Cases.Healing;
using static Trueup.Core.Cases.Severity;

namespace Trueup.Core.Cases;

/// <summary>Problems with the content of orders and with their way through the house.</summary>
public static class OrderCases
{
    /// <summary>Lines and totals of an order disagree by more than rounding.</summary>
    public static readonly CaseCode TotalsMismatch = new(
        "ORDER.TOTALS_MISMATCH", "Totals do not add up",
        "Amounts of the order (lines, net, tax, total) contradict each other by more than rounding; nothing of it was sent.",
        Critical, Finance, "Compare the figure named with the storefront, and correct the order there or raise books.rounding_max.",
        ByLaterSuccess);

    /// <summary>The currency is none that the hub knows, or not one that the storefront charges in.</summary>
    public static readonly CaseCode CurrencyUnsupported = new(
        "ORDER.CURRENCY_UNSUPPORTED", "Currency not supported",
        "The order is in a currency that is no ISO 4217 code, or not one that its storefront or channel charges in; nothing of it was sent.",
        Critical, Finance, "Map the word under codes.currencies of the storefront, or add the currency to its orders.currencies, and retry.",
        ByMapping);

    /// <summary>A line has no usable quantity or amount.</summary>
    public static readonly CaseCode LineInvalid = new(
        "ORDER.LINE_INVALID", "Order line makes no sense",
        "A line has a quantity of zero or less or an amount below zero, or the order has too many lines; nothing of it was sent.",
        Critical, Cx, "Correct or cancel the order in the storefront; the hub takes the correction up by itself.",
        ByLaterSuccess);

    /// <summary>An article that neither the storefront nor any owner of stock has.</summary>
    public static readonly CaseCode ArticleUnknown = new(
        "ORDER.ARTICLE_UNKNOWN", "Nobody knows the article",
        "The storefront does not have the product of a line any more, and no owner of stock ever reported it; nothing of the order was sent.",
        Critical, Ecommerce, "Have the owner report the SKU, or cancel the order in the storefront; a retry sends the order as it is.",
        ByLaterSuccess);

    /// <summary>A receiver's own rule is broken, or no parcel can go to the address.</summary>
    public static readonly CaseCode FieldRefused = new(
        "ORDER.FIELD_REFUSED", "A field breaks a rule of the receiver",
        "The receiver would refuse the order for the field named, so it was not sent there; the other systems have it.",
        Critical, Cx, "Edit the field with the retry, or correct it in the storefront.", ByLaterSuccess);

    /// <summary>A custom option has no place in a receiver's form.</summary>
    public static readonly CaseCode OptionUnmapped = new(
        "ORDER.OPTION_UNMAPPED", "Custom option not mapped",
        "The customer chose an option that the warehouse's form has no place for, so the order was not sent there.",
        Critical, Engineering, "Add the option under options of the connection (note, ignore or field:NAME), and retry.",
        ByMapping);

    /// <summary>A tax of the order has no code in the books.</summary>
    public static readonly CaseCode TaxUnmapped = new(
        "ORDER.TAX_UNMAPPED", "Tax code not mapped",
        "A tax class or rate of the order has no code in the receiver's books, so it was not booked.",
        Critical, Finance, "Add the class or rate under books.tax_codes of the connection, and retry.", ByMapping);

    /// <summary>The receiver holds other amounts than were charged.</summary>
    public static readonly CaseCode PostedDifferently = new(
        "ORDER.POSTED_DIFFERENTLY", "Booked with other amounts",
        "After posting, the receiver holds other amounts than the storefront charged.",
        Critical, Finance, "Correct the document in the receiver to the amounts named; find out what recalculated it.",
        ByLaterSuccess);

    /// <summary>An order stays in a stage for too long.</summary>
    public static readonly CaseCode Stuck = new(
        "ORDER.STUCK", "Order stuck",
        "The order has been in one stage for longer than the contract allows.",
        Warning, Ops, "Open its timeline: the last step names the system that must act next.", ByLaterSuccess);

    /// <summary>A status came before the one that must precede it, which did not come in time.</summary>
    public static readonly CaseCode EarlyEvent = new(
        "ORDER.EVENT_EARLY", "Event still waits for its predecessor",
        "A status was reported whose predecessor has not come in time; it waits on and is applied when that comes.",
        Warning, Ops, "Find out in the sender's system why the step before was not reported.", ByLaterSuccess);

    /// <summary>A status cannot follow the one before, or units are named that the order never had.</summary>
    public static readonly CaseCode IllegalStatus = new(
        "ORDER.STATUS_ILLEGAL", "Report that does not fit the order",
        "A system reported a status that contradicts how far the order is, or units that were never ordered; that was not applied.",
        Warning, Ops, "Compare the order in both systems; the newer report of the sender puts it right.", None);

    /// <summary>Goods left of an order that was not handed over.</summary>
    public static readonly CaseCode SentUnreleased = new(
        "ORDER.SENT_UNRELEASED", "Goods left before the release",
        "Goods of an order have left although it is not released: it may be unpaid, and no ERP and no warehouse has it from the hub.",
        Critical, Ops, "Have the parcel stopped, or have the order paid or approved; the case closes when it is released.",
        ByLaterSuccess);

    /// <summary>An order came again with other content.</summary>
    public static readonly CaseCode Changed = new(
        "ORDER.CHANGED", "Order changed after it was taken",
        "The storefront shows other articles, lines or amounts under the number of an order that was already taken.",
        Critical, Cx, "Cancel and replace the order in the storefront, or agree the change with the back office by hand.",
        ByLaterSuccess);

    /// <summary>An order was cancelled because it had expired, and was paid all the same.</summary>
    public static readonly CaseCode PaidAfterExpiry = new(
        "ORDER.PAID_AFTER_EXPIRY", "Paid after it had expired",
        "The order was cancelled in its storefront because it was not paid in time, and the payment came when that could not be undone.",
        Critical, Cx, "Give the money back, or place the order again for the customer; then resolve the case.", None);

    /// <summary>An order was put on hold when a warehouse had it already.</summary>
    public static readonly CaseCode HeldTooLate = new(
        "ORDER.HELD_TOO_LATE", "On hold, and the warehouse has it",
        "The storefront put the order on hold when a warehouse had it already; the hub has no way to stop the warehouse.",
        Critical, Ops, "Tell the warehouse to keep the order until it is off hold, or take it off hold in the storefront.",
        ByLaterSuccess);

    /// <summary>An order of a storefront is not in the hub.</summary>
    public static readonly CaseCode MissedByHub = new(
        "ORDER.MISSED", "Order was missed",
        "A sweep found an order in the storefront that neither event nor poll had brought; it was taken up.",
        Warning, Engineering, "Nothing for the order itself; find out why the event and the poll missed it.",
        ByLaterSuccess);

    /// <summary>An order is not in a system that must have it.</summary>
    public static readonly CaseCode MissingInTarget = new(
        "ORDER.MISSING_IN_TARGET", "Order missing in a system",
        "A system took an order and does not show it any more, or never got it in time.",
        Critical, Ops, "Look for the order in that system; the retry sends it again if it certainly is not there.",
        ByLaterSuccess);

    /// <summary>A system has an order more than once.</summary>
    public static readonly CaseCode TwiceInTarget = new(
        "ORDER.TWICE_IN_TARGET", "Order twice in a system",
        "A system lists more than one order under the hub's id; goods or money may move twice.",
        Critical, Ops, "Cancel the surplus order in that system; the next count closes the case.", ByLaterSuccess);

    /// <summary>Every code of this list.</summary>
    public static Items<CaseCode> All { get; } =
    [
        TotalsMismatch, CurrencyUnsupported, LineInvalid, ArticleUnknown, FieldRefused, OptionUnmapped, TaxUnmapped, PostedDifferently,
        Stuck, EarlyEvent, IllegalStatus, Changed, MissedByHub, MissingInTarget, TwiceInTarget,
        PaidAfterExpiry, HeldTooLate, SentUnreleased,
    ];

    /// <summary>Codes that say why an order, or its way to one system, is held before anything is sent.</summary>
    public static Items<CaseCode> Holding { get; } =
        [TotalsMismatch, CurrencyUnsupported, LineInvalid, ArticleUnknown, FieldRefused, OptionUnmapped, TaxUnmapped];
}
