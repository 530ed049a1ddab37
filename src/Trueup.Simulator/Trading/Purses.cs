namespace Trueup.Simulator.Trading;

/// <summary>When shoppers pay where orders expire: in time, about when it is over, or never; and who was too late, by what the shops said then.</summary>
/// <param name="expiry">How long an order may wait.</param>
internal sealed class Purses(TimeSpan? expiry)
{
    private static readonly TimeSpan LateBy = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LateMax = TimeSpan.FromSeconds(100);

    private readonly Dictionary<string, bool> _paid = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dropped = new(StringComparer.Ordinal);

    /// <summary>How long a shopper takes; null for whoever never pays.</summary>
    public TimeSpan? Wait(Chance chance)
    {
        var limit = expiry!.Value;
        return chance.Below(10) switch
        {
            < 4 => chance.Between(TimeSpan.Zero, 0.6 * limit),
            < 7 => chance.Between(limit - LateBy, limit + LateMax),
            _ => null,
        };
    }

    /// <summary>The money of an order came.</summary>
    public void Pay(string order, bool isTooLate) => _paid.TryAdd(order, isTooLate);

    /// <summary>The shop's own staff cancelled an order.</summary>
    public void Drop(string order) => _dropped.Add(order);

    /// <summary>Whether an order was paid.</summary>
    public bool HasPaid(string order) => _paid.ContainsKey(order);

    /// <summary>Whether an order had been cancelled when it was paid.</summary>
    public bool WasTooLate(string order) => _paid.GetValueOrDefault(order);

    /// <summary>Whether it was the staff who cancelled an order.</summary>
    public bool IsDropped(string order) => _dropped.Contains(order);
}
