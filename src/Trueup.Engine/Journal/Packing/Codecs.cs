namespace Trueup.Engine.Journal.Packing;

/// <summary>The codecs of one hub: they share a pool of codes and their buffers, so they belong to one
/// thread.</summary>
public sealed class Codecs
{
    /// <summary>Makes the codecs around a fresh pool.</summary>
    public Codecs()
    {
        var pool = new CodePool();
        Decisions = new DecisionCodec(pool);
        Settlements = new SettlementCodec(pool);
        States = new StateCodec(pool);
    }

    /// <summary>Bodies of decisions.</summary>
    public DecisionCodec Decisions { get; }

    /// <summary>Bodies of settlements.</summary>
    public SettlementCodec Settlements { get; }

    /// <summary>Rows of the ledger.</summary>
    public StateCodec States { get; }
}
