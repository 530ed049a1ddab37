using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.Http.Twin.Warehouse;
using Trueup.Core.Values;
using Trueup.Demo.Sandboxes;
using Trueup.Demo.Trading;

namespace Trueup.Demo.Scoring;

/// <summary>Reads the evidence of a day out of the books of shops, warehouse and store.</summary>
/// <remarks>To be asked under the sandbox's gate.</remarks>
public sealed class Books(Scene scene)
{
    private readonly Sandbox _sandbox = scene.Sandbox;
    private readonly Dictionary<int, string> _numbers =
        scene.Sandbox.Shop.Books.Orders.ToDictionary(order => order.EntityId, order => order.IncrementId);

    private readonly ProjectBooks _project = new(scene.Sandbox.Project.Books);

    /// <summary>The shop's offer, SKU by SKU.</summary>
    public Items<OfferEvidence> Offers() => _sandbox.Assortment.Articles
        .Select(article => new OfferEvidence(
            article.Sku, scene.Figures.Shown(article.Sku), scene.Figures.Salable(article.Sku)))
        .ToItems();

    /// <summary>The second shop's offer, SKU by SKU.</summary>
    public Items<OfferEvidence> ProjectOffers() => _sandbox.Assortment.Articles
        .Select(article => new OfferEvidence(
            article.Sku, scene.Figures.ShownInProject(article.Sku), scene.Figures.Salable(article.Sku)))
        .ToItems();

    /// <summary>Owners' figures and the hub's.</summary>
    public Items<LevelEvidence> Levels(IEnumerable<HubPosition> positions)
    {
        var known = positions.ToDictionary(
            position => (position.Sku, position.Location), position => position.Sellable);
        return _sandbox.Assortment.Articles
            .SelectMany(article => Place.All.Select(place => new LevelEvidence(
                article.Sku,
                place.Location,
                _sandbox.OwnerOf(place).OnHand(article.Sku, place.Code),
                known.GetValueOrDefault((article.Sku, place.Location)))))
            .ToItems();
    }

    /// <summary>Orders.</summary>
    public Items<OrderEvidence> Orders() =>
        [.. _sandbox.Shop.Books.Orders.Select(Order), .. _project.Orders.Select(order => Order(order.Name, order.View))];

    /// <summary>Dispatches.</summary>
    public Items<DispatchEvidence> Dispatches()
    {
        var shipments = _sandbox.Shop.Books.Shipments
            .SelectMany(shipment => shipment.TrackNumbers.Select(number => (Number: number, Shipment: shipment)))
            .ToLookup(pair => (pair.Shipment.SourceCode, pair.Number), pair => pair.Shipment);
        return AllDispatches()
            .Select(dispatch => _project.Find(dispatch.Note.ExternalId) is { } order
                ? ProjectBooks.Dispatch(dispatch.Note, dispatch.Place, order)
                : Dispatch(dispatch, shipments))
            .ToItems();
    }

    /// <summary>Shipments in the shops that belong to no dispatch.</summary>
    public int StrayShipments()
    {
        var parcels = AllDispatches()
            .SelectMany(dispatch => dispatch.Note.Tracking.Select(number => (dispatch.Place.Source, number)))
            .ToHashSet();
        var numbers = parcels.Select(parcel => parcel.number).ToHashSet(StringComparer.Ordinal);
        return _sandbox.Shop.Books.Shipments.Count(shipment =>
                !shipment.TrackNumbers.Any(number => parcels.Contains((shipment.SourceCode, number)))) +
            _project.Orders.SelectMany(order => order.View.Deliveries)
                .Count(delivery => !delivery.TrackNumbers.Any(numbers.Contains));
    }

    private OrderEvidence Order(TwinOrder order)
    {
        var isGivenBack = order.Lines.All(line => line.Canceled + line.Refunded >= line.Ordered);
        return Order(
            TrueFigures.ExternalId(order.IncrementId),
            order.Lines.All(line => line.Invoiced > 0m) && !isGivenBack,
            order.Lines.Sum(line => line.Ordered),
            isGivenBack);
    }

    private OrderEvidence Order(string name, Connectors.CommerceTools.Twin.TwinOrderView order) => Order(
        name,
        ProjectBooks.IsDue(order),
        order.Lines.Sum(line => line.Quantity),
        ProjectBooks.IsGivenBack(order));

    private OrderEvidence Order(string name, bool isDue, decimal ordered, bool isGivenBack)
    {
        var warehouse = _sandbox.Warehouse.OrdersOf(name);
        var store = _sandbox.Store.OrdersOf(name);
        var handed = warehouse.AddRange(store).SelectMany(view => view.Lines).ToList();
        return new OrderEvidence(
            name,
            isDue,
            ordered,
            handed.Sum(line => line.Ordered),
            Math.Max(0, warehouse.Count - 1) + Math.Max(0, store.Count - 1),
            isGivenBack ? handed.Sum(line => line.Ordered - line.Dispatched - line.Cancelled) : 0m);
    }

    private IEnumerable<(DispatchNote Note, Place Place)> AllDispatches() => Place.All
        .SelectMany(place => _sandbox.OwnerOf(place).Dispatches
            .Where(note => note.Warehouse == place.Code)
            .Select(note => (note, place)));

    private DispatchEvidence Dispatch(
        (DispatchNote Note, Place Place) dispatch, ILookup<(string Source, string Number), TwinShipment> shipments)
    {
        var (note, place) = dispatch;
        var posted = note.Tracking.SelectMany(number => shipments[(place.Source, number)])
            .DistinctBy(shipment => shipment.EntityId)
            .Where(shipment => TrueFigures.ExternalId(_numbers[shipment.OrderId]) == note.ExternalId)
            .ToList();
        return new DispatchEvidence(
            $"{place.Code} {note.Shipment}", note.ExternalId, posted.Count, posted is [var only] && IsSame(note, only));
    }

    private static bool IsSame(DispatchNote note, TwinShipment shipment)
    {
        var sent = note.Lines.GroupBy(line => line.Line, StringComparer.Ordinal)
            .Select(line => (line.Key, line.Sum(part => part.Quantity)));
        var posted = shipment.Lines.Select(line => (
            line.ItemId.ToString(System.Globalization.CultureInfo.InvariantCulture), line.Quantity));
        return sent.ToHashSet().SetEquals(posted);
    }
}
