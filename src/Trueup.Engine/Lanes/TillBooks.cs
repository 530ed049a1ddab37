using Trueup.Core.Entries;
using Trueup.Core.Tills;
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
    private readonly Dictionary<StoreDayKey, HashSet<string>> _salesOfDay = [];

    /// <summary>Days by their key as text.</summary>
    public IReadOnlyDictionary<string, StoreDay> Days => _days;

    /// <summary>Transactions by key.</summary>
    public IReadOnlyDictionary<string, TillSale> Sales => _sales;

    /// <summary>A day; empty books where nothing is known of it.</summary>
    public StoreDay Day(StoreDayKey key) => _days.GetValueOrDefault(key.ToString()) ?? new StoreDay(key);

    /// <summary>A transaction; null for one never heard of.</summary>
    public TillSale? Find(string key) => _sales.GetValueOrDefault(key);

    /// <summary>The transactions in a day's books.</summary>
    public IEnumerable<TillSale> SalesOf(StoreDayKey day) =>
        _salesOfDay.TryGetValue(day, out var keys) ? keys.Select(key => _sales[key]) : [];

    /// <summary>Puts a day in place as the ledger kept it.</summary>
    public void Restore(StoreDay day)
    {
        ArgumentNullException.ThrowIfNull(day);
        _days[day.Key.ToString()] = day;
    }

    /// <summary>Puts a transaction in place as the ledger kept it.</summary>
    public void Restore(TillSale sale)
    {
        ArgumentNullException.ThrowIfNull(sale);
        Put(sale.Key, sale);
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
        undo.Push(() => Put(key, before));
        _days[key] = after;
        touch(Fold.StoreDay, key);
        if (SaleAfter(changed.Event) is { } sale)
        {
            var known = _sales.GetValueOrDefault(sale.Key);
            undo.Push(() => Put(sale.Key, known));
            Put(sale.Key, sale);
            touch(Fold.TillSale, sale.Key);
        }

        if (changed.Event is StoreDayEvent.Judged { State: StoreDayState.Agreed })
        {
            Forget(changed.Day, undo, touch);
        }
    }

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
            foreach (var key in _salesOfDay[day].ToList())
            {
                var known = _sales[key];
                undo.Push(() => Put(key, known));
                Put(key, sale: null);
                touch(Fold.TillSale, key);
            }
        }
    }

    private void Put(string key, StoreDay? day)
    {
        if (day is null)
        {
            _days.Remove(key);
        }
        else
        {
            _days[key] = day;
        }
    }

    private void Put(string key, TillSale? sale)
    {
        if (_sales.Remove(key, out var before) && _salesOfDay.TryGetValue(before.Day, out var others))
        {
            others.Remove(key);
            if (others.Count == 0)
            {
                _salesOfDay.Remove(before.Day);
            }
        }

        if (sale is not null)
        {
            _sales[key] = sale;
            if (!_salesOfDay.TryGetValue(sale.Day, out var keys))
            {
                _salesOfDay[sale.Day] = keys = new HashSet<string>(StringComparer.Ordinal);
            }

            keys.Add(key);
        }
    }
}
