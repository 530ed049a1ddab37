using System.Globalization;
using Trueup.Core.Values;

namespace Trueup.Core.Tills;

/// <summary>Decides whether a store's day agrees with what its tills say of it. Pure and total.</summary>
public static class StoreDayDecider
{
    /// <summary>Where a day stands by its figures.</summary>
    public static StoreDayState StateOf(StoreDay day)
    {
        ArgumentNullException.ThrowIfNull(day);
        return day.Report is null ? StoreDayState.Open
            : DifferencesOf(day).IsEmpty ? StoreDayState.Agreed
            : StoreDayState.Differs;
    }

    /// <summary>What of a day differs from its report, in words with both figures; empty when nothing does, or when
    /// there is no report yet. Tills may count a transaction that came after its day was closed where the hub does, or
    /// in its own day.</summary>
    public static Items<string> DifferencesOf(StoreDay day)
    {
        ArgumentNullException.ThrowIfNull(day);
        if (day.Report is not { } report)
        {
            return [];
        }

        var counted = DifferencesOf(report, day.Figures);
        return counted.IsEmpty || day.Shifted == DayFigures.None
            ? counted
            : DifferencesOf(report, day.Figures.And(day.Shifted.Negated()));
    }

    private static Items<string> DifferencesOf(DayReport report, DayFigures counted)
    {
        var differences = new List<string>();
        if (report.Transactions is { } count && count != counted.Transactions)
        {
            differences.Add(Say("transactions", count, counted.Transactions));
        }

        foreach (var code in report.Taxes.Concat(counted.Taxes).Select(static tax => tax.TaxCode)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (told, known) = (SumOf(report.Taxes, code), SumOf(counted.Taxes, code));
            if (told != known)
            {
                var name = code.Length == 0 ? "no tax code" : code;
                differences.Add(Say($"net under {name}", told.Net, known.Net));
                differences.Add(Say($"tax under {name}", told.Tax, known.Tax));
            }
        }

        if (!report.Tenders.IsEmpty)
        {
            foreach (var type in report.Tenders.Concat(counted.Tenders).Select(static tender => tender.Type)
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                var (told, known) = (SumOf(report.Tenders, type), SumOf(counted.Tenders, type));
                if (told != known)
                {
                    differences.Add(Say($"taken by {type}", told, known));
                }
            }
        }

        return differences.ToItems();
    }

    /// <summary>Running numbers that are missing between the first and the last of each till; empty when none
    /// are.</summary>
    /// <param name="sales">What was rung up on the day, wherever its money is counted: a till numbers through.</param>
    public static Items<string> GapsOf(IEnumerable<TillSale> sales)
    {
        ArgumentNullException.ThrowIfNull(sales);
        var gaps = new List<string>();
        foreach (var register in sales.Where(static sale => sale.Sequence is not null)
            .GroupBy(static sale => sale.Register, StringComparer.Ordinal).OrderBy(
                static one => one.Key, StringComparer.Ordinal))
        {
            long? before = null;
            foreach (var number in register.Select(static sale => sale.Sequence!.Value).Distinct().Order())
            {
                if (before is { } last && number > last + 1)
                {
                    var missing = number == last + 2
                        ? string.Create(CultureInfo.InvariantCulture, $"{last + 1}")
                        : string.Create(CultureInfo.InvariantCulture, $"{last + 1} to {number - 1}");
                    gaps.Add($"register {register.Key}: {missing}");
                }

                before = number;
            }
        }

        return gaps.ToItems();
    }

    private static (decimal Net, decimal Tax) SumOf(Items<TaxAmount> taxes, string code)
    {
        var (net, tax) = (0m, 0m);
        foreach (var one in taxes)
        {
            if (string.Equals(one.TaxCode, code, StringComparison.Ordinal))
            {
                (net, tax) = (net + one.Net, tax + one.Tax);
            }
        }

        return (net, tax);
    }

    private static decimal SumOf(Items<TenderAmount> tenders, string type) => tenders
        .Where(tender => string.Equals(tender.Type, type, StringComparison.Ordinal)).Sum(
            static tender => tender.Amount);

    private static string Say(string what, decimal told, decimal known) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}: the tills say {told}, the hub counted {known}");
}
