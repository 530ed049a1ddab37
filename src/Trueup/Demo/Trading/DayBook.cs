using Trueup.Core.Values;

namespace Trueup.Demo.Trading;

/// <summary>Something out of order that the script arranged, which the hub must name in an exception.</summary>
/// <param name="What">What was done, in plain words.</param>
/// <param name="Codes">Codes of exceptions that would name it; any will do.</param>
/// <param name="About">SKU, location or order that the exception must be about.</param>
public sealed record Irregularity(string What, Items<string> Codes, string About)
{
    /// <summary>Whether the hub put it right by itself, by the books of whoever it concerns; null where only an exception
    /// will do.</summary>
    public Func<bool>? IsMended { get; init; }
}

/// <summary>A parcel that came back to the warehouse.</summary>
/// <param name="Rma">The number of the return.</param>
/// <param name="Order">The hub's name of the order.</param>
/// <param name="IsGood">Whether the goods may be sold again.</param>
/// <param name="IsRefundedByHand">Whether somebody in the shop gives the money back, beside the hub.</param>
public sealed record ReturnedParcel(string Rma, string Order, bool IsGood, bool IsRefundedByHand);

/// <summary>A line of an order for more than was left to promise when it was placed.</summary>
/// <param name="Sku">What was sold.</param>
/// <param name="Quantity">Pieces sold.</param>
/// <param name="Left">Pieces that were left to promise.</param>
public sealed record Excess(string Sku, decimal Quantity, decimal Left);

/// <summary>An excess that nothing excuses: the hub had had the time to tell the shop.</summary>
/// <param name="Order">The hub's name of the order.</param>
/// <param name="Excess">What was sold.</param>
/// <param name="Overdue">For how long the shop should have known; zero where it knew, and sold all the same.</param>
public sealed record AvoidableSale(string Order, Excess Excess, TimeSpan Overdue);

/// <summary>What people did in one of several shops.</summary>
public sealed class ShopBook
{
    /// <summary>Orders that it took.</summary>
    public int Placed { get; set; }

    /// <summary>Orders for more than was left to promise when they were placed.</summary>
    public int Oversold { get; private set; }

    /// <summary>Those of them that nothing excuses.</summary>
    public Items<AvoidableSale> Avoidable { get; private set; } = [];

    /// <summary>Notes an order for more than was left to promise.</summary>
    /// <param name="avoidable">What of it nothing excuses.</param>
    public void Oversell(Items<AvoidableSale> avoidable)
    {
        Oversold++;
        Avoidable = [.. Avoidable, .. avoidable];
    }
}

/// <summary>What the people of the day did.</summary>
/// <remarks>Written under the sandbox's gate.</remarks>
public sealed class DayBook
{
    private readonly List<Irregularity> _irregularities = [];

    /// <summary>Orders that the shops took.</summary>
    public int Placed => Shop.Placed + Project.Placed;

    /// <summary>Shoppers whom the shop told that it is sold out.</summary>
    public int TurnedAway { get; set; }

    /// <summary>Orders paid.</summary>
    public int Paid { get; set; }

    /// <summary>Unpaid orders cancelled in the shop.</summary>
    public int Cancelled { get; set; }

    /// <summary>Orders refunded before they left.</summary>
    public int Refunded { get; set; }

    /// <summary>Orders that came back and were refunded.</summary>
    public int Returned { get; set; }

    /// <summary>Orders that the warehouse gave up.</summary>
    public int GivenUp { get; set; }

    /// <summary>Changes of stock at the owners, orders aside.</summary>
    public int StockChanges { get; set; }

    /// <summary>Sales over the store's counter.</summary>
    public int TillSales { get; set; }

    /// <summary>Things brought back over the counter.</summary>
    public int TillReturns { get; set; }

    /// <summary>Parcels that came back to the warehouse.</summary>
    public Items<ReturnedParcel> Parcels { get; private set; } = [];

    /// <summary>Notes a parcel that came back.</summary>
    public void Note(ReturnedParcel parcel) => Parcels = Parcels.Add(parcel);

    /// <summary>Quantities typed into the shop by hand.</summary>
    public int Tampered { get; set; }

    /// <summary>What people did in the first shop.</summary>
    public ShopBook Shop { get; } = new();

    /// <summary>What must be named in an exception.</summary>
    public Items<Irregularity> Irregularities => _irregularities.ToItems();

    /// <summary>What people did in the second shop.</summary>
    public ShopBook Project { get; } = new();

    /// <summary>Adds something that must be named in an exception.</summary>
    public void Expect(Irregularity irregularity) => _irregularities.Add(irregularity);
}
