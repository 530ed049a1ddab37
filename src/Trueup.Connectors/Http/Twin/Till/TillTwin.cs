using System.Globalization;
using System.Text.Json;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http.Twin.Till;

/// <summary>
/// The tills of a store with books of their own: sales, returns, exchanges and hand-overs of online orders, also while
/// a
/// till has no line to anybody, and a report when the day is over. It owns the store's stock. What happens is pushed
/// as events; nobody can call it. The same calls in the same order always come to the same.
/// </summary>
public sealed class TillTwin : ITwin
{
    private readonly TillRules _rules;
    private readonly PushQueue _pushes;
    private readonly SortedDictionary<string, decimal> _stock = new(StringComparer.Ordinal);
    private readonly List<RungSale> _sales = [];
    private readonly Dictionary<string, List<RungSale>> _offline = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _sequences = new(StringComparer.Ordinal);
    private long _version;

    /// <summary>A store without stock.</summary>
    public TillTwin(TillRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        _rules = rules;
        _pushes = new PushQueue("till", rules.PushTarget, rules.Proof);
    }

    /// <summary>Everything rung up, as it happened.</summary>
    public IReadOnlyList<RungSale> Sales => _sales;

    /// <inheritdoc/>
    public WireReply Answer(WireRequest request, DateTimeOffset now) => TwinReply.Refusal(404, "Tills take no calls.");

    /// <inheritdoc/>
    public Items<WireRequest> TakePushes(DateTimeOffset now) => _pushes.Take(now);

    /// <summary>A push that was not taken, once more: the same delivery, proved afresh.</summary>
    public WireRequest PushAgain(WireRequest push, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(push);
        return _pushes.Again(push, now);
    }

    /// <summary>The days on which something was rung up, in UTC, oldest first.</summary>
    public Items<DateOnly> Days => _sales.Select(static sale => DayOf(sale.At)).Distinct().Order().ToItems();

    /// <summary>What is on the shelf.</summary>
    public decimal OnShelf(string sku) => _stock.GetValueOrDefault(sku);

    /// <summary>What the tills charged on a day, in UTC. What was paid in a storefront is no money of theirs.</summary>
    public TillDay BooksOf(DateOnly day)
    {
        var own = _sales.Where(sale => DayOf(sale.At) == day).ToList();
        var (gross, tax) = (0m, 0m);
        foreach (var sale in own.Where(static sale => sale.Tender != "online"))
        {
            gross += sale.Gross;
            tax += sale.Lines.Sum(TaxOf);
        }

        return new TillDay(own.Count, gross - tax, tax);
    }

    /// <summary>Books what was counted on the shelf, and tells it.</summary>
    public void Count(string sku, decimal pieces, DateTimeOffset now)
    {
        _stock[sku] = pieces;
        TellLevel(sku, now);
    }

    /// <summary>Cuts a till off: it goes on selling, and nobody hears of it.</summary>
    public void GoOffline(string register) => _offline.TryAdd(register, []);

    /// <summary>Gives a till its line back: it uploads what it sold meanwhile, each with the time at which it was
    /// sold.</summary>
    public void GoOnline(string register, DateTimeOffset now)
    {
        if (_offline.Remove(register, out var waiting))
        {
            foreach (var sale in waiting)
            {
                Tell(sale, now);
            }
        }
    }

    /// <summary>Rings a transaction up.</summary>
    /// <returns>Its number.</returns>
    public string Ring(
        string register, Items<RungLine> lines, DateTimeOffset now, string tender = "card", string? order = null)
    {
        var sequence = _sequences.GetValueOrDefault(register) + 1;
        _sequences[register] = sequence;
        var number = string.Create(CultureInfo.InvariantCulture, $"{register}-{sequence:D6}");
        var sale = new RungSale(register, number, now, lines) { Sequence = sequence, Tender = tender, Order = order };
        _sales.Add(sale);
        foreach (var line in lines)
        {
            // What came back of an online order lies behind the counter until somebody has looked at it.
            if (order is null || line.Pieces > 0)
            {
                _stock[line.Sku] = OnShelf(line.Sku) - line.Pieces;
            }
        }

        if (_offline.TryGetValue(register, out var waiting))
        {
            waiting.Add(sale);
        }
        else
        {
            Tell(sale, now);
        }

        return number;
    }

    /// <summary>Looks at what came back of an online order; what is good goes on the shelf.</summary>
    /// <param name="order">The order.</param>
    /// <param name="register">The till that took it back.</param>
    /// <param name="transaction">The transaction by which it did.</param>
    /// <param name="isGood">Whether the goods may be sold again.</param>
    /// <param name="now">The time.</param>
    public void Inspect(string order, string register, string transaction, bool isGood, DateTimeOffset now)
    {
        var back = _sales.First(sale => sale.Register == register && sale.Transaction == transaction)
            .Lines.Where(static line => line.Pieces < 0).ToList();
        _pushes.Add("trueup.return.inspected.v1", now, data =>
        {
            data.WriteString("order"u8, order);
            data.WriteString("rma"u8, $"{_rules.Store}/{register}/{transaction}");
            data.WriteString("location"u8, _rules.Store);
            data.WriteString("at"u8, now);
            data.WriteStartArray("lines"u8);
            foreach (var line in back)
            {
                data.WriteStartObject();
                data.WriteString("sku"u8, line.Sku);
                data.WriteNumber("quantity"u8, -line.Pieces);
                data.WriteString("disposition"u8, isGood ? "restock"u8 : "damaged"u8);
                data.WriteEndObject();
            }

            data.WriteEndArray();
        });
        foreach (var line in isGood ? back : [])
        {
            _stock[line.Sku] = OnShelf(line.Sku) - line.Pieces;
            TellLevel(line.Sku, now);
        }
    }

    /// <summary>Ends a day: the final transaction of the tills.</summary>
    public void CloseDay(DateOnly day, DateTimeOffset now) => _pushes.Add("trueup.day.closed.v1", now, data =>
    {
        var books = BooksOf(day);
        data.WriteString("store"u8, _rules.Store);
        data.WriteString("business_date"u8, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        data.WriteString("currency"u8, _rules.Currency);
        data.WriteNumber("transactions"u8, books.Transactions);
        data.WriteStartArray("taxes"u8);
        data.WriteStartObject();
        data.WriteString("tax_code"u8, _rules.TaxCode);
        data.WriteNumber("net"u8, books.Net);
        data.WriteNumber("tax"u8, books.Tax);
        data.WriteEndObject();
        data.WriteEndArray();
        data.WriteString("at"u8, now);
    });

    private void Tell(RungSale sale, DateTimeOffset now)
    {
        _pushes.Add("trueup.sale.completed.v1", now, data => Write(data, sale));
        foreach (var sku in sale.Lines.Select(static line => line.Sku).Distinct(StringComparer.Ordinal))
        {
            TellLevel(sku, now);
        }
    }

    private void TellLevel(string sku, DateTimeOffset now)
    {
        if (!_rules.CountsStock)
        {
            return;
        }

        _pushes.Add("trueup.stock.level.v1", now, data =>
        {
            data.WriteString("sku"u8, sku);
            data.WriteString("location"u8, _rules.Store);
            data.WriteNumber("quantity"u8, OnShelf(sku));
            data.WriteNumber("version"u8, ++_version);
            data.WriteString("as_of"u8, now);
        });
    }

    private void Write(Utf8JsonWriter data, RungSale sale)
    {
        var tax = sale.Lines.Sum(TaxOf);
        data.WriteString("store"u8, _rules.Store);
        data.WriteString("register"u8, sale.Register);
        data.WriteString("transaction"u8, sale.Transaction);
        data.WriteNumber("sequence"u8, sale.Sequence);
        data.WriteString(
            "business_date"u8, DayOf(sale.At).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        data.WriteString("at"u8, sale.At);
        data.WriteString("currency"u8, _rules.Currency);
        if (sale.Order is { } order)
        {
            data.WriteString("order"u8, order);
        }

        data.WriteStartArray("lines"u8);
        for (var place = 0; place < sale.Lines.Count; place++)
        {
            WriteLine(data, sale.Lines[place], place + 1);
        }

        data.WriteEndArray();
        data.WriteStartArray("tenders"u8);
        if (sale.Gross != 0m)
        {
            data.WriteStartObject();
            data.WriteString("type"u8, sale.Tender);
            data.WriteNumber("amount"u8, sale.Gross);
            data.WriteEndObject();
        }

        data.WriteEndArray();
        data.WriteStartObject("totals"u8);
        data.WriteNumber("net"u8, sale.Gross - tax);
        data.WriteNumber("tax"u8, tax);
        data.WriteNumber("gross"u8, sale.Gross);
        data.WriteEndObject();
    }

    private void WriteLine(Utf8JsonWriter data, RungLine line, int number)
    {
        data.WriteStartObject();
        data.WriteString("line"u8, number.ToString(CultureInfo.InvariantCulture));
        data.WriteString("sku"u8, line.Sku);
        data.WriteNumber("quantity"u8, line.Pieces);
        data.WriteNumber("unit_price"u8, line.Price);
        data.WriteNumber("discount"u8, 0m);
        data.WriteNumber("tax"u8, TaxOf(line));
        data.WriteString("tax_code"u8, _rules.TaxCode);
        if (line.SoldIn is { } source)
        {
            data.WriteStartObject("return_of"u8);
            data.WriteString("transaction"u8, source);
            data.WriteEndObject();
        }

        data.WriteEndObject();
    }

    private decimal TaxOf(RungLine line) => decimal.Round(
        line.Pieces * line.Price * _rules.TaxRate / (100m + _rules.TaxRate), 2, MidpointRounding.AwayFromZero);

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
