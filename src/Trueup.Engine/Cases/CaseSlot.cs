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

/// <summary>The bounds of the figures of so many slots beside one another: a page of cases is found without looking at most of
/// them. A bound may be wider than need be, never narrower.</summary>
/// <param name="OpenedFrom">None was opened before.</param>
/// <param name="LastTo">None was met after.</param>
/// <param name="StakeTo">None touches more.</param>
/// <param name="SeverityTo">None is graver.</param>
/// <param name="IdFrom">None has a lower id.</param>
internal readonly record struct CaseZone(long OpenedFrom, long LastTo, long StakeTo, Severity SeverityTo, ulong IdFrom)
{
    /// <summary>Slots of a zone.</summary>
    public const int Size = 512;

    /// <summary>A zone without slots.</summary>
    public static CaseZone Empty { get; } = new(long.MaxValue, long.MinValue, 0, Severity.Notice, ulong.MaxValue);

    /// <summary>The zone with one more slot, or with what it is now.</summary>
    public CaseZone With(in CaseSlot slot, Severity severity) => new(
        Math.Min(OpenedFrom, slot.OpenedAt), Math.Max(LastTo, slot.LastAt), Math.Max(StakeTo, slot.Stake),
        severity > SeverityTo ? severity : SeverityTo, Math.Min(IdFrom, slot.Id));
}
