using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Engine.Intake;

/// <summary>
/// The short way through a stock level, the message that comes by the million: one pass over the bytes, nothing kept
/// but the fact. It reads plain, sound levels only and leaves everything else to the long way, which names what is
/// wrong.
/// </summary>
internal sealed class LevelScan
{
    private readonly TextCache _codes = new();

    private Sku? _sku;
    private string? _location;
    private string? _state;
    private Quantity? _quantity;
    private long? _version;
    private DateTimeOffset? _asOf;

    /// <summary>
    /// The level that a structured event reports; null when the event is of another type or in any way unusual.
    /// </summary>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public Fact.LevelReported? Read(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return null;
        }

        _sku = null;
        _location = _state = null;
        _quantity = null;
        _version = null;
        _asOf = null;
        var reader = new Utf8JsonReader(json);
        return ReadEvent(ref reader) && _sku is { } sku && _location is { } location && _quantity is { } quantity
            ? new Fact.LevelReported(sku, location, _state, quantity, _version, _asOf)
            : null;
    }

    private bool ReadEvent(ref Utf8JsonReader reader)
    {
        var isLevel = false;
        var hasData = false;
        Utf8JsonReader data = default;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped)
            {
                return false;
            }

            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                isLevel = reader.TokenType == JsonTokenType.String &&
                    reader.ValueSpan.SequenceEqual(NeutralTypes.StockLevelUtf8);
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                data = reader;
                hasData = true;
                reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }

        return isLevel && hasData && !reader.Read() && ReadData(ref data);
    }

    private bool ReadData(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped || !ReadField(ref reader))
            {
                return false;
            }
        }

        return true;
    }

    private bool ReadField(ref Utf8JsonReader reader)
    {
        var name = reader.ValueSpan;
        switch (name.Length)
        {
            case 3 when name.SequenceEqual("sku"u8):
                return ReadSku(ref reader);
            case 8 when name.SequenceEqual("location"u8):
                return ReadCode(ref reader, out _location);
            case 8 when name.SequenceEqual("quantity"u8):
                return ReadQuantity(ref reader);
            case 5 when name.SequenceEqual("state"u8):
                return ReadCode(ref reader, out _state);
            case 7 when name.SequenceEqual("version"u8):
                return ReadVersion(ref reader);
            case 5 when name.SequenceEqual("as_of"u8):
                return ReadAsOf(ref reader);
            default:
                reader.Skip();
                return true;
        }
    }

    private static bool ReadText(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped;

    private bool ReadSku(ref Utf8JsonReader reader)
    {
        _sku = ReadText(ref reader) && Sku.TryParse(Encoding.UTF8.GetString(reader.ValueSpan), out var sku)
            ? sku
            : null;
        return _sku is not null;
    }

    private bool ReadCode(ref Utf8JsonReader reader, out string? code)
    {
        code = ReadText(ref reader) ? _codes.Find(reader.ValueSpan) : null;
        return code is not null;
    }

    private bool ReadQuantity(ref Utf8JsonReader reader)
    {
        _quantity = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.Number)
        {
            return false;
        }

        // Whole pieces, nearly always: an integer is read several times faster than a decimal.
        var digits = reader.ValueSpan;
        if (digits.Length <= 9 && Utf8Parser.TryParse(digits, out int pieces, out var read) && read == digits.Length &&
            Quantity.TryOf(pieces, out var whole))
        {
            _quantity = whole;
        }
        else if (reader.TryGetDecimal(out var amount) && Quantity.TryOf(amount, out var broken))
        {
            _quantity = broken;
        }

        return _quantity is not null;
    }

    private bool ReadVersion(ref Utf8JsonReader reader)
    {
        _version = reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var version)
            ? version
            : null;
        return _version is not null;
    }

    private bool ReadAsOf(ref Utf8JsonReader reader)
    {
        _asOf = ReadText(ref reader) && Timestamp.NamesOffset(reader.ValueSpan) &&
            reader.TryGetDateTimeOffset(out var at)
            ? at.ToUniversalTime()
            : null;
        return _asOf is not null;
    }
}
