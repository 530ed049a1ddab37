namespace Trueup.Connectors.AdobeCommerce.Polling;

/// <summary>A list of the shop that is polled by a time.</summary>
/// <param name="Name">Name of the poll.</param>
/// <param name="Resource">The list.</param>
/// <param name="IdField">Field that tells records of one second apart, and the order within it.</param>
/// <param name="StampField">The time it is polled by.</param>
internal sealed record PolledList(string Name, string Resource, string IdField, string StampField)
{
    /// <summary>
    /// Field of a record that its message is named after; <see cref="IdField"/> unless said otherwise.
    /// </summary>
    public string NameField { get; init; } = IdField;

    /// <summary>Fields asked for; null for whole records.</summary>
    public string? Fields { get; init; }

    /// <summary>Records per page; orders are heavy, so at most 100 (adobe-commerce.md §4.3).</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>Whether records belong to store views, and only those of the website are kept.</summary>
    public bool ByStore { get; init; } = true;

    /// <summary>Whether the shop itself is asked for the website's records only.</summary>
    public bool AsksByStore { get; init; }

    /// <summary>
    /// Whether the very first reading begins with the hub's start, less the overlap by which the clocks may differ: what these
    /// records did before is in the orders' own figures.
    /// </summary>
    public bool BeginsNow { get; init; }

    /// <summary>How far each round reaches back, also to before the hub's start; null for the overlap of the settings.</summary>
    public TimeSpan? Reach { get; init; }

    /// <summary>Whether only one edition of the shop has the list; where there is none, it is asked for once a day.</summary>
    public bool IsOfOneEdition { get; init; }

    /// <summary>
    /// Orders by their own change. Those of other websites are not even fetched: they are heavy, and about people.
    /// </summary>
    public static readonly PolledList Orders = new(PollNames.Orders, "/orders", "entity_id", "updated_at")
    {
        AsksByStore = true,
    };

    /// <summary>
    /// Order lines by their change. It finds what the order's own time hides: the second and later partial shipments
    /// leave the order row as it is (adobe-commerce-observed.md §1.6).
    /// </summary>
    public static readonly PolledList OrderItems = new(PollNames.OrderItems, "/orders/items", "item_id", "updated_at")
    {
        NameField = "order_id",
        Fields = "items[item_id,order_id,store_id,updated_at],search_criteria,total_count",
        BeginsNow = true,
    };

    /// <summary>Shipments by their creation; later changes to one move no stock (adobe-commerce.md §3.3).</summary>
    public static readonly PolledList Shipments = new(PollNames.Shipments, "/shipments", "entity_id", "created_at")
    {
        BeginsNow = true,
    };

    /// <summary>
    /// Invoices by their change, and the orders that they are of: an invoice says that the money is there, ends the reservation of
    /// virtual goods, and may leave the order's own time as it was (adobe-commerce.md §3.3, §4.3).
    /// </summary>
    public static readonly PolledList Invoices = new(PollNames.Invoices, "/invoices", "entity_id", "updated_at")
    {
        NameField = "order_id",
        Fields = "items[entity_id,order_id,store_id,updated_at],search_criteria,total_count",
        BeginsNow = true,
    };

    /// <summary>
    /// Returns (RMA) by the time that they were asked for, the only one that they have: what was done with one since leaves no
    /// time behind, so each round reads all of the last two months. Adobe Commerce has them, Magento Open Source does not
    /// (adobe-commerce.md §4.7).
    /// </summary>
    public static readonly PolledList Returns = new(PollNames.Returns, "/returns", "entity_id", "date_requested")
    {
        BeginsNow = true,
        Reach = TimeSpan.FromDays(60),
        IsOfOneEdition = true,
    };

    /// <summary>Credit memos by their creation.</summary>
    public static readonly PolledList CreditMemos = new(PollNames.CreditMemos, "/creditmemos", "entity_id", "created_at")
    {
        BeginsNow = true,
    };

    /// <summary>
    /// Products by their change: new ones, type changes, renames, switching off. Stock does not move this time.
    /// </summary>
    public static readonly PolledList Products = new(PollNames.Products, "/products", "entity_id", "updated_at")
    {
        NameField = "id",
        Fields = "items[id,sku,type_id,status,updated_at,extension_attributes[category_links]],search_criteria,total_count",
        PageSize = 300,
        ByStore = false,
    };
}

/// <summary>The polls by name.</summary>
internal static class PollNames
{
    public const string Wiring = "wiring";
    public const string Orders = "orders";
    public const string OrderItems = "order-items";
    public const string Shipments = "shipments";
    public const string Invoices = "invoices";
    public const string CreditMemos = "creditmemos";
    public const string Returns = "returns";
    public const string Products = "products";
}

/// <summary>How journalled messages are to be read.</summary>
internal static class MessageForms
{
    public const string Wiring = "adobe.wiring";
    public const string Order = "adobe.order";
    public const string Shipment = "adobe.shipment";
    public const string CreditMemo = "adobe.creditmemo";
    public const string Return = "adobe.return";

    /// <summary>A return that was asked for before the hub began.</summary>
    public const string EarlierReturn = "adobe.return.earlier";
    public const string Product = "adobe.product";
    public const string Event = "adobe.event";
    public const string Webhook = "adobe.webhook";
}
