namespace Trueup.Core.Values;

/// <summary>What a quantity at a location may be used for. Only the states that the contract calls sellable count
/// towards
/// availability. The numbers are on disk: never change one.</summary>
public enum StockState
{
    /// <summary>On the shelf and free to sell.</summary>
    Available = 0,

    /// <summary>Received, waiting for a quality check.</summary>
    Inspection = 1,

    /// <summary>Not fit for sale.</summary>
    Damaged = 2,

    /// <summary>On its way to the location.</summary>
    InTransit = 3,

    /// <summary>Set apart until somebody decides.</summary>
    Quarantined = 4,
}
