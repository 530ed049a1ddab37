using System.Globalization;
using System.Text;
using System.Text.Json;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http;

/// <summary>Gathers the rows of one page, value by value.</summary>
/// <remarks>A row whose SKU or location is no code names no position and is passed over, unless no row has one. A row whose
/// quantity or version cannot be read, or whose state is missing, spoils the page: leaving it out would make the position look empty,
/// and goods of which nobody says that they are good are not.</remarks>
internal sealed class StockRows
{
    /// <summary>The most codes kept for reuse; a remote has few locations and fewer states.</summary>
    private const int CodesMax = 64;

    private readonly StockFields _fields;
    private readonly List<ObservedRow> _rows = [];
    private readonly List<(byte[] Bytes, string Text)> _codes = [];

    private string? _sku;
    private string? _location;
    private string? _state;
    private Quantity? _quantity;
    private long? _version;
    private bool _isVersionBad;
    private int _listed;
    private bool _hasSku;
    private bool _hasLocation;
    private string? _fault;

    /// <summary>Makes ready for a page.</summary>
    public StockRows(StockFields fields) => _fields = fields;

    /// <summary>Starts a row.</summary>
    public void Begin()
    {
        _sku = null;
        _location = _fields.Location.Constant;
        _state = _fields.State?.Constant;
        _quantity = null;
        _version = null;
        _isVersionBad = false;
        _listed++;
    }

    /// <summary>Takes the value that the reader stands on.</summary>
    public void Take(StockSlot slot, ref Utf8JsonReader reader)
    {
        switch (slot)
        {
            case StockSlot.Quantity when reader.TokenType == JsonTokenType.Number:
                _quantity = reader.TryGetDecimal(out var amount) && Quantity.TryOf(amount, out var quantity)
                    ? quantity
                    : null;
                break;
            case StockSlot.Version when reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var version):
                _version = version;
                break;
            case StockSlot.Location when reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped:
                _location = CodeOf(reader.ValueSpan);
                break;
            case StockSlot.State when reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped:
                _state = CodeOf(reader.ValueSpan);
                break;
            default:
                Take(slot, TextOf(ref reader));
                reader.Skip();
                break;
        }
    }

    /// <summary>Takes a value as text; null for none.</summary>
    public void Take(StockSlot slot, string? text)
    {
        switch (slot)
        {
            case StockSlot.Sku:
                _sku = text;
                break;
            case StockSlot.Location:
                _location = text;
                break;
            case StockSlot.State:
                _state = text;
                break;
            case StockSlot.Quantity:
                _quantity = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) &&
                    Quantity.TryOf(amount, out var quantity) ? quantity : null;
                break;
            default:
                var isWhole = long.TryParse(
                    text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var version);
                _version = isWhole ? version : null;
                _isVersionBad = !isWhole && text is not null;
                break;
        }
    }

    /// <summary>Ends a row.</summary>
    public void End()
    {
        _hasSku |= _sku is not null;
        _hasLocation |= _location is not null;
        if (!Sku.TryParse(_sku, out var sku) || !RemoteCode.TryParse(_location, out _))
        {
            return;
        }

        var isStateMissing = _state is null && _fields.State is not null;
        if (_quantity is { } quantity && !_isVersionBad && !isStateMissing)
        {
            _rows.Add(new ObservedRow(sku, _location, _state, quantity, _version));
            return;
        }

        var what = _isVersionBad ? "version is no whole number" : isStateMissing ? "state is missing" : "quantity is no number";
        _fault ??= $"Row {_listed} of the page: the {what}.";
    }

    /// <summary>The page, complete.</summary>
    public StockPage ToPage(string? next)
    {
        if (_listed > 0 && !(_hasSku && _hasLocation))
        {
            _fault ??= $"No row of the page has a {(_hasSku ? "location" : "SKU")}.";
        }

        return new StockPage(_rows, _listed, string.IsNullOrEmpty(next) ? null : next, _fault);
    }

    private static string? TextOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => null,
    };

    private string CodeOf(ReadOnlySpan<byte> utf8)
    {
        foreach (var (bytes, known) in _codes)
        {
            if (utf8.SequenceEqual(bytes))
            {
                return known;
            }
        }

        var text = Encoding.UTF8.GetString(utf8);
        if (_codes.Count < CodesMax)
        {
            _codes.Add((utf8.ToArray(), text));
        }

        return text;
    }
}
