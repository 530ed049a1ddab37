using Trueup.Core.Books;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using static Trueup.Connectors.Http.OrderTree;

namespace Trueup.Connectors.Http;

/// <summary>Lays out what a document carries beside the order: the sales form, units, money, parcels.</summary>
internal static class IntentTree
{
    /// <summary>The system's own id of the order; null where it has none.</summary>
    public static string? RemoteOf(DocumentIntent intent) => intent switch
    {
        DocumentIntent.CancelOrder it => it.RemoteId,
        DocumentIntent.CancelSale it => it.RemoteId,
        DocumentIntent.PostCredit it => it.RemoteId,
        DocumentIntent.PostReturn it => it.RemoteId,
        DocumentIntent.ReduceOrder it => it.RemoteId,
        DocumentIntent.AnnounceReturn it => it.RemoteId,
        DocumentIntent.AmendReturn it => it.RemoteId,
        DocumentIntent.AmendOrder it => it.RemoteId,
        DocumentIntent.AmendSale it => it.RemoteId,
        DocumentIntent.PostShipment it => it.RemoteOrder,
        DocumentIntent.CancelInStorefront it => it.RemoteOrder,
        DocumentIntent.RefundInStorefront it => it.RemoteOrder,
        DocumentIntent.PostTracking it => it.RemoteOrder,
        DocumentIntent.PostStoreDay it => it.RemoteId,
        _ => null,
    };

    /// <summary>The document under an id of the order that was found out since.</summary>
    public static DocumentIntent Under(DocumentIntent intent, string remoteId) => intent switch
    {
        DocumentIntent.CancelOrder it => it with { RemoteId = remoteId },
        DocumentIntent.CancelSale it => it with { RemoteId = remoteId },
        DocumentIntent.PostCredit it => it with { RemoteId = remoteId },
        DocumentIntent.PostReturn it => it with { RemoteId = remoteId },
        DocumentIntent.ReduceOrder it => it with { RemoteId = remoteId },
        DocumentIntent.AmendOrder it => it with { RemoteId = remoteId },
        DocumentIntent.AmendSale it => it with { RemoteId = remoteId },
        _ => intent,
    };

    /// <summary>The order as charged, where the document carries it.</summary>
    public static CanonicalOrder? OrderOf(DocumentIntent intent) => intent switch
    {
        DocumentIntent.CreateOrder it => it.Canonical,
        DocumentIntent.PostSale it => it.Canonical,
        DocumentIntent.AmendOrder it => it.Canonical,
        DocumentIntent.AmendSale it => it.Canonical,
        _ => null,
    };

    /// <summary>What the warehouse picks, or is not to pick; null for documents without.</summary>
    public static object? Picks(DocumentIntent intent) => intent switch
    {
        DocumentIntent.CreateOrder it => List(it.Picks, OrderTree.Of),
        DocumentIntent.ReduceOrder it => List(it.Picks, OrderTree.Of),
        DocumentIntent.AnnounceReturn it => List(it.Picks, OrderTree.Of),
        DocumentIntent.AmendReturn it => List(it.Picks, OrderTree.Of),
        DocumentIntent.AmendOrder it => List(it.Picks, OrderTree.Of),
        _ => null,
    };

    /// <summary>The sales form; null for documents without.</summary>
    public static object? Form(DocumentIntent intent) => intent switch
    {
        DocumentIntent.PostSale it => Of(it.Form),
        DocumentIntent.AmendSale it => Of(it.Form),
        DocumentIntent.PostCredit it => Of(it.Form),
        DocumentIntent.PostStoreDay it => Of(it.Form),
        DocumentIntent.CancelSale { Form: { } form } => Of(form),
        _ => null,
    };

    /// <summary>Storefront lines with units; null for documents without.</summary>
    public static object? Lines(DocumentIntent intent) => intent switch
    {
        DocumentIntent.CancelSale it => List(it.Lines, Of),
        DocumentIntent.PostReturn it => List(it.Lines, Of),
        DocumentIntent.AmendReturn it => List(it.Lines, Of),
        DocumentIntent.PostShipment it => List(it.Lines, Of),
        DocumentIntent.RefundInStorefront it => List(it.Lines, Of),
        _ => null,
    };

    /// <summary>What only some kinds of documents carry.</summary>
    public static DocumentDetail DetailOf(DocumentIntent intent) => intent switch
    {
        DocumentIntent.PostCredit it => it.Detail,
        DocumentIntent.PostReturn it => it.Detail,
        DocumentIntent.AnnounceReturn it => it.Detail,
        DocumentIntent.AmendReturn it => it.Detail,
        DocumentIntent.RefundInStorefront it => it.Detail,
        DocumentIntent.PostTracking it => it.Detail,
        DocumentIntent.CancelSale it => new DocumentDetail { Reason = it.Reason },
        DocumentIntent.ReduceOrder it => new DocumentDetail { Reason = it.Reason },
        _ => new DocumentDetail(),
    };

    /// <summary>Parcels; null for documents without.</summary>
    public static object? Parcels(DocumentIntent intent) => intent switch
    {
        DocumentIntent.PostShipment it => List(it.Tracking, Of),
        DocumentIntent.PostTracking it => List(it.Tracking, Of),
        _ => null,
    };

    /// <summary>A store's day; null for other documents.</summary>
    public static object? Day(DocumentIntent intent) => intent is DocumentIntent.PostStoreDay it
        ? Tree(
            ("id", it.Day.ToString()),
            ("store", it.StoreCode),
            ("location", it.Day.Store.Text),
            ("date", it.Day.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)),
            ("currency", it.Day.Currency),
            ("transactions", (decimal)it.Transactions),
            ("tenders", List(it.Tenders, static tender => Tree(
                ("type", tender.Type), ("amount", tender.Amount), ("account", tender.Account)))))
        : null;

    /// <summary>Money given back.</summary>
    public static Dictionary<string, object?> Of(RefundAmounts amounts) => Tree(
        ("shipping", amounts.Shipping),
        ("adjustment", amounts.Adjustment),
        ("tax", amounts.Tax),
        ("gross", amounts.Gross),
        ("lines", List(amounts.Lines, static line => Tree(
            ("line", line.Line), ("quantity", Number(line.Quantity)), ("net", line.Net), ("tax", line.Tax)))));

    /// <summary>Units of a line.</summary>
    public static Dictionary<string, object?> Of(LineQuantity line) => Tree(
        ("line", line.Line), ("sku", line.Sku.Text), ("quantity", Number(line.Quantity)));

    private static Dictionary<string, object?> Of(Tracking parcel) => Tree(
        ("number", parcel.Number), ("carrier", parcel.Carrier), ("url", parcel.Url));

    private static Dictionary<string, object?> Of(SalesForm form) => Tree(
        ("currency", form.Currency),
        ("scale", form.Scale),
        ("costCentre", form.CostCentre),
        ("paymentAccount", form.PaymentAccount),
        ("lines", List(form.Lines, Of)),
        ("totals", Tree(("net", form.Totals.Net), ("tax", form.Totals.Tax), ("gross", form.Totals.Gross))));

    private static Dictionary<string, object?> Of(SalesLine line) => Tree(
        ("line", line.Line),
        ("kind", line.Kind.ToString().ToLowerInvariant()),
        ("sku", line.Sku?.Text),
        ("text", line.Text),
        ("quantity", Number(line.Quantity)),
        ("net", line.Net),
        ("tax", line.Tax),
        ("gross", line.Gross),
        ("discount", line.Discount),
        ("taxRate", line.TaxRate),
        ("taxCode", line.TaxCode),
        ("account", line.Account),
        ("partOf", line.PartOf));
}
