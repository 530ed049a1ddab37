using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Engine.Journal.Packing;

/// <summary>Takes one value of a body out of bytes.</summary>
/// <typeparam name="T">The kind of value.</typeparam>
public delegate T Take<out T>(PackReader pack);

/// <summary>
/// Reads what <see cref="PackWriter"/> wrote. Whatever the bytes are, reading ends in a value or in one kind of
/// exception (<c>InvalidDataException</c>) that says where the body is broken.
/// </summary>
public sealed class PackReader
{
    private readonly CodePool _codes;

    // The array itself: a million rows of forty bytes each are read byte by byte, and a memory's span is not free.
    private readonly byte[] _bytes;
    private readonly int _start;
    private readonly int _end;
    private int _at;
    private Sku? _lastSku;

    /// <summary>Stands before the first byte.</summary>
    /// <param name="body">The body, which must not change meanwhile.</param>
    /// <param name="codes">Shares the codes that many bodies repeat.</param>
    public PackReader(ReadOnlyMemory<byte> body, CodePool codes)
    {
        _codes = codes;
        var part = MemoryMarshal.TryGetArray(body, out var lent) ? lent : new ArraySegment<byte>(body.ToArray());
        _bytes = part.Array ?? [];
        _start = _at = part.Offset;
        _end = part.Offset + part.Count;
    }

    /// <summary>Checks the body's first byte: a version of the format that this reader knows.</summary>
    public PackReader Begin() =>
        Byte() is PackWriter.Format ? this : throw Broken("its format is of a version not known here");

    /// <summary>One byte: a tag or a format version.</summary>
    public byte Byte() => _at < _end ? _bytes[_at++] : throw Broken("it ends where one more byte should be");

    /// <summary>A member of an enumeration.</summary>
    public T Choice<T>()
        where T : struct, Enum
    {
        int number = Byte();
        var value = Unsafe.BitCast<int, T>(number);
        return Enum.IsDefined(value) ? value : throw Broken($"{number} is no {typeof(T).Name}");
    }

    /// <summary>Yes or no.</summary>
    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw Broken($"{other} is neither yes nor no"),
    };

    /// <summary>A length or number of items, each of which takes a byte or more of what is left.</summary>
    public int Count()
    {
        var count = Bits();
        return count <= (ulong)(_end - _at) ? (int)count : throw Broken($"{count} items do not fit the rest");
    }

    /// <summary>A whole number.</summary>
    public long Whole()
    {
        var bits = Bits();
        return unchecked((long)(bits >> 1) ^ -(long)(bits & 1));
    }

    /// <summary>A whole number that is known to be small.</summary>
    public int Number()
    {
        var number = Whole();
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : throw Broken($"{number} is too large");
    }

    /// <summary>A decimal with its scale.</summary>
    public decimal Amount()
    {
        var head = Byte();
        var scale = (byte)(head & 0x1F);
        if (scale > 28)
        {
            throw Broken($"a decimal has {scale} places");
        }

        if ((head & PackWriter.WideDecimal) != 0)
        {
            var parts = Next(3 * sizeof(int));
            return new decimal(
                BinaryPrimitives.ReadInt32LittleEndian(parts),
                BinaryPrimitives.ReadInt32LittleEndian(parts[sizeof(int)..]),
                BinaryPrimitives.ReadInt32LittleEndian(parts[(2 * sizeof(int))..]),
                (head & PackWriter.NegativeDecimal) != 0,
                scale);
        }

        var mantissa = Whole();
        if (head != scale || mantissa == long.MinValue)
        {
            throw Broken("a decimal is malformed");
        }

        var magnitude = Math.Abs(mantissa);
        return new decimal(
            unchecked((int)magnitude), unchecked((int)(magnitude >> 32)), 0, isNegative: mantissa < 0, scale);
    }

    /// <summary>
    /// An amount of goods. A sum may lie beyond what one storefront stores; it was ours, so it is read back.
    /// </summary>
    public Quantity Quantity()
    {
        // A few pieces, whole: what nearly every quantity is, read without a decimal in between.
        if (_end - _at > 1 && _bytes[_at] == 0 && _bytes[_at + 1] < 0x80)
        {
            var bits = _bytes[_at + 1];
            _at += 2;
            return (bits & 1) == 0 ? bits >> 1 : -(bits >> 1) - 1;
        }

        if (_end - _at > 2 && _bytes[_at] == 0 && _bytes[_at + 2] < 0x80)
        {
            var bits = (_bytes[_at + 1] & 0x7F) | (_bytes[_at + 2] << 7);
            _at += 3;
            return (bits & 1) == 0 ? bits >> 1 : -(bits >> 1) - 1;
        }

        var value = Amount();
        _ = Core.Values.Quantity.TryOf(value, out var quantity);
        return quantity.Value == value ? quantity : throw Broken($"{value} has too many places for a quantity");
    }

    /// <summary>A moment, UTC.</summary>
    public DateTimeOffset Time()
    {
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(Next(sizeof(long)));
        return ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw Broken($"{ticks} is no moment");
    }

    /// <summary>A text.</summary>
    public string Text() => Encoding.UTF8.GetString(Utf8Bytes());

    /// <summary>A text that many bodies repeat, as one shared string.</summary>
    public string Code() => _codes.TextOf(Utf8Bytes());

    /// <summary>A text, or none.</summary>
    public string? OptionalText() => Flag() ? Text() : null;

    /// <summary>A SKU.</summary>
    public Sku Sku()
    {
        var text = Text();
        if (text.Length == 0)
        {
            return _lastSku ?? throw Broken("a SKU repeats one that was never given");
        }

        _lastSku = Core.Values.Sku.TryParse(text, out var sku) ? sku : throw Broken("a text is no SKU");
        return sku;
    }

    /// <summary>A location.</summary>
    public LocationCode Location() =>
        _codes.Find(Next(Count()))?.Location ?? throw Broken("a text is no location");

    /// <summary>A connection.</summary>
    public ConnectionName Connection() =>
        _codes.Find(Next(Count()))?.Connection ?? throw Broken("a text is no connection");

    /// <summary>A code in a remote's own words.</summary>
    public RemoteCode Source() =>
        _codes.Find(Next(Count()))?.Source ?? throw Broken("a text is no remote code");

    /// <summary>An order.</summary>
    public OrderId Order() => OrderId.TryParse(Text(), out var order) ? order : throw Broken("a text is no order id");

    /// <summary>A place in the journal.</summary>
    public JournalPosition Position() => new(Whole());

    /// <summary>A value, or none.</summary>
    public T? Optional<T>(Take<T> take)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(take);
        return Flag() ? take(this) : null;
    }

    /// <summary>A whole number, or none.</summary>
    public long? OptionalWhole() => Optional(static pack => pack.Whole());

    /// <summary>A small whole number, or none.</summary>
    public int? OptionalNumber() => Optional(static pack => pack.Number());

    /// <summary>An amount of goods, or none.</summary>
    public Quantity? OptionalQuantity() => Optional(static pack => pack.Quantity());

    /// <summary>A connection, or none.</summary>
    public ConnectionName? OptionalConnection() => Optional(static pack => pack.Connection());

    /// <summary>A record, or none.</summary>
    public T? OptionalRecord<T>(Take<T> take)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(take);
        return Flag() ? take(this) : null;
    }

    /// <summary>A list.</summary>
    public Items<T> List<T>(Take<T> take)
    {
        ArgumentNullException.ThrowIfNull(take);
        var count = Count();
        if (count <= 1)
        {
            return count == 0 ? [] : [take(this)];
        }

        var items = new T[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = take(this);
        }

        return Items.Of<T>(items);
    }

    /// <summary>Passes over a byte if it is the next one; false, and nothing is read, if it is not.</summary>
    public bool Skip(byte mark)
    {
        if (_at == _end || _bytes[_at] != mark)
        {
            return false;
        }

        _at++;
        return true;
    }

    /// <summary>Makes sure that the body holds nothing more.</summary>
    public T End<T>(T value) => _at == _end ? value : throw Broken($"{_end - _at} bytes follow its end");

    /// <summary>What to throw for a body that was not written by any version of <see cref="PackWriter"/>.</summary>
    /// <param name="why">What is wrong, as the end of a sentence.</param>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "Only the exception is from System.IO.")]
    internal InvalidDataException Broken(string why) =>
        new($"A packed body of {_end - _start} bytes is broken at byte {_at - _start}: {why}.");

    private ReadOnlySpan<byte> Utf8Bytes()
    {
        var bytes = Next(Count());
        return Utf8.IsValid(bytes) ? bytes : throw Broken("a text is not UTF-8");
    }

    private ulong Bits()
    {
        if (_at < _end && _bytes[_at] < 0x80)
        {
            return _bytes[_at++];
        }

        var value = 0ul;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var one = Byte();
            value |= (ulong)(one & 0x7F) << shift;
            if (one < 0x80)
            {
                // The tenth byte has room for one bit only.
                return shift < 63 || one <= 1 ? value : throw Broken("a number is too long");
            }
        }

        throw Broken("a number has no end");
    }

    private ReadOnlySpan<byte> Next(int bytes)
    {
        if (bytes > _end - _at)
        {
            throw Broken($"it ends where {bytes} more bytes should be");
        }

        var next = _bytes.AsSpan(_at, bytes);
        _at += bytes;
        return next;
    }
}
