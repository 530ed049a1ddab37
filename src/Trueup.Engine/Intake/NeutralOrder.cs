using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Engine.Intake;

/// <summary>
/// Reads <c>trueup.order.placed.v1</c>: the canonical order (CONTRACT §5) from a storefront without a connector of
/// its own.
/// </summary>
internal static class NeutralOrder
{
    /// <summary>The state of an order whose storefront says nothing but that it was placed.</summary>
    public const string OpenState = "open";

    /// <summary>The order, open and with nothing done to it yet.</summary>
    /// <remarks>The sender's <c>id</c> is its own internal one; the hub's is made of the connection and the number.
    /// Such a storefront is not known to hold reservations.</remarks>
    public static Fact.OrderObserved Read(Datum data, ConnectionName storefront)
    {
        var number = data["number"].Code();
        if (!OrderId.TryParse($"{storefront}:{number}", out var id))
        {
            data["number"].Refuse($"an order number that makes an id of at most {OrderId.LengthMax} characters");
        }

        var placedAt = data["placedAt"].Time();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var lines = data["lines"].Some(line => Lines(line, taken)).SelectMany(static group => group).ToItems();
        var order = new CanonicalOrder(id, number, storefront, placedAt, data["currency"].Code())
        {
            Channel = data.Find("channel")?.Code(),
            Customer = data.Find("customer")?.Person() is { } customer ? Customer(customer) : null,
            Billing = data.Find("billing")?.Person() is { } billing ? Address(billing) : null,
            Shipping = data.Find("shipping")?.Object() is { } shipping ? Shipping(shipping) : null,
            Payment = data.Find("payment")?.Object() is { } payment ? Payment(payment) : null,
            Lines = WithoutParents(lines),
            Discounts = data.Find("discounts")?.List(static discount => new OrderDiscount(
                discount.Find("code")?.Words(), discount["label"].Words(), discount["amount"].Amount())) ?? [],
            Promotions = data.Find("promotions")?.Members().Select(Promotion).ToItems() ?? [],
            Attributes = data.Find("attributes") is { } attributes ? Attributes(attributes) : [],
            Totals = data["totals"].Object() is { } totals ? Totals(totals) : new(0m, 0m, 0m, 0m, 0m),
            Replaces = data.Find("replaces")?.Code(),
        };

        var untouched = lines.Select(static line => new LineProgress(line.Line, 0, 0, 0)).ToItems();
        return new Fact.OrderObserved(order, new OrderProgress(
            data.Find("id")?.Code() ?? number, OpenState, placedAt, OrderPhase.Open, Reserves: false, untouched));
    }

    /// <summary>A promotion: its name alone, or with its code and what it took off.</summary>
    private static OrderDiscount Promotion(Field member)
    {
        if (member.IsText || member.Object() is not { } promotion)
        {
            return new OrderDiscount(Code: null, member.Freely(), Amount: 0m);
        }

        var code = promotion.Find("code")?.Freely();
        return new OrderDiscount(
            code, promotion.Find("label")?.Freely() ?? code ?? "promotion", promotion.Find("amount")?.Amount() ?? 0m);
    }

    /// <summary>Names with values, or a list of <c>{name, value}</c>.</summary>
    private static Items<OrderTrait> Attributes(Field attributes) => attributes.IsList
        ? attributes.List(static trait => new OrderTrait(trait["name"].Words(), trait["value"].Freely()))
        : attributes.Object()?.Fields.Select(static field => new OrderTrait(field.Name, field.Value.Freely())).ToItems() ?? [];

    /// <summary>A line, followed by a line for each of its components: those are what stock moves on.</summary>
    /// <remarks>What is reported of a line later names it, so no two may have one id.</remarks>
    private static Items<OrderLine> Lines(Datum data, HashSet<string> taken)
    {
        var line = new OrderLine(
            data["line"].Code(),
            data["sku"].Sku(),
            data.Find("name")?.Words() ?? "",
            data["quantity"].Units(),
            data.Find("type")?.Code() ?? "simple")
        {
            ParentLine = data.Find("parentLine")?.Code(),
            UnitPrice = data["unitPrice"].Amount(),
            Discount = data.Find("discount")?.Amount() ?? 0m,
            Tax = data.Find("tax")?.Amount() ?? 0m,
            TaxRate = data.Find("taxRate")?.Amount() ?? 0m,
            Total = data["total"].Amount(),
            Unit = data.Find("unit")?.Code(),
            TaxCode = data.Find("taxCode")?.Code(),
            Options = data.Find("options")?.List(static option => new OrderOption(
                option["label"].Words(), option["value"].Words(), option.Find("code")?.Words())) ?? [],
        };

        var components = data.Find("components")?.List(component => Component(line, component)) ?? [];
        Items<OrderLine> group = [line, .. components.GroupBy(static part => part.Line, StringComparer.Ordinal).Select(Joined)];
        if (line.Line.Length > 0 && group.Any(part => !taken.Add(part.Line)))
        {
            data["line"].Refuse("an id that no other line of the order has");
        }

        return group;
    }

    /// <summary>A component that is named several times is so many of one.</summary>
    private static OrderLine Joined(IEnumerable<OrderLine> same) => same.Aggregate(static (sum, part) => sum with
    {
        Quantity = sum.Quantity + part.Quantity,
        PerShipLine = sum.PerShipLine + part.PerShipLine,
    });

    private static OrderLine Component(OrderLine line, Datum data)
    {
        var sku = data["sku"].Sku();
        var perLine = data["quantity"].Units();
        if (!Quantity.TryOf(perLine.Value * line.Quantity.Value, out var quantity))
        {
            data["quantity"].Refuse("a quantity that can be stored for the whole line", CaseCodes.QuantityInvalid);
        }

        return new OrderLine($"{line.Line}:{sku}", sku, line.Name, quantity, "simple")
        {
            ParentLine = line.Line,
            ShipLine = line.Line,
            PerShipLine = perLine,
        };
    }

    private static Items<OrderLine> WithoutParents(Items<OrderLine> lines)
    {
        var parents = lines.Select(static line => line.ParentLine).ToHashSet(StringComparer.Ordinal);
        return lines.Select(line => parents.Contains(line.Line) ? line with { MovesStock = false } : line).ToItems();
    }

    private static OrderCustomer Customer(Datum data) => new(
        data.Find("id")?.Code(), data["email"].Words(), data["name"].Words(), data.Find("company")?.Words());

    private static PostalAddress Address(Datum data) => new(
        data["name"].Words(),
        data["street"].Members().Select(static line => line.Words()).ToItems(),
        data["city"].Words(),
        data["postcode"].Words(),
        data["country"].Words())
    {
        Region = data.Find("region")?.Words(),
        Company = data.Find("company")?.Words(),
        Telephone = data.Find("telephone")?.Words(),
    };

    private static OrderShipping? Shipping(Datum data)
    {
        var amount = data["amount"].Object();
        return data["address"].Person() is { } address
            ? new OrderShipping(
                Address(address),
                data.Find("method")?.Words(),
                amount?["net"].Amount() ?? 0m,
                amount?["tax"].Amount() ?? 0m,
                amount?["gross"].Amount() ?? 0m)
            : null;
    }

    private static OrderPayment Payment(Datum data) => new(
        data["method"].Code(),
        data["state"].Choice("pending", "authorised", "captured", "failed"),
        data.Find("reference")?.Words(),
        data["amount"].Amount());

    private static OrderTotals Totals(Datum data) => new(
        data["net"].Amount(),
        data.Find("discount")?.Amount() ?? 0m,
        data.Find("shipping")?.Amount() ?? 0m,
        data["tax"].Amount(),
        data["gross"].Amount());
}
