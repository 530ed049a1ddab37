using Trueup.Connectors.Http.Twin.Till;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Demo.Sandboxes;

namespace Trueup.Demo.Trading;

/// <summary>
/// People who work in the warehouse and in the store: they pick and ship, take goods in, count, break things, and sell
/// over the counter.
/// </summary>
/// <remarks>To be called under the sandbox's gate.</remarks>
public sealed class WarehouseCrew(Scene scene)
{
    private const int PartlyPercent = 8;
    private const int TwoParcelsPercent = 20;
    private const int ComesBackOneIn = 8;
    private const string SecondRegister = "2";

    private (string Sku, string Transaction)? _lastSold;

    /// <summary>Moves the next orders on, each by one step of its way.</summary>
    /// <returns>How many steps were made.</returns>
    public int Work(int orders)
    {
        // Drawn for every turn, so that a quiet turn does not change what comes after it.
        var dispatch = new WarehouseStep.Dispatch(
            orders,
            Parcels: scene.Chance.Next(100) < TwoParcelsPercent ? 2 : 1,
            Partly: scene.Chance.Next(100) < PartlyPercent);
        return Work(scene.Sandbox.Warehouse, dispatch) + Work(scene.Sandbox.Store, dispatch);
    }

    /// <summary>Something happens to the stock of one SKU.</summary>
    public void ChangeStock()
    {
        var article = scene.Any(scene.Sandbox.Assortment.Traded);
        switch (scene.Chance.Next(10))
        {
            case < 4:
                Receive(article.Sku);
                break;
            case < 7:
                Count(article.Sku);
                break;
            case < 8:
                Break(article.Sku);
                break;
            default:
                SellOverTheCounter(article.Sku);
                break;
        }
    }

    /// <summary>Somebody buys a thing at the till.</summary>
    public void SellOverTheCounter(string sku)
    {
        var counter = Place.All[^1];
        if (scene.Sandbox.Store.Sellable(sku, counter.Code) < 1m)
        {
            return;
        }

        scene.Book.TillSales++;
        if (_lastSold is { } last && scene.Book.TillSales % ComesBackOneIn == 0)
        {
            TakeBackOverTheCounter(counter, last.Sku, last.Transaction);
        }

        var number = scene.Sandbox.Tills.Ring(
            RegisterNow, [new RungLine(sku, 1, scene.Sandbox.Assortment.PriceOf(sku))], scene.Now,
            scene.Book.TillSales % 3 == 0 ? "cash" : "card");
        _lastSold = (sku, number);
        Do(counter, sku, new WarehouseStep.Receive(sku, counter.Code, Quantity: -1m));
    }

    /// <summary>One of the tills loses its line, or has it back and uploads what it sold meanwhile.</summary>
    public void CutOffTheSecondTill(bool isCutOff)
    {
        if (isCutOff)
        {
            scene.Sandbox.Tills.GoOffline(SecondRegister);
        }
        else
        {
            scene.Sandbox.Tills.GoOnline(SecondRegister, scene.Now);
        }
    }

    /// <summary>The tills report every day that they traded on.</summary>
    public void CloseTheTills()
    {
        foreach (var day in scene.Sandbox.Tills.Days)
        {
            scene.Sandbox.Tills.CloseDay(day, scene.Now);
        }
    }

    private string RegisterNow => scene.Book.TillSales % 2 == 0 ? SecondRegister : "1";

    private void TakeBackOverTheCounter(Place counter, string sku, string soldIn)
    {
        scene.Book.TillReturns++;
        scene.Sandbox.Tills.Ring(
            soldIn.Split('-')[0],
            [new RungLine(sku, -1, scene.Sandbox.Assortment.PriceOf(sku)) { SoldIn = soldIn }],
            scene.Now,
            "card");
        _lastSold = null;
        Do(counter, sku, new WarehouseStep.Receive(sku, counter.Code, Quantity: 1m));
    }

    /// <summary>A lorry is unloaded: the same SKUs are booked in pallet by pallet.</summary>
    public void Unload(int skus, int pallets)
    {
        var place = Place.All[0];
        for (var pallet = 0; pallet < pallets; pallet++)
        {
            for (var i = 0; i < skus; i++)
            {
                var article = scene.Sandbox.Assortment.Traded[^(i + 1)];
                Do(place, article.Sku, new WarehouseStep.Receive(article.Sku, place.Code, Quantity: 6m));
            }
        }
    }

    /// <summary>The warehouse's system speaks of a place and of an article that nobody told the hub about.</summary>
    public void SpeakOfTheUnknown()
    {
        var warehouse = scene.Sandbox.Warehouse;
        var known = scene.Sandbox.Assortment.Traded[^1].Sku;
        warehouse.Work(scene.Now, new WarehouseStep.Receive(known, "MAN", Quantity: 40m));
        warehouse.Work(scene.Now, new WarehouseStep.Receive(known, Place.All[0].Code, Quantity: 3m, Status: "RET"));
        warehouse.Work(scene.Now, new WarehouseStep.Receive("PROTOTYPE-X", Place.All[0].Code, Quantity: 5m));
        scene.Book.Expect(new Irregularity("stock at an unmapped place", ["STOCK.LOCATION_UNMAPPED"], "MAN"));
        scene.Book.Expect(new Irregularity("stock in an unmapped state", ["STOCK.STATE_UNMAPPED"], "RET"));
        scene.Book.Expect(new Irregularity("stock that the shop does not sell", ["STOCK.SKU_UNKNOWN"], "PROTOTYPE-X"));
    }

    /// <summary>The warehouse gives up an order that it has not shipped.</summary>
    /// <returns>Whether there was anything to give up.</returns>
    public bool GiveUp(string externalId)
    {
        var step = new WarehouseStep.Cancel(externalId, Restock: true, "lost in the warehouse");
        if (scene.Sandbox.Warehouse.Work(scene.Now, step) == 0)
        {
            return false;
        }

        scene.Book.GivenUp++;
        return true;
    }

    /// <summary>Takes a shipped order back, and looks at it.</summary>
    /// <returns>Whether anything came back.</returns>
    public bool TakeBack(string externalId, string rma, bool isGood)
    {
        var taken = scene.Sandbox.Warehouse.Work(scene.Now, new WarehouseStep.TakeBack(externalId, rma));
        return taken > 0 && scene.Sandbox.Warehouse.Work(scene.Now, new WarehouseStep.Inspect(rma, isGood)) > 0;
    }

    private int Work(WarehouseTwin owner, WarehouseStep.Dispatch dispatch) =>
        owner.Work(scene.Now, dispatch) +
        owner.Work(scene.Now, new WarehouseStep.Pack(dispatch.Orders)) +
        owner.Work(scene.Now, new WarehouseStep.Pick(dispatch.Orders)) +
        owner.Work(scene.Now, new WarehouseStep.Allocate(dispatch.Orders));

    private void Receive(string sku)
    {
        var place = scene.Any(Place.All);
        Do(place, sku, new WarehouseStep.Receive(sku, place.Code, scene.Chance.Next(2, 30)));
    }

    private void Count(string sku)
    {
        var place = scene.Any(Place.All);
        var owner = scene.Sandbox.OwnerOf(place);
        var onHand = owner.OnHand(sku, place.Code);
        var allocated = onHand - owner.Sellable(sku, place.Code);
        var counted = Math.Max(allocated, onHand + scene.Chance.Next(-3, 4));
        Do(place, sku, new WarehouseStep.Count(sku, place.Code, counted));
    }

    private void Break(string sku)
    {
        var place = scene.Any(Place.All);
        Do(place, sku, new WarehouseStep.Move(
            sku, place.Code, WarehouseStatus.Ok, WarehouseStatus.Damaged, Quantity: 1m));
    }

    private void Do(Place place, string sku, WarehouseStep step)
    {
        if (scene.Sandbox.OwnerOf(place).Work(scene.Now, step) > 0)
        {
            scene.Book.StockChanges++;
            scene.Changed(sku, Cause.Owner);
        }
    }
}
