namespace Trueup.Connectors.Http.Twin.Warehouse;

/// <summary>How one warehouse system is set up.</summary>
/// <param name="Token">The bearer token that callers must send.</param>
public sealed record WarehouseRules(string Token)
{
    /// <summary>What reported quantities exclude. Default: dispatched goods only.</summary>
    public WarehouseBasis Basis { get; init; } = WarehouseBasis.OnHand;

    /// <summary>Where events are pushed to, relative to the subscriber. Default <c>/in/wms</c>.</summary>
    public string PushTarget { get; init; } = "/in/wms";

    /// <summary>How pushes prove where they come from. Default: not at all.</summary>
    public PushProof Proof { get; init; } = new PushProof.None();

    /// <summary>
    /// Whether a second order with the same external id is taken as a new order; a careless system does. Default:
    /// refused.
    /// </summary>
    public bool TakesDuplicates { get; init; }

    /// <summary>
    /// Whether an order with lines that make no sense is taken without them; they are named in the answer. Default: it
    /// is
    /// refused as a whole.
    /// </summary>
    public bool TakesPartly { get; init; }

    /// <summary>Whether a packed order can neither be cancelled nor corrected any more. Default false.</summary>
    public bool LocksPacked { get; init; }

    /// <summary>Whether states are told in the neutral words of CONTRACT §3 rather than in its own. Default false.</summary>
    public bool UsesNeutralWords { get; init; }

    /// <summary>Whether its cancellations say of each line at which of its places it is given up. Default true.</summary>
    public bool NamesPlaces { get; init; } = true;

    /// <summary>What the numbers of its shipments, and so of their parcels, begin with. Default <c>S</c>.</summary>
    public string ShipmentSeries { get; init; } = "S";

    /// <summary>The most lines of one order. Default 2,000.</summary>
    public int LinesMax { get; init; } = 2_000;

    /// <summary>The largest page of stock, in rows. Default 1,000.</summary>
    public int PageSizeMax { get; init; } = 1_000;

    /// <summary>What a state is called when it is told.</summary>
    internal string WordOf(string status) => !UsesNeutralWords ? status : status switch
    {
        WarehouseStatus.Ok => "available",
        WarehouseStatus.Inspection => "inspection",
        WarehouseStatus.Damaged => "damaged",
        WarehouseStatus.InTransit => "in-transit",
        _ => status,
    };
}

/// <summary>What a warehouse's reported quantity excludes.</summary>
public enum WarehouseBasis
{
    /// <summary>Falls when goods are dispatched.</summary>
    OnHand,

    /// <summary>Falls when goods are allocated to an order.</summary>
    Available,
}
