using System.Globalization;

namespace Trueup.Demo.Scoring;

/// <summary>Judges orders, money, returns and store sales by the books of everybody concerned.</summary>
internal static class TradeScore
{
    private const int NamedMax = 4;

    private static readonly string[] GoneStages = ["shipped", "delivered"];

    /// <summary>What had to hold.</summary>
    public static IEnumerable<Check> Judge(Evidence evidence) =>
        [Captured(evidence), Money(evidence), Returns(evidence), Store(evidence), Stages(evidence)];

    private static Check Captured(Evidence evidence)
    {
        var due = evidence.Sales.Where(static sale => sale.IsDue).ToList();
        var (inErp, pieces) = (due.Count(static sale => sale.Documents == 1), evidence.Pieces);
        var handed = evidence.Orders.Count(static order => order.IsDue && order.HandedOver == order.Ordered);
        var wrong = due.Where(static sale => sale.Documents != 1)
            .Select(static sale => $"{sale.Order}: {sale.Documents} sales orders in the ERP").ToList();
        if (pieces.Ordered != pieces.Shipped + pieces.Cancelled + pieces.Open)
        {
            wrong.Add($"{pieces.Ordered:0.##} pieces handed over");
        }

        return new Check(
            "Captured = ERP = warehouse",
            wrong.Count == 0 && due.Count > 0,
            $"{due.Count:N0} = {inErp:N0} = {handed:N0}",
            Tell(wrong, $"{pieces.Ordered:N0} pieces = {pieces.Shipped:N0} shipped + {pieces.Cancelled:N0} cancelled + {pieces.Open:N0} open"));
    }

    private static Check Money(Evidence evidence)
    {
        var wrong = evidence.Sales.Where(static sale => !sale.IsExact).Select(static sale => string.Create(
            CultureInfo.InvariantCulture,
            $"{sale.Order}: kept {sale.Kept} with tax {sale.KeptTax}, booked {sale.Booked} with tax {sale.BookedTax}")).ToList();
        var sums = evidence.Sales.GroupBy(static sale => sale.Currency, StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static group => FormattableString.Invariant(
                $"{group.Key} {group.Sum(static sale => sale.Kept):N2} = {group.Sum(static sale => sale.Booked):N2}, ") + FormattableString.Invariant(
                $"tax {group.Sum(static sale => sale.KeptTax):N2} = {group.Sum(static sale => sale.BookedTax):N2}"));
        return new Check(
            "Money to the cent",
            wrong.Count == 0 && evidence.Sales.Any(static sale => sale.Kept > 0m),
            $"{wrong.Count:N0} differ",
            Tell(wrong, $"kept = booked: {string.Join("; ", sums)}"));
    }

    private static Check Returns(Evidence evidence)
    {
        var wrong = evidence.Returns
            .Where(static one => !one.IsInErp || one.Refunds == 0 || one.Refunded != one.Back)
            .Select(static one =>
                $"{one.Rma}: {one.Back:0.##} back, {one.Refunded:0.##} refunded in {one.Refunds} refunds, {(one.IsInErp ? "known" : "unknown")} to the ERP")
            .ToList();
        var good = evidence.Returns.Count(static one => one.IsGood);
        return new Check(
            "Returns",
            wrong.Count == 0 && !evidence.Returns.IsEmpty,
            $"{wrong.Count:N0} wrong",
            Tell(wrong, $"{evidence.Returns.Count:N0} received and in the ERP, {good:N0} of them restocked, every piece refunded once"));
    }

    private static Check Store(Evidence evidence)
    {
        var wrong = evidence.StoreDays
            .Where(static day => day.State != "agreed" || day.Hub != day.Tills || day.Postings != 1 ||
                day.Booked != (day.Tills.Net, day.Tills.Tax))
            .Select(static day =>
                $"{day.Day} is {day.State}: tills {day.Tills.Net + day.Tills.Tax:N2}, booked {day.Booked.Net + day.Booked.Tax:N2} in {day.Postings} postings")
            .ToList();
        var (sales, net, tax) = (
            evidence.StoreDays.Sum(static day => day.Tills.Transactions),
            evidence.StoreDays.Sum(static day => day.Tills.Net),
            evidence.StoreDays.Sum(static day => day.Tills.Tax));
        return new Check(
            "Store sales",
            wrong.Count == 0 && sales > 0,
            $"{wrong.Count:N0} differ",
            Tell(wrong, string.Create(
                CultureInfo.InvariantCulture,
                $"{sales:N0} transactions of the tills = the hub's = a day batch of {net + tax:N2} with tax {tax:N2} in the ERP")));
    }

    private static Check Stages(Evidence evidence)
    {
        var stages = evidence.Stages;
        var gone = GoneStages.Sum(stage => stages.ByStage.GetValueOrDefault(stage));
        var told = stages.ByStage.Where(static stage => stage.Value > 0)
            .OrderByDescending(static stage => stage.Value)
            .Select(static stage => $"{stage.Value:N0} {stage.Key}");
        return new Check(
            "Stuck orders",
            stages.Stuck == 0 && gone == stages.Left && gone > 0,
            $"{stages.Stuck:N0} stuck",
            gone == stages.Left
                ? $"by stage: {string.Join(", ", told)}"
                : $"{gone:N0} orders have left by the hub, {stages.Left:N0} by the books: {string.Join(", ", told)}");
    }

    private static string Tell(List<string> wrong, string right) => wrong.Count == 0
        ? right
        : string.Join("; ", wrong.Take(NamedMax)) +
          (wrong.Count > NamedMax ? $"; and {wrong.Count - NamedMax:N0} more" : "");
}
