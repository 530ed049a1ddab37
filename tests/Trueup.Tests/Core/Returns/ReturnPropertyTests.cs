using FsCheck;
using FsCheck.Fluent;
using Trueup.Core.Contract;
using Trueup.Core.Returns;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Returns.ReturnWorld;
using static Trueup.Tests.Core.Trading.Estate;

namespace Trueup.Tests.Core.Returns;

/// <summary>What holds whatever comes back, in whatever order it is told, and whoever refunds.</summary>
public class ReturnPropertyTests
{
    private const int Shipped = 4;

    private static readonly string[] Dispositions =
        ["restock", "damaged", "quarantine", "destroyed", "return-to-vendor"];

    [Theory]
    [InlineData(RefundWhen.Never)]
    [InlineData(RefundWhen.OnReceipt)]
    [InlineData(RefundWhen.OnInspection)]
    public void Nothing_is_created_or_lost(RefundWhen when) => Walk(when, (hub, told) =>
    {
        var order = hub.Order("A");
        var (line, returns, tally) = (order.Lines[0], order.Returns ?? new OrderReturns(order.Id), hub.Tally());
        Assert.True(
            line.Ordered == line.Dispatched + line.Withdrawn + line.Open, $"ordered is not shipped, cancelled and open{told}");
        Assert.True(tally.Inspected(line) <= tally.Received(line), $"more inspected than received{told}");
        Assert.True(tally.Received(line) <= line.Dispatched, $"more received than left{told}");
        var restocked = returns.Inspections.SelectMany(inspection => inspection.Lines)
            .Where(inspected => inspected.Disposition == Disposition.Restock)
            .Aggregate(Quantity.Zero, (sum, inspected) => sum + inspected.Units.Quantity);
        Assert.True(
            hub.Available(Cap, Leeds) == 20 - Shipped + restocked, $"sellable is not what passed{told}");
        Assert.True(hub.Refunds() <= line.Dispatched, $"more refunded than left{told}");
        var charged = RefundShares.NetOf(order.Canonical.Lines[0]) + order.Canonical.Lines[0].Tax;
        Assert.True(returns.Asked.Sum(ask => ask.Amounts.Gross) <= charged, $"more refunded than charged{told}");
        Assert.True(
            order.Documents.Select(document => document.Key).Distinct().Count() == order.Documents.Count,
            $"a document twice{told}");
    });

    [Theory]
    [InlineData(RefundWhen.OnReceipt)]
    [InlineData(RefundWhen.OnInspection)]
    public void The_money_is_due_once_for_every_unit_that_came_back(RefundWhen when) => Walk(when, (hub, told) =>
    {
        var line = hub.Order("A").Lines[0];
        var due = when == RefundWhen.OnReceipt ? hub.Tally().Received(line) : hub.Tally().Refundable(line);
        var byHand = (hub.Order("A").Returns?.Seen ?? []).SelectMany(seen => seen.Lines)
            .Aggregate(Quantity.Zero, (sum, units) => sum + units.Quantity);
        Assert.True(hub.Refunds() + byHand >= due, $"{due} due, {hub.Refunds()} asked, {byHand} by hand{told}");
        Assert.True(hub.Refunds() <= due, $"{due} due, {hub.Refunds()} asked{told}");
    });

    private static void Walk(RefundWhen when, Action<Hub, string> look) => Prop.ForAll(
        Gen.ArrayOf(Gen.Choose(0, 1_000_000)).ToArbitrary(),
        choices =>
        {
            var (hub, told) = (ReturnWorld.Shipped(Shipped, when), "");
            for (var i = 0; i < Math.Min(30, choices.Length); i++)
            {
                var (kind, units, rma) = (choices[i] % 5, (choices[i] / 5 % 3) + 1, $"R{choices[i] / 15 % 3}");
                var minute = 100 + (choices[i] / 45 % 20);
                hub = kind switch
                {
                    0 => hub.Hear(Pos, IdOf("A"), Authorised(minute, rma, Units(Cap, units))),
                    1 => hub.Hear(Wms, IdOf("A"), Received(minute, rma, Units(Cap, units))),
                    2 or 3 => hub.Hear(Wms, IdOf("A"), Inspected(
                        minute, rma, (Units(Cap, units), Dispositions[choices[i] / 900 % Dispositions.Length]))),
                    _ => hub.Hear(Adobe, IdOf("A"), Refunded(minute, $"m{choices[i] / 900 % 4}", 1, 5m)),
                };
                told += $"\n{kind} {units} {rma} {minute}";
                look(hub, told);
            }
        }).QuickCheckThrowOnFailure();
}
