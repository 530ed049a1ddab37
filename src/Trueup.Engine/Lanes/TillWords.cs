using System.Globalization;
using System.Text;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Tills;
using Trueup.Core.Values;

namespace Trueup.Engine.Lanes;

/// <summary>How a transaction of a till is known again.</summary>
internal static class TillWords
{
    /// <summary>What a transaction says that was sold, line by line; a line without an id is named by its
    /// place.</summary>
    public static Items<SoldLine> SoldBy(Fact.SaleCompleted sale)
    {
        var sold = new List<SoldLine>();
        for (var place = 0; place < sale.Lines.Count; place++)
        {
            var line = sale.Lines[place];
            sold.Add(new SoldLine(
                line.Line ?? (place + 1).ToString(CultureInfo.InvariantCulture),
                line.Sku,
                line.Quantity,
                Quantity.Zero));
        }

        return sold.ToItems();
    }

    /// <summary>A transaction that another one names: of the same till unless it is named in full.</summary>
    public static string KeyOf(ConnectionName reporter, Fact.SaleCompleted sale, string named) =>
        sale.Register is null || named.Contains('/', StringComparison.Ordinal)
            ? $"{reporter}/{named}"
            : $"{reporter}/{sale.Store}/{sale.Register}/{named}";

    /// <summary>What a case about a transaction is about.</summary>
    public static Lineage LineageOf(ConnectionName reporter, string key) =>
        new() { Connection = reporter, Order = $"till {key[(reporter.Text.Length + 1)..]}" };

    /// <summary>Of everything that a transaction says.</summary>
    public static long FingerprintOf(Fact.SaleCompleted sale)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{(sale.DatedAt ?? sale.At).UtcTicks}|{sale.Order}|{sale.Receipt?.Currency}");
        foreach (var line in sale.Receipt is null ? sale.Lines : [])
        {
            text.Append(CultureInfo.InvariantCulture, $"|{line.Line}:{line.Sku}:{line.Quantity}");
        }

        // Not the SKU: a till's product may get its own later, and the transaction is still the same.
        foreach (var line in sale.Receipt?.Lines ?? [])
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"|{line.Line}:{line.Quantity}:{line.UnitPrice}:{line.Discount}:{line.Tax}:{line.TaxCode}:{line.Amount}");
        }

        foreach (var tender in sale.Receipt?.Tenders ?? [])
        {
            text.Append(CultureInfo.InvariantCulture, $"|{tender.Type}:{tender.Amount}");
        }

        text.Append(
            CultureInfo.InvariantCulture, $"|{sale.Receipt?.Totals}|{sale.Receipt?.Rounding}|{sale.Receipt?.VoidOf}");
        return unchecked((long)StableHash.Of64(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
