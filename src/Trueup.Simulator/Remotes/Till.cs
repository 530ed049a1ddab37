using Trueup.Connectors.Http.Twin;
using Trueup.Connectors.Http.Twin.Till;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Simulator.Remotes;

/// <summary>A till that tells of every sale, of what is left, and of the end of each day, by itself.</summary>
public sealed class Till : IStoreTill
{
    /// <summary>The token that the till's deliveries carry.</summary>
    public const string Token = "simulated-till";

    /// <summary>What one piece of anything costs over the counter, tax included.</summary>
    public const decimal Price = 12.00m;

    private const string Register = "1";

    private readonly SortedSet<string> _skus = new(StringComparer.Ordinal);
    private readonly HashSet<DateOnly> _closed = [];
    private readonly HashSet<string> _undone = new(StringComparer.Ordinal);

    /// <summary>The till's own books.</summary>
    public TillTwin Books { get; } = new(new TillRules(Estate.TillCode, "GBP")
    {
        PushTarget = "/in/till",
        Proof = new PushProof.Bearer(Token),
    });

    /// <inheritdoc/>
    public IEnumerable<string> Skus => _skus;

    /// <summary>The days that were ended.</summary>
    public IReadOnlyCollection<DateOnly> Closed => _closed;

    /// <inheritdoc/>
    public decimal OnHand(string sku) => Books.OnShelf(sku);

    /// <inheritdoc/>
    public void Receive(string sku, decimal quantity, DateTimeOffset now)
    {
        _skus.Add(sku);
        Books.Count(sku, OnHand(sku) + quantity, now);
    }

    /// <inheritdoc/>
    public void Report(string sku, DateTimeOffset now) => Books.Count(sku, OnHand(sku), now);

    /// <inheritdoc/>
    public decimal Sell(string sku, decimal quantity, DateTimeOffset now)
    {
        var units = Math.Min(quantity, OnHand(sku));
        if (units > 0)
        {
            Books.Ring(Register, [new RungLine(sku, (int)units, Price)], now);
        }

        return Math.Max(0, units);
    }

    /// <inheritdoc/>
    public string? TakeBack(DateTimeOffset now)
    {
        var sold = Books.Sales.LastOrDefault(sale => sale.Gross > 0 && !_undone.Contains(sale.Transaction));
        if (sold is null)
        {
            return null;
        }

        _undone.Add(sold.Transaction);
        Books.Ring(Register, [new RungLine(sold.Lines[0].Sku, -1, Price) { SoldIn = sold.Transaction }], now);
        return sold.Lines[0].Sku;
    }

    /// <inheritdoc/>
    public void GoOffline() => Books.GoOffline(Register);

    /// <inheritdoc/>
    public void GoOnline(DateTimeOffset now) => Books.GoOnline(Register, now);

    /// <inheritdoc/>
    public void CloseDays(DateTimeOffset until, DateTimeOffset now)
    {
        foreach (var day in Books.Days.Where(day => day < DateOnly.FromDateTime(until.UtcDateTime) && _closed.Add(day)).ToList())
        {
            Books.CloseDay(day, now);
        }
    }

    /// <inheritdoc/>
    public Items<WireRequest> TakePushes(DateTimeOffset now) => Books.TakePushes(now);
}
