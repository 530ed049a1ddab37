using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Trueup.Core.Values;

namespace Trueup.Engine.Lanes;

/// <summary>Writes the row of a SKU's resting stock: small numbers are short. In memory only; the ledger has a form of its
/// own.</summary>
internal sealed class RestingWriter
{
    private byte[] _bytes = new byte[256];
    private int _length;

    /// <summary>What is written since <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Begins a row.</summary>
    public void Begin() => _length = 0;

    /// <summary>One byte.</summary>
    public void Mark(int value) => Room(1)[_length++] = (byte)value;

    /// <summary>A whole number; small magnitudes of either sign are short.</summary>
    public void Whole(long value)
    {
        // Ten times seven bits hold any number.
        var room = Room(10);
        var bits = unchecked((ulong)((value << 1) ^ (value >> 63)));
        for (; bits > 0x7F; bits >>= 7)
        {
            room[_length++] = (byte)((bits & 0x7F) | 0x80);
        }

        room[_length++] = (byte)bits;
    }

    /// <summary>An amount of goods.</summary>
    public void Quantity(Quantity value) => Whole(Unsafe.BitCast<Quantity, long>(value));

    /// <summary>A moment and its zone.</summary>
    public void Time(DateTimeOffset value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)).AsSpan(_length), value.UtcTicks);
        _length += sizeof(long);
        Whole(value.TotalOffsetMinutes);
    }

    private byte[] Room(int bytes)
    {
        if (_bytes.Length - _length < bytes)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        return _bytes;
    }
}

/// <summary>Reads what <see cref="RestingWriter"/> wrote, in the same order.</summary>
internal ref struct RestingReader(ReadOnlySpan<byte> row)
{
    private readonly ReadOnlySpan<byte> _row = row;
    private int _at;

    /// <summary>One byte.</summary>
    public int Mark() => _row[_at++];

    /// <summary>A whole number.</summary>
    public long Whole()
    {
        var (bits, shift) = (0UL, 0);
        while (_row[_at] > 0x7F)
        {
            bits |= (ulong)(_row[_at++] & 0x7F) << shift;
            shift += 7;
        }

        bits |= (ulong)_row[_at++] << shift;
        return unchecked((long)(bits >> 1) ^ -(long)(bits & 1));
    }

    /// <summary>A number that was small when it was written.</summary>
    public int Number() => (int)Whole();

    /// <summary>An amount of goods.</summary>
    public Quantity Quantity() => Unsafe.BitCast<long, Quantity>(Whole());

    /// <summary>A moment and its zone.</summary>
    public DateTimeOffset Time()
    {
        var at = new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(_row[_at..]), TimeSpan.Zero);
        _at += sizeof(long);
        var minutes = Whole();
        return minutes == 0 ? at : at.ToOffset(TimeSpan.FromMinutes(minutes));
    }
}
