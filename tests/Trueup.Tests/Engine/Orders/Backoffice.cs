using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Tests.Engine.Orders;

/// <summary>A system that takes documents, remembers each by its key, and is slow and forgetful where a test says so.</summary>
internal sealed class Backoffice(ConnectionName name, TimeProvider clock, int concurrency) : IDocumentWriter, IOrderLister
{
    private readonly Dictionary<string, string> _made = new(StringComparer.Ordinal);
    private readonly HashSet<OrderId> _underWay = [];

    public ConnectionName Name => name;

    public ConnectionLimits Limits { get; } = new(RequestsPerSecond: 10_000, Burst: 10_000, Batch: 1, concurrency);

    /// <summary>How long a call takes.</summary>
    public TimeSpan Takes { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether answers are lost after the work was done.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>Whether it numbers each kind of document from one, so that a change may be called what an order is.</summary>
    public bool CountsEachKind { get; set; }

    /// <summary>What is refused; null for nothing.</summary>
    public Func<DocumentIntent, bool>? Refuses { get; set; }

    /// <summary>Documents made, in the order of making; one made twice stands twice.</summary>
    public List<DocumentIntent> Made { get; } = [];

    /// <summary>The most calls that were under way at once.</summary>
    public int UnderWayMax { get; private set; }

    /// <summary>Whether two documents of one order were ever under way at once.</summary>
    public bool HasMixed { get; private set; }

    /// <summary>Ids of the orders that it holds.</summary>
    public IEnumerable<string> Orders => Made.Where(IsCreation).Select(intent => intent.Order.Text);

    public bool ListsOrders { get; set; }

    /// <summary>Whether it can be asked for one document.</summary>
    public bool CanLookUp { get; set; } = true;

    /// <summary>Whether it denies what it has.</summary>
    public bool IsBlind { get; set; }

    /// <summary>What it answers whoever looks for a document; null: what is there.</summary>
    public Receipt? Looks { get; set; }

    public int LookUps { get; private set; }

    public bool Writes(Type intent) => true;

    public bool CanFind(DocumentIntent intent) => CanLookUp;

    public ValueTask<OrderListing> ListOrdersAsync(IWire wire, OrderListingAsk ask, CancellationToken cancellationToken) =>
        ValueTask.FromResult<OrderListing>(new OrderListing.Page(
            Made.Where(IsCreation).Select(intent => new ListedOrder(_made.GetValueOrDefault(intent.Key, ""), intent.Order.Text)).ToItems(),
            Total: null,
            Next: null));

    public async ValueTask<Receipt> SendAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken)
    {
        HasMixed |= !_underWay.Add(intent.Order);
        UnderWayMax = Math.Max(UnderWayMax, _underWay.Count);
        await Task.Delay(Takes, clock, CancellationToken.None);
        _underWay.Remove(intent.Order);
        if (Refuses?.Invoke(intent) == true)
        {
            return new Receipt.Refused(CaseCodes.DocumentRefused, "Not like this.");
        }

        Made.Add(intent);
        _made[intent.Key] = $"{name}-{(CountsEachKind ? Made.Count(made => made.GetType() == intent.GetType()) : Made.Count)}";
        return LosesAnswers
            ? new Receipt.Unknown("No answer.")
            : new Receipt.Applied(_made[intent.Key]) { BookedGross = intent is DocumentIntent.PostSale ? Books : null };
    }

    /// <summary>What it says it booked for a sale; null for nothing.</summary>
    public decimal? Books { get; set; }

    public ValueTask<Receipt> FindAsync(IWire wire, DocumentIntent intent, CancellationToken cancellationToken)
    {
        LookUps++;
        return ValueTask.FromResult<Receipt>(Looks ?? (!IsBlind && _made.TryGetValue(intent.Key, out var id)
            ? new Receipt.Applied(id) { BookedGross = Books }
            : new Receipt.Deferred("It is not there.")));
    }

    /// <summary>It loses an order.</summary>
    public void Lose(string order)
    {
        Made.RemoveAll(intent => intent.Order.Text == order);
        foreach (var key in _made.Keys.Where(key => key.StartsWith($"{order}/", StringComparison.Ordinal)).ToArray())
        {
            _made.Remove(key);
        }
    }

    /// <summary>Whoever called is dead.</summary>
    public void Forget() => _underWay.Clear();

    private static bool IsCreation(DocumentIntent intent) => intent is DocumentIntent.CreateOrder or DocumentIntent.PostSale;
}
