using System.Text.Json;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Tills;
using Trueup.Core.Values;

namespace Trueup.Connectors.Square;

/// <summary>
/// Reads a completed order of Square: a sale, a return, or an exchange, which is both in one (pos.md §3). Its time is
/// <c>created_at</c>, which is when it was sold also for a sale that was uploaded days later.
/// </summary>
internal static class SaleReading
{
    private static readonly Sku Custom = Sku.Parse("custom");
    private static readonly Sku ServiceCharge = Sku.Parse("service-charge");
    private static readonly Sku Tip = Sku.Parse("tip");

    /// <summary>What an order says; nothing while it is not completed, or when nothing was sold.</summary>
    public static Items<Fact> Read(JsonElement message)
    {
        if (message.Member("order") is not { ValueKind: JsonValueKind.Object } order || order.Text("id") is not { } id ||
            order.Text("location_id") is not { } location || order.Time("created_at") is not { } at)
        {
            return [new Fact.Unusable(CaseCodes.Unreadable, "order: expected id, location_id and created_at.")];
        }

        if (order.Text("state") != "COMPLETED")
        {
            return [];
        }

        var skus = SkuPage.Read(message);
        var facts = new List<Fact>();
        var goods = new List<LineQuantity>();
        var money = new List<TillLine>();
        ReadLines(order, skus, goods, money, facts);
        if (Receipt(order, money, DayOf(message, order, at)) is not { } receipt)
        {
            return [new Fact.Unusable(CaseCodes.Unreadable, $"order {id}: expected total_money with its currency.")];
        }

        if (goods.Count > 0 || money.Count > 0)
        {
            facts.Add(
                new Fact.SaleCompleted(location, id, at, goods.ToItems(), HandedOver(order)) { Receipt = receipt });
        }

        return facts.ToItems();
    }

    private static void ReadLines(
        JsonElement order, SkuPage skus, List<LineQuantity> goods, List<TillLine> money, List<Fact> facts)
    {
        var taxes = TaxesOf(order.List("taxes"));
        foreach (var line in order.List("line_items"))
        {
            Add(line, sign: 1, source: null, taxes, skus, goods, money, facts);
        }

        AddCharges(order.List("service_charges"), sign: 1, taxes, money);
        AddTip(order.Money("total_tip_money"), sign: 1, money);
        foreach (var returned in order.List("returns"))
        {
            var of = taxes.Concat(TaxesOf(returned.List("return_taxes")))
                .GroupBy(static pair => pair.Key, StringComparer.Ordinal)
                .ToDictionary(static pair => pair.Key, static pair => pair.First().Value, StringComparer.Ordinal);
            foreach (var line in returned.List("return_line_items"))
            {
                Add(line, sign: -1, returned.Text("source_order_id"), of, skus, goods, money, facts);
            }

            AddCharges(returned.List("return_service_charges"), sign: -1, of, money);
            foreach (var tip in returned.List("return_tips"))
            {
                AddTip(tip.Money("applied_money"), sign: -1, money);
            }
        }
    }

    private static void Add(
        JsonElement line,
        int sign,
        string? source,
        IReadOnlyDictionary<string, string> taxes,
        SkuPage skus,
        List<LineQuantity> goods,
        List<TillLine> money,
        List<Fact> facts)
    {
        var uid = line.Text("uid") ?? $"{(sign > 0 ? "line" : "return")}-{money.Count + 1}";
        if (line.Units("quantity") is not { } units)
        {
            facts.Add(new Fact.Unusable(CaseCodes.QuantityInvalid, $"Line {uid}: its quantity is no number."));
            return;
        }

        var quantity = sign > 0 ? units : -units;
        var variation = line.Text("catalog_object_id");
        var sku = variation is null ? null : skus.Find(variation);
        if (variation is not null && sku is null)
        {
            facts.Add(CountReading.Unmatched(variation, skus));
        }

        if (sku is not null && line.Text("item_type") is null or "ITEM")
        {
            goods.Add(new LineQuantity(uid, Sku.Parse(sku!), quantity));
        }

        money.Add(new TillLine(
            uid,
            sku is null ? Custom : Sku.Parse(sku),
            quantity,
            line.Money("base_price_money") ?? 0m,
            sign * (line.Money("total_discount_money") ?? 0m),
            sign * (line.Money("total_tax_money") ?? 0m))
        {
            Amount = sign * (line.Money("total_money") ?? 0m),
            TaxCode = CodeOf(line, taxes),
            ReturnOf = source,
            ReturnOfLine = source is null ? null : line.Text("source_line_item_uid"),
        });
    }

    /// <summary>Charges on the order; those spread over the lines are in the lines already.</summary>
    private static void AddCharges(
        IEnumerable<JsonElement> charges, int sign, IReadOnlyDictionary<string, string> taxes, List<TillLine> money)
    {
        foreach (var charge in charges.Where(static one => one.Text("treatment_type") != "APPORTIONED_TREATMENT"))
        {
            var amount = sign * (charge.Money("total_money") ?? charge.Money("applied_money") ?? 0m);
            money.Add(new TillLine(
                charge.Text("uid") ?? $"charge-{money.Count + 1}",
                ServiceCharge,
                sign,
                Math.Abs(amount),
                Discount: 0m,
                sign * (charge.Money("total_tax_money") ?? 0m))
            {
                Amount = amount,
                TaxCode = CodeOf(charge, taxes),
            });
        }
    }

    private static void AddTip(decimal? tip, int sign, List<TillLine> money)
    {
        if (tip is not (null or 0m))
        {
            money.Add(new TillLine($"tip-{money.Count + 1}", Tip, sign, tip.Value, Discount: 0m, Tax: 0m)
            {
                Amount = sign * tip.Value,
            });
        }
    }

    private static TillReceipt? Receipt(JsonElement order, List<TillLine> money, DateOnly? day)
    {
        // The net amounts are sales less returns; an order without returns may go without them.
        var net = order.Member("net_amounts");
        var gross = net?.Money("total_money") ?? order.Money("total_money");
        var currency = (net?.Member("total_money") ?? order.Member("total_money"))?.Text("currency");
        if (gross is not { } total || currency is null)
        {
            return null;
        }

        var tax = net?.Money("tax_money") ?? order.Money("total_tax_money") ?? 0m;
        return new TillReceipt("", currency, new TillTotals(total - tax, tax, total))
        {
            Lines = money.ToItems(),
            Tenders = order.List("tenders")
                .Select(static tender => new TillTender(
                    Word(tender.Text("type")),
                    tender.Money("amount_money") ?? 0m,
                    tender.Text("payment_id") ?? tender.Text("id")))
                .Concat(order.List("refunds").Where(
                    static refund => refund.Text("status") is not ("REJECTED" or "FAILED"))
                    .Select(static refund => new TillTender(
                        "refund", -(refund.Money("amount_money") ?? 0m), refund.Text("id"))))
                .Where(static tender => tender.Amount != 0m).ToItems(),
            Rounding = order.Member("rounding_adjustment")?.Money("amount_money") ?? 0m,
            BusinessDay = day,
        };
    }

    /// <summary>The store's own day on which an order was finished: one that is paid after midnight is of the new
    /// day.</summary>
    private static DateOnly? DayOf(JsonElement message, JsonElement order, DateTimeOffset at) =>
        StoreTime.ZoneOf(message.Text("time_zone")) is { } zone ? StoreTime.DayOf(order.Time("closed_at") ?? at, zone) : null;

    /// <summary>
    /// The online order that a pick-up hands over: its reference. Any other order's reference is its application's own.
    /// </summary>
    private static string? HandedOver(JsonElement order) =>
        order.List("fulfillments").Any(static fulfillment => fulfillment.Text("type") == "PICKUP")
            ? order.Text("reference_id")
            : null;

    private static Dictionary<string, string> TaxesOf(IEnumerable<JsonElement> taxes)
    {
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tax in taxes)
        {
            if (tax.Text("uid") is { } uid)
            {
                codes[uid] = tax.Text("catalog_object_id") ?? tax.Text("name") ?? uid;
            }
        }

        return codes;
    }

    private static string CodeOf(JsonElement line, IReadOnlyDictionary<string, string> taxes) => string.Join('+', line
        .List("applied_taxes")
        .Select(applied => applied.Text("tax_uid") is { } uid ? taxes.GetValueOrDefault(uid, uid) : "")
        .Where(static code => code.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static string Word(string? type) => (type ?? "OTHER").ToLowerInvariant().Replace('_', '-');
}
