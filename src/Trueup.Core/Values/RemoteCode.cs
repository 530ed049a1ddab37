using System.Diagnostics.CodeAnalysis;

namespace Trueup.Core.Values;

/// <summary>A code in a remote system's own words: an Adobe source, a warehouse code, a store number. The contract maps
/// it.</summary>
public readonly record struct RemoteCode : IParsable<RemoteCode>
{
    /// <summary>The longest text accepted, in characters.</summary>
    public const int LengthMax = 255;

    private readonly string? _text;

    private RemoteCode(string text) => _text = text;

    /// <summary>The characters.</summary>
    /// <exception cref="InvalidOperationException">This is an unassigned (<c>default</c>) value.</exception>
    public string Text => _text ?? throw new InvalidOperationException("An unassigned RemoteCode was read.");

    /// <summary>Reads the text.</summary>
    /// <exception cref="FormatException">The text breaks a rule stated on the type.</exception>
    public static RemoteCode Parse(string s) => Parse(s, provider: null);

    /// <inheritdoc/>
    public static RemoteCode Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var result)
        ? result
        : throw new FormatException($"'{s}' is not a remote code: 1 to {LengthMax} characters without outer white space.");

    /// <summary>Reads the text; false when it is blank, padded, too long or holds control characters.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, out RemoteCode result) =>
        TryParse(s, provider: null, out result);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out RemoteCode result)
    {
        result = default;
        if (!CodeText.IsClean(s, LengthMax))
        {
            return false;
        }

        result = new RemoteCode(s);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
