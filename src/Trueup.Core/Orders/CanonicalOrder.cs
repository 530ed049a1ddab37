using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>An order in the hub's own form, with every amount exactly as charged (CONTRACT §5).</summary>
/// <param name="Id">The hub's id, the same in every system.</param>
/// <param name="Number">The number that the customer sees.</param>
/// <param name="Storefront">The connection that captured the order.</param>
/// <param name="PlacedAt">When the customer placed it, UTC.</param>
/// <param name="Currency">ISO 4217 code of all amounts.</param>
public sealed record CanonicalOrder(
    OrderId Id,
    string Number,
    ConnectionName Storefront,
    DateTimeOffset PlacedAt,
    string Currency)
{
    /// <summary>The channel within the storefront (store view, website); null when the storefront has only
    /// one.</summary>
    public string? Channel { get; init; }

    /// <summary>Who bought; null when the storefront does not say.</summary>
    public OrderCustomer? Customer { get; init; }

    /// <summary>Where the bill goes; null when the storefront does not say.</summary>
    public PostalAddress? Billing { get; init; }

    /// <summary>Where and how the goods go; null for orders without physical goods.</summary>
    public OrderShipping? Shipping { get; init; }

    /// <summary>How it is paid; null when the storefront does not say.</summary>
    public OrderPayment? Payment { get; init; }

    /// <summary>The lines, parents and children alike.</summary>
    public Items<OrderLine> Lines { get; init; }

    /// <summary>Discounts on the whole order.</summary>
    public Items<OrderDiscount> Discounts { get; init; }

    /// <summary>Promotions that the storefront names, with what each took off where it says so.</summary>
    public Items<OrderDiscount> Promotions { get; init; }

    /// <summary>What else the storefront says that a back office may want: gift messages, wishes, segments.</summary>
    public Items<OrderTrait> Attributes { get; init; }

    /// <summary>The storefront's internal id of the order that this one replaces after an edit; null for
    /// none.</summary>
    public string? Replaces { get; init; }

    /// <summary>The charged totals.</summary>
    public OrderTotals Totals { get; init; } = new(Net: 0m, Discount: 0m, Shipping: 0m, Tax: 0m, Gross: 0m);

    /// <summary>One of the lines.</summary>
    /// <param name="line">Its id.</param>
    /// <exception cref="InvalidOperationException">The order has no such line.</exception>
    public OrderLine LineOf(string line) => Lines.First(known => known.Line == line);
}

/// <summary>Who bought.</summary>
public sealed record OrderCustomer(string? Id, string Email, string Name, string? Company = null);

/// <summary>A postal address.</summary>
public sealed record PostalAddress(string Name, Items<string> Street, string City, string Postcode, string Country)
{
    /// <summary>Region or state; null when there is none.</summary>
    public string? Region { get; init; }

    /// <summary>Company; null when there is none.</summary>
    public string? Company { get; init; }

    /// <summary>Telephone; null when not given.</summary>
    public string? Telephone { get; init; }
}

/// <summary>Where and how the goods go, and what that cost.</summary>
public sealed record OrderShipping(PostalAddress Address, string? Method, decimal Net, decimal Tax, decimal Gross);

/// <summary>How the order is paid.</summary>
/// <param name="Method">The storefront's code of the method.</param>
/// <param name="State"><c>pending</c>, <c>authorised</c>, <c>captured</c> or <c>failed</c>.</param>
/// <param name="Reference">The payment provider's reference; null when none.</param>
/// <param name="Amount">The amount to pay, in major units.</param>
public sealed record OrderPayment(string Method, string State, string? Reference, decimal Amount);

/// <summary>One line as charged.</summary>
/// <param name="Line">The storefront's id of the line.</param>
/// <param name="Sku">The SKU that stock moves on.</param>
/// <param name="Name">What the customer read.</param>
/// <param name="Quantity">Ordered quantity.</param>
/// <param name="Type">The product type in the storefront's word (<c>simple</c>, <c>virtual</c>, <c>bundle</c>).</param>
public sealed record OrderLine(string Line, Sku Sku, string Name, Quantity Quantity, string Type)
{
    /// <summary>The line that this one is a part of; null for a line of its own.</summary>
    public string? ParentLine { get; init; }

    /// <summary>
    /// Whether stock moves on this line. False for parents (their children move) and for lines without stock.
    /// </summary>
    public bool MovesStock { get; init; } = true;

    /// <summary>The line id that the storefront wants in a shipment: the parent's for goods shipped together; null for
    /// this line's.</summary>
    public string? ShipLine { get; init; }

    /// <summary>How many of this line go into one of <see cref="ShipLine"/>; 1 when they are the same.</summary>
    public Quantity PerShipLine { get; init; } = 1;

    /// <summary>Price of one unit.</summary>
    public decimal UnitPrice { get; init; }

    /// <summary>Discount on the line.</summary>
    public decimal Discount { get; init; }

    /// <summary>Tax on the line.</summary>
    public decimal Tax { get; init; }

    /// <summary>Tax rate in per cent.</summary>
    public decimal TaxRate { get; init; }

    /// <summary>What the line cost, as charged.</summary>
    public decimal Total { get; init; }

    /// <summary>Options that the customer chose.</summary>
    public Items<OrderOption> Options { get; init; }

    /// <summary>What one unit is made of; empty where it is itself.</summary>
    public Items<LineComponent> Components { get; init; }

    /// <summary>The storefront's word for the unit of <see cref="Quantity"/>; null for pieces.</summary>
    public string? Unit { get; init; }

    /// <summary>The storefront's tax class or code of the line; null when it names none.</summary>
    public string? TaxCode { get; init; }
}

/// <summary>A part of a line that is sold as one and picked as several.</summary>
public sealed record LineComponent(Sku Sku, Quantity Quantity);

/// <summary>Something more that a storefront says of an order.</summary>
public sealed record OrderTrait(string Name, string Value);

/// <summary>An option that the customer chose.</summary>
public sealed record OrderOption(string Label, string Value, string? Code = null);

/// <summary>A discount on the whole order.</summary>
public sealed record OrderDiscount(string? Code, string Label, decimal Amount);

/// <summary>Charged totals in major units.</summary>
public sealed record OrderTotals(decimal Net, decimal Discount, decimal Shipping, decimal Tax, decimal Gross);
