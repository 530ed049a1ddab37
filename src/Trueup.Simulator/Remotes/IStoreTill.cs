using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Simulator.Remotes;

/// <summary>The till of a store with a shelf of its own, of whatever make.</summary>
public interface IStoreTill
{
    /// <summary>What the till knows of.</summary>
    IEnumerable<string> Skus { get; }

    /// <summary>What lies on the shelf.</summary>
    decimal OnHand(string sku);

    /// <summary>Puts goods on the shelf, and says so.</summary>
    void Receive(string sku, decimal quantity, DateTimeOffset now);

    /// <summary>Says again what is on the shelf.</summary>
    void Report(string sku, DateTimeOffset now);

    /// <summary>Sells over the counter, as far as there is something.</summary>
    /// <returns>Units sold.</returns>
    decimal Sell(string sku, decimal quantity, DateTimeOffset now);

    /// <summary>Takes one piece back of something that was sold over the counter; what it is, or null for nothing.</summary>
    string? TakeBack(DateTimeOffset now);

    /// <summary>Loses the line, and goes on selling.</summary>
    void GoOffline();

    /// <summary>Has the line again, and tells of what was sold meanwhile.</summary>
    void GoOnline(DateTimeOffset now);

    /// <summary>Ends every day before a moment that has not been ended yet.</summary>
    void CloseDays(DateTimeOffset until, DateTimeOffset now);

    /// <summary>Takes what is to be told, oldest first.</summary>
    Items<WireRequest> TakePushes(DateTimeOffset now);
}
