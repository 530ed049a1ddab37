using Trueup.Connectors.Http.Twin.Erp;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Engine.Intake;
using Trueup.Engine.Reconcile;
using Trueup.Simulator.Checkers;
using Trueup.Simulator.Network;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator;

/// <content>Its remotes: how they are opened, reached and let in, and what their books say.</content>
public sealed partial class World
{
    /// <summary>Every order that the accounts hold, of whichever make they are.</summary>
    public IEnumerable<SalesOrder> Booked => Office is { } office ? office.All(ErpKind.SalesOrder).Select(Of) : Accounts.Orders;

    /// <summary>Returns that came to the warehouse.</summary>
    public IReadOnlyList<ReturnedOrder> Received => People.Received;

    /// <summary>Returns that came to the warehouse and were inspected.</summary>
    public IReadOnlyList<ReturnedOrder> Inspected => People.Inspected;

    /// <summary>Every booking of one order.</summary>
    public IReadOnlyList<SalesOrder> BookedOf(string id) =>
        Office is { } office ? office.Of(ErpKind.SalesOrder, id).Select(Of).ToList() : Accounts.Of(id);

    /// <summary>Sends on what the warehouse and the till have decided to push.</summary>
    internal void Collect()
    {
        Pushes.Send(Tampered(Warehouse.TakePushes(WarehouseNow)));
        if (Till is not null)
        {
            TillPushes.Send(Tampered(Till.TakePushes(Clock.GetUtcNow())));
        }

        Shelves.Look();
    }

    /// <summary>Sends on what the carrier has scanned.</summary>
    internal void CollectScans()
    {
        CarrierPushes.Send(Tampered(Carrier!.TakePushes()));
    }

    /// <summary>Sends on what customer service has promised.</summary>
    internal void CollectPromises() => DeskPushes.Send(Desk!.TakePushes());

    /// <summary>The books of the month that is over are closed; what comes later for it is refused.</summary>
    internal void CloseMonth()
    {
        if (Office is { } office)
        {
            var last = DateOnly.FromDateTime(Plan.MonthEnd.UtcDateTime).AddDays(-1);
            office.Work(Clock.GetUtcNow(), new ErpStep.ClosePeriods(last));
            Outside.Note("office", $"closes the books through {last:yyyy-MM-dd}");
        }
    }

    /// <summary>How long a large assortment is at rest: until comparisons, which take it in slices, have been all the way round.</summary>
    private static TimeSpan RestOf(Plan plan) => ((plan.Skus / RollingScope.SliceMax) + 2) * plan.ReconcileEvery;

    private Items<WireRequest> Tampered(Items<WireRequest> pushes) =>
        _tampering.Push is { } change ? pushes.Select(change).ToItems() : pushes;

    private static SalesOrder Of(ErpDocumentView view) =>
        new(view.Id, view.ExternalId, view.Currency, view.Totals.Gross, view.Status == "cancelled");

    private ShopSite OpenShop(ConnectionName name, int remote, Chance chance)
    {
        var twin = Furnishing.OpenShop(Plan, name, Plan.Begin + Plan.SkewOf(remote));
        var site = new ShopSite(name, twin, Wire(name.Text, twin, remote, chance));
        twin.Books.SourceMoved = (sku, source, quantity) => site.Shelves.Note(sku, source, quantity, Clock.GetUtcNow());
        return site;
    }

    private ProjectSite OpenProject(Chance chance)
    {
        var twin = Furnishing.OpenProject(Plan, Plan.Begin + Plan.ProjectSkew);
        return new ProjectSite(twin, new FaultyWire(Estate.ProjectName.Text, twin, Outside, chance) { Skew = Plan.ProjectSkew });
    }

    private SquareSite OpenSquare(Chance chance)
    {
        var twin = Furnishing.OpenSquare(Plan);
        return new SquareSite(twin, new FaultyWire("square", twin, Outside, chance) { Skew = Plan.SquareSkew }, chance.Fork(1));
    }

    private FaultyWire Wire(string name, ITwin twin, int remote, Chance chance) =>
        new(name, twin, Outside, chance) { Skew = Plan.SkewOf(remote) };

    private Dictionary<ConnectionName, Func<WireRequest, DateTimeOffset, bool>> Door()
    {
        Func<WireRequest, DateTimeOffset, bool> Guard(InboundAuthentication guard) => _tampering.Door is { } other
            ? (delivery, _) => other(delivery)
            : (delivery, now) => guard.Check(delivery, now) is Admission.Granted;
        return new Dictionary<ConnectionName, Func<WireRequest, DateTimeOffset, bool>>
        {
            [Estate.WarehouseName] = Guard(InboundAuthentication.HmacSha256([Furnishing.PushSecret])),
            [Estate.TillName] = Guard(InboundAuthentication.Bearer([Remotes.Till.Token])),
            [Estate.CarrierName] = Guard(InboundAuthentication.Bearer([CarrierDesk.Token])),
            [Estate.DeskName] = Guard(InboundAuthentication.Bearer([ServiceDesk.Token])),
        };
    }

    /// <summary>Whoever signs in a way of its own.</summary>
    private Dictionary<ConnectionName, IInboundScheme> Schemes() => Square is null
        ? []
        : new() { [Estate.TillName] = (IInboundScheme)Furnishing.ConnectSquare(Plan, Clock) };

    private (IConnection Connection, IWire Wire)[] Connect()
    {
        var connections = new List<(IConnection Connection, IWire Wire)>();
        connections.AddRange(Shops.Select(shop => (Furnishing.ConnectShop(Plan, shop.Name, Clock), (IWire)shop.Wire)));

        // What is configured keeps nothing from one life to the next, and its templates are slow to prepare.
        connections.Add((_warehouse ??= Furnishing.ConnectWarehouse(Plan, Clock), WarehouseWire));
        connections.Add((_accounts ??= Furnishing.ConnectAccounts(Plan, Clock), AccountsWire));
        if (Project is { } project)
        {
            connections.Add((Furnishing.ConnectProject(Plan, Clock), project.Wire));
        }

        if (Square is { } square)
        {
            connections.Add((Furnishing.ConnectSquare(Plan, Clock), square.Wire));
        }

        connections.Add((_fickle, WarehouseWire));
        return connections.Select(pair => (
            pair.Connection,
            pair.Connection != _fickle && _tampering.Wire is { } change ? change(pair.Connection.Name, pair.Wire) : pair.Wire)).ToArray();
    }
}
