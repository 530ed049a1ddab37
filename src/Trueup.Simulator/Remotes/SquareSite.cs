using Trueup.Connectors.Square.Twin;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Simulator.Network;

namespace Trueup.Simulator.Remotes;

/// <summary>A store whose till is Square's: it counts by itself, and the hub reads what it rang up. Its webhooks only hint, and some are
/// lost for good, as Square's are after a day of attempts.</summary>
/// <param name="Twin">The account.</param>
/// <param name="Wire">The way from the hub to it.</param>
/// <param name="Chance">Decides which webhooks are lost.</param>
public sealed record SquareSite(SquareTwin Twin, FaultyWire Wire, Chance Chance) : IStoreTill
{
    /// <summary>Where Square sends its webhooks, as it knows the hub.</summary>
    public const string NotificationUrl = "https://hub.example/in/till";

    /// <summary>What Square signs its webhooks with.</summary>
    public const string SignatureKey = "a key that Square has given out";

    private const long Price = 1_200;
    private const long Tax = 200;
    private const double Loss = 0.1;

    private readonly SortedDictionary<string, string> _variations = new(StringComparer.Ordinal);
    private readonly List<(string Sku, int Units)> _unsent = [];
    private readonly List<(string Order, string Sku)> _sold = [];
    private bool _isOffline;

    /// <inheritdoc/>
    public IEnumerable<string> Skus => _variations.Keys;

    /// <inheritdoc/>
    public decimal OnHand(string sku) => _variations.TryGetValue(sku, out var variation)
        ? Twin.InStock(variation, Estate.TillCode) - _unsent.Where(sale => sale.Sku == sku).Sum(sale => sale.Units)
        : 0;

    /// <inheritdoc/>
    public void Receive(string sku, decimal quantity, DateTimeOffset now)
    {
        if (!_variations.TryGetValue(sku, out var variation))
        {
            _variations[sku] = variation = $"V-{sku}";
            Twin.AddVariation(variation, sku);
        }

        Twin.Count(variation, Estate.TillCode, Twin.InStock(variation, Estate.TillCode) + quantity, There(now), There(now));
    }

    /// <inheritdoc/>
    public void Report(string sku, DateTimeOffset now)
    {
        // Its counts are there to be read.
    }

    /// <inheritdoc/>
    public decimal Sell(string sku, decimal quantity, DateTimeOffset now)
    {
        var units = (int)Math.Max(0, Math.Min(quantity, OnHand(sku)));
        if (units > 0 && _isOffline)
        {
            _unsent.Add((sku, units));
        }
        else if (units > 0)
        {
            _sold.Add((Twin.Ring(Estate.TillCode, [new TillSaleLine(_variations[sku], units, Price, Tax)], There(now), There(now)), sku));
        }

        return units;
    }

    /// <inheritdoc/>
    public string? TakeBack(DateTimeOffset now)
    {
        if (_sold.Count == 0 || _isOffline)
        {
            return null;
        }

        var (order, sku) = _sold[^1];
        _sold.RemoveAt(_sold.Count - 1);
        Twin.Ring(Estate.TillCode, [new TillSaleLine(_variations[sku], -1, Price, Tax) { SoldIn = order, SoldAs = "L1" }], There(now), There(now));
        return sku;
    }

    /// <inheritdoc/>
    public void GoOffline() => _isOffline = true;

    /// <inheritdoc/>
    public void GoOnline(DateTimeOffset now)
    {
        _isOffline = false;
        foreach (var (sku, units) in _unsent)
        {
            Twin.Ring(Estate.TillCode, [new TillSaleLine(_variations[sku], units, Price, Tax)], There(now), There(now));
        }

        _unsent.Clear();
    }

    /// <inheritdoc/>
    public void CloseDays(DateTimeOffset until, DateTimeOffset now)
    {
        // Square tells of no end of a day: the hub reads it.
    }

    /// <inheritdoc/>
    public Items<WireRequest> TakePushes(DateTimeOffset now) => Twin.TakePushes(There(now)).Where(_ => !Chance.Happens(Loss)).ToItems();

    /// <summary>What its clock shows at a moment.</summary>
    private DateTimeOffset There(DateTimeOffset now) => now + Wire.Skew;
}
