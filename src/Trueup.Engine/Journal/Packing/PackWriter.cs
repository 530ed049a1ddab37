using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Engine.Journal.Packing;

/// <summary>Puts one value of a body into bytes; returns the writer so that values can be put in one chain.</summary>
/// <typeparam name="T">The kind of value.</typeparam>
public delegate PackWriter Put<in T>(PackWriter pack, T value);

/// <summary>
/// Writes values into a growing buffer, each in the form that the method of the same name of <see cref="PackReader"/>
/// reads. Reusable: <see cref="Begin"/> starts the next body in the same buffer. Not for use from two threads.
/// </summary>
public sealed class PackWriter
{
    /// <summary>
    /// The version of the format, raised when a value's form changes; readers keep reading every version.
    /// </summary>
    public const byte Format = 1;

    /// <summary>In a decimal's first byte: the mantissa needs all 96 bits and follows as twelve bytes.</summary>
    internal const int WideDecimal = 0x40;

    /// <summary>In a wide decimal's first byte: the value is negative.</summary>
    internal const int NegativeDecimal = 0x80;

    private byte[] _bytes = new byte[512];
    private int _length;
    private Sku? _lastSku;

    /// <summary>Forgets everything written and starts a body: its first byte is the version of the format.</summary>
    public PackWriter Begin()
    {
        _length = 0;
        _lastSku = null;
        return Byte(Format);
    }

    /// <summary>A copy of the body as written since the last <see cref="Begin"/>.</summary>
    public ReadOnlyMemory<byte> ToBody() => _bytes.AsSpan(0, _length).ToArray();

    /// <summary>One byte: a tag or a format version.</summary>
    public PackWriter Byte(byte value)
    {
        Room(1)[0] = value;
        _length++;
        return this;
    }

    /// <summary>A member of an enumeration whose numbers, 0 to 255, are on disk.</summary>
    public PackWriter Choice<T>(T value)
        where T : struct, Enum => Byte((byte)Unsafe.BitCast<T, int>(value));

    /// <summary>Yes or no.</summary>
    public PackWriter Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>A non-negative number, seven bits a byte, the lowest first.</summary>
    public PackWriter Count(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return Bits((ulong)value);
    }

    /// <summary>A whole number; small magnitudes of either sign are short.</summary>
    public PackWriter Whole(long value) => Bits(unchecked((ulong)((value << 1) ^ (value >> 63))));

    /// <summary>A decimal with its scale, so that 12.50 stays 12.50.</summary>
    public PackWriter Amount(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        _ = decimal.GetBits(value, parts);
        var scale = value.Scale;
        if (parts[2] == 0 && parts[1] >= 0)
        {
            var mantissa = ((long)parts[1] << 32) | unchecked((uint)parts[0]);
            return Byte(scale).Whole(value < 0m ? -mantissa : mantissa);
        }

        Byte((byte)(scale | WideDecimal | (value < 0m ? NegativeDecimal : 0)));
        foreach (var part in parts[..3])
        {
            BinaryPrimitives.WriteInt32LittleEndian(Room(sizeof(int)), part);
            _length += sizeof(int);
        }

        return this;
    }

    /// <summary>An amount of goods.</summary>
    public PackWriter Quantity(Quantity value) => Amount(value.Value);

    /// <summary>A moment, as its UTC ticks in eight bytes.</summary>
    public PackWriter Time(DateTimeOffset value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value.UtcTicks);
        _length += sizeof(long);
        return this;
    }

    /// <summary>
    /// A text as UTF-8 after its length in bytes. Half a surrogate pair, which a cut text may end in, becomes U+FFFD.
    /// </summary>
    public PackWriter Text(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var bytes = Encoding.UTF8.GetByteCount(value);
        Count(bytes);
        _length += Encoding.UTF8.GetBytes(value, Room(bytes));
        return this;
    }

    /// <summary>A text, or none.</summary>
    public PackWriter OptionalText(string? value) => value is null ? Flag(value: false) : Flag(value: true).Text(value);

    /// <summary>
    /// A SKU; nothing but a zero where it is the same as the one before, as most are within a decision.
    /// </summary>
    public PackWriter Sku(Sku value)
    {
        if (_lastSku == value)
        {
            return Count(0);
        }

        _lastSku = value;
        return Text(value.Text);
    }

    /// <summary>A location.</summary>
    public PackWriter Location(LocationCode value) => Text(value.Text);

    /// <summary>A connection.</summary>
    public PackWriter Connection(ConnectionName value) => Text(value.Text);

    /// <summary>A code in a remote's own words.</summary>
    public PackWriter Source(RemoteCode value) => Text(value.Text);

    /// <summary>An order.</summary>
    public PackWriter Order(OrderId value) => Text(value.Text);

    /// <summary>A place in the journal.</summary>
    public PackWriter Position(JournalPosition value) => Whole(value.Value);

    /// <summary>A value, or none.</summary>
    public PackWriter Optional<T>(T? value, Put<T> put)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(put);
        return value is { } known ? put(Flag(value: true), known) : Flag(value: false);
    }

    /// <summary>A whole number, or none.</summary>
    public PackWriter OptionalWhole(long? value) => Optional(value, static (pack, known) => pack.Whole(known));

    /// <summary>An amount of goods, or none.</summary>
    public PackWriter OptionalQuantity(Quantity? value) =>
        Optional(value, static (pack, known) => pack.Quantity(known));

    /// <summary>A connection, or none.</summary>
    public PackWriter OptionalConnection(ConnectionName? value) =>
        Optional(value, static (pack, known) => pack.Connection(known));

    /// <summary>A record, or none.</summary>
    public PackWriter OptionalRecord<T>(T? value, Put<T> put)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(put);
        return value is null ? Flag(value: false) : put(Flag(value: true), value);
    }

    /// <summary>A list: the number of items, then each.</summary>
    public PackWriter List<T>(Items<T> items, Put<T> put)
    {
        ArgumentNullException.ThrowIfNull(put);
        Count(items.Count);
        foreach (var item in items)
        {
            put(this, item);
        }

        return this;
    }

    private PackWriter Bits(ulong value)
    {
        // Ten times seven bits hold any number.
        var room = Room(10);
        var used = 0;
        for (; value > 0x7F; value >>= 7)
        {
            room[used++] = (byte)((value & 0x7F) | 0x80);
        }

        room[used] = (byte)value;
        _length += used + 1;
        return this;
    }

    private Span<byte> Room(int bytes)
    {
        if (_bytes.Length - _length < bytes)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes));
        }

        return _bytes.AsSpan(_length);
    }
}
