using System.Diagnostics;

namespace Trueup.Core.Contract;

/// <summary>
/// Postcodes as numbers that sort as their letters do: twelve characters of a blank, digits and letters. What begins alike
/// lies side by side.
/// </summary>
internal static class PostcodeKey
{
    /// <summary>Characters that count; what is longer is told apart by these.</summary>
    public const int LengthMax = 12;

    private const int Symbols = 38;
    private const int BlankSymbol = 1;
    private const int DigitSymbol = 2;
    private const int LetterSymbol = 12;

    /// <summary>A postcode without what people write differently: upper case, no blanks or dashes. A British one keeps its outward
    /// code apart, which may be a part of another (LS1 1AA is not in LS11).</summary>
    public static string Written(string country, ReadOnlySpan<char> postcode)
    {
        Span<char> written = stackalloc char[LengthMax + 1];
        var length = 0;
        foreach (var each in postcode)
        {
            if (char.IsAsciiLetterOrDigit(each) && length < LengthMax)
            {
                written[length++] = char.ToUpperInvariant(each);
            }
        }

        var code = written[..length];
        if (IsBritish(country) && length is > 4 and < LengthMax && char.IsAsciiDigit(code[^3]) && char.IsAsciiLetter(code[^2]) &&
            char.IsAsciiLetter(code[^1]))
        {
            return $"{code[..^3]} {code[^3..]}";
        }

        return code.ToString();
    }

    /// <summary>The least that is still told apart: of a British postcode its area's letters, else the first character.</summary>
    public static int LeastOf(string country, string written) =>
        IsBritish(country) ? Math.Max(1, written.TakeWhile(char.IsAsciiLetter).Count()) : 1;

    /// <summary>The number of a postcode, or the first number of those that begin so.</summary>
    public static ulong Of(ReadOnlySpan<char> written)
    {
        var key = 0UL;
        for (var i = 0; i < LengthMax; i++)
        {
            key = (key * Symbols) + (i < written.Length ? SymbolOf(written[i]) : 0);
        }

        return key;
    }

    /// <summary>The first number beyond those that begin so.</summary>
    public static ulong After(ReadOnlySpan<char> written)
    {
        var span = 1UL;
        for (var i = written.Length; i < LengthMax; i++)
        {
            span *= Symbols;
        }

        return Of(written) + span;
    }

    private static bool IsBritish(string country) => country is "GB" or "GG" or "IM" or "JE";

    private static ulong SymbolOf(char each) => each switch
    {
        ' ' => BlankSymbol,
        >= '0' and <= '9' => (ulong)(each - '0' + DigitSymbol),
        >= 'A' and <= 'Z' => (ulong)(each - 'A' + LetterSymbol),
        _ => throw new UnreachableException($"'{each}' is in no postcode."),
    };
}
