using Trueup.Core.Connecting;
using Trueup.Core.Orders;
using Trueup.Core.Values;

namespace Trueup.Tests.Core.Trading;

/// <summary>
/// The stock rules of an Adobe Commerce shop in miniature (adobe-commerce.md §3.3): orders reserve, shipments lower a
/// source and end the reservation, cancellations and refunds end it. A value.
/// </summary>
/// <param name="Name">The connection.</param>
internal sealed record Shop(ConnectionName Name)
{
    public Items<SourceRow> Sources { get; init; }

    public Items<ShopOrder> Orders { get; init; }

    /// <summary>Moments that the shop has lived through; its documents are dated by it.</summary>
    public int Clock { get; init; }

    /// <summary>What the shop would sell: all sources less what is reserved.</summary>
    public Quantity Salable(Sku sku) => Sources.Where(row => row.Sku == sku)
        .Aggregate(Quantity.Zero, (sum, row) => sum + row.Quantity) - Reserved(sku);

    /// <summary>The hub's id of an order.</summary>
    public OrderId IdOf(string number) => OrderId.Parse($"{Name}:{number}");

    public Quantity SourceOf(Sku sku, string source)
    {
        var place = Sources.FindIndex(row => row.Sku == sku && row.Source == source);
        return place < 0 ? Quantity.Zero : Sources[place].Quantity;
    }

    public Shop Write(Sku sku, string source, Quantity quantity)
    {
        var row = new SourceRow(sku, source, quantity);
        var place = Sources.FindIndex(known => known.Sku == sku && known.Source == source);
        return this with { Sources = place < 0 ? Sources.Add(row) : Sources.SetItem(place, row) };
    }

    public Shop Place(string number, Sku sku, Quantity units, bool reserves = true) => this with
    {
        Orders = Orders.Add(new ShopOrder(number, sku, units, reserves, Clock + 1)),
        Clock = Clock + 1,
    };

    public ShopOrder Order(string number) => Orders.First(order => order.Number == number);

    /// <summary>Of so many units, those that the shop ships: more than is open is cut down in silence (adobe-commerce-observed.md §1.10).</summary>
    public Quantity ToShip(string number, Quantity units) => Quantity.Min(units, Order(number).Open);

    /// <summary>A shipment; null where nothing is open or the source does not hold enough, which the shop refuses.</summary>
    public Shop? Ship(string number, string source, Quantity units)
    {
        var order = Order(number);
        var left = SourceOf(order.Sku, source) - units;
        return left < Quantity.Zero || units.IsZero
            ? null
            : Change(order with { Shipped = order.Shipped + units, UpdatedAt = Clock + 1 })
                .Write(order.Sku, source, left);
    }

    public Shop Cancel(string number)
    {
        var order = Order(number);
        return Change(order with { Cancelled = order.Cancelled + order.Open, UpdatedAt = Clock + 1 });
    }

    /// <summary>
    /// A refund of units, of those not shipped first. Their reservation ends, and without return they are taken from a source; what was
    /// shipped comes to a source with return only (adobe-commerce-observed.md §1.2).
    /// </summary>
    public Shop Refund(string number, bool returns, Quantity units)
    {
        var order = Order(number);
        var isShipped = order.Open.IsZero;
        var shop = Change(order with { Refunded = order.Refunded + units, UpdatedAt = Clock + 1 });
        var place = Sources.FindIndex(row => row.Sku == order.Sku && (returns || row.Quantity >= units));
        return isShipped != returns || place < 0
            ? shop
            : shop.Write(order.Sku, Sources[place].Source, Sources[place].Quantity + (returns ? units : -units));
    }

    /// <summary>The order as the shop shows it now.</summary>
    public Fact.OrderObserved Show(string number)
    {
        var order = Order(number);
        return new Fact.OrderObserved(
            new CanonicalOrder(IdOf(number), number, Name, Estate.At(order.PlacedAt), "GBP")
            {
                Lines = [new OrderLine("1", order.Sku, order.Sku.Text, order.Ordered, "simple")],
            },
            new OrderProgress(
                $"remote-{number}",
                order.Open.IsZero ? "complete" : "processing",
                Estate.At(order.UpdatedAt),
                order.Cancelled == order.Ordered ? OrderPhase.Cancelled
                    : order.Open.IsZero ? OrderPhase.Finished
                    : OrderPhase.Open,
                order.Reserves,
                [new LineProgress("1", order.Shipped, order.Cancelled, order.Refunded)]));
    }

    private Quantity Reserved(Sku sku) => Orders.Where(order => order.Sku == sku && order.Reserves)
        .Aggregate(Quantity.Zero, (sum, order) => sum + order.Open);

    private Shop Change(ShopOrder order) => this with
    {
        Orders = Orders.SetItem(Orders.FindIndex(known => known.Number == order.Number), order),
        Clock = Clock + 1,
    };
}

/// <summary>What a source holds of a SKU.</summary>
internal sealed record SourceRow(Sku Sku, string Source, Quantity Quantity);

/// <summary>An order of one line, as the shop keeps it.</summary>
internal sealed record ShopOrder(string Number, Sku Sku, Quantity Ordered, bool Reserves, int PlacedAt)
{
    public Quantity Shipped { get; init; }

    public Quantity Cancelled { get; init; }

    public Quantity Refunded { get; init; }

    public int UpdatedAt { get; init; } = PlacedAt;

    /// <summary>Units that the shop may still give the money back for.</summary>
    public Quantity Paid => (Ordered - Cancelled - Refunded).OrZero();

    /// <summary>As it was placed, which is what the warehouse goes by until it hears of more.</summary>
    public ShopOrder AsPlaced => this with { Cancelled = Quantity.Zero, Refunded = Quantity.Zero };

    /// <summary>Units neither shipped nor cancelled nor refunded: what is reserved.</summary>
    public Quantity Open => (Ordered - Cancelled - Refunded - Shipped).OrZero();
}
