using Trueup.Core.Values;
using Trueup.Demo.Sandboxes;
using Trueup.Demo.Trading;

namespace Trueup.Demo.Scoring;

/// <summary>Gathers the evidence of a day once it is over.</summary>
internal sealed class Investigation(Scene scene, TradingDay day, HubProbe hub, IReadOnlyList<PushSender> senders)
{
    private const string WritingRoute = "POST V1/inventory/source-items";

    /// <summary>Looks at the hub at most: at any of them it may just have read a shop.</summary>
    private const int LooksMax = 50;

    /// <summary>Gathers it.</summary>
    public async Task<Evidence> GatherAsync(CancellationToken cancellationToken)
    {
        var positions = await hub.PositionsAsync(cancellationToken);
        var exceptions = await hub.AllExceptionsAsync(cancellationToken);
        var days = await hub.StoreDaysAsync(cancellationToken);
        var undecided = await UndecidedAsync(cancellationToken);
        lock (scene.Sandbox.Gate)
        {
            scene.Freshness.Look();
            scene.ProjectFreshness.Look();
            var books = new Books(scene);
            var trade = new TradeBooks(scene);

            var late = TradeBooks.CancelledTooLate(exceptions);
            return new Evidence
            {
                Offers = books.Offers(),
                Others = [Other(books)],
                Levels = books.Levels(positions),
                Orders = books.Orders(),
                Dispatches = books.Dispatches(),
                Sales = trade.Sales().Where(sale => !late.Contains(sale.Order)).ToItems(),
                Pieces = trade.Pieces(),
                Returns = trade.Returns(),
                StoreDays = trade.StoreDays(days),
                Stages = new StageEvidence(hub.Status.Orders.ByStage, hub.Status.Orders.Stuck, trade.Left([.. late, .. trade.SentAllTheSame(exceptions)])),
                StrayShipments = books.StrayShipments(),
                Messages = Messages(undecided),
                Oversells = Oversells(scene.Book.Shop),
                Calls = Calls(),
                Freshness = Freshness(),
                Namings = scene.Book.Irregularities.Select(irregularity => Naming(irregularity, exceptions)).ToItems(),
                Exceptions = ByKind(exceptions),
                OrderCases = exceptions.Where(static exception => exception.About?.Order is not null)
                    .Select(static exception => new OrderCaseEvidence(
                        exception.Code, exception.About!.Order!, exception.About.Connection, exception.IsOpen))
                    .ToItems(),
            };
        }
    }

    private StorefrontEvidence Other(Books books) => new(
        "ct-eu",
        books.ProjectOffers(),
        Oversells(scene.Book.Project),
        scene.Sandbox.ProjectServer.Calls,
        scene.Sandbox.ProjectServer.Refused);

    private static OversellEvidence Oversells(ShopBook book) => new(book.Placed, book.Oversold, book.Avoidable);

    /// <summary>Entries of the journal that the hub has left undecided at every look.</summary>
    private async Task<long> UndecidedAsync(CancellationToken cancellationToken)
    {
        var fewest = long.MaxValue;
        for (var looks = 0; looks < LooksMax && fewest > 0; looks++)
        {
            await hub.LookAsync(cancellationToken);
            var journal = hub.Status.Journal;
            fewest = Math.Min(fewest, journal.Accepted - journal.Applied);
        }

        return fewest;
    }

    private MessageEvidence Messages(long undecided) => new(
        senders.Sum(sender => sender.Pushed),
        senders.Sum(sender => sender.Accepted),
        senders.Sum(sender => sender.Undelivered),
        undecided);

    private CallEvidence Calls()
    {
        var books = scene.Sandbox.Shop.Books;
        var server = scene.Sandbox.ShopServer;
        var writes = books.CallsByRoute.GetValueOrDefault(WritingRoute);
        return new CallEvidence(
            server.Calls,
            writes,
            (scene.Sandbox.Assortment.Articles.Count * Place.All.Count) + scene.Book.StockChanges + scene.Book.Shop.Placed,
            server.Refused - day.RefusedInStorm,
            day.RefusedInStorm);
    }

    private FreshnessEvidence Freshness()
    {
        var measured = scene.Freshness.Measured;
        static Items<TimeSpan> Sorted(IEnumerable<Staleness> some) => some.Select(one => one.Lasted).Order().ToItems();
        return new FreshnessEvidence(
            day.Loaded,
            Sorted(measured.Where(one => one is { Tampered: false, Sold: false, Disturbed: false })),
            Sorted(measured.Where(one => one is { Tampered: false, Sold: false, Disturbed: true })),
            Sorted(measured.Where(one => one.Tampered)),
            scene.Freshness.WrongNow)
        {
            Sales = Sorted(measured.Concat(scene.ProjectFreshness.Measured).Where(one => one is { Sold: true, Disturbed: false })),
        };
    }

    private static NamingEvidence Naming(Irregularity irregularity, IReadOnlyList<HubCase> exceptions) => new(
        irregularity.What,
        exceptions.FirstOrDefault(exception =>
            irregularity.Codes.Contains(exception.Code, StringComparer.Ordinal) &&
            exception.Concerns(irregularity.About))?.Code
        ?? (irregularity.IsMended?.Invoke() == true ? "mended" : null));

    private static Items<ExceptionEvidence> ByKind(IReadOnlyList<HubCase> exceptions) => exceptions
        .GroupBy(exception => exception.Code, StringComparer.Ordinal)
        .Select(kind => new ExceptionEvidence(
            kind.Key,
            kind.First().Title,
            kind.First().Owner,
            kind.First().NextAction,
            kind.Count(exception => exception.IsOpen),
            kind.Count(exception => !exception.IsOpen)))
        .OrderByDescending(kind => kind.Open).ThenBy(kind => kind.Code, StringComparer.Ordinal)
        .ToItems();
}
