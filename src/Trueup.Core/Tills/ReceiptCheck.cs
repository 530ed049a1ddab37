using System.Globalization;
using Trueup.Core.Values;

namespace Trueup.Core.Tills;

/// <summary>
/// Whether a receipt adds up, and what of it belongs to each tax code. Nothing is calculated anew: a receipt whose own
/// figures do not agree is not corrected but shown.
/// </summary>
public static class ReceiptCheck
{
    /// <summary>Everything in a receipt that does not add up, field by field; empty when it does.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="scale">Decimals of its currency.</param>
    public static Items<string> Problems(TillReceipt receipt, int scale)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        var problems = new List<string>();
        var (net, tax, gross) = (receipt.Totals.Net, receipt.Totals.Tax, receipt.Totals.Gross);
        if (AmountsOf(receipt).FirstOrDefault(amount =>
            decimal.Round(amount.Value, scale) != amount.Value) is { Field: { } field } odd)
        {
            problems.Add($"{field} of {Text(odd.Value)} has more decimals than {receipt.Currency}");
        }

        if (net + tax != gross)
        {
            problems.Add($"totals.gross of {Text(gross)} is not net and tax of {Text(net + tax)}");
        }

        var lineTax = receipt.Lines.Sum(line => line.Tax);
        if (lineTax != tax)
        {
            problems.Add($"totals.tax of {Text(tax)} is not the lines' tax of {Text(lineTax)}");
        }

        var amounts = receipt.Lines.Sum(line => AmountOf(line, scale));
        if (amounts != gross && amounts != net)
        {
            problems.Add(
                $"lines come to {Text(amounts)}, neither the gross of {Text(gross)} nor the net of {Text(net)}");
        }

        var tendered = receipt.Tenders.Sum(tender => tender.Amount);
        if (tendered != gross + receipt.Rounding)
        {
            problems.Add($"tenders come to {Text(tendered)}, not the {Text(gross + receipt.Rounding)} to pay");
        }

        return problems.ToItems();
    }

    /// <summary>What a sound receipt charges under each tax code, in the order of the codes; sums to its
    /// totals.</summary>
    public static Items<TaxAmount> TaxesOf(TillReceipt receipt, int scale)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        var isInclusive = receipt.Lines.Sum(line => AmountOf(line, scale)) == receipt.Totals.Gross;
        return receipt.Lines
            .GroupBy(static line => line.TaxCode, StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(group => new TaxAmount(
                group.Key,
                group.Sum(line => AmountOf(line, scale) - (isInclusive ? line.Tax : 0m)),
                group.Sum(static line => line.Tax)))
            .ToItems();
    }

    /// <summary>What was taken at the till itself, by kind of payment; what a storefront was paid before is
    /// not.</summary>
    public static Items<TenderAmount> TendersOf(TillReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return receipt.Tenders
            .Where(static tender => !IsPaidElsewhere(tender))
            .GroupBy(static tender => tender.Type, StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static group => new TenderAmount(group.Key, group.Sum(static tender => tender.Amount)))
            .ToItems();
    }

    /// <summary>Whether all of a receipt was paid in a storefront before, as when an online order is handed over: its
    /// money is booked there, and not once more in the store.</summary>
    public static bool IsPaidElsewhere(TillReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return !receipt.Tenders.IsEmpty && receipt.Tenders.All(IsPaidElsewhere);
    }

    /// <summary>Whether the till itself gave money out, and more than it took.</summary>
    public static bool PaysOut(TillReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return receipt.Tenders.Where(static tender => !IsPaidElsewhere(tender)).Sum(static tender => tender.Amount) < 0m;
    }

    private static bool IsPaidElsewhere(TillTender tender) =>
        string.Equals(tender.Type, "online", StringComparison.OrdinalIgnoreCase);

    private static decimal AmountOf(TillLine line, int scale) => line.Amount ??
        (decimal.Round(line.UnitPrice * line.Quantity.Value, scale, MidpointRounding.AwayFromZero) - line.Discount);

    private static IEnumerable<(string Field, decimal Value)> AmountsOf(TillReceipt receipt)
    {
        yield return ("totals.net", receipt.Totals.Net);
        yield return ("totals.tax", receipt.Totals.Tax);
        yield return ("totals.gross", receipt.Totals.Gross);
        foreach (var line in receipt.Lines)
        {
            yield return ($"lines[{line.Line}].discount", line.Discount);
            yield return ($"lines[{line.Line}].tax", line.Tax);
            yield return ($"lines[{line.Line}].amount", line.Amount ?? 0m);
        }

        foreach (var tender in receipt.Tenders)
        {
            yield return ($"tenders[{tender.Type}].amount", tender.Amount);
        }
    }

    private static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
