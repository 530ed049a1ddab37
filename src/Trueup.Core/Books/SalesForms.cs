using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Core.Books;

/// <summary>Makes the forms that books take: fixed amounts that sum to what was charged, or given back, to the
/// cent.</summary>
public static class SalesForms
{
    private static readonly BooksRule _plain = new();

    /// <summary>An order as charged.</summary>
    /// <param name="order">The order.</param>
    /// <param name="books">How the receiver wants it; null for plain lines.</param>
    /// <param name="kits">The components of a SKU that is a kit to the hub; null where there are none.</param>
    public static SalesForm OfOrder(CanonicalOrder order, BooksRule? books = null, Func<Sku, KitRule?>? kits = null)
    {
        ArgumentNullException.ThrowIfNull(order);
        books ??= _plain;
        var scale = Currencies.ScaleOf(order.Currency);
        var lines = new List<SalesLine>();
        foreach (var line in order.Lines)
        {
            if (HasMoney(line) && !(books.ByComponent && IsCarried(order, line)))
            {
                var charged = OfLine(line, scale, books);
                var parts = books.ByComponent ? Components.Of(order, line, kits) : [];
                if (parts.IsEmpty)
                {
                    lines.Add(charged);
                }
                else
                {
                    lines.AddRange(Components.Spread(charged, parts, order.Currency, scale));
                }
            }
        }

        var shippingTax = order.Shipping?.Tax ?? 0m;
        if (order.Shipping is not null || order.Totals.Shipping != 0m)
        {
            lines.Add(new SalesLine("shipping", SalesLineKind.Shipping, 1, order.Totals.Shipping, shippingTax)
            {
                Text = order.Shipping?.Method ?? "shipping",
                Account = books.ShippingAccount ?? books.SalesAccount,
                TaxRate = RateOf(order, order.Totals.Shipping, shippingTax),
            });
        }

        var unspread = order.Totals.Discount - order.Lines.Where(HasMoney).Sum(line => line.Discount);
        if (unspread != 0m)
        {
            lines.Add(new SalesLine("discount", SalesLineKind.Discount, 1, -unspread, Tax: 0m)
            {
                Text = order.Discounts.IsEmpty ? "discount" : order.Discounts[^1].Label,
                Account = books.DiscountAccount ?? books.SalesAccount,
            });
        }

        var form = Close(order, lines, books, order.Totals.Tax, order.Totals.Gross);
        return form with
        {
            Lines = form.Lines.Select(line => line with { TaxCode = CodeOf(order, line, books) }).ToItems(),
        };
    }

    /// <summary>Money given back, in positive amounts.</summary>
    /// <param name="order">The order.</param>
    /// <param name="refunded">What was given back.</param>
    /// <param name="books">How the receiver wants it; null for plain lines.</param>
    /// <param name="kits">The components of a SKU that is a kit to the hub; null where there are none.</param>
    public static SalesForm OfRefund(
        CanonicalOrder order, RefundAmounts refunded, BooksRule? books = null, Func<Sku, KitRule?>? kits = null)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(refunded);
        books ??= _plain;
        var lines = new List<SalesLine>();
        foreach (var line in refunded.Lines)
        {
            var place = order.Lines.FindIndex(known => known.Line == line.Line);
            var sold = place < 0 ? null : order.Lines[place];
            if (sold is not null && books.ByComponent && (IsCarried(order, sold) || (!HasMoney(sold) && line is { Net: 0m, Tax: 0m })))
            {
                continue;
            }

            var given = new SalesLine(line.Line, SalesLineKind.Goods, line.Quantity, line.Net, line.Tax)
            {
                Sku = sold?.Sku,
                Text = sold?.Name ?? "",
                TaxRate = sold?.TaxRate ?? 0m,
                Account = books.SalesAccount,
            };
            lines.AddRange(AsBooked(order, sold, given, books, kits));
        }

        if (refunded.Shipping != 0m)
        {
            lines.Add(new SalesLine("shipping", SalesLineKind.Shipping, 1, refunded.Shipping, Tax: 0m)
            {
                Account = books.ShippingAccount ?? books.SalesAccount,
            });
        }

        if (refunded.Adjustment != 0m)
        {
            lines.Add(new SalesLine("adjustment", SalesLineKind.Adjustment, 1, refunded.Adjustment, Tax: 0m)
            {
                Account = books.DiscountAccount ?? books.SalesAccount,
            });
        }

        var form = Close(order, lines, books, refunded.Tax, refunded.Gross);
        return form with
        {
            Lines = form.Lines.Select(line => line with { TaxCode = CodeOf(order, line, books) }).ToItems(),
        };
    }

    /// <summary>Units given back in the lines that the sale was booked in: the line itself, or its components.</summary>
    private static IEnumerable<SalesLine> AsBooked(
        CanonicalOrder order, OrderLine? sold, SalesLine given, BooksRule books, Func<Sku, KitRule?>? kits)
    {
        var parts = sold is not null && books.ByComponent && HasMoney(sold) ? Components.Of(order, sold, kits) : [];
        if (parts.IsEmpty || sold!.Quantity.IsZero)
        {
            return new[] { given };
        }

        var share = given.Quantity.Value / sold.Quantity.Value;
        return Components.Spread(given, parts, order.Currency, Currencies.ScaleOf(order.Currency))
            .Select((part, place) => part with { Quantity = Quantity.Of(parts[place].Quantity.Value * share) });
    }

    /// <summary>What the lines of a form were short of its totals: the rounding line's amount with tax.</summary>
    public static decimal RoundingOf(SalesForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return form.Lines.Where(line => line.Kind == SalesLineKind.Rounding).Sum(line => line.Gross);
    }

    /// <summary>Whether a line of an order carries money of its own.</summary>
    internal static bool HasMoney(OrderLine line) =>
        line.ParentLine is null || line.Total != 0m || line.UnitPrice != 0m || line.Tax != 0m;

    /// <summary>Whether the parts of a line carry its money each for itself, as those of a bundle without a price of its own: then it is no
    /// component, and its SKU may be of the storefront's making.</summary>
    private static bool IsCarried(CanonicalOrder order, OrderLine line) =>
        line.Total == 0m && line.UnitPrice == 0m && line.Tax == 0m &&
        order.Lines.Any(part => part.ParentLine == line.Line && HasMoney(part));

    /// <summary>Adds the line that makes the others sum to the totals, in plain sight.</summary>
    private static SalesForm Close(
        CanonicalOrder order, List<SalesLine> lines, BooksRule books, decimal tax, decimal gross)
    {
        var totals = new SalesTotals(gross - tax, tax, gross);
        var net = totals.Net - lines.Sum(line => line.Net);
        var taxLeft = totals.Tax - lines.Sum(line => line.Tax);
        if (net != 0m || taxLeft != 0m)
        {
            lines.Add(new SalesLine("rounding", SalesLineKind.Rounding, 1, net, taxLeft)
            {
                Text = "rounding",
                Account = books.RoundingAccount ?? books.SalesAccount,
            });
        }

        return new SalesForm(order.Currency, Currencies.ScaleOf(order.Currency), lines.ToItems(), totals)
        {
            CostCentre = books.CostCentres.Find(order.Channel),
            PaymentAccount = books.Payments.Find(order.Payment?.Method),
        };
    }

    /// <summary>A charged line in the receiver's form.</summary>
    internal static SalesLine OfLine(OrderLine line, int scale, BooksRule books) => new(
        line.Line,
        SalesLineKind.Goods,
        line.Quantity,
        Math.Round((line.UnitPrice * line.Quantity.Value) - line.Discount, scale, MidpointRounding.AwayFromZero),
        Math.Round(line.Tax, scale, MidpointRounding.AwayFromZero))
    {
        Sku = line.Sku,
        Text = line.Name,
        Discount = line.Discount,
        TaxRate = line.TaxRate,
        Account = books.SalesAccount,
        PartOf = line.ParentLine,
    };

    /// <summary>The storefront's class first, then the rate; a line without tax and rate has the code of 0.</summary>
    internal static string? CodeOf(CanonicalOrder order, SalesLine line, BooksRule books)
    {
        var place = order.Lines.FindIndex(known => known.Line == line.Line || known.Line == line.PartOf);
        var word = place < 0 ? null : order.Lines[place].TaxCode;
        return (word is null ? null : books.TaxCodes.Find(word)) ?? books.TaxCodes.Find(RateText(line.TaxRate));
    }

    private static string RateText(decimal rate) =>
        rate.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>
    /// The rate of an amount that only says its tax. A small amount tells it roughly, so one of the order's own rates
    /// that comes to the same tax within a minor unit is meant.
    /// </summary>
    private static decimal RateOf(CanonicalOrder order, decimal net, decimal tax)
    {
        if (net == 0m || tax == 0m)
        {
            return 0m;
        }

        var minor = new decimal(1, 0, 0, isNegative: false, (byte)Currencies.ScaleOf(order.Currency));
        foreach (var line in order.Lines)
        {
            if (line.TaxRate > 0m && Math.Abs((net * line.TaxRate / 100m) - tax) < minor)
            {
                return line.TaxRate;
            }
        }

        return Math.Round(tax / net * 100m, 1, MidpointRounding.AwayFromZero);
    }
}
