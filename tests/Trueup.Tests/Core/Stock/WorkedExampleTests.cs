using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Tests.Core.Trading;
using static Trueup.Tests.Core.Trading.Estate;
using static Trueup.Tests.Core.Trading.Facts;

namespace Trueup.Tests.Core.Stock;

/// <summary>The worked example of DESIGN §4, for both bases, with the shop's own figures beside the hub's.</summary>
public class WorkedExampleTests
{
    private Hub _hub = new(Agreed());
    private Shop _shop = new(Adobe);

    [Fact]
    public void A_day_of_an_owner_that_reports_what_is_on_hand()
    {
        Start(Basis.OnHand);
        AssertRow(figure: 100, unseen: 0, held: 0, desired: 100, salable: 100);

        _shop = _shop.Place("A", Cap, 5);
        _hub = _hub.See(_shop.Show("A"));
        AssertRow(figure: 100, unseen: 5, held: 5, desired: 100, salable: 95);

        _hub = _hub.Hear(Wms, IdOf("A"), Dispatched(10, [Units(Cap, 5)])).Report(Cap, Leeds, 95, At(11));
        AssertRow(figure: 95, unseen: 0, held: 5, desired: 100, salable: 95);

        PostShipment("A", 5);
        AssertRow(figure: 95, unseen: 0, held: 0, desired: 95, salable: 95);

        _hub = SellAtTill("till-1", 1, minute: 20).Report(Cap, Leeds, 94, At(20));
        _shop = Written();
        AssertRow(figure: 94, unseen: 0, held: 0, desired: 94, salable: 94);
    }

    [Fact]
    public void A_day_of_an_owner_that_reports_what_is_available()
    {
        Start(Basis.Available);

        _shop = _shop.Place("A", Cap, 5);
        _hub = _hub.See(_shop.Show("A"));
        AssertRow(figure: 100, unseen: 5, held: 5, desired: 100, salable: 95);

        _hub = _hub.Hear(Wms, IdOf("A"), Status("allocated", 5));
        AssertRow(figure: 100, unseen: 5, held: 5, desired: 100, salable: 95);

        _hub = _hub.Report(Cap, Leeds, 95, At(5));
        AssertRow(figure: 95, unseen: 0, held: 5, desired: 100, salable: 95);

        _hub = _hub.Hear(Wms, IdOf("A"), Dispatched(10, [Units(Cap, 5)])).Report(Cap, Leeds, 95, At(11));
        AssertRow(figure: 95, unseen: 0, held: 5, desired: 100, salable: 95);

        PostShipment("A", 5);
        AssertRow(figure: 95, unseen: 0, held: 0, desired: 95, salable: 95);
    }

    [Fact]
    public void A_sale_at_the_till_is_unseen_until_the_owner_reports_and_never_held()
    {
        Start(Basis.OnHand);

        _hub = SellAtTill("till-1", 1, minute: 20);
        _shop = Written();
        AssertRow(figure: 100, unseen: 1, held: 0, desired: 99, salable: 99);

        _hub = _hub.Report(Cap, Leeds, 99, At(21));
        AssertRow(figure: 99, unseen: 0, held: 0, desired: 99, salable: 99);
    }

    private void Start(Basis basis)
    {
        _hub = new Hub(Agreed(basis)).Report(Cap, Leeds, 100, At(0));
        _shop = Written();
    }

    /// <summary>The till takes goods off a shelf that the warehouse counts: wanted and taken in one moment.</summary>
    private Hub SellAtTill(string sale, int units, int minute) => _hub
        .Apply(Cap, new StockFact.Captured(OrderId.Parse(sale), "1", Leeds, units, Holder: null, Held: 0))
        .Apply(Cap, new StockFact.Taken(OrderId.Parse(sale), "1", Leeds, units, At(minute)));

    private void PostShipment(string number, int units)
    {
        var document = Assert.Single(_hub.Order(number).Documents, document => document.Target == Adobe);
        _shop = _shop.Ship(number, "leeds_src", units)!;
        _hub = _hub.Settle(IdOf(number), document.Key, new Receipt.Applied("s1"));
        Assert.Empty(_hub.Owed());
    }

    private Shop Written()
    {
        var shop = _hub.Owed().Aggregate(_shop, (now, owed) =>
            now.Write(owed.Sku, owed.Slot.Source.Text, owed.Slot.Desired!.Value));
        _hub = _hub.WriteAll();
        return shop;
    }

    private void AssertRow(int figure, int unseen, int held, int desired, int salable)
    {
        Assert.Equal(figure, StockTruth.OwnerFigure(_hub.StockOf(Cap), Leeds, _hub.Contract));
        Assert.Equal(unseen, _hub.Unseen(Cap, Leeds));
        Assert.Equal(held, _hub.Held(Cap, Leeds));
        Assert.Equal(desired, _hub.Desired(Cap, Leeds));
        Assert.Equal(desired, _shop.SourceOf(Cap, "leeds_src"));
        Assert.Equal(salable, _shop.Salable(Cap));
        Assert.Equal(salable, _hub.Available(Cap, Leeds));
    }
}
