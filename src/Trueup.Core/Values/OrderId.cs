using System.Diagnostics.CodeAnalysis;

namespace Trueup.Core.Values;

/// <summary>The hub's one id of an order, the same in every system: <c>connection:number</c> of the capturing
/// storefront.</summary>
public readonly record struct OrderId : IParsable<OrderId>
{
    /// <summary>The longest text accepted, in characters.</summary>
    public const int LengthMax = 160;

    private readonly string? _text;

    private OrderId(string text) => _text = text;

    /// <summary>The characters.</summary>
    /// <exception cref="InvalidOperationException">This is an unassigned (<c>default</c>) value.</exception>
    public string Text => _text ?? throw new InvalidOperationException("An unassigned OrderId was read.");

    /// <summary>Reads the text.</summary>
    /// <exception cref="FormatException">The text breaks a rule stated on the type.</exception>
    public static OrderId Parse(string s) => Parse(s, provider: null);

    /// <inheritdoc/>
    public static OrderId Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var result)
        ? result
        : throw new FormatException($"'{s}' is not an order id: 1 to {LengthMax} characters without outer white space.");

    /// <summary>Reads the text; false when it is blank, padded, too long or holds control characters.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, out OrderId result) =>
        TryParse(s, provider: null, out result);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out OrderId result)
    {
        result = default;
        if (!CodeText.IsClean(s, LengthMax))
        {
            return false;
        }

        result = new OrderId(s);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
