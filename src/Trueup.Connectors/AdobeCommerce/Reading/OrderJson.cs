using System.Text.Json.Serialization;

namespace Trueup.Connectors.AdobeCommerce.Reading;

/// <summary>
/// What a poll journals of an order: the order itself and, where the order alone does not say enough, its products.
/// </summary>
internal sealed record OrderEnvelopeJson
{
    public OrderJson? Order { get; init; }

    public IReadOnlyList<ProductJson>? Products { get; init; }

    /// <summary>Lines that have no product in the shop; null for none.</summary>
    public IReadOnlyList<string>? Unlisted { get; init; }
}

/// <summary>
/// An order as the REST API shows it (adobe-commerce.md §4.2). Every member may be missing: the shop leaves nulls out.
/// </summary>
internal sealed record OrderJson
{
    public string? EntityId { get; init; }

    public string? IncrementId { get; init; }

    public string? QuoteId { get; init; }

    public string? RelationParentId { get; init; }

    public string? StoreName { get; init; }

    public string? State { get; init; }

    public string? CreatedAt { get; init; }

    public string? UpdatedAt { get; init; }

    public string? OrderCurrencyCode { get; init; }

    public string? BaseCurrencyCode { get; init; }

    public string? CouponCode { get; init; }

    public string? DiscountDescription { get; init; }

    public string? AppliedRuleIds { get; init; }

    public string? CustomerNote { get; init; }

    public decimal? Subtotal { get; init; }

    public decimal? DiscountAmount { get; init; }

    public decimal? DiscountTaxCompensationAmount { get; init; }

    public decimal? ShippingAmount { get; init; }

    public decimal? ShippingTaxAmount { get; init; }

    public decimal? ShippingInclTax { get; init; }

    public decimal? ShippingDiscountTaxCompensationAmount { get; init; }

    public decimal? TaxAmount { get; init; }

    public decimal? GrandTotal { get; init; }

    public decimal? TotalPaid { get; init; }

    public string? CustomerId { get; init; }

    public string? CustomerEmail { get; init; }

    public string? CustomerFirstname { get; init; }

    public string? CustomerLastname { get; init; }

    [JsonConverter(typeof(ItemList<OrderItemJson>))]
    public IReadOnlyList<OrderItemJson>? Items { get; init; }

    public AddressJson? BillingAddress { get; init; }

    public PaymentJson? Payment { get; init; }

    public OrderExtensionJson? ExtensionAttributes { get; init; }
}

/// <summary>One line of an order; a configurable or bundle has one for itself and one for each child.</summary>
internal sealed record OrderItemJson
{
    public string? ItemId { get; init; }

    public string? ParentItemId { get; init; }

    public string? ProductId { get; init; }

    public string? ProductType { get; init; }

    public string? Sku { get; init; }

    public string? Name { get; init; }

    public string? IsVirtual { get; init; }

    public decimal? QtyOrdered { get; init; }

    public decimal? QtyInvoiced { get; init; }

    public decimal? QtyShipped { get; init; }

    public decimal? QtyCanceled { get; init; }

    public decimal? QtyRefunded { get; init; }

    public decimal? Price { get; init; }

    public decimal? DiscountAmount { get; init; }

    public decimal? DiscountTaxCompensationAmount { get; init; }

    public decimal? TaxAmount { get; init; }

    public decimal? TaxPercent { get; init; }

    public decimal? RowTotalInclTax { get; init; }

    public ProductOptionJson? ProductOption { get; init; }
}

/// <summary>What the customer chose on a line.</summary>
internal sealed record ProductOptionJson
{
    public ProductOptionExtensionJson? ExtensionAttributes { get; init; }
}

/// <summary>The choices by kind.</summary>
internal sealed record ProductOptionExtensionJson
{
    public IReadOnlyList<ChosenOptionJson>? CustomOptions { get; init; }

    public IReadOnlyList<ChosenOptionJson>? ConfigurableItemOptions { get; init; }
}

/// <summary>One choice: an option and the value's id or text.</summary>
internal sealed record ChosenOptionJson
{
    public string? OptionId { get; init; }

    public string? OptionValue { get; init; }
}

/// <summary>A billing or shipping address.</summary>
internal sealed record AddressJson
{
    public string? Firstname { get; init; }

    public string? Lastname { get; init; }

    public string? Company { get; init; }

    public IReadOnlyList<string>? Street { get; init; }

    public string? City { get; init; }

    public string? Region { get; init; }

    public string? Postcode { get; init; }

    public string? CountryId { get; init; }

    public string? Telephone { get; init; }
}

/// <summary>How the order is paid.</summary>
internal sealed record PaymentJson
{
    public string? Method { get; init; }

    public string? LastTransId { get; init; }

    public decimal? AmountOrdered { get; init; }

    public decimal? AmountAuthorized { get; init; }
}

/// <summary>What modules add to an order; the shipping address is only here (adobe-commerce-observed.md §4).</summary>
internal sealed record OrderExtensionJson
{
    public IReadOnlyList<ShippingAssignmentJson>? ShippingAssignments { get; init; }

    public CompanyJson? CompanyOrderTraits { get; init; }

    public GiftMessageJson? GiftMessage { get; init; }
}

/// <summary>What the customer wants to be written on a card (specs: gift-message-data-message-interface).</summary>
internal sealed record GiftMessageJson
{
    public string? Sender { get; init; }

    public string? Recipient { get; init; }

    public string? Message { get; init; }
}

/// <summary>A part of the order with its own address; there is one.</summary>
internal sealed record ShippingAssignmentJson
{
    public ShippingJson? Shipping { get; init; }
}

/// <summary>Where and how it goes.</summary>
internal sealed record ShippingJson
{
    public AddressJson? Address { get; init; }

    public string? Method { get; init; }
}

/// <summary>The company that ordered, in shops with the B2B modules.</summary>
internal sealed record CompanyJson
{
    public string? CompanyName { get; init; }
}

/// <summary>
/// What is read of the shop's JSON: ids as text, numbers also when they come as text, unknown members skipped.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(LooseText), typeof(LooseNumber)],
    MaxDepth = 32)]
[JsonSerializable(typeof(OrderEnvelopeJson))]
[JsonSerializable(typeof(OrderJson))]
[JsonSerializable(typeof(OrderItemJson))]
[JsonSerializable(typeof(RecordItemJson))]
[JsonSerializable(typeof(ShipmentJson))]
[JsonSerializable(typeof(CreditMemoJson))]
[JsonSerializable(typeof(ReturnJson))]
[JsonSerializable(typeof(RecordListJson))]
[JsonSerializable(typeof(ProductJson))]
[JsonSerializable(typeof(ProductListJson))]
[JsonSerializable(typeof(WiringJson))]
internal sealed partial class AdobeJson : JsonSerializerContext;
