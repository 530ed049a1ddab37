using Trueup.Core.Drift;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Drift;

/// <summary>What is told of reservations that no open order explains.</summary>
public class ReservationDetailTests
{
    [Theory]
    [InlineData(6, 1, "2 too many are held back; open orders are to hold back 2 for adobe-uk:0")]
    [InlineData(11, 1, "3 too few are held back; open orders are to hold back 2 for adobe-uk:0")]
    [InlineData(0, 1, "at least 8 too many are held back; open orders are to hold back 2 for adobe-uk:0")]
    [InlineData(9, 0, "1 too many are held back; no open order is to hold any back")]
    [InlineData(null, 0, "no open order is to hold any back", "shows no figure of the SKU at all", "put it back there, or have its owner report 0 of it")]
    [InlineData(
        1, 7, "5 too many are held back", "2 for adobe-uk:0, 2 for adobe-uk:1, 2 for adobe-uk:2, 2 for adobe-uk:3, 2 for adobe-uk:4 and 2 more")]
    public void The_units_are_told_with_the_orders_that_explain_the_rest(int? salable, int orders, params string[] told)
    {
        var stock = orders > 1 ? 20 : 10;
        var hub = Enumerable.Range(0, orders).Aggregate(
            new Hub(Agreed()).Report(Cap, Leeds, stock, At(0)), (now, i) => now.See(Order($"{i}", Line(Cap, 2))));
        var rows = hub.StockOf(Cap).Slots.Where(slot => slot.Desired is not null)
            .Select(slot => new ObservedSource(slot.Source, slot.Desired!.Value)).ToItems();

        var found = Classify.Between(
            new Comparison(hub.StockOf(Cap), Adobe, salable is { } units ? Quantity.Of(units) : null, rows, IsUnderWay: false),
            hub.Contract, sku => hub.Stocks.FirstOrDefault(known => known.Sku == sku))!;

        Assert.Equal(DriftClass.ReservationMismatch, found.Class);
        Assert.All(told, words => Assert.Contains(words, found.Detail, StringComparison.Ordinal));
    }
}
