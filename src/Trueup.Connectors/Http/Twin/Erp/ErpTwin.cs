using System.Diagnostics;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http.Twin.Erp;

/// <summary>
/// A back office with books of its own: sales orders, credit memos, returns and the sales of stores, with amounts
/// taken as they are sent, and a ledger of what they came to. It refuses what its own rules forbid, with every reason.
/// The same calls in the same order always come to the same.
/// </summary>
public sealed class ErpTwin : ITwin
{
    private readonly ErpBooks _books = new();
    private readonly ErpReturns _returns = new();
    private readonly ErpMaster _master;
    private readonly PushQueue _pushes;
    private readonly ErpEvents _events;
    private readonly ErpSales _sales;
    private readonly ErpApi _api;
    private readonly TwinRefusals _refusals = new();

    /// <summary>An empty back office.</summary>
    public ErpTwin(ErpRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        _master = new ErpMaster(rules);
        _pushes = new PushQueue("erp", rules.PushTarget, rules.Proof);
        _events = new ErpEvents(_pushes);
        _sales = new ErpSales(rules, _master, _books, _events);
        _api = new ErpApi(rules, _books, _sales, new ErpReturnDesk(_books, _returns), _returns);
    }

    /// <summary>Everything booked, oldest first.</summary>
    public IReadOnlyList<ErpPosting> Ledger => _books.Ledger;

    /// <summary>What the ledger comes to, by currency and tax code.</summary>
    public Items<ErpBalance> Balances => _books.Balances;

    /// <inheritdoc/>
    public WireReply Answer(WireRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _refusals.Next(status => TwinReply.Refusal(status, "Not now.")) ?? _api.Answer(request, now);
    }

    /// <inheritdoc/>
    public Items<WireRequest> TakePushes(DateTimeOffset now) => _pushes.Take(now);

    /// <summary>A push that was not taken, once more: the same delivery, proved afresh.</summary>
    public WireRequest PushAgain(WireRequest push, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(push);
        return _pushes.Again(push, now);
    }

    /// <summary>Enters items; those there already stay.</summary>
    public void AddItems(IEnumerable<string> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        foreach (var item in items)
        {
            _master.AddItem(item);
        }
    }

    /// <summary>Refuses the next requests with 429 and <c>Retry-After</c>.</summary>
    public void Throttle(int requests, TimeSpan wait) => _refusals.Begin(requests, 429, wait);

    /// <summary>Refuses the next requests with 503 and <c>Retry-After</c>.</summary>
    public void GoDown(int requests, TimeSpan wait) => _refusals.Begin(requests, 503, wait);

    /// <summary>Does some work.</summary>
    /// <returns>How many things it changed.</returns>
    public int Work(DateTimeOffset now, ErpStep step) => step switch
    {
        ErpStep.ClosePeriods close => Close(close.Through),
        ErpStep.AddAccount add => _master.AddAccount(add.Account) ? 1 : 0,
        ErpStep.RemoveItem remove => _master.RemoveItem(remove.Item) ? 1 : 0,
        ErpStep.Hold hold => _books.Of(ErpKind.SalesOrder, hold.ExternalId).Count(order => Hold(order, hold, now)),
        ErpStep.Close close => _books.Of(ErpKind.SalesOrder, close.ExternalId).Count(Close),
        ErpStep.Cancel cancel => _books.Of(ErpKind.SalesOrder, cancel.ExternalId)
            .Count(order => _sales.Cancel(order, cancel, now)),
        _ => throw new UnreachableException($"Nobody knows how to do {step?.GetType().Name ?? "nothing"}."),
    };

    /// <summary>How many documents of a kind there are.</summary>
    public int CountOf(ErpKind kind) => _books.All(kind).Count;

    /// <summary>All documents of a kind, oldest first.</summary>
    public Items<ErpDocumentView> All(ErpKind kind) => _books.All(kind).Select(ErpDocumentView.Of).ToItems();

    /// <summary>All documents of a kind with an external id, oldest first: more than one is a duplicate.</summary>
    public Items<ErpDocumentView> Of(ErpKind kind, string externalId) =>
        _books.Of(kind, externalId).Select(ErpDocumentView.Of).ToItems();

    /// <summary>The return with an RMA number; null when there is none.</summary>
    public ErpReturnView? ReturnOf(string externalId) => _returns.Of(externalId)?.View();

    private int Close(DateOnly through)
    {
        _master.ClosedThrough = through;
        return 1;
    }

    private bool Hold(ErpDocument order, ErpStep.Hold step, DateTimeOffset now)
    {
        if (order.IsHeld == step.IsHeld)
        {
            return false;
        }

        order.IsHeld = step.IsHeld;
        _events.Status(order, now);
        return true;
    }

    private static bool Close(ErpDocument order)
    {
        var wasOpen = !order.IsClosed;
        order.IsClosed = true;
        return wasOpen;
    }
}
