using System.Globalization;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Dispatch;
using Trueup.Engine.Intake;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Reconcile;

/// <summary>
/// Proves on a cadence that every order of a storefront is in the hub, and in every system that took it: counts and ids, one
/// window of time after another. What was missed is taken up through the journal like anything else that a storefront shows.
/// </summary>
public sealed class OrderSweep
{
    /// <summary>The name under which the ledger keeps from when on a storefront's orders are counted.</summary>
    public const string CursorName = "sweep";

    private const int PagesMax = 10_000;
    private const int ReadMax = 50;

    private readonly OutboundSurroundings _hub;
    private readonly Items<Outlet> _outlets;
    private readonly Receiver _receiver;
    private readonly CorrectionReading _corrections;
    private readonly Queue<Wish> _wishes = new();
    private readonly Signal _signal;

    internal OrderSweep(OutboundSurroundings hub, Items<Outlet> outlets, Receiver receiver, IJournal journal)
    {
        (_hub, _outlets, _receiver) = (hub, outlets, receiver);
        _corrections = new CorrectionReading(hub.State, receiver, journal);
        _signal = new Signal(hub.Clock);
    }

    private SweepRule Rule => _hub.Contract.Terms.Orders.Sweep;

    /// <summary>When the last sweep of everything ended, UTC; null before the first.</summary>
    public DateTimeOffset? LastEnded { get; private set; }

    /// <summary>Counts now, and waits for the outcome.</summary>
    /// <param name="storefront">Only this storefront's orders; null for all.</param>
    /// <param name="cancellationToken">Stops waiting; the count goes on.</param>
    public async ValueTask<Items<SweepWindow>> CountAsync(ConnectionName? storefront, CancellationToken cancellationToken)
    {
        var wish = new Wish(storefront);
        _wishes.Enqueue(wish);
        _signal.Raise();
        await using var stop = cancellationToken.Register(() => wish.Done.TrySetCanceled(cancellationToken));
        return await wish.Done.Task;
    }

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var next = _hub.Clock.GetUtcNow() + Rule.Every;
        await BeginAsync(cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            var now = _hub.Clock.GetUtcNow();
            if (_wishes.TryDequeue(out var wish))
            {
                await RunAsync(wish, cancellationToken);
            }
            else if (now >= next)
            {
                await RunAsync(new Wish(Storefront: null), cancellationToken);
                next = _hub.Clock.GetUtcNow() + Rule.Every;
            }
            else
            {
                await _signal.WaitAsync(next - now, cancellationToken);
            }
        }
    }

    /// <summary>Keeps from when on a storefront's orders are counted: from the first start on that knows it, however often the
    /// hub stops before it counts.</summary>
    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        var now = _hub.Clock.GetUtcNow();
        await CaughtUpAsync(cancellationToken);
        foreach (var rule in _hub.Contract.Terms.Connections)
        {
            if (rule.Roles.Span.Contains("storefront") && !_hub.State.Cursors.ContainsKey((rule.Name, CursorName)))
            {
                var since = now.ToString("O", CultureInfo.InvariantCulture);
                await _hub.AppendAsync([Ticks.Cursor(rule.Name, CursorName, since, now)], cancellationToken);
            }
        }

        await CaughtUpAsync(cancellationToken);
    }

    private async ValueTask RunAsync(Wish wish, CancellationToken cancellationToken)
    {
        try
        {
            var counted = new List<SweepWindow>();
            foreach (var rule in _hub.Contract.Terms.Connections)
            {
                if (rule.Roles.Span.Contains("storefront") && (wish.Storefront is null || wish.Storefront == rule.Name))
                {
                    counted.AddRange(await CountAsync(rule.Name, cancellationToken));
                    await ReadCorrectionsAsync(rule.Name, cancellationToken);
                }
            }

            await new SalesProof(_hub, _outlets).LookAgainAsync(cancellationToken);
            LastEnded = wish.Storefront is null ? _hub.Clock.GetUtcNow() : LastEnded;
            wish.Done.TrySetResult(counted.ToItems());
        }
        finally
        {
            wish.Done.TrySetCanceled(CancellationToken.None);
        }
    }

    private async ValueTask<List<SweepWindow>> CountAsync(ConnectionName storefront, CancellationToken cancellationToken)
    {
        var now = _hub.Clock.GetUtcNow();
        var spans = Spans(storefront, now);
        var counts = new List<(SweepWindow Window, Items<OrderRecord> Orders)>();
        foreach (var (from, until) in spans)
        {
            counts.Add(await CountAsync(new SweepWindow(storefront, from, until, now), cancellationToken));
        }

        if (counts.Count == 0)
        {
            return [];
        }

        var targets = new TargetCount(_hub, _outlets, spans[0].From);
        var windows = new List<SweepWindow>();
        foreach (var (window, orders) in counts)
        {
            var whole = window.Trouble is null
                ? window with { Targets = await targets.OfAsync(orders, cancellationToken) }
                : window;
            windows.Add(whole);
            await TellAsync(whole, cancellationToken);
        }

        return windows;
    }

    /// <summary>Stretches of time whose orders are to be counted, the oldest first. What was placed before the hub began is
    /// not its to prove: it takes up what is open of it, and no more.</summary>
    private List<(DateTimeOffset From, DateTimeOffset Until)> Spans(ConnectionName storefront, DateTimeOffset now)
    {
        var begin = DateTimeOffset.Parse(_hub.State.Cursors[(storefront, CursorName)], CultureInfo.InvariantCulture);
        var first = now - Rule.Back > begin ? now - Rule.Back : begin;
        var end = now - Rule.Grace;
        var spans = new List<(DateTimeOffset From, DateTimeOffset Until)>();
        for (var from = new DateTimeOffset(first.UtcTicks - (first.UtcTicks % Rule.Window.Ticks), TimeSpan.Zero); from < end; from += Rule.Window)
        {
            spans.Add((from < begin ? begin : from, from + Rule.Window < end ? from + Rule.Window : end));
        }

        return spans.Where(span => span.From < span.Until).ToList();
    }

    /// <summary>The storefront's side of a window, and the orders that are then looked for elsewhere.</summary>
    private async ValueTask<(SweepWindow Window, Items<OrderRecord> Orders)> CountAsync(
        SweepWindow window, CancellationToken cancellationToken)
    {
        var outlet = _outlets.FirstOrDefault(known => known.Name == window.Storefront);
        if (outlet?.Connection is not IOrderLister { ListsOrders: true } lister)
        {
            var own = _hub.State.OrderFold.PlacedIn(window.Storefront, window.From, window.Until);
            return (window with { Known = own.Count }, own);
        }

        var wire = outlet.Paced.For(CallPriority.Background);
        var (listed, trouble) = outlet.Trouble is { } down
            ? ([], down)
            : await ListAsync(lister, wire, window.From, window.Until, cancellationToken);
        if (trouble is not null)
        {
            return (window with { Trouble = trouble }, []);
        }

        await CaughtUpAsync(cancellationToken);
        var known = KnownOf(window.Storefront, listed);
        var unknown = listed.Where(order => !known.ContainsKey(order)).ToItems();
        window = window with { Listed = listed.Count };
        if (!unknown.IsEmpty)
        {
            await TakeUpAsync(lister as IOrderReader, wire, unknown, window, cancellationToken);
            known = KnownOf(window.Storefront, listed);
            window = window with
            {
                Missed = unknown.Where(known.ContainsKey).Select(order => IdOf(window.Storefront, order)).ToItems(),
                Unreadable = unknown.Where(order => !known.ContainsKey(order))
                    .Select(order => IdOf(window.Storefront, order)).ToItems(),
            };
        }

        return (window with { Known = listed.Count(known.ContainsKey) }, known.Values.ToItems());
    }

    /// <summary>Every order that a remote lists; not one of them is taken for missing because a page was.</summary>
    internal static async ValueTask<(Items<ListedOrder> Orders, string? Trouble)> ListAsync(
        IOrderLister lister, IWire wire, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var orders = new List<ListedOrder>();
        long? total = null;
        var next = "";
        for (var pages = 0; pages < PagesMax && next is not null; pages++)
        {
            var asked = new OrderListingAsk(from, until, next);
            if (await lister.ListOrdersAsync(wire, asked, cancellationToken) is not OrderListing.Page page)
            {
                return ([], $"{lister.Name} could not list its orders.");
            }

            orders.AddRange(page.Orders);
            total = page.Total ?? total;
            next = page.Next;
        }

        return next is not null || (total is { } told && told != orders.Count)
            ? ([], $"{lister.Name} lists {orders.Count} orders and counts {total?.ToString(CultureInfo.InvariantCulture) ?? "more"}.")
            : (orders.ToItems(), null);
    }

    /// <summary>Reads what was missed into the journal, together with the finding that it was.</summary>
    private async ValueTask TakeUpAsync(
        IOrderReader? reader, IWire wire, Items<ListedOrder> missed, SweepWindow window, CancellationToken cancellationToken)
    {
        foreach (var part in reader is null ? [] : missed.Chunk(ReadMax))
        {
            var ids = part.Select(order => order.Id).ToItems();
            if (await reader!.ReadOrdersAsync(wire, ids, cancellationToken) is PollOutcome.Page page)
            {
                var told = window with { Missed = part.Select(order => IdOf(window.Storefront, order)).ToItems() };
                await _receiver.AcceptAsync(
                    Receiver.Prepare(window.Storefront, page.Messages), _ => [Ticks.Sweep(told, _hub.Clock.GetUtcNow(), _hub.Codecs)]);
                await CaughtUpAsync(cancellationToken);
            }
        }
    }

    private async ValueTask ReadCorrectionsAsync(ConnectionName storefront, CancellationToken cancellationToken)
    {
        if (_outlets.FirstOrDefault(known => known.Name == storefront) is
            { Trouble: null, Connection: IOrderReader { HidesCorrections: true } reader } outlet)
        {
            await _corrections.ReadAsync(
                reader, outlet.Paced.For(CallPriority.Background), _hub.Clock.GetUtcNow(), cancellationToken);
        }
    }

    private async ValueTask TellAsync(SweepWindow window, CancellationToken cancellationToken)
    {
        // Only news is journalled: a window that is still as it was is none.
        if (_hub.State.Sweeps.Find(window.Key) is not { } known || known with { At = window.At } != window)
        {
            await _hub.AppendAsync([Ticks.Sweep(window, _hub.Clock.GetUtcNow(), _hub.Codecs)], cancellationToken);
        }
    }

    private async ValueTask CaughtUpAsync(CancellationToken cancellationToken)
    {
        var end = _hub.Tail.End;
        while (_hub.Lanes.Through < end)
        {
            await _hub.Lanes.WaitForProgressAsync(cancellationToken);
        }
    }

    /// <summary>What the hub holds of listed orders, in their order; each is looked up once, since most lie packed.</summary>
    private OrderedDictionary<ListedOrder, OrderRecord> KnownOf(ConnectionName storefront, Items<ListedOrder> listed)
    {
        var known = new OrderedDictionary<ListedOrder, OrderRecord>();
        foreach (var order in listed)
        {
            if (_hub.State.OrderIndex.OfRemote(storefront, order.Id) is { } id && _hub.State.Find(id) is { } record)
            {
                known[order] = record;
            }
        }

        return known;
    }

    private static string IdOf(ConnectionName storefront, ListedOrder listed) => $"{storefront}:{listed.Name}";

    private sealed record Wish(ConnectionName? Storefront)
    {
        public TaskCompletionSource<Items<SweepWindow>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
