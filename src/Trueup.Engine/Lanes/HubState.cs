using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Cases;
using Trueup.Engine.Journal;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Lanes;

/// <summary>
/// The folds in memory: what the hub holds true now. Only <see cref="Apply"/> changes it, and only with changes that
/// are journalled, or are about to be; a decision that fails midway is taken back with <see cref="Rollback"/>.
/// </summary>
public sealed partial class HubState
{
    private readonly StockFold _stock = new();
    private readonly Dictionary<string, Items<JournalPosition>> _parked = new(StringComparer.Ordinal);
    private readonly Dictionary<(ConnectionName Connection, string Poll), string> _cursors = [];
    private readonly Dictionary<ConnectionName, Wiring> _wirings = [];
    private readonly Dictionary<LocationCode, int> _populations = [];
    private readonly List<ParityRun> _runs = [];
    private readonly Stack<Action> _undo = new();
    private readonly DirtyRows _dirty = new();

    /// <summary>Nothing known yet.</summary>
    public HubState() => OrderFold = new OrderFold(_undo, _dirty);

    /// <summary>Reconciliations kept.</summary>
    public const int RunsMax = 200;

    /// <summary>Messages kept waiting under one key; the oldest go first, since a newer level says all that an older
    /// one did.</summary>
    public const int ParkedMax = 1_000;

    /// <summary>When messages came, before this start of the hub, by which shelves were emptied: what the guards remember.</summary>
    internal IReadOnlyDictionary<JournalPosition, DateTimeOffset> EmptiedBefore { get; set; } = new Dictionary<JournalPosition, DateTimeOffset>();

    /// <summary>Stock by SKU.</summary>
    public IReadOnlyDictionary<Sku, SkuStock> Stock => _stock;

    /// <summary>Orders in memory, by the hub's id: those with something open, and those that had until just now.</summary>
    public IReadOnlyDictionary<OrderId, OrderRecord> Orders => OrderFold.InMemory;

    /// <summary>How many orders are in each stage, archived ones among them.</summary>
    public IReadOnlyDictionary<string, int> OrdersByStage => OrderFold.Stages;

    /// <summary>Cases by key.</summary>
    public CaseBook Cases { get; } = new();

    /// <summary>Messages that wait, by what they wait for.</summary>
    public IReadOnlyDictionary<string, Items<JournalPosition>> ParkedMessages => _parked;

    /// <summary>Where each poll stands.</summary>
    public IReadOnlyDictionary<(ConnectionName Connection, string Poll), string> Cursors => _cursors;

    /// <summary>How each storefront's sources are wired.</summary>
    public IReadOnlyDictionary<ConnectionName, Wiring> Wirings => _wirings;

    /// <summary>Reconciliations, oldest first.</summary>
    public IReadOnlyList<ParityRun> Runs => _runs;

    /// <summary>What the latest counts of orders came to.</summary>
    public SweepBook Sweeps { get; } = new();

    /// <summary>Finds orders by any id that names them.</summary>
    public OrderIndex OrderIndex => OrderFold.Index;

    /// <summary>The orders, and the way to those that are only on disk.</summary>
    internal OrderFold OrderFold { get; }

    /// <summary>The books of stores' days.</summary>
    public TillBooks Tills { get; } = new();

    /// <summary>Whether rows changed since they were last taken for the ledger.</summary>
    public bool IsDirty => _dirty.Count + _stock.DirtyCount > 0;

    /// <summary>The stock of a SKU; null for one never heard of.</summary>
    public SkuStock? Find(Sku sku) => _stock.GetValueOrDefault(sku);

    /// <summary>Brings near what will be looked at next; changes nothing.</summary>
    internal void Warm(IReadOnlyList<Sku> skus) => _stock.Warm(skus);

    /// <summary>Stock by SKU, with a small number each to mark it by.</summary>
    internal StockFold NumberedStock => _stock;

    /// <summary>An order, in memory or archived; null for one never heard of.</summary>
    public OrderRecord? Find(OrderId order) => OrderFold.Find(order);

    /// <summary>Every order, archived ones among them, in no particular order.</summary>
    public IEnumerable<OrderRecord> AllOrders() => OrderFold.All();

    /// <summary>SKUs that a location's owner has ever reported.</summary>
    public int PopulationOf(LocationCode location) => _populations.GetValueOrDefault(location);

    /// <summary>Open cases of a code.</summary>
    public int OpenCases(CaseCode code) => Cases.OpenOf(code);

    /// <summary>Makes a change true.</summary>
    public void Apply(Change change, JournalPosition message)
    {
        switch (change)
        {
            case Change.StockChanged stock:
                ApplyStock(stock.Sku, stock.Event, message);
                break;
            case Change.OrderChanged order:
                OrderFold.Apply(order, message);
                break;
            case Change.CaseChanged changed:
                ApplyCase(changed.Event, message);
                break;
            case Change.Parked parked:
                var waiting = _parked.GetValueOrDefault(parked.Key);
                waiting = waiting.Count >= ParkedMax ? waiting.RemoveAt(0) : waiting;
                Set(_parked, parked.Key, waiting.Add(parked.Message));
                _dirty.Add(Fold.Waiting, parked.Key);
                break;
            case Change.Unparked unparked:
                Unset(_parked, unparked.Key);
                _dirty.Add(Fold.Waiting, unparked.Key);
                break;
            case Change.CursorMoved moved:
                Set(_cursors, (moved.Connection, moved.Poll), moved.Cursor);
                _dirty.Add(Fold.Cursor, $"{moved.Connection}/{moved.Poll}");
                break;
            case Change.WiringLearned learned:
                Set(_wirings, learned.Connection, new Wiring(learned.Sources, learned.Linked));
                _dirty.Add(Fold.Wiring, learned.Connection.Text);
                break;
            case Change.KitShown shown:
                ApplyKit(shown);
                break;
            case Change.CasesForgotten forgotten:
                Forget(forgotten.Keys);
                break;
            case Change.ContractAmended or Change.ConnectionPaused or Change.AccessChanged:
                ApplyRuling(change);
                break;
            case Change.StoreDayChanged day:
                Tills.Apply(day, message, _undo, _dirty.Add);
                break;
            case Change.SweepEnded swept:
                Sweeps.Apply(swept.Window, _undo, _dirty);
                break;
            case Change.RunEnded ended:
                _runs.Add(ended.Run);
                _dirty.Add(Fold.Run, ended.Run.Id);
                if (_runs.Count > RunsMax)
                {
                    _dirty.Add(Fold.Run, _runs[0].Id);
                    _runs.RemoveAt(0);
                }

                break;
            default:
                throw new System.Diagnostics.UnreachableException($"No fold for {change.GetType().Name}.");
        }
    }

    /// <summary>Everything applied from here on can be taken back.</summary>
    public void Begin()
    {
        _undo.Clear();
        _stock.Begin();
        OrderIndex.Begin();
    }

    /// <summary>Orders taken up since the start, replayed ones among them.</summary>
    public long OrdersCaptured => OrderFold.Captured;

    /// <summary>Takes back what was applied since <see cref="Begin"/>.</summary>
    public void Rollback()
    {
        while (_undo.TryPop(out var undo))
        {
            undo();
        }

        _stock.Rollback();
        OrderIndex.Rollback();
    }

    /// <summary>Takes the set of changed rows, for the ledger to write.</summary>
    public IReadOnlyCollection<(Fold Fold, string Key)> TakeDirty() => _dirty.Take();

    /// <summary>Takes the SKUs whose stock changed, for the ledger to write; each is to be asked for once with
    /// <see cref="AsTaken"/>.</summary>
    public IReadOnlyList<Sku> TakeDirtyStock() => _stock.TakeDirty();

    /// <summary>The stock of a SKU as it was when it was taken, whatever changed since; null when it is gone.</summary>
    public SkuStock? AsTaken(Sku sku) => _stock.AsTaken(sku);

    /// <summary>Marks rows again that the ledger could not write.</summary>
    public void MarkDirty(IEnumerable<(Fold Fold, string Key)> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (var (fold, key) in rows)
        {
            if (fold == Fold.Stock)
            {
                _stock.Mark(Sku.Parse(key));
            }
            else
            {
                _dirty.Add(fold, key);
            }
        }
    }

    /// <summary>Makes room for as many SKUs: growing step by step, the tables would be copied a dozen times.</summary>
    public void Expect(int skus) => _stock.Expect(skus);

    /// <summary>Puts a SKU's stock in place as the ledger kept it.</summary>
    public void Restore(SkuStock stock)
    {
        ArgumentNullException.ThrowIfNull(stock);
        _stock.Restore(stock);
        if (!stock.Overrides.IsEmpty)
        {
            _overridden.Add(stock.Sku);
        }

        foreach (var shelf in stock.Shelves)
        {
            _populations[shelf.Location] = PopulationOf(shelf.Location) + 1;
        }
    }

    /// <summary>Puts an order in place as the ledger kept it.</summary>
    public void Restore(OrderRecord order)
    {
        ArgumentNullException.ThrowIfNull(order);
        OrderFold.Restore(order);
        OrderIndex.Begin();
    }

    /// <summary>Puts a case in place as the ledger kept it.</summary>
    public void Restore(Case kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        Cases.Set(kept);
    }

    /// <summary>Puts a reconciliation in place as the ledger kept it.</summary>
    public void Restore(ParityRun run)
    {
        _runs.Add(run);
        _runs.Sort((left, right) => left.StartedAt.CompareTo(right.StartedAt));
    }

    private void ApplyStock(Sku sku, StockEvent change, JournalPosition message)
    {
        var before = _stock.Apply(sku, change, message);
        if (change is StockEvent.OverrideSet or StockEvent.OverrideEnded)
        {
            NoteOverrides(sku);
        }

        if (change is StockEvent.LevelSet set && before.ShelfAt(set.Location) is null)
        {
            Set(_populations, set.Location, PopulationOf(set.Location) + 1);
        }
    }

    private void ApplyCase(CaseEvent change, JournalPosition message)
    {
        var key = CaseEvolution.KeyOf(change);
        var before = Cases.GetValueOrDefault(key);
        if (CaseEvolution.Evolve(before, change, message) is { } after)
        {
            Cases.Set(after);
            if (change is CaseEvent.Found)
            {
                Cases.Appraise(key, Stake.Of(this, after.About));
            }

            _undo.Push(() =>
            {
                if (before is null)
                {
                    Cases.Remove(key);
                }
                else
                {
                    Cases.Set(before);
                }
            });
            _dirty.Add(Fold.Case, key);
        }
    }

    private void Set<TKey, TValue>(Dictionary<TKey, TValue> fold, TKey key, TValue value)
        where TKey : notnull
    {
        var existed = fold.TryGetValue(key, out var before);
        _undo.Push(() =>
        {
            if (existed)
            {
                fold[key] = before!;
            }
            else
            {
                fold.Remove(key);
            }
        });
        fold[key] = value;
    }

    private void Unset<TKey, TValue>(Dictionary<TKey, TValue> fold, TKey key)
        where TKey : notnull
    {
        if (fold.Remove(key, out var before))
        {
            _undo.Push(() => fold[key] = before);
        }
    }
}

/// <summary>How a storefront's sources are wired to the stock that it sells from.</summary>
/// <param name="Sources">Every source that exists.</param>
/// <param name="Linked">Those that count towards the stock.</param>
public sealed record Wiring(Items<string> Sources, Items<string> Linked);
