using Trueup.Core.Entries;
using Trueup.Core.Tills;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>The books of stores' days, and the transactions in them. Changed only by <see cref="HubState"/>.</summary>
public sealed class TillBooks
{
    /// <summary>
    /// Days after which a transaction is forgotten, once a later day of its store has agreed: longer than any till
    /// stays
    /// offline (Square: 72 hours) or a customer brings something back without a query to the till itself.
    /// </summary>
    public const int DaysKept = 90;

    private readonly Dictionary<string, StoreDay> _days = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TillSale> _sales = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AwaitedSale> _awaited = new(StringComparer.Ordinal);
    private readonly Dictionary<(ConnectionName Owner, LocationCode Store, DateOnly Day), HashSet<string>> _salesOfDay = [];
    private readonly Dictionary<(ConnectionName Owner, LocationCode Store, DateOnly Day), HashSet<StoreDayKey>> _booksOfDay = [];
    private readonly SortedDictionary<string, DayPosting> _postings = new(StringComparer.Ordinal);
    private readonly Dictionary<ConnectionName, SortedSet<string>> _owed = [];
    private readonly HashSet<ConnectionName> _targets = [];

    /// <summary>Days by their key as text.</summary>
    public IReadOnlyDictionary<string, StoreDay> Days => _days;

    /// <summary>Transactions by key.</summary>
    public IReadOnlyDictionary<string, TillSale> Sales => _sales;

    /// <summary>Postings of days to books, by key.</summary>
    public IReadOnlyDictionary<string, DayPosting> Postings => _postings;

    /// <summary>A day's posting to a system; null when none was asked for.</summary>
    public DayPosting? Posting(StoreDayKey day, ConnectionName target) =>
        _postings.GetValueOrDefault(DayPosting.KeyOf(day, target));

    /// <summary>A day's postings, to whomever.</summary>
    public IEnumerable<DayPosting> PostingsOf(StoreDayKey day) =>
        _targets.Select(target => Posting(day, target)).OfType<DayPosting>();

    /// <summary>Postings that a system is owed, in the order of their keys.</summary>
    public IEnumerable<DayPosting> OwedTo(ConnectionName target) =>
        _owed.TryGetValue(target, out var keys) ? keys.Select(key => _postings[key]) : [];

    /// <summary>How many those are.</summary>
    public int CountOwedTo(ConnectionName target) => _owed.TryGetValue(target, out var keys) ? keys.Count : 0;

    /// <summary>A day; empty books where nothing is known of it.</summary>
    public StoreDay Day(StoreDayKey key) => _days.GetValueOrDefault(key.ToString()) ?? new StoreDay(key);

    /// <summary>A transaction; null for one never heard of.</summary>
    public TillSale? Find(string key) => _sales.GetValueOrDefault(key);

    /// <summary>A transaction that others undo, and that has not come yet; null for any other.</summary>
    public AwaitedSale? Awaited(string key) => _awaited.GetValueOrDefault(key);

    /// <summary>The transactions that were rung up on a store's day, in whatever currency, and wherever their money is
    /// counted.</summary>
    public IEnumerable<TillSale> SalesOf(StoreDayKey day) =>
        _salesOfDay.TryGetValue(PlaceOf(day), out var keys) ? keys.Select(key => _sales[key]) : [];

    /// <summary>The books of a store's day in every currency.</summary>
    public IEnumerable<StoreDay> BooksOf(StoreDayKey day) =>
        _booksOfDay.TryGetValue(PlaceOf(day), out var keys) ? keys.OrderBy(key => key.Currency, StringComparer.Ordinal).Select(Day) : [];

    /// <summary>Puts a day in place as the ledger kept it.</summary>
    public void Restore(StoreDay day)
    {
        ArgumentNullException.ThrowIfNull(day);
        Put(day.Key, day);
    }

    /// <summary>Puts a transaction in place as the ledger kept it.</summary>
    public void Restore(TillSale sale)
    {
        ArgumentNullException.ThrowIfNull(sale);
        Put(sale.Key, sale);
    }

    /// <summary>Puts a transaction that has not come yet in place as the ledger kept it.</summary>
    public void Restore(AwaitedSale awaited)
    {
        ArgumentNullException.ThrowIfNull(awaited);
        _awaited[awaited.Key] = awaited;
    }

    /// <summary>Puts a posting in place as the ledger kept it.</summary>
    public void Restore(DayPosting posting)
    {
        ArgumentNullException.ThrowIfNull(posting);
        Put(posting.Key, posting);
    }

    /// <summary>Makes a change true, and says which rows it touched.</summary>
    /// <param name="changed">The change.</param>
    /// <param name="message">The message that it was decided about.</param>
    /// <param name="undo">Takes what takes it back.</param>
    /// <param name="touch">Told of every row.</param>
    internal void Apply(
        Change.StoreDayChanged changed, JournalPosition message, Stack<Action> undo, Action<Fold, string> touch)
    {
        var key = changed.Day.ToString();
        var before = _days.GetValueOrDefault(key);
        var day = before ?? new StoreDay(changed.Day);
        var after = StoreDayEvolution.Evolve(day, changed.Event) with { Message = message };
        undo.Push(() => Put(changed.Day, before));
        Put(changed.Day, after);
        touch(Fold.StoreDay, key);
        if (SaleAfter(changed.Event) is { } sale)
        {
            var known = _sales.GetValueOrDefault(sale.Key);
            undo.Push(() => Put(sale.Key, known));
            Put(sale.Key, sale);
            touch(Fold.TillSale, sale.Key);
        }

        if (AwaitedIn(changed.Event) is { } awaited)
        {
            var waiting = Awaited(awaited);
            undo.Push(() => Put(awaited, waiting));
            Put(awaited, changed.Event is StoreDayEvent.Awaited more ? (waiting ?? new AwaitedSale(awaited, [])).With(more.Undone) : null);
            touch(Fold.AwaitedSale, awaited);
        }

        if (TargetOf(changed.Event) is { } target)
        {
            var place = DayPosting.KeyOf(changed.Day, target);
            var known = _postings.GetValueOrDefault(place);
            undo.Push(() => Put(place, known));
            Put(place, DayPosting.Evolve(known, changed.Day, changed.Event, message));
            touch(Fold.DayPosting, place);
        }

        if (changed.Event is StoreDayEvent.Judged { State: StoreDayState.Agreed })
        {
            Forget(changed.Day, undo, touch);
        }
    }

    /// <summary>The transaction that is awaited from now on, or no more.</summary>
    private string? AwaitedIn(StoreDayEvent change) => change switch
    {
        StoreDayEvent.Awaited awaited => awaited.Sale,
        StoreDayEvent.Booked booked when _awaited.ContainsKey(booked.Sale.Key) => booked.Sale.Key,
        _ => null,
    };

    private static ConnectionName? TargetOf(StoreDayEvent change) => change switch
    {
        StoreDayEvent.PostingAsked asked => asked.Target,
        StoreDayEvent.PostingMade made => made.Target,
        StoreDayEvent.PostingRefused refused => refused.Target,
        StoreDayEvent.PostingReopened reopened => reopened.Target,
        _ => null,
    };

    private TillSale? SaleAfter(StoreDayEvent change) => change switch
    {
        StoreDayEvent.Booked booked => booked.Sale,
        StoreDayEvent.Corrected corrected => corrected.Sale,
        StoreDayEvent.Matched matched => matched.Sale,
        StoreDayEvent.Voided voided => Find(voided.Sale) is { } sale ? StoreDayEvolution.Evolve(sale, change) : null,
        StoreDayEvent.Returned returned => Find(returned.Sale) is { } sale ? StoreDayEvolution.Evolve(
            sale, change) : null,
        _ => null,
    };

    private void Forget(StoreDayKey agreed, Stack<Action> undo, Action<Fold, string> touch)
    {
        var oldest = agreed.Day.AddDays(-DaysKept);
        foreach (var day in _salesOfDay.Keys.Where(day =>
            day.Owner == agreed.Owner && day.Store == agreed.Store && day.Day < oldest).ToList())
        {
            // Not what came late: it may come again as long as the day whose books it is in is remembered.
            foreach (var key in _salesOfDay[day].Where(key => _sales[key].Day.Day < oldest).ToList())
            {
                var known = _sales[key];
                undo.Push(() => Put(key, known));
                Put(key, sale: null);
                touch(Fold.TillSale, key);
            }
        }

        foreach (var awaited in _awaited.Values.Where(awaited => awaited.Undone.All(undone =>
            undone.Day.Owner == agreed.Owner && undone.Day.Store == agreed.Store && undone.Day.Day < oldest)).ToList())
        {
            undo.Push(() => Put(awaited.Key, awaited));
            Put(awaited.Key, awaited: null);
            touch(Fold.AwaitedSale, awaited.Key);
        }
    }

    private void Put(string key, AwaitedSale? awaited)
    {
        if (awaited is null)
        {
            _awaited.Remove(key);
        }
        else
        {
            _awaited[key] = awaited;
        }
    }

    private static (ConnectionName Owner, LocationCode Store, DateOnly Day) PlaceOf(StoreDayKey day) => (day.Owner, day.Store, day.Day);

    private void Put(StoreDayKey key, StoreDay? day)
    {
        if (day is null)
        {
            _days.Remove(key.ToString());
            _booksOfDay.GetValueOrDefault(PlaceOf(key))?.Remove(key);
            return;
        }

        _days[key.ToString()] = day;
        if (!_booksOfDay.TryGetValue(PlaceOf(key), out var keys))
        {
            _booksOfDay[PlaceOf(key)] = keys = [];
        }

        keys.Add(key);
    }

    private void Put(string key, DayPosting? posting)
    {
        if (_postings.Remove(key, out var before) && _owed.TryGetValue(before.Target, out var others))
        {
            others.Remove(key);
        }

        if (posting is null)
        {
            return;
        }

        _postings[key] = posting;
        _targets.Add(posting.Target);
        if (!posting.IsSettled)
        {
            if (!_owed.TryGetValue(posting.Target, out var keys))
            {
                _owed[posting.Target] = keys = new SortedSet<string>(StringComparer.Ordinal);
            }

            keys.Add(key);
        }
    }

    private void Put(string key, TillSale? sale)
    {
        if (_sales.Remove(key, out var before) && PlaceOf(before.Day) with { Day = before.RungOn } is var place &&
            _salesOfDay.TryGetValue(place, out var others))
        {
            others.Remove(key);
            if (others.Count == 0)
            {
                _salesOfDay.Remove(place);
            }
        }

        if (sale is not null)
        {
            _sales[key] = sale;
            var rungOn = PlaceOf(sale.Day) with { Day = sale.RungOn };
            if (!_salesOfDay.TryGetValue(rungOn, out var keys))
            {
                _salesOfDay[rungOn] = keys = new HashSet<string>(StringComparer.Ordinal);
            }

            keys.Add(key);
        }
    }
}
