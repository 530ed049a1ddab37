using System.Text;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Intake;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Lanes;

/// <summary>
/// Turns a stretch of the journal into decisions: each entry is read by whoever knows its form, its facts go to the
/// deciders in order, and at the end of the stretch every touched SKU is planned once. Waits for nothing; touches
/// only the state.
/// </summary>
public sealed class Deciding
{
    private readonly HubState _state;
    private readonly OwnershipContract _contract;
    private readonly MessageReading _reading;
    private readonly StockRouting _stock;
    private readonly OrderRouting _orders;
    private readonly SourceRouting _sources;
    private readonly TillRouting _tills;
    private readonly DayRouting _days;
    private readonly Requests _requests;
    private readonly Codecs _codecs;
    private bool _isAgain;
    private readonly Planning _planning;

    /// <summary>Prepares to decide.</summary>
    /// <param name="state">The folds, which decisions change.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="connections">The connections, whose readers translate their own messages.</param>
    /// <param name="codecs">The codecs of journal bodies.</param>
    public Deciding(HubState state, OwnershipContract contract, IEnumerable<IConnection> connections, Codecs codecs)
    {
        _codecs = codecs;
        _state = state;
        _contract = contract;
        _reading = new MessageReading(state, connections);
        _stock = new StockRouting(state, contract);
        _orders = new OrderRouting(state, contract);
        _days = new DayRouting(state, contract);
        _tills = new TillRouting(state, contract, _stock, _orders, _days);
        _sources = new SourceRouting(state, contract);
        _planning = new Planning(state, contract);
        _requests = new Requests(state, contract, _days);
    }

    /// <summary>Reports older than what was known, dropped since the start.</summary>
    public long Stale { get; private set; }

    /// <summary>Told of a hint that a poll of a connection would find something new.</summary>
    public Action<ConnectionName, string>? ReadAgainAsked { get; set; }

    /// <summary>Messages that should be decided again now, because what they waited for has appeared.</summary>
    public Queue<WaitingMessage> Due { get; } = new();

    /// <summary>Decides a stretch of the journal.</summary>
    public DecidedBatch Decide(IReadOnlyList<Recorded> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var decisions = new List<Decided>(entries.Count);
        DecideEach(entries, approved: false, decisions);
        _planning.Plan(entries[^1], decisions);
        return new DecidedBatch(entries[^1].Position, decisions.ToItems());
    }

    /// <summary>Decides messages that waited, as of a later entry.</summary>
    /// <param name="entries">The messages, read back from the journal.</param>
    /// <param name="approved">Whether a person let them past the guards.</param>
    /// <param name="through">The last entry decided so far.</param>
    public DecidedBatch DecideAgain(IReadOnlyList<Recorded> entries, bool approved, JournalPosition through)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var decisions = new List<Decided>(entries.Count);
        _isAgain = true;
        DecideEach(entries, approved, decisions);
        _isAgain = false;
        if (entries.Count > 0)
        {
            _planning.Plan(entries[^1], decisions);
        }

        return new DecidedBatch(through, decisions.ToItems());
    }

    private void DecideEach(IReadOnlyList<Recorded> entries, bool approved, List<Decided> decisions)
    {
        for (var place = 0; place < entries.Count; place++)
        {
            DecideOne(entries[place], _reading.Ahead(entries, place), approved, decisions);
        }
    }

    private void DecideOne(Recorded recorded, Items<Fact>? facts, bool approved, List<Decided> decisions)
    {
        if (recorded.Entry.Kind == EntryKind.Decided)
        {
            return;
        }

        _state.Begin();
        var corrected = MessageEdits.Read(recorded);
        var read = corrected is null ? recorded : recorded with { Entry = corrected.Corrected };
        var about = new Deliberation(_state, read, _planning.Touched, _planning.TouchedByOrder);
        var faults = new MessageFaults(NameOf(read.Entry), corrected?.Message ?? recorded.Position, RecordKey.RecordIn(read.Entry.Key));
        try
        {
            if (corrected is not null)
            {
                _state.NoteAsked(recorded.Position);
                faults.Note(about, _state, corrected.Request);
            }

            Deliberate(about, faults, facts, approved);
            faults.Heal(about);
            faults.LetGo(about, _state, corrected);
            ReleaseEarly(about);
        }
#pragma warning disable CA1031 // The lane edge: a bug in a rule holds one message and opens a case, while the shop goes on selling.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _state.Rollback();
            about = new Deliberation(_state, read, _planning.Touched, _planning.TouchedByOrder);
            about.Find(new Finding(
                CaseCodes.RuleFailed,
                faults.About,
                $"{failure.GetType().Name}: {failure.Message}"));
            about.Park($"rule/{recorded.Position}");
        }

        if (about.Changes.Count > 0)
        {
            decisions.Add(new Decided(recorded.Position, about.Changes.ToItems()));
        }
    }

    private void Deliberate(Deliberation about, MessageFaults faults, Items<Fact>? facts, bool approved)
    {
        var entry = about.Recorded.Entry;
        switch (entry.Kind)
        {
            case EntryKind.Seen:
                Read(about, faults, facts, approved);
                break;
            case EntryKind.Settled:
                Settle(about, _codecs.Settlements.Unpack(entry.Body));
                break;
            case EntryKind.Ticked:
                Tick(about);
                break;
            case EntryKind.Asked:
                _state.NoteAsked(about.Recorded.Position);
                foreach (var key in _requests.Decide(about))
                {
                    Release(about, key, approved: key.StartsWith(StockRouting.GuardPrefix, StringComparison.Ordinal));
                }

                break;
        }
    }

    private void Read(Deliberation about, MessageFaults faults, Items<Fact>? read, bool approved)
    {
        var entry = about.Recorded.Entry;
        var reporter = ConnectionName.Parse(entry.Connection);
        if (entry.Form.StartsWith(Receiver.ReusedForm, StringComparison.Ordinal) && _isAgain)
        {
            // A person wants it applied, whatever its id was used for before.
            entry = entry with { Form = entry.Form[Receiver.ReusedForm.Length..] };
        }
        else if (entry.Form.StartsWith(Receiver.ReusedForm, StringComparison.Ordinal))
        {
            var order = _reading.FactsIn(entry with { Form = entry.Form[Receiver.ReusedForm.Length..] })
                .Select(OrderReferences.NameIn).FirstOrDefault(name => name is not null);
            faults.Find(about, new Fact.Unusable(
                CaseCodes.IdReused, $"Id '{entry.Key}' came again with other content.{(order is null ? "" : $" It is in order {order}.")}"));
            return;
        }

        if (Observation.IsForm(entry.Form))
        {
            _sources.Observe(about, reporter, _stock, approved);
            return;
        }

        foreach (var fact in read ?? _reading.FactsIn(entry))
        {
            if (fact is Fact.Unusable unusable)
            {
                faults.Find(about, unusable);
            }
            else
            {
                Route(about, reporter, fact, approved);
            }
        }
    }

    private void Route(Deliberation about, ConnectionName reporter, Fact named, bool approved)
    {
        var fact = _state.Amendments.IsEmpty ? named : FactNaming.InOwnWords(named, reporter, _contract);
        switch (fact)
        {
            case Fact.LevelReported level:
                var before = about.Changes.Count;
                _stock.Report(about, reporter, level, approved);
                Stale += about.Changes.Count == before ? 1 : 0;
                break;
            case Fact.LevelsReported levels:
                _stock.Report(about, reporter, levels, approved);
                break;
            case Fact.StockMoved moved:
                _stock.Move(about, reporter, moved);
                break;
            case Fact.SaleCompleted sale:
                foreach (var key in _tills.Sell(about, reporter, sale))
                {
                    Release(about, key, approved: false);
                }

                break;
            case Fact.StoreDayReported day:
                _tills.Close(about, reporter, day);
                break;
            case Fact.OrderObserved seen:
                if (_orders.Observe(about, seen, _isAgain) && _state.Find(seen.Order.Id) is { } captured)
                {
                    ReleaseWaitingFor(about, captured);
                }

                break;
            case Fact.ProductObserved product:
                _sources.List(about, reporter, product);
                break;
            case Fact.KitShown shown:
                _sources.Compose(about, reporter, shown);
                break;
            case Fact.ProductPublished published:
                _sources.Publish(about, reporter, published);
                break;
            case Fact.WiringObserved wiring:
                _sources.Wire(about, reporter, wiring);
                break;
            case Fact.ReadAgain again:
                ReadAgainAsked?.Invoke(reporter, again.Poll);
                break;
            case Fact.ParcelTracked { IsTest: true }:
                break;
            default:
                var due = fact is Fact.ParcelTracked { Order: null } tracked
                    ? _orders.Route(about, reporter, tracked)
                    : _orders.Route(about, reporter, fact, OrderReferences.In(fact));
                foreach (var key in due)
                {
                    Release(about, key, approved: false);
                }

                break;
        }
    }

    private void Settle(Deliberation about, Settlement settlement)
    {
        if (settlement is Settlement.Levels levels)
        {
            _sources.Settle(about, ConnectionName.Parse(about.Recorded.Entry.Connection), levels);
        }
        else if (settlement is Settlement.StoreDay day)
        {
            _days.Settle(about, day);
        }
        else if (settlement is Settlement.Document document)
        {
            _orders.Settle(about, document);
            if (document.Receipt is Receipt.Applied && _state.Find(document.Order) is { } order)
            {
                // The warehouse may have spoken of its own id before the hub knew it.
                ReleaseWaitingFor(about, order);
            }
        }
    }

    private void Tick(Deliberation about)
    {
        var entry = about.Recorded.Entry;
        if (Ticks.CursorOf(entry) is { } poll)
        {
            about.Say(new Change.CursorMoved(
                ConnectionName.Parse(entry.Connection), poll, Encoding.UTF8.GetString(entry.Body.Span)));
        }
        else if (Ticks.ReadableIn(entry) is { } records)
        {
            MessageFaults.Heal(about, ConnectionName.Parse(entry.Connection), records);
        }
        else if (Ticks.HealthOf(entry) is { } health)
        {
            Fare(about, health);
        }
        else if (Ticks.QueueTroubleOf(entry) is { } trouble)
        {
            Read(about, trouble);
        }
        else if (Ticks.OrdersDueIn(entry) is { } late)
        {
            _orders.Due(about, late.ToItems());
        }
        else if (Ticks.ForgetIn(entry) is { } before)
        {
            CaseRetention.Forget(about, _state, before);
        }
        else if (Ticks.RunOf(entry, _codecs) is { } run)
        {
            ParityVerdict.Conclude(about, _state, run);
        }
        else if (Ticks.SweepOf(entry, _codecs) is { } window)
        {
            SweepVerdict.Conclude(about, _state, window);
        }
    }

    private static Lineage LineageOf(Deliberation about) => new() { Connection = ConnectionName.Parse(about.Recorded.Entry.Connection) };

    private static void Fare(Deliberation about, ConnectionHealth health)
    {
        var lineage = LineageOf(about);
        if (health.Problem is { } problem)
        {
            about.Find(new Finding(problem, lineage, health.Detail));
        }
        else
        {
            about.Heal(CaseCodes.ConnectionDown, lineage, "The remote answers again.");
            about.Heal(CaseCodes.PermissionDenied, lineage, "The remote lets the hub in again.");
            about.Heal(CaseCodes.RateLimited, lineage, "The remote takes calls again.");
        }
    }

    private static void Read(Deliberation about, string trouble)
    {
        if (trouble.Length > 0)
        {
            about.Find(new Finding(CaseCodes.QueueDown, LineageOf(about), trouble));
        }
        else
        {
            about.Heal(CaseCodes.QueueDown, LineageOf(about), "The queue is read again.");
        }
    }

    /// <summary>What waited for an order to go on may fit now.</summary>
    private void ReleaseEarly(Deliberation about)
    {
        _orders.Recognise(about);
        foreach (var id in OrderRouting.MovedIn(about, _state))
        {
            if (_state.ParkedMessages.ContainsKey(OrderRouting.EarlyPrefix + id.Text))
            {
                Release(about, OrderRouting.EarlyPrefix + id.Text, approved: false);
            }
        }
    }

    private void ReleaseWaitingFor(Deliberation about, OrderRecord order)
    {
        foreach (var name in OrderIndex.NamesOf(order))
        {
            Release(about, OrderRouting.OrderPrefix + name, approved: false);
        }
    }

    /// <summary>Takes what waits under a key off the shelf, to be decided again after this stretch.</summary>
    private void Release(Deliberation about, string key, bool approved)
    {
        var waiting = _state.ParkedMessages.GetValueOrDefault(key);
        if (waiting.IsEmpty)
        {
            return;
        }

        about.Say(new Change.Unparked(key));
        foreach (var message in waiting)
        {
            Due.Enqueue(new WaitingMessage(message, approved));
        }
    }

    private static ConnectionName? NameOf(Entry entry) =>
        ConnectionName.TryParse(entry.Connection, out var name) ? name : null;
}
