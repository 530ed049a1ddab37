using FsCheck;
using FsCheck.Fluent;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Journal;
using Trueup.Engine.Views;
using Trueup.Simulator;

namespace Trueup.Tests.Engine.Views;

public sealed class ExplanationTests
{
    private static readonly ConnectionName Shop = ConnectionName.Parse("shop");
    private static readonly ConnectionName Wms = ConnectionName.Parse("wms");
    private static readonly LocationCode[] Places = [LocationCode.Parse("leeds"), LocationCode.Parse("paris")];
    private static readonly Sku[] Parts = [Sku.Parse("TENT"), Sku.Parse("MAT")];
    private static readonly Sku Kit = Sku.Parse("CAMP-SET");

    [Fact]
    public void The_terms_of_every_figure_sum_to_it_whatever_happened() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var context = new StockContext(Traded(new Random(seed)));
            foreach (var sku in Parts.Append(Kit))
            {
                foreach (var (storefront, location) in Questions())
                {
                    CheckSums(Explanation.Of(sku, storefront, location, context));
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_figure_is_explained_by_the_messages_that_made_it()
    {
        var hub = Hub();
        var order = OrderId.Parse("shop:1001");
        Say(hub, 7, Parts[0], new StockEvent.LevelSet(
            Places[0], StockState.Available, 40, Version: null, DateTimeOffset.UnixEpoch));
        Say(hub, 9, Parts[0], new StockEvent.DemandOpened(order, "1", Places[0], 5, Shop, 5));

        var explained = Explanation.Of(Parts[0], Shop, Places[0], new StockContext(hub))!;

        Assert.Equal(38, explained.Value!.Value.Value);
        Assert.Equal(
            [
                ("reported available", 40m, 7L),
                ("unseen by the owner", -5m, 9L),
                ("buffer", -2m, 0L),
                ("held by the storefront", 5m, 9L),
            ],
            explained.Terms.Select(term => (term.Term, term.Quantity.Value, term.Because[0].Message ?? 0)));
        Assert.Equal("shop:1001", explained.Terms[1].Because[0].Order);
    }

    [Fact]
    public void Of_a_sku_never_heard_of_there_is_nothing_to_explain() =>
        Assert.Null(Explanation.Of(Sku.Parse("NOBODY"), Shop, location: null, new StockContext(Hub())));

    private static IEnumerable<(ConnectionName? Storefront, LocationCode? Location)> Questions() =>
        from storefront in new ConnectionName?[] { null, Shop }
        from location in new LocationCode?[] { null, Places[0], Places[1] }
        select (storefront, location);

    private static void CheckSums(Explanation? explained)
    {
        if (explained is null)
        {
            return;
        }

        Assert.Equal((explained.Value ?? 0).Value, explained.Terms.Sum(term => term.Quantity.Value));
        Assert.All(explained.Terms, term => Assert.NotEqual(0, term.Because.Count + (explained.Kits.IsEmpty ? 0 : 1)));
        foreach (var part in explained.Kits.SelectMany(kit => kit.Parts))
        {
            Assert.Equal(part.Available.Value, part.Terms.Sum(term => term.Quantity.Value));
        }
    }

    /// <summary>A hub after some random trade.</summary>
    private static HubLoop Traded(Random chance)
    {
        var hub = Hub();
        for (var message = 1L; message <= 12; message++)
        {
            var sku = Parts[chance.Next(Parts.Length)];
            var place = Places[chance.Next(Places.Length)];
            var order = OrderId.Parse($"shop:{chance.Next(3)}");
            StockEvent happened = chance.Next(6) switch
            {
                0 or 1 => new StockEvent.LevelSet(
                    place,
                    (StockState)chance.Next(3),
                    chance.Next(-3, 20),
                    Version: null,
                    DateTimeOffset.UnixEpoch.AddSeconds(message)),
                2 => new StockEvent.DemandOpened(order, "1", place, chance.Next(1, 9), Shop, chance.Next(9)),
                3 => new StockEvent.DemandDeparted(order, "1", place, 1, DateTimeOffset.UnixEpoch.AddSeconds(message)),
                4 => new StockEvent.HoldSet(order, "1", place, chance.Next(5)),
                _ => new StockEvent.DemandWithdrawn(order, "1", place, 1),
            };
            Say(hub, message, sku, happened);
            var known = hub.State.Find(Kit) ?? new SkuStock(Kit);
            foreach (var kit in SlotPlanner.Plan(known, hub.Contract, hub.State.Find, byOrder: false))
            {
                Say(hub, message, Kit, kit);
            }
        }

        return hub;
    }

    private static void Say(HubLoop hub, long message, Sku sku, StockEvent happened) =>
        hub.State.Apply(new Change.StockChanged(sku, happened), new JournalPosition(message));

    private static HubLoop Hub() => new(
        new OwnershipContract(new ContractTerms
        {
            Connections =
            [
                new(Wms, "http", ["warehouse"], Basis.OnHand, []),
                new(Shop, "adobe-commerce", ["storefront"], Basis.OnHand, []),
            ],
            Locations = Places.Select(place => new LocationRule(
                place,
                place.Text,
                Wms,
                [new LocationAlias(Shop, $"{place}_src"), new LocationAlias(Wms, place.Text)])).ToItems(),
            Stock = new OwnershipRule([Shop]),
            BufferDefault = 2,
            Kits = [new KitRule(Kit, [new KitComponent(Parts[0], 1), new KitComponent(Parts[1], 2)])],
        }),
        [],
        new MemoryJournal(),
        new MemoryLedger(),
        TimeProvider.System);
}
