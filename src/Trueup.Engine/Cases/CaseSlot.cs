using Trueup.Core.Cases;

namespace Trueup.Engine.Cases;

/// <summary>What is kept in memory of a case besides its words: about a hundred bytes, so that a million are no
/// trouble.</summary>
internal struct CaseSlot
{
    public ulong Id;
    public long OpenedAt;
    public long LastAt;
    public long SnoozedUntil;
    public long First;
    public long Last;
    public long Stake;
    public byte[] Words;
    public int Met;
    public int Cell;
    public int Chunk;
    public int Offset;
    public int Length;
    public int Assignee;
    public int Orders;
    public CaseState State;
    public bool Waits;
    public bool IsGone;
}

/// <summary>The levels of lineage that many cases share, with their code; the place of a case among its like.</summary>
/// <param name="Code">The kind of problem.</param>
/// <param name="Connection">The connection; null for none.</param>
/// <param name="Storefront">The storefront; null for none.</param>
/// <param name="Location">The location; null for none.</param>
public sealed record CaseCell(CaseCode Code, string? Connection, string? Storefront, string? Location);
