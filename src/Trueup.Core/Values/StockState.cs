namespace Trueup.Core.Values;

/// <summary>What a quantity at a location may be used for. Only the states that the contract calls sellable count towards
/// availability.</summary>
public enum StockState
{
    /// <summary>On the shelf and free to sell.</summary>
    Available,

    /// <summary>Received, waiting for a quality check.</summary>
    Inspection,

    /// <summary>Not fit for sale.</summary>
    Damaged,

    /// <summary>On its way to the location.</summary>
    InTransit,

    /// <summary>Set apart until somebody decides.</summary>
    Quarantined,
}
