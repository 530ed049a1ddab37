using System.Runtime.InteropServices;
using Trueup.Core.Entries;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Engine.Lanes;

/// <summary>A figure, and the number of the location whose shelf it is on, in 48 bytes: an optional value costs a bit, not
/// eight bytes.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct RestingLevel
{
    private readonly byte _state;
    private readonly bool _hasVersion;
    private readonly short _offsetMinutes;
    private readonly Quantity _quantity;
    private readonly long _version;
    private readonly long _asOf;
    private readonly JournalPosition _message;
    private readonly JournalPosition _emptiedBy;

    private RestingLevel(int location, in Level level)
    {
        Location = location;
        _state = checked((byte)level.State);
        _hasVersion = level.Version is not null;
        _offsetMinutes = (short)level.AsOf.TotalOffsetMinutes;
        _quantity = level.Quantity;
        _version = level.Version.GetValueOrDefault();
        _asOf = level.AsOf.UtcTicks;
        _message = level.Message;
        _emptiedBy = level.EmptiedBy;
    }

    /// <summary>The number of the location.</summary>
    public int Location { get; }

    /// <summary>The figure.</summary>
    public Level Level => new(
        (StockState)_state,
        _quantity,
        _hasVersion ? _version : null,
        new DateTimeOffset(_asOf, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(_offsetMinutes)),
        _message)
    {
        EmptiedBy = _emptiedBy,
    };

    /// <summary>Lays a figure down.</summary>
    public static RestingLevel Of(int location, in Level level) => new(location, level);
}

/// <summary>A slot, codes as numbers, in 48 bytes.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct RestingSlot
{
    /// <summary>In the place of the code of a problem: nothing keeps it from being written.</summary>
    public const int Free = -1;

    private readonly short _connection;
    private readonly short _blocked;
    private readonly Marks _marks;
    private readonly Quantity _desired;
    private readonly Quantity _written;
    private readonly Quantity _observed;
    private readonly JournalPosition _desiredMessage;

    private RestingSlot(in Slot slot, int connection, int source, int location, int blocked)
    {
        _connection = checked((short)connection);
        _blocked = checked((short)blocked);
        Source = source;
        Location = location;
        _marks = Mark(slot.Desired, Marks.Desired) | Mark(slot.Written, Marks.Written) | Mark(slot.Observed, Marks.Observed) |
                 (slot.IsHalfDone ? Marks.HalfDone : Marks.None);
        _desired = slot.Desired.GetValueOrDefault();
        _written = slot.Written.GetValueOrDefault();
        _observed = slot.Observed.GetValueOrDefault();
        _desiredMessage = slot.DesiredMessage;
    }

    [Flags]
    private enum Marks : byte
    {
        None = 0,
        Desired = 1,
        Written = 2,
        Observed = 4,
        HalfDone = 8,
    }

    /// <summary>The number of the connection.</summary>
    public int Connection => _connection;

    /// <summary>The number of the source's code.</summary>
    public int Source { get; }

    /// <summary>The number of the location.</summary>
    public int Location { get; }

    /// <summary>The number of the code of the problem that keeps it from being written.</summary>
    public int Blocked => _blocked;

    /// <summary>Lays a slot down.</summary>
    public static RestingSlot Of(in Slot slot, int connection, int source, int location, int blocked) =>
        new(slot, connection, source, location, blocked);

    /// <summary>The slot with what lies here, given what the numbers stand for.</summary>
    public Slot Complete(in Slot named) => named with
    {
        Desired = Has(Marks.Desired) ? _desired : null,
        DesiredMessage = _desiredMessage,
        Written = Has(Marks.Written) ? _written : null,
        Observed = Has(Marks.Observed) ? _observed : null,
        IsHalfDone = Has(Marks.HalfDone),
    };

    private static Marks Mark(Quantity? quantity, Marks mark) => quantity is null ? Marks.None : mark;

    private bool Has(Marks mark) => (_marks & mark) != Marks.None;
}
