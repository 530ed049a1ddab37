using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Engine.Journal.Packing;

/// <summary>Packs orders as storefronts show them: as charged, and how far they are.</summary>
internal static class OrderCodec
{
    public static PackWriter Put(PackWriter pack, CanonicalOrder order) => pack
        .Order(order.Id).Text(order.Number).Connection(order.Storefront).Time(order.PlacedAt).Text(order.Currency)
        .OptionalText(order.Channel)
        .OptionalRecord(order.Customer, PutCustomer)
        .OptionalRecord(order.Billing, PutAddress)
        .OptionalRecord(order.Shipping, PutShipping)
        .OptionalRecord(order.Payment, PutPayment)
        .List(order.Lines, PutLine)
        .List(order.Discounts, PutDiscount)
        .Amount(order.Totals.Net).Amount(order.Totals.Discount).Amount(order.Totals.Shipping)
        .Amount(order.Totals.Tax).Amount(order.Totals.Gross);

    public static CanonicalOrder Take(PackReader pack) => new(
        pack.Order(), pack.Text(), pack.Connection(), pack.Time(), pack.Code())
    {
        Channel = pack.OptionalText(),
        Customer = pack.OptionalRecord(TakeCustomer),
        Billing = pack.OptionalRecord(TakeAddress),
        Shipping = pack.OptionalRecord(TakeShipping),
        Payment = pack.OptionalRecord(TakePayment),
        Lines = pack.List(TakeLine),
        Discounts = pack.List(TakeDiscount),
        Totals = new OrderTotals(pack.Amount(), pack.Amount(), pack.Amount(), pack.Amount(), pack.Amount()),
    };

    /// <summary>What orders carry since 2026-11: an order on disk without it has none of it.</summary>
    public static PackWriter PutWhole(PackWriter pack, CanonicalOrder order) => Put(pack, order)
        .List(order.Promotions, PutDiscount)
        .List(order.Attributes, static (inner, attribute) => inner.Text(attribute.Name).Text(attribute.Value))
        .OptionalText(order.Replaces)
        .List(order.Lines, static (inner, line) => inner
            .List(line.Components, static (parts, part) => parts.Sku(part.Sku).Quantity(part.Quantity))
            .OptionalText(line.Unit).OptionalText(line.TaxCode));

    public static CanonicalOrder TakeWhole(PackReader pack)
    {
        var order = Take(pack) with
        {
            Promotions = pack.List(TakeDiscount),
            Attributes = pack.List(static inner => new OrderTrait(inner.Code(), inner.Text())),
            Replaces = pack.OptionalText(),
        };
        var parts = pack.List(static inner => (
            Components: inner.List(static part => new LineComponent(part.Sku(), part.Quantity())),
            Unit: inner.OptionalText(),
            TaxCode: inner.OptionalText()));
        if (parts.Count != order.Lines.Count)
        {
            throw pack.Broken($"{parts.Count} lines have parts, of {order.Lines.Count}");
        }

        var lines = order.Lines.Select((line, i) => line with
        {
            Components = parts[i].Components,
            Unit = parts[i].Unit,
            TaxCode = parts[i].TaxCode,
        });
        return order with { Lines = lines.ToItems() };
    }

    public static PackWriter PutProgress(PackWriter pack, OrderProgress progress) => pack
        .Text(progress.RemoteId).Text(progress.State).Time(progress.UpdatedAt)
        .Choice(progress.Phase).Flag(progress.Reserves)
        .List(progress.Lines, static (inner, line) =>
            inner.Text(line.Line).Quantity(line.Shipped).Quantity(line.Cancelled).Quantity(line.Refunded));

    public static OrderProgress TakeProgress(PackReader pack) => new(
        pack.Text(), pack.Code(), pack.Time(), pack.Choice<OrderPhase>(), pack.Flag(),
        pack.List(static inner =>
            new LineProgress(inner.Code(), inner.Quantity(), inner.Quantity(), inner.Quantity())));

    private static PackWriter PutLine(PackWriter pack, OrderLine line) => pack
        .Text(line.Line).Sku(line.Sku).Text(line.Name).Quantity(line.Quantity).Text(line.Type)
        .OptionalText(line.ParentLine).Flag(line.MovesStock).OptionalText(line.ShipLine).Quantity(line.PerShipLine)
        .Amount(line.UnitPrice).Amount(line.Discount).Amount(line.Tax).Amount(line.TaxRate).Amount(line.Total)
        .List(line.Options, static (inner, option) =>
            inner.Text(option.Label).Text(option.Value).OptionalText(option.Code));

    private static OrderLine TakeLine(PackReader pack) => new(
        pack.Code(), pack.Sku(), pack.Text(), pack.Quantity(), pack.Code())
    {
        ParentLine = pack.OptionalText(),
        MovesStock = pack.Flag(),
        ShipLine = pack.OptionalText(),
        PerShipLine = pack.Quantity(),
        UnitPrice = pack.Amount(),
        Discount = pack.Amount(),
        Tax = pack.Amount(),
        TaxRate = pack.Amount(),
        Total = pack.Amount(),
        Options = pack.List(static inner => new OrderOption(inner.Text(), inner.Text(), inner.OptionalText())),
    };

    private static PackWriter PutDiscount(PackWriter pack, OrderDiscount discount) =>
        pack.OptionalText(discount.Code).Text(discount.Label).Amount(discount.Amount);

    private static OrderDiscount TakeDiscount(PackReader pack) =>
        new(pack.OptionalText(), pack.Text(), pack.Amount());

    private static PackWriter PutCustomer(PackWriter pack, OrderCustomer customer) => pack
        .OptionalText(customer.Id).Text(customer.Email).Text(customer.Name).OptionalText(customer.Company);

    private static OrderCustomer TakeCustomer(PackReader pack) =>
        new(pack.OptionalText(), pack.Text(), pack.Text(), pack.OptionalText());

    private static PackWriter PutAddress(PackWriter pack, PostalAddress address) => pack
        .Text(address.Name).List(address.Street, static (inner, row) => inner.Text(row))
        .Text(address.City).Text(address.Postcode).Text(address.Country)
        .OptionalText(address.Region).OptionalText(address.Company).OptionalText(address.Telephone);

    private static PostalAddress TakeAddress(PackReader pack) => new(
        pack.Text(), pack.List(static inner => inner.Text()), pack.Text(), pack.Text(), pack.Code())
    {
        Region = pack.OptionalText(),
        Company = pack.OptionalText(),
        Telephone = pack.OptionalText(),
    };

    private static PackWriter PutShipping(PackWriter pack, OrderShipping shipping) =>
        PutAddress(pack, shipping.Address).OptionalText(shipping.Method)
            .Amount(shipping.Net).Amount(shipping.Tax).Amount(shipping.Gross);

    private static OrderShipping TakeShipping(PackReader pack) =>
        new(TakeAddress(pack), pack.OptionalText(), pack.Amount(), pack.Amount(), pack.Amount());

    private static PackWriter PutPayment(PackWriter pack, OrderPayment payment) =>
        pack.Text(payment.Method).Text(payment.State).OptionalText(payment.Reference).Amount(payment.Amount);

    private static OrderPayment TakePayment(PackReader pack) =>
        new(pack.Code(), pack.Code(), pack.OptionalText(), pack.Amount());
}
