using System.Diagnostics.CodeAnalysis;

namespace Trueup.Core.Values;

/// <summary>A place that holds stock, in the hub's own words, as named under <c>locations</c> in the
/// configuration.</summary>
public readonly record struct LocationCode : IParsable<LocationCode>
{
    /// <summary>The longest text accepted, in characters.</summary>
    public const int LengthMax = 64;

    private readonly string? _text;

    private LocationCode(string text) => _text = text;

    /// <summary>The characters.</summary>
    /// <exception cref="InvalidOperationException">This is an unassigned (<c>default</c>) value.</exception>
    public string Text => _text ?? throw new InvalidOperationException("An unassigned LocationCode was read.");

    /// <summary>Reads the text.</summary>
    /// <exception cref="FormatException">The text breaks a rule stated on the type.</exception>
    public static LocationCode Parse(string s) => Parse(s, provider: null);

    /// <inheritdoc/>
    public static LocationCode Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var result)
        ? result
        : throw new FormatException($"'{s}' is not a location: 1 to {LengthMax} characters without outer white space.");

    /// <summary>Reads the text; false when it is blank, padded, too long or holds control characters.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, out LocationCode result) =>
        TryParse(s, provider: null, out result);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out LocationCode result)
    {
        result = default;
        if (!CodeText.IsClean(s, LengthMax))
        {
            return false;
        }

        result = new LocationCode(s);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
