using System.Diagnostics.CodeAnalysis;

namespace Trueup.Core.Values;

/// <summary>One configured external system, as named under <c>connections</c> in the configuration.</summary>
public readonly record struct ConnectionName : IParsable<ConnectionName>
{
    /// <summary>The longest text accepted, in characters.</summary>
    public const int LengthMax = 64;

    private readonly string? _text;

    private ConnectionName(string text) => _text = text;

    /// <summary>The characters.</summary>
    /// <exception cref="InvalidOperationException">This is an unassigned (<c>default</c>) value.</exception>
    public string Text => _text ?? throw new InvalidOperationException("An unassigned ConnectionName was read.");

    /// <summary>Reads the text.</summary>
    /// <exception cref="FormatException">The text breaks a rule stated on the type.</exception>
    public static ConnectionName Parse(string s) => Parse(s, provider: null);

    /// <inheritdoc/>
    public static ConnectionName Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var result)
        ? result
        : throw new FormatException($"'{s}' is not a connection name: 1 to {LengthMax} characters without outer white space.");

    /// <summary>Reads the text; false when it is blank, padded, too long or holds control characters.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, out ConnectionName result) =>
        TryParse(s, provider: null, out result);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ConnectionName result)
    {
        result = default;
        if (!CodeText.IsClean(s, LengthMax))
        {
            return false;
        }

        result = new ConnectionName(s);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
