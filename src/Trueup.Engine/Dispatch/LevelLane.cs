using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// Brings one storefront's slots to what they must hold: coalesced by nature, packed into batches, urgent ones first,
/// and never two writes of one SKU under way at once.
/// </summary>
public sealed class LevelLane
{
    /// <summary>Quiet after which routine changes go: a burst becomes full batches, a lone change is hardly
    /// delayed.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(30);

    /// <summary>Quiet after which urgent changes go: just enough to share a call with their neighbours.</summary>
    public static readonly TimeSpan UrgentQuiet = TimeSpan.FromMilliseconds(5);

    /// <summary>The longest that a routine change waits for quiet.</summary>
    public static readonly TimeSpan HoldMax = TimeSpan.FromSeconds(1.5);

    /// <summary>The longest that an urgent change waits for quiet, whatever goes on around it.</summary>
    public static readonly TimeSpan UrgentHoldMax = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Pause between two writes for the sake of increments that nobody waits for. A write is not free: while a SKU's
    /// rows are saved, 3 to 6 of 100 shoppers find it out of stock (DESIGN §4, adobe-commerce-observed.md §1.8).
    /// </summary>
    public static readonly TimeSpan PatientPause = TimeSpan.FromSeconds(1);

    /// <summary>What shows so many units has enough for the moment.</summary>
    public static readonly Quantity WellStocked = 20;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly ILevelWriter _writer;
    private readonly OutboundSurroundings _hub;
    private readonly PacedWire _paced;
    private readonly OwedLevels _owed = new();
    private readonly HashSet<SlotName> _looked = [];
    private readonly HashSet<SlotName> _hurried = [];
    private readonly HashSet<Sku> _busy;
    private readonly Signal _signal;
    private DateTimeOffset _lastTouch;
    private DateTimeOffset _notBefore;
    private DateTimeOffset _lastWrite;
    private TimeSpan _pause = FirstPause;

    /// <summary>A lane for a connection that takes levels.</summary>
    /// <param name="writer">The connection.</param>
    /// <param name="hub">The hub around it.</param>
    /// <param name="paced">The door to the remote.</param>
    /// <param name="busy">SKUs with a write under way, shared with the connection's documents.</param>
    internal LevelLane(ILevelWriter writer, OutboundSurroundings hub, PacedWire paced, HashSet<Sku> busy)
    {
        (_writer, _hub, _paced, _busy) = (writer, hub, paced, busy);
        _signal = new Signal(hub.Clock);
    }

    /// <summary>Slots waiting to be written.</summary>
    public int Pending => _owed.Count;

    /// <summary>When the longest-waiting slot began to wait; null when none waits.</summary>
    public DateTimeOffset? Oldest => _owed.Oldest;

    /// <summary>Batches sent.</summary>
    public long Batches { get; private set; }

    /// <summary>Levels sent.</summary>
    public long LevelsSent { get; private set; }

    /// <summary>Whether a SKU has a write under way or waiting.</summary>
    public bool IsUnderWay(Sku sku) => _busy.Contains(sku);

    /// <summary>Told of every batch when its outcome is known, for reading back.</summary>
    public Action<Items<SettledLevel>>? Settled { get; set; }

    /// <summary>A slot changed, durably. What was urgent once stays so until it is written, however often it has to be tried.</summary>
    public void Touch(Sku sku, RemoteCode source, Urgency urgency)
    {
        var name = new SlotName(sku, source);
        if (_hub.State.Find(sku) is not { } stock || stock.SlotOf(_writer.Name, source) is not { IsOwed: true } slot)
        {
            _hurried.Remove(name);
            return;
        }

        if (urgency == Urgency.Urgent || ShowsTooMuch(slot))
        {
            _hurried.Add(name);
        }

        _lastTouch = _hub.Clock.GetUtcNow();
        var haste = _hurried.Contains(name) ? Haste.Urgent : CanWait(stock, slot) ? Haste.Patient : Haste.Routine;
        _owed.Add(name, haste, _lastTouch);
        _signal.Raise();
    }

    /// <summary>Shows more than the little that is left, whoever caused it: a restart, or somebody's hand.</summary>
    private static bool ShowsTooMuch(Slot slot) =>
        slot.Written is { } shown && slot.Desired is { } left && left < shown && left <= SlotPlanner.LowStock;

    /// <summary>More of a SKU that shows plenty, and does not sell so fast that plenty is soon gone.</summary>
    private bool CanWait(SkuStock stock, Slot slot) =>
        slot.Written is { } shown && slot.Desired > shown && shown >= WellStocked &&
        _hub.Contract.VelocityOf(stock) != Velocity.Fast;

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await WaitForWorkAsync(cancellationToken);
            var batch = Pick();
            if (batch.IsEmpty)
            {
                await _signal.WaitAsync(FirstPause, cancellationToken);
                continue;
            }

            var skus = batch.Select(level => level.Sku).Distinct().ToArray();
            _busy.UnionWith(skus);
            try
            {
                var look = batch.Where(MustLookFirst).ToItems();
                if (look.IsEmpty)
                {
                    await WriteAsync(batch, cancellationToken);
                }
                else
                {
                    await LookAsync(look, cancellationToken);
                }
            }
            finally
            {
                _busy.ExceptWith(skus);
                foreach (var level in batch)
                {
                    Touch(level.Sku, level.Source, Urgency.Routine);
                }
            }
        }
    }

    private async ValueTask WaitForWorkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = _hub.Clock.GetUtcNow();
            if (_owed.Count == 0)
            {
                await _signal.WaitAsync(atMost: null, cancellationToken);
                continue;
            }

            var due = _owed.OldestUrgent is { } urgent ? Earlier(urgent + UrgentHoldMax, _lastTouch + UrgentQuiet)
                : Earlier((_owed.OldestRoutine ?? _owed.OldestPatient!.Value) + HoldMax, (IsMoreComing ? now : _lastTouch) + Quiet);
            if (_owed is { OldestUrgent: null, OldestRoutine: null } && _owed.Count < _writer.Limits.Batch &&
                due < _lastWrite + PatientPause)
            {
                due = _lastWrite + PatientPause;
            }

            due = due > _notBefore ? due : _notBefore;
            if (due <= now)
            {
                return;
            }

            await _signal.WaitAsync(due - now, cancellationToken);
        }
    }

    /// <summary>Whether something is taken in and not decided yet: it may well move the same slots again.</summary>
    private bool IsMoreComing => _hub.Lanes.Through < _hub.Tail.End;

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    private Items<SetLevel> Pick()
    {
        var picked = new List<SetLevel>();
        var gone = new List<SlotName>();
        foreach (var name in _owed.InOrder())
        {
            var slot = _hub.State.Find(name.Sku)?.SlotOf(_writer.Name, name.Source);
            if (slot is not { IsOwed: true, Desired: { } desired })
            {
                gone.Add(name);
                _hurried.Remove(name);
            }
            else if (!_busy.Contains(name.Sku) && !WaitsForShipment(name.Sku) && !WaitsForFigure(name, slot.Value))
            {
                gone.Add(name);
                picked.Add(new SetLevel(name.Sku, name.Source, desired.OrZero()) { Believed = slot.Value.Written });
                if (picked.Count >= _writer.Limits.Batch)
                {
                    break;
                }
            }
        }

        foreach (var name in gone)
        {
            _owed.Remove(name);
        }

        return picked.ToItems();
    }

    /// <summary>
    /// A shipment that is about to be tried goes first: a quantity set now would be taken off a second time (DESIGN
    /// §4). One that waits behind another document of its order is not about to be: the other may wait for this very
    /// quantity.
    /// </summary>
    private bool WaitsForShipment(Sku sku)
    {
        if (_hub.State.Find(sku) is not { } stock)
        {
            return false;
        }

        foreach (var demand in stock.Demands)
        {
            if (demand.Holder == _writer.Name && demand.Held > Quantity.Zero && NextDocument(demand.Order) is { } next &&
                next.Kind == DocumentKind.PostShipment && !_hub.TriedDocuments.Contains(next.Key))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is not known has to be read first, and cannot be read while an order is on its way into it.</summary>
    private bool WaitsForFigure(SlotName name, Slot slot) =>
        slot.Written is null && _hub.SelfLowering.IsMoving(_writer.Name, name.Sku, _hub.Clock.GetUtcNow());

    private OrderDocument? NextDocument(OrderId id) => _hub.State.Find(id)?.Documents
        .FirstOrDefault(document => document.Target == _writer.Name && !document.IsSettled);

    /// <summary>What a source holds must be known before it is written after an unknown outcome: the write may be
    /// needless, or wrong.</summary>
    private bool MustLookFirst(SetLevel level) =>
        _writer is IStockObserver && !_looked.Contains(new SlotName(level.Sku, level.Source)) &&
        _hub.State.Find(level.Sku)?.SlotOf(_writer.Name, level.Source)?.Written is null;

    private async ValueTask LookAsync(Items<SetLevel> levels, CancellationToken cancellationToken)
    {
        var began = _hub.Clock.GetUtcNow();
        var skus = levels.Select(level => level.Sku).Distinct().ToItems();
        var rows = new List<ObservedRow>();
        string? page = "";
        while (page is not null)
        {
            var outcome = await ((IStockObserver)_writer).ObserveAsync(
                _paced.For(PriorityOf(levels)), new ObserveAsk(skus, page), cancellationToken);
            if (outcome is ObserveOutcome.Page read)
            {
                rows.AddRange(read.Rows);
                page = read.Next;
            }
            else if (((ObserveOutcome.Failed)outcome).Receipt is Receipt.Refused)
            {
                // A remote that cannot show its rows can still be written.
                break;
            }
            else
            {
                BackOff(wait: null);
                return;
            }
        }

        if (!await _hub.SelfLowering.CatchUpAsync(_writer.Name, cancellationToken))
        {
            BackOff(wait: null);
            return;
        }

        rows.RemoveAll(row => _hub.SelfLowering.IsMoving(_writer.Name, row.Sku, began));
        foreach (var level in levels)
        {
            if (!_hub.SelfLowering.IsMoving(_writer.Name, level.Sku, began))
            {
                _looked.Add(new SlotName(level.Sku, level.Source));
            }
        }

        if (rows.Count > 0)
        {
            await _hub.AppendAsync(
                [Observation.Write(_writer.Name, isOwner: false, began, rows, _hub.Clock.GetUtcNow())], cancellationToken);
        }

        _pause = FirstPause;
    }

    private async ValueTask WriteAsync(Items<SetLevel> batch, CancellationToken cancellationToken)
    {
        var writable = await _hub.Listings.SiftAsync(_writer.Name, batch, cancellationToken);
        if (writable.IsEmpty)
        {
            // Nobody could be asked, or nothing of it is sold: either way there is no hurry.
            _notBefore = _hub.Clock.GetUtcNow() + FirstPause;
            return;
        }

        var wire = _paced.For(PriorityOf(writable));
        wire = _hub.Follower?.Follow(wire, _writer.Name, writable) ?? wire;
        var receipts = await _writer.SetAsync(wire, writable, cancellationToken);
        _lastWrite = _hub.Clock.GetUtcNow();
        Batches++;
        LevelsSent += writable.Count;
        var outcomes = writable.Select((level, i) => new SettledLevel(level.Sku, level.Source, level.Quantity, Standing(receipts[i])))
            .ToItems();
        foreach (var outcome in outcomes)
        {
            // What was seen before this write says nothing about what comes after it.
            _looked.Remove(new SlotName(outcome.Sku, outcome.Source));
            if (outcome.Receipt is not Receipt.Applied)
            {
                _hub.Listings.Forget(_writer.Name, outcome.Sku);
            }
        }

        var telling = outcomes.Where(outcome => outcome.Receipt is not Receipt.Deferred).ToItems();
        if (!telling.IsEmpty)
        {
            await _hub.AppendAsync(
                [new Entry(EntryKind.Settled, _writer.Name.Text, Key: "", Form: "levels", _hub.Clock.GetUtcNow(),
                    _hub.Codecs.Settlements.Pack(new Settlement.Levels(telling)))],
                cancellationToken);
        }

        var deferred = outcomes.Select(outcome => outcome.Receipt).OfType<Receipt.Deferred>().FirstOrDefault();
        if (deferred is not null)
        {
            BackOff(deferred.Wait);
        }
        else
        {
            _pause = FirstPause;
        }

        Settled?.Invoke(outcomes);
    }

    /// <summary>A batch with something urgent in it is urgent, and so is one that something urgent waits behind.</summary>
    private CallPriority PriorityOf(Items<SetLevel> batch) =>
        _owed.UrgentCount > 0 || batch.Any(level => _hurried.Contains(new SlotName(level.Sku, level.Source)))
            ? CallPriority.Urgent
            : CallPriority.Routine;

    /// <summary>A lack of rights is the connection's trouble, not the SKU's: it is tried again when the door
    /// opens.</summary>
    private static Receipt Standing(Receipt receipt) =>
        receipt is Receipt.Refused { Code: var code } refused && code == CaseCodes.PermissionDenied
            ? new Receipt.Deferred(refused.Detail)
            : receipt;

    private void BackOff(TimeSpan? wait)
    {
        _notBefore = _hub.Clock.GetUtcNow() + Waiting.Obeyed(wait ?? _pause);
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
    }
}
