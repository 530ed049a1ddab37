using System.Globalization;
using Trueup.Connectors.Http.Twin.Erp;
using Trueup.Core.Cases;
using Trueup.Core.Orders;
using Trueup.Core.Returns;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;
using Trueup.Simulator.Remotes;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// G3 for returns: every number exists once wherever it is to be, and what came and was inspected under it is counted once; where the hub
/// refunds what came back, every inspected piece is refunded in the shop, and none twice, whoever else refunds there.
/// </summary>
public static class ReturnsOnce
{
    /// <summary>Checks a world that has come to rest.</summary>
    public static IEnumerable<Violation> Check(World world, HubState state)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(state);
        return Numbers(world, state).Concat(world.Project is { } project ? Entries(project, state) : [])
            .Concat(world.Received.SelectMany(back => Goods(world, back, state)))
            .Concat(Units(world, state))
            .Concat(world.Plan.RefundsReturns ? world.Inspected.SelectMany(back => Refunds(world, back, state)) : []);
    }

    /// <summary>A number that was promised, and one under which goods came: once in the shop, with whoever else is told of it, and here.</summary>
    private static IEnumerable<Violation> Numbers(World world, HubState state)
    {
        var promised = (world.Desk?.Promised ?? []).Select(one => (one.Order, one.Rma)).ToList();
        var came = world.Received.Where(back => back.Pieces > 0).Select(back => (back.Order, back.Rma)).ToList();
        foreach (var (order, rma) in promised.Union(came))
        {
            var isPromised = promised.Contains((order, rma));
            if (IsPutDownToEntries(world, order))
            {
                continue;
            }

            var copies = new List<(string System, ConnectionName At, int Count)>
            {
                ("the shop", ShopNameOf(order), ShopOf(world, order) is { } shop ? NotesOf(shop, order, rma) : 0),
            };
            if (isPromised)
            {
                copies.Add(("the hub", Estate.DeskName, PromisesOf(state, order, rma)));
                copies.Add(("the warehouse", Estate.WarehouseName, world.Warehouse.IsAnnounced(rma, order) ? 1 : 0));
            }

            if (world.Office is { } office && world.Contract.Terms.Return.Subscribers.Span.Contains(Estate.AccountsName) &&
                office.Of(ErpKind.SalesOrder, order).Count > 0)
            {
                copies.Add(("the back office", Estate.AccountsName, office.ReturnOf(rma)?.Order == order || NeverLeft(state, order) ? 1 : 0));
            }

            foreach (var (system, _, count) in copies.Where(copy => copy.Count != 1 && !Shown.For(state, order, copy.At)))
            {
                yield return new Violation("G3", order, string.Create(
                    CultureInfo.InvariantCulture, $"return {rma} exists {count} times in {system}\n  ") + Belief.OfOrder(state, order));
            }
        }
    }

    /// <summary>
    /// Entries that people of the project wrote without a number are no goods beside those that came under one: nobody is told of more
    /// units of an order than left, and nobody refuses what they are told.
    /// </summary>
    private static IEnumerable<Violation> Entries(ProjectSite project, HubState state)
    {
        foreach (var seen in project.Books.Orders.Where(order => order.IsReturned))
        {
            var name = ProjectSite.IdOf(seen);
            if (!OrderId.TryParse(name, null, out var id) || state.Find(id) is not { Returns: { } returns } order)
            {
                continue;
            }

            var left = order.Lines.Sum(line => line.Dispatched.Value);
            foreach (var told in order.Documents.Where(document => document.Kind is DocumentKind.AnnounceReturn or DocumentKind.PostReturn)
                .GroupBy(document => document.Target))
            {
                var units = told.SelectMany(document => document.Lines).Sum(line => line.Quantity.Value);
                if (units > left || told.Any(document => document.Refusal is not null && !Shown.For(state, name, ReturnCases.Unnumbered)))
                {
                    yield return new Violation("G3", name, string.Create(
                        CultureInfo.InvariantCulture,
                        $"{left:0} left, {told.Key} was told of {units:0} in {string.Join(", ", told.Select(document => document.Detail?.Rma))}, of " +
                        $"{string.Join(", ", returns.Numbers)}\n  ") + Belief.OfOrder(state, name));
                }
            }
        }
    }

    /// <summary>What the warehouse took back under a number, by its own book, the hub has counted once.</summary>
    private static IEnumerable<Violation> Goods(World world, ReturnedOrder back, HubState state)
    {
        var known = Known(state, back.Order);
        var counted = (known?.Receipts ?? []).Where(receipt => receipt.Rma == back.Rma)
            .SelectMany(receipt => receipt.Lines).Sum(units => units.Quantity.Value);
        var inspected = (known?.Inspections ?? []).Where(one => one.Rma == back.Rma)
            .SelectMany(one => one.Lines).Sum(units => units.Units.Quantity.Value);
        var desk = world.Inspected.Any(one => one.Rma == back.Rma) ? back.Pieces : 0;
        if ((counted != back.Pieces || inspected != desk) && !Shown.For(state, back.Order, Estate.WarehouseName))
        {
            yield return new Violation("G3", back.Order, string.Create(
                CultureInfo.InvariantCulture,
                $"{back.Pieces:0} came back as {back.Rma} and {desk:0} were inspected, the hub counts {counted:0} and {inspected:0}\n  ") +
                Belief.OfOrder(state, back.Order));
        }
    }

    /// <summary>
    /// Whoever is told of a return knows of every piece that was promised in the end, and books of every one that came, in however many parcels;
    /// and nobody refuses what he is told of it.
    /// </summary>
    private static IEnumerable<Violation> Units(World world, HubState state)
    {
        foreach (var promised in world.Desk?.Promised ?? [])
        {
            var pieces = promised.Lines.Sum(line => line.Quantity * PiecesOf(line.Sku));
            var announced = world.Warehouse.AnnouncedUnder(promised.Rma).Sum(line => line.Quantity);
            var isComing = !world.Received.Any(back => back.Rma == promised.Rma);
            if (isComing && announced > 0 && announced < pieces && !Shown.For(state, promised.Order, Estate.WarehouseName))
            {
                yield return Of(promised.Order, $"{promised.Rma} is of {pieces:0}, and the warehouse awaits {announced:0}");
            }

            if (Booked(world, promised.Order, promised.Rma) < pieces)
            {
                yield return Of(promised.Order, $"{promised.Rma} is of {pieces:0}, and not all of it is in the books");
            }
        }

        foreach (var back in world.Received)
        {
            var numbers = IsPutDownToEntries(world, back.Order) ? Known(state, back.Order)?.Numbers ?? [] : [back.Rma];
            var booked = numbers.Select(rma => Booked(world, back.Order, rma)).Where(pieces => pieces is not null).ToList();
            if (booked.Count > 0 && booked.Sum() < back.Pieces && !NeverLeft(state, back.Order))
            {
                yield return Of(back.Order, $"{back.Pieces:0} came back as {back.Rma}, and not all of it is in the books");
            }

            // A sale that was cancelled when its goods had left takes nothing back: a person books it.
            if (OrderId.TryParse(back.Order, null, out var id) && state.Find(id) is { } order && order.Documents.FirstOrDefault(document =>
                document.Target == Estate.AccountsName && document.Refusal is not null &&
                document.Kind is DocumentKind.PostReturn or DocumentKind.AmendReturn) is { } refused &&
                !Shown.For(state, back.Order, ParcelCases.CancelledTooLate))
            {
                yield return Of(back.Order, $"the books refuse {back.Rma}: {refused.Refusal}");
            }
        }

        Violation Of(string order, FormattableString what) =>
            new("G3", order, what.ToString(CultureInfo.InvariantCulture) + "\n  " + Belief.OfOrder(state, order));
    }

    /// <summary>Pieces of a return in the books, by the lines of their own sale; null for a return that they do not have.</summary>
    private static decimal? Booked(World world, string order, string rma) =>
        world.Office is { } office && office.ReturnOf(rma) is { } told && told.Order == order && office.Of(ErpKind.SalesOrder, order) is [var sale, ..]
            ? told.Lines.Sum(line => line.Quantity * PiecesOf(sale.Lines.First(one => one.Line == line.Line).Item!))
            : null;

    /// <summary>Whether what comes under a number may be put down to an entry that had none.</summary>
    private static bool IsPutDownToEntries(World world, string order) => world.Plan.HasClerk && ProjectHolds.IsOurs(order);

    private static int PiecesOf(string sku) => Estate.PartsOf(sku).Sum(part => part.Pieces);

    private static IEnumerable<Violation> Refunds(World world, ReturnedOrder back, HubState state)
    {
        var shop = ShopOf(world, back.Order);
        if (shop?.Books.Order(NumberOf(shop, back.Order)) is not { } order ||
            Shown.For(state, back.Order, shop.Name) || Shown.For(state, back.Order, ReturnCases.MoreThanShipped))
        {
            yield break;
        }

        // While some of a line is still to be shipped its refund waits: the shop would take it for those.
        foreach (var line in order.Lines.Where(line => line.StockSku != Estate.Kit && line.Shipped + line.Canceled >= line.Ordered))
        {
            var returned = back.Units.GetValueOrDefault(line.StockSku);
            var wanted = Math.Min(returned, line.Shipped);
            if (line.Refunded < wanted && order.Lines.Count(other => Estate.PartsOf(other.StockSku).Any(part => part.Sku == line.StockSku)) == 1)
            {
                yield return new Violation("G3", back.Order, string.Create(
                    CultureInfo.InvariantCulture, $"{wanted:0} {line.StockSku} came back and passed the desk, {line.Refunded:0} are refunded\n  ") +
                    Belief.OfOrder(state, back.Order));
            }
        }
    }

    private static ShopSite? ShopOf(World world, string order) =>
        world.Shops.FirstOrDefault(one => order.StartsWith($"{one.Name}:", StringComparison.Ordinal));

    private static ConnectionName ShopNameOf(string order) => ConnectionName.Parse(order[..order.IndexOf(':', StringComparison.Ordinal)]);

    private static string NumberOf(ShopSite shop, string order) => order[(shop.Name.Text.Length + 1)..];

    private static int NotesOf(ShopSite shop, string order, string rma) => shop.Books.CommentsOf(NumberOf(shop, order))
        .Count(comment => comment.StartsWith($"Return {rma}:", StringComparison.Ordinal) || comment == $"Return {rma}.");

    /// <summary>Of goods that never left, books know nothing: a case tells of them.</summary>
    private static bool NeverLeft(HubState state, string order) => Shown.For(state, order, ReturnCases.MoreThanShipped);

    /// <summary>How often the hub has what was promised last.</summary>
    private static int PromisesOf(HubState state, string order, string rma)
    {
        var promises = (Known(state, order)?.Authorisations ?? []).Where(known => known.Rma == rma).ToList();
        return promises.Count(known => known.Lines == promises[^1].Lines);
    }

    private static OrderReturns? Known(HubState state, string order) =>
        OrderId.TryParse(order, null, out var id) ? state.Find(id)?.Returns : null;
}

/// <summary>An order that came back to the warehouse.</summary>
/// <param name="Order">The order's id in the hub.</param>
/// <param name="Rma">The number of the return.</param>
/// <param name="Units">Pieces by SKU.</param>
public sealed record ReturnedOrder(string Order, string Rma, IReadOnlyDictionary<string, decimal> Units)
{
    /// <summary>Whether it passed its inspection; false before that.</summary>
    public bool IsPassed { get; init; }

    /// <summary>Pieces in all.</summary>
    public decimal Pieces => Units.Values.Sum();
}
