using Trueup.Core.Cases;

namespace Trueup.Engine.Cases;

/// <summary>What of a case everybody asks for: 64 bytes without a reference, so that a million of them are read in a few
/// milliseconds, and the garbage collector has nothing to follow.</summary>
internal struct CaseSlot
{
    /// <summary>In <see cref="SkuBytes"/> and <see cref="OrderBytes"/>: there is none.</summary>
    public const int None = -1;

    public ulong Id;
    public long OpenedAt;
    public long LastAt;
    public long Stake;
    public int Cell;
    public int Assignee;
    public uint KeyAt;
    public int SkuBytes;
    public int OrderBytes;
    public int WordsAt;
    public int WordsBytes;
    public bool Waits;
    public bool IsSnoozed;
    public bool IsGone;
    private byte _state;

    /// <summary>Where the case stands.</summary>
    public CaseState State
    {
        readonly get => (CaseState)_state;
        set => _state = (byte)value;
    }

    /// <summary>Whether it is open.</summary>
    public readonly bool IsOpen => _state == (byte)CaseState.Open && !IsGone;
}
