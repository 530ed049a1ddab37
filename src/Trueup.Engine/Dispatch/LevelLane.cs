using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// Brings one storefront's slots to what they must hold: coalesced by nature, packed into batches, urgent ones first,
/// and never two writes of one SKU under way at once. What has to be looked at first is looked at beside the writing, and what was
/// written is decided beside it: no known urgent one waits for either, and routine ones make no turn of their own meanwhile.
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

    /// <summary>Pause after what did not go; each further one is twice as long.</summary>
    internal static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    /// <summary>Turns that may be written and not decided; a decider so far behind is waited for.</summary>
    private const int UndecidedMax = 16;

    private readonly ILevelWriter _writer;
    private readonly OutboundSurroundings _hub;
    private readonly PacedWire _paced;
    private readonly OwedLevels _owed = new();
    private readonly FirstLooks _looks;
    private readonly ShipmentsFirst _shipments;
    private readonly HashSet<SlotName> _hurried = [];
    private readonly HashSet<Sku> _busy;
    private readonly Signal _signal;
    private DateTimeOffset _lastTouch;
    private DateTimeOffset _notBefore;
    private DateTimeOffset _lastWrite;
    private TimeSpan _pause = FirstPause;
    private Task _look = Task.CompletedTask;
    private Task _decided = Task.CompletedTask;
    private int _undecided;
    private bool _isRunning;

    /// <summary>A lane for a connection that takes levels.</summary>
    /// <param name="writer">The connection.</param>
    /// <param name="hub">The hub around it.</param>
    /// <param name="paced">The door to the remote.</param>
    /// <param name="busy">SKUs with a write under way, shared with the connection's documents.</param>
    internal LevelLane(ILevelWriter writer, OutboundSurroundings hub, PacedWire paced, HashSet<Sku> busy)
    {
        (_writer, _hub, _paced, _busy) = (writer, hub, paced, busy);
        _looks = new FirstLooks(writer, hub);
        _shipments = new ShipmentsFirst(writer.Name, hub);
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

    /// <summary>Since when a slot is owed a write, however often it was tried; null when none is, or nobody is at work on it.</summary>
    public DateTimeOffset? OwedSince(Sku sku, RemoteCode source) => _isRunning ? _owed.OwedSince(new SlotName(sku, source)) : null;

    /// <summary>Told of every batch when its outcome is known, for reading back.</summary>
    public Action<Items<SettledLevel>>? Settled { get; set; }

    /// <summary>A slot changed, durably. What was urgent once stays so until it is written, however often it has to be tried.</summary>
    public void Touch(Sku sku, RemoteCode source, Urgency urgency)
    {
        var name = new SlotName(sku, source);
        if (_hub.State.Find(sku) is not { } stock || stock.SlotOf(_writer.Name, source) is not { IsOwed: true } slot)
        {
            _hurried.Remove(name);
            _owed.Remove(name);
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
        _isRunning = true;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await WaitForWorkAsync(cancellationToken);
                var (known, doubtful) = Pick();
                if (!doubtful.IsEmpty)
                {
                    await _look;
                    _look = LookBesideAsync(doubtful, cancellationToken);
                }

                if (!known.IsEmpty)
                {
                    await TakeTurnAsync(known, cancellationToken);
                }
                else if (doubtful.IsEmpty)
                {
                    await _signal.WaitAsync(FirstPause, cancellationToken);
                }
            }
        }
        finally
        {
            await Task.WhenAll(_look, _decided);
        }
    }

    private async Task LookBesideAsync(Items<SetLevel> levels, CancellationToken cancellationToken)
    {
        Hold(levels);
        try
        {
            await _looks.LookAsync(_paced.For(() => PriorityOf(levels)), levels, cancellationToken);
        }
        finally
        {
            Release(levels);
        }
    }

    /// <summary>Writes a turn; until its outcome is decided, its SKUs are busy, and other urgent ones may go.</summary>
    private async ValueTask TakeTurnAsync(Items<SetLevel> levels, CancellationToken cancellationToken)
    {
        if (_undecided >= UndecidedMax || _decided.IsCompleted)
        {
            await _decided;
        }

        Hold(levels);
        var isTold = false;
        try
        {
            if (await WriteAsync(levels, cancellationToken) is { } told)
            {
                (isTold, _decided) = (true, DecideBesideAsync(_decided, levels, told, cancellationToken));
            }
        }
        finally
        {
            if (!isTold)
            {
                Release(levels);
            }
        }
    }

    private async Task DecideBesideAsync(Task before, Items<SetLevel> levels, Told told, CancellationToken cancellationToken)
    {
        _undecided++;
        try
        {
            await before;
            await _hub.DecidedAsync(told.Through, cancellationToken);
            Settled?.Invoke(told.Outcomes);
        }
        finally
        {
            _undecided--;
            Release(levels);
        }
    }

    private void Hold(Items<SetLevel> levels) => _busy.UnionWith(levels.Select(level => level.Sku));

    private void Release(Items<SetLevel> levels)
    {
        _busy.ExceptWith(levels.Select(level => level.Sku));
        foreach (var level in levels)
        {
            Touch(level.Sku, level.Source, Urgency.Routine);
        }

        _signal.Raise();
    }

    private async ValueTask WaitForWorkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = _hub.Clock.GetUtcNow();
            if (_owed.Count == 0 || ((_looks.IsUnderWay || _undecided > 0) && _owed.UrgentCount == 0))
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

            due = Later(due, _owed.UrgentCount > 0 ? _notBefore : Later(_notBefore, _looks.NotBefore));
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

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private (Items<SetLevel> Known, Items<SetLevel> Doubtful) Pick()
    {
        var turn = new LevelTurn(_writer.Limits.Batch, _writer.LevelsPerCall);
        var gone = new List<SlotName>();
        var taken = new List<SlotName>();
        var mayLook = _looks.MayBegin;
        foreach (var (name, isUrgent) in _owed.InOrder())
        {
            if (turn.IsFull || !(isUrgent || mayLook))
            {
                break;
            }

            if (SlotOf(name) is not { IsOwed: true, Desired: { } desired } slot)
            {
                gone.Add(name);
                _hurried.Remove(name);
            }
            else if (!_busy.Contains(name.Sku) && CanGo(name, slot))
            {
                var isDoubtful = _looks.IsNeeded(name, slot);
                if (!isUrgent && !isDoubtful && !turn.HasRoutineRoom)
                {
                    break;
                }

                if (turn.TryAdd(new SetLevel(name.Sku, name.Source, desired.OrZero()) { Believed = slot.Written }, isDoubtful, isUrgent))
                {
                    taken.Add(name);
                }
            }
        }

        gone.ForEach(_owed.Remove);
        taken.ForEach(_owed.Take);
        return turn.Taken();
    }

    private Slot? SlotOf(SlotName name) => _hub.State.Find(name.Sku)?.SlotOf(_writer.Name, name.Source);

    /// <summary>Whether a slot could be written or looked at now, as far as nothing of its SKU is under way.</summary>
    private bool CanGo(SlotName name, Slot slot) =>
        !_shipments.IsDue(name.Sku) && !_looks.MustWait(name, slot) && (_looks.MayBegin || !_looks.IsNeeded(name, slot));

    /// <summary>Whether something urgent could go if a write of these SKUs did not hold it up.</summary>
    private bool HasUrgent(HashSet<Sku> skus) => _owed.InOrder().TakeWhile(owed => owed.IsUrgent).Any(owed =>
        SlotOf(owed.Slot) is { IsOwed: true } slot && (skus.Contains(owed.Slot.Sku) || !_busy.Contains(owed.Slot.Sku)) && CanGo(owed.Slot, slot));

    /// <summary>Writes and journals what came of it; null where nothing did.</summary>
    private async ValueTask<Told?> WriteAsync(Items<SetLevel> batch, CancellationToken cancellationToken)
    {
        var writable = await _hub.Listings.SiftAsync(_writer.Name, batch, cancellationToken);
        if (writable.IsEmpty)
        {
            // Nobody could be asked, or nothing of it is sold: either way there is no hurry.
            _notBefore = _hub.Clock.GetUtcNow() + FirstPause;
            return null;
        }

        var wire = _paced.For(() => PriorityOf(writable));
        wire = _hub.Follower?.Follow(wire, _writer.Name, writable) ?? wire;
        var yielding = _writer.LevelsPerCall < writable.Count && !writable.Any(IsHurried) ? Yielding(wire, batch) : null;
        var receipts = await _writer.SetAsync(yielding ?? wire, writable, cancellationToken);
        _lastWrite = _hub.Clock.GetUtcNow();
        Batches++;
        var outcomes = writable.Select((level, i) => new SettledLevel(level.Sku, level.Source, level.Quantity, Standing(receipts[i])))
            .ToItems();
        foreach (var outcome in outcomes)
        {
            // What was seen before this write says nothing about what comes after it.
            _looks.Forget(new SlotName(outcome.Sku, outcome.Source));
            if (outcome.Receipt is not Receipt.Applied)
            {
                _hub.Listings.Forget(_writer.Name, outcome.Sku);
            }
        }

        if (outcomes.Select(outcome => outcome.Receipt).OfType<Receipt.Deferred>().FirstOrDefault() is { } deferred &&
            yielding is not { HasYielded: true })
        {
            BackOff(deferred.Wait);
        }
        else
        {
            // What was left out for something urgent is owed as before, and what goes first is not to be held up.
            _pause = FirstPause;
        }

        return await TellAsync(outcomes.Where(outcome => outcome.Receipt is not Receipt.Deferred).ToItems(), cancellationToken);
    }

    private async ValueTask<Told?> TellAsync(Items<SettledLevel> outcomes, CancellationToken cancellationToken)
    {
        LevelsSent += outcomes.Count;
        return outcomes.IsEmpty ? null : new Told(outcomes, await _hub.JournalAsync(
            [new Entry(EntryKind.Settled, _writer.Name.Text, Key: "", Form: "levels", _hub.Clock.GetUtcNow(),
                _hub.Codecs.Settlements.Pack(new Settlement.Levels(outcomes)))],
            cancellationToken));
    }

    /// <summary>A batch with something urgent in it is urgent, and so is one as soon as something urgent waits behind it.</summary>
    private CallPriority PriorityOf(Items<SetLevel> batch) =>
        _owed.UrgentCount > 0 || batch.Any(IsHurried) ? CallPriority.Urgent : CallPriority.Routine;

    private bool IsHurried(SetLevel level) => _hurried.Contains(new SlotName(level.Sku, level.Source));

    private YieldingWire Yielding(IWire wire, Items<SetLevel> batch)
    {
        var skus = batch.Select(level => level.Sku).ToHashSet();
        return new YieldingWire(wire, () => HasUrgent(skus));
    }

    /// <summary>A lack of rights is the connection's trouble, not the SKU's: it is tried again when the door
    /// opens.</summary>
    private static Receipt Standing(Receipt receipt) =>
        receipt is Receipt.Refused { Code: var code } refused && code == CaseCodes.PermissionDenied
            ? new Receipt.Deferred(refused.Detail)
            : receipt;

    private void BackOff(TimeSpan? wait)
    {
        _notBefore = _hub.Clock.GetUtcNow() + Waiting.Obeyed(wait ?? _pause);
        _pause = Longer(_pause);
    }

    /// <summary>The pause after another that did not help.</summary>
    internal static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    /// <summary>What came of a turn, and where the journal says so.</summary>
    private sealed record Told(Items<SettledLevel> Outcomes, JournalPosition Through);
}
