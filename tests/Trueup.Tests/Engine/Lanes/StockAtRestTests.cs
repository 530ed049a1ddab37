using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;

namespace Trueup.Tests.Engine.Lanes;

/// <summary>Most SKUs lie flat in memory; nobody may notice.</summary>
public sealed class StockAtRestTests
{
    /// <summary>Far more than are kept as objects at once.</summary>
    private const int Skus = 9_000;

    private static readonly ConnectionName Shop = ConnectionName.Parse("shop");
    private static readonly LocationCode[] Places = [LocationCode.Parse("leeds"), LocationCode.Parse("paris"), LocationCode.Parse("soho")];
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Whatever_happens_to_a_sku_it_is_what_its_events_make_of_it()
    {
        var chance = new Random(20260302);
        var state = new HubState();
        var told = new Dictionary<Sku, SkuStock>();
        for (var step = 1; step <= 40_000; step++)
        {
            var sku = Number(chance.Next(Skus));
            var events = Enumerable.Range(0, chance.Next(1, 4)).Select(_ => Any(chance, sku, told.GetValueOrDefault(sku))).ToArray();
            state.Begin();
            foreach (var change in events)
            {
                state.Apply(new Change.StockChanged(sku, change), new JournalPosition(step));
            }

            if (chance.Next(10) == 0)
            {
                state.Rollback();
                continue;
            }

            foreach (var change in events)
            {
                told[sku] = StockEvolution.Evolve(told.GetValueOrDefault(sku) ?? new SkuStock(sku), change, new JournalPosition(step));
            }
        }

        Assert.Equal(told.Count, state.Stock.Count);
        Assert.All(state.Stock, pair => Assert.Equal(told[pair.Key], pair.Value));
        Assert.All(told, pair => Assert.Equal(pair.Value, state.Find(pair.Key)));
        Assert.Equal(told.Keys.ToHashSet(), [.. state.TakeDirtyStock()]);
    }

    [Fact]
    public void What_the_ledger_takes_is_the_stock_of_that_moment_however_late_it_asks()
    {
        var state = new HubState();
        Set(state, quantity: 5, message: 1);

        var taken = state.TakeDirtyStock();
        Set(state, quantity: 9, message: 2);

        Assert.All(taken, sku => Assert.Equal(5, QuantityOf(state.AsTaken(sku))));
        Assert.All(state.TakeDirtyStock(), sku => Assert.Equal(9, QuantityOf(state.AsTaken(sku))));
        Assert.Empty(state.TakeDirtyStock());
    }

    [Fact]
    public void Rows_that_the_ledger_could_not_write_are_taken_again()
    {
        var state = new HubState();
        Set(state, quantity: 5, message: 1);
        var taken = state.TakeDirtyStock();
        Assert.All(taken, sku => Assert.NotNull(state.AsTaken(sku)));

        state.MarkDirty(taken.Select(sku => (Fold.Stock, sku.Text)));

        Assert.Equal(taken.ToHashSet(), [.. state.TakeDirtyStock()]);
    }

    [Fact]
    public void What_is_restored_is_what_was_kept()
    {
        var chance = new Random(7);
        var stocks = Enumerable.Range(0, Skus).Select(number =>
        {
            var stock = new SkuStock(Number(number));
            for (var step = 1; step <= 8; step++)
            {
                stock = StockEvolution.Evolve(stock, Any(chance, stock.Sku, stock), new JournalPosition(step));
            }

            return stock;
        }).ToArray();

        var state = new HubState();
        state.Expect(stocks.Length);
        foreach (var stock in stocks)
        {
            state.Restore(stock);
        }

        Assert.Equal(stocks, state.Stock.Values);
        Assert.False(state.IsDirty);
    }

    private static void Set(HubState state, Quantity quantity, long message)
    {
        for (var number = 0; number < Skus; number++)
        {
            state.Begin();
            state.Apply(
                new Change.StockChanged(
                    Number(number), new StockEvent.LevelSet(Places[0], StockState.Available, quantity, Version: null, Noon)),
                new JournalPosition(message));
        }
    }

    private static Quantity? QuantityOf(SkuStock? stock) => stock?.ShelfAt(Places[0])?.In(StockState.Available)?.Quantity;

    private static Sku Number(int number) => Sku.Parse($"SKU-{number:D5}");

    private static StockEvent Any(Random chance, Sku sku, SkuStock? known)
    {
        var place = Places[chance.Next(Places.Length)];
        var source = RemoteCode.Parse($"{place}_src");
        var order = OrderId.Parse($"shop:{sku}-{chance.Next(3)}");
        var isOpen = known?.Demands.FindIndex(demand => demand.Order == order && demand.Location == place) >= 0;
        return chance.Next(10) switch
        {
            0 or 1 or 2 => new StockEvent.LevelSet(
                place, (StockState)chance.Next(2), chance.Next(-3, 400), chance.Next(2) == 0 ? null : chance.Next(), Noon.AddMinutes(chance.Next(60))),
            3 or 4 => new StockEvent.SlotDesired(Shop, source, place, chance.Next(400), Urgency.Routine),
            5 => new StockEvent.SlotWritten(Shop, source, chance.Next(2) == 0 ? null : chance.Next(400)),
            6 => new StockEvent.SlotBlocked(Shop, source, chance.Next(2) == 0 ? null : CaseCodes.SourceUnknown),
            7 => new StockEvent.GoodsArrived(place, StockState.Available, chance.Next(1, 9), Noon.AddMinutes(30), $"rma-{chance.Next(9)}"),
            8 when !isOpen => new StockEvent.DemandOpened(order, "1", place, chance.Next(1, 5), Shop, chance.Next(5)),
            9 => new StockEvent.ListingSet(Shop, $"{chance.Next(99)}", "simple", new ProductTraits { Managed = chance.Next(2) == 0 }),
            _ => new StockEvent.PaceSet(chance.Next(1, 50), Noon),
        };
    }
}
