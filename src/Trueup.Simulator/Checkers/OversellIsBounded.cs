using System.Globalization;

namespace Trueup.Simulator.Checkers;

/// <summary>
/// What was sold that was not there, measured against what two systems cannot avoid. A shop learns of a sale elsewhere
/// at the earliest when the other shop was asked for its orders again, and of what the warehouse finds when its message
/// has travelled: for so long it must offer what is gone. Anything that stood longer while nothing failed was avoidable.
/// </summary>
public static class OversellIsBounded
{
    /// <summary>Pause between two readings of a shop's orders.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(30);

    /// <summary>Reading, deciding, writing, at the pace that the connections allow.</summary>
    private static readonly TimeSpan Travel = TimeSpan.FromSeconds(15);

    /// <summary>The theoretical window.</summary>
    public static TimeSpan Window => Poll + Travel;

    /// <summary>Checks a world at any time.</summary>
    public static IEnumerable<Violation> Check(World world)
    {
        ArgumentNullException.ThrowIfNull(world);
        return world.Watch.Oversales.Where(sale => sale.WasAvoidable)
            .Select(sale => new Violation("oversell", $"{sale.Shop}:{sale.Order}", string.Create(
                CultureInfo.InvariantCulture,
                $"{sale.Shop} sold {sale.Units:0} {sale.Sku} that were not there; it had offered them for {sale.Lag}, when {sale.Window} cannot be avoided")));
    }
}
