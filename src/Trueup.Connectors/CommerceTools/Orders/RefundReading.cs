using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Writing;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Returns;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Orders;

/// <summary>
/// Reads what an order says of returns and of money given back. Returns are labels on units; the truth of the money is in
/// the payments' transactions (commercetools.md §4.7, §4.8). Where an order has payments they say what was given back,
/// and the labels which units; where it has none, the labels say both.
/// </summary>
internal static class RefundReading
{
    /// <summary>Refunds that the order shows, and returns that somebody announced on it.</summary>
    public static IEnumerable<Fact> Read(JsonElement order, CanonicalOrder canonical)
    {
        var items = ReturnItems.Of(order).ToList();
        var payments = OrderPayments.Of(order);
        var refunds = payments.SelectMany(payment => payment.List("transactions").Select(step => (payment, step)))
            .Where(pair => pair.step.Text("type") == "Refund").ToList();
        var linked = refunds.Select(pair => pair.step.Text("interactionId")).OfType<string>()
            .Select(DeliveryWriting.KeyOf).ToList();
        foreach (var (payment, step) in refunds.Where(pair => pair.step.Text("state") == "Success"))
        {
            if (FromTransaction(order, canonical, payment, step, items) is { } refund)
            {
                yield return refund;
            }
        }

        foreach (var made in items.Where(item => !linked.Exists(key => ReturnItems.Has(item, key)))
            .GroupBy(ReturnItems.RefundOf, StringComparer.Ordinal)
            .Where(made => !made.Any(item => item.Text("paymentState") == "Initial"))
            .Select(made => made.Where(item => item.Text("paymentState") == "Refunded").ToList()).Where(made => made.Count > 0))
        {
            if (FromItems(order, canonical, made, hasPayments: payments.Count > 0) is { } refund)
            {
                yield return refund;
            }
        }

        var others = order.List("returnInfo").Where(IsOthers).ToList();
        foreach (var announced in order.List("returnInfo").GroupBy(info => info.Text("returnTrackingId") ?? "", StringComparer.Ordinal)
            .Where(alike => alike.Key.Length > 0 && alike.Any(IsOthers))
            .Select(alike => Announced(order, canonical, alike.Key, alike.ToList())).OfType<Fact>())
        {
            yield return announced;
        }

        if (others.Count > 0)
        {
            yield return new Fact.ReturnsUnnumbered(
                order.Text("id")!, others.Select(info => Unnumbered(canonical, info)).OfType<Fact.UnnumberedReturn>().ToItems());
        }
    }

    private static Fact.RefundObserved? FromTransaction(
        JsonElement order, CanonicalOrder canonical, JsonElement payment, JsonElement step, List<JsonElement> items)
    {
        if (step.Text("id") is not { } id || CentMoney.Read(step.At("amount")) is not { } gross || gross <= 0m ||
            (step.Time("timestamp") ?? payment.Time("lastModifiedAt") ?? order.Time("lastModifiedAt")) is not { } at)
        {
            return null;
        }

        var reference = step.Text("interactionId");
        var key = reference is null ? null : DeliveryWriting.KeyOf(reference);
        var lines = key is null
            ? []
            : items.Where(item => ReturnItems.Has(item, key))
                .Select(item => UnitsOf(canonical, item)).OfType<LineQuantity>().ToItems();
        return new Fact.RefundObserved(id, order.Text("id")!, at, lines)
        {
            Amounts = Amounts(canonical, lines, gross),
            Number = step.Text("interfaceId"),
            Reference = reference,
        };
    }

    /// <summary>A refund by its labels: one item, or all that the hub made for one document.</summary>
    private static Fact.RefundObserved? FromItems(
        JsonElement order, CanonicalOrder canonical, List<JsonElement> made, bool hasPayments)
    {
        var units = made.Select(item => UnitsOf(canonical, item)).OfType<LineQuantity>().ToItems();
        if (made[0].Text("id") is not { } id || units.IsEmpty ||
            (made[0].Time("lastModifiedAt") ?? order.Time("lastModifiedAt")) is not { } at)
        {
            return null;
        }

        return new Fact.RefundObserved(id, order.Text("id")!, at, units)
        {
            Amounts = hasPayments ? null : Amounts(canonical, units, gross: null),
        };
    }

    /// <summary>
    /// An amount over lines by what each was charged. What it is beyond that, or short of it, was given on top or kept
    /// back, with its part of the order's tax.
    /// </summary>
    private static RefundAmounts Amounts(CanonicalOrder canonical, Items<LineQuantity> units, decimal? gross)
    {
        var lines = new List<RefundedLine>();
        foreach (var part in units)
        {
            var sold = canonical.Lines.First(line => line.Line == part.Line);
            var (net, tax) = RefundShares.Between(sold, Quantity.Zero, part.Quantity, canonical.Currency);
            lines.Add(new RefundedLine(part.Line!, part.Quantity, net, tax));
        }

        var goods = lines.Sum(line => line.Net + line.Tax);
        var rest = (gross ?? goods) - goods;
        var places = Core.Books.Currencies.ScaleOf(canonical.Currency);
        var restTax = canonical.Totals.Gross == 0m
            ? 0m
            : Math.Round(rest * canonical.Totals.Tax / canonical.Totals.Gross, places, MidpointRounding.AwayFromZero);
        return new RefundAmounts(
            Shipping: 0m, Adjustment: rest - restTax, Tax: lines.Sum(line => line.Tax) + restTax, Gross: goods + rest)
        {
            Lines = lines.ToItems(),
        };
    }

    /// <summary>
    /// A return that people in the storefront announced or took in under a number, in one entry or several: the goods themselves are told by
    /// whoever receives them. Announced goods never move on, what arrives is recorded anew (commercetools.md §4.7), so both are the same goods.
    /// </summary>
    private static Fact.ReturnAuthorised? Announced(JsonElement order, CanonicalOrder canonical, string number, List<JsonElement> infos)
    {
        var known = infos.SelectMany(info => info.List("items")).Where(item => IsAdvised(item) || !ReturnItems.Has(item, ReturnItems.Ours)).ToList();
        var lines = known.Select(item => (Units: UnitsOf(canonical, item), IsAdvised: IsAdvised(item))).Where(item => item.Units is not null)
            .GroupBy(item => (item.Units!.Line, item.Units.Sku))
            .Select(alike => new LineQuantity(alike.Key.Line, alike.Key.Sku, alike.GroupBy(item => item.IsAdvised)
                .Select(same => same.Sum(item => item.Units!.Quantity)).Aggregate(Quantity.Max))).ToItems();
        return lines.IsEmpty || infos.Select(TimeOf).Max() is not { } at
            ? null
            : new Fact.ReturnAuthorised(order.Text("id")!, number, at, lines, known[0].Text("comment"));
    }

    private static bool IsOthers(JsonElement info) => !info.List("items").Any(item => ReturnItems.Has(item, ReturnItems.Ours));

    private static bool IsAdvised(JsonElement item) => item.Text("shipmentState") == "Advised";

    /// <summary>A return without a number: the ids and keys of items are the platform's own, nobody writes them on a parcel.</summary>
    private static Fact.UnnumberedReturn? Unnumbered(CanonicalOrder canonical, JsonElement info)
    {
        var items = info.List("items").ToList();
        return info.Text("returnTrackingId") is null && GoodsOf(canonical, info) is { IsEmpty: false } lines && TimeOf(info) is { } at &&
            (items[0].Text("key") ?? items[0].Text("id")) is { } entry
            ? new Fact.UnnumberedReturn(
                entry, at, lines, HasCome: !items.Exists(IsAdvised), items[0].Text("comment"))
            : null;
    }

    private static Items<LineQuantity> GoodsOf(CanonicalOrder canonical, JsonElement info) =>
        info.List("items").Select(item => UnitsOf(canonical, item)).OfType<LineQuantity>().ToItems();

    private static DateTimeOffset? TimeOf(JsonElement info) =>
        info.List("items").FirstOrDefault().Time("createdAt") ?? info.Time("returnDate");

    private static LineQuantity? UnitsOf(CanonicalOrder canonical, JsonElement item) =>
        item.Text("lineItemId") is { } line && item.Whole("quantity") is > 0 and var units &&
        canonical.Lines.FirstOrDefault(known => known.Line == line) is { } sold
            ? new LineQuantity(line, sold.Sku, Quantity.Of(units))
            : null;
}
