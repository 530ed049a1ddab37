using System.Text.Json.Serialization;

namespace Trueup.Connectors.AdobeCommerce.Reading;

/// <summary>A shipment as the REST API shows it.</summary>
internal sealed record ShipmentJson
{
    public string? EntityId { get; init; }

    public string? OrderId { get; init; }

    public string? CreatedAt { get; init; }

    [JsonConverter(typeof(ItemList<RecordItemJson>))]
    public IReadOnlyList<RecordItemJson>? Items { get; init; }

    public IReadOnlyList<CommentJson>? Comments { get; init; }

    public IReadOnlyList<TrackJson>? Tracks { get; init; }

    public ShipmentExtensionJson? ExtensionAttributes { get; init; }
}

/// <summary>A parcel of a shipment.</summary>
internal sealed record TrackJson
{
    public string? EntityId { get; init; }

    public string? TrackNumber { get; init; }
}

/// <summary>What the inventory modules add to a shipment.</summary>
internal sealed record ShipmentExtensionJson
{
    public string? SourceCode { get; init; }
}

/// <summary>A comment on a document.</summary>
internal sealed record CommentJson
{
    public string? Comment { get; init; }
}

/// <summary>A credit memo as the REST API shows it.</summary>
internal sealed record CreditMemoJson
{
    public string? EntityId { get; init; }

    public string? OrderId { get; init; }

    public string? CreatedAt { get; init; }

    public string? IncrementId { get; init; }

    public decimal? GrandTotal { get; init; }

    public decimal? TaxAmount { get; init; }

    public decimal? ShippingAmount { get; init; }

    public decimal? Adjustment { get; init; }

    [JsonConverter(typeof(ItemList<RecordItemJson>))]
    public IReadOnlyList<RecordItemJson>? Items { get; init; }

    public IReadOnlyList<CommentJson>? Comments { get; init; }
}

/// <summary>A line of a shipment or credit memo.</summary>
internal sealed record RecordItemJson
{
    public string? OrderItemId { get; init; }

    public string? Sku { get; init; }

    public decimal? Qty { get; init; }

    public decimal? RowTotal { get; init; }

    public decimal? DiscountAmount { get; init; }

    public decimal? DiscountTaxCompensationAmount { get; init; }

    public decimal? TaxAmount { get; init; }
}

/// <summary>A list of comments, invoices or credit memos.</summary>
internal sealed record RecordListJson
{
    public IReadOnlyList<ListedRecordJson>? Items { get; init; }
}

/// <summary>What is looked at of a listed record.</summary>
internal sealed record ListedRecordJson
{
    public string? EntityId { get; init; }

    public string? Comment { get; init; }

    public IReadOnlyList<CommentJson>? Comments { get; init; }

    [JsonConverter(typeof(ItemList<RecordItemJson>))]
    public IReadOnlyList<RecordItemJson>? Items { get; init; }
}

/// <summary>Products of a list.</summary>
internal sealed record ProductListJson
{
    public IReadOnlyList<ProductJson>? Items { get; init; }
}

/// <summary>
/// A product as the REST API shows it; the stock item only in a single read (adobe-commerce-observed.md §4).
/// </summary>
internal sealed record ProductJson
{
    public string? Id { get; init; }

    public string? Sku { get; init; }

    public string? TypeId { get; init; }

    public string? Status { get; init; }

    [System.Text.Json.Serialization.JsonConverter(typeof(LooseExtension))]
    public ProductExtensionJson? ExtensionAttributes { get; init; }

    public IReadOnlyList<ProductLinkJson>? ProductLinks { get; init; }

    public IReadOnlyList<CustomOptionJson>? Options { get; init; }

    public IReadOnlyList<CustomAttributeJson>? CustomAttributes { get; init; }

    /// <summary>An attribute beyond the fixed ones; null when the product has none of that name.</summary>
    public string? Attribute(string code) =>
        CustomAttributes?.FirstOrDefault(attribute => attribute?.AttributeCode == code)?.Value;
}

/// <summary>What modules add to a product.</summary>
internal sealed record ProductExtensionJson
{
    public StockItemJson? StockItem { get; init; }

    public IReadOnlyList<BundleOptionJson>? BundleProductOptions { get; init; }

    public IReadOnlyList<CategoryLinkJson>? CategoryLinks { get; init; }
}

/// <summary>A category that a product is in.</summary>
internal sealed record CategoryLinkJson
{
    public string? CategoryId { get; init; }
}

/// <summary>
/// Settings that hold for a SKU in every stock; its quantity is that of the source <c>default</c> alone.
/// </summary>
internal sealed record StockItemJson
{
    public string? ManageStock { get; init; }

    public string? Backorders { get; init; }

    public decimal? MinQty { get; init; }
}

/// <summary>One choice within a bundle.</summary>
internal sealed record BundleOptionJson
{
    public IReadOnlyList<BundleLinkJson>? ProductLinks { get; init; }
}

/// <summary>A product that may be chosen for a bundle.</summary>
internal sealed record BundleLinkJson
{
    public string? Sku { get; init; }
}

/// <summary>A product that another one refers to.</summary>
internal sealed record ProductLinkJson
{
    public string? LinkType { get; init; }

    public string? LinkedProductSku { get; init; }
}

/// <summary>An option of a product that the customer fills in, or chooses a value of.</summary>
internal sealed record CustomOptionJson
{
    public string? OptionId { get; init; }

    public string? Title { get; init; }

    public string? Sku { get; init; }

    public IReadOnlyList<CustomValueJson>? Values { get; init; }
}

/// <summary>A value that may be chosen.</summary>
internal sealed record CustomValueJson
{
    public string? OptionTypeId { get; init; }

    public string? Title { get; init; }

    public string? Sku { get; init; }
}

/// <summary>An attribute beyond the fixed ones.</summary>
internal sealed record CustomAttributeJson
{
    public string? AttributeCode { get; init; }

    public string? Value { get; init; }
}

/// <summary>The wiring as a poll journals it.</summary>
internal sealed record WiringJson
{
    public IReadOnlyList<string>? Sources { get; init; }

    public IReadOnlyList<string>? Linked { get; init; }
}
