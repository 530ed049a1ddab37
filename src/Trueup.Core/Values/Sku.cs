using System.Diagnostics.CodeAnalysis;

namespace Trueup.Core.Values;

/// <summary>
/// A stock-keeping unit exactly as its owner writes it: 1 to 64 characters, no leading or trailing white space, no
/// control characters. Letter case is significant here even where a remote ignores it.
/// </summary>
/// <remarks>64 is the width of Adobe Commerce's SKU columns (adobe-commerce.md §2.3).</remarks>
public readonly record struct Sku : IParsable<Sku>, IComparable<Sku>
{
    /// <summary>The longest SKU that every connected system can hold, in characters.</summary>
    public const int LengthMax = 64;

    private readonly string? _text;

    private Sku(string text) => _text = text;

    /// <summary>The SKU's characters.</summary>
    /// <exception cref="InvalidOperationException">This is an unassigned (<c>default</c>) SKU.</exception>
    public string Text => _text ?? throw new InvalidOperationException("An unassigned Sku was read.");

    /// <summary>Reads the text.</summary>
    /// <exception cref="FormatException">The text breaks a rule stated on the type.</exception>
    public static Sku Parse(string s) => Parse(s, provider: null);

    /// <inheritdoc/>
    public static Sku Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var sku)
        ? sku
        : throw new FormatException($"'{s}' is not a SKU: 1 to {LengthMax} characters without outer white space.");

    /// <summary>Reads a SKU; false when the text breaks a rule stated on the type.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, out Sku result) => TryParse(s, provider: null, out result);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Sku result)
    {
        result = default;
        if (!CodeText.IsClean(s, LengthMax))
        {
            return false;
        }

        result = new Sku(s);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Sku other) => string.CompareOrdinal(_text, other._text);

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";

    /// <summary>Ordinal order of the characters.</summary>
    public static bool operator <(Sku left, Sku right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order of the characters.</summary>
    public static bool operator <=(Sku left, Sku right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order of the characters.</summary>
    public static bool operator >(Sku left, Sku right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order of the characters.</summary>
    public static bool operator >=(Sku left, Sku right) => left.CompareTo(right) >= 0;
}
