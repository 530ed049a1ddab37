using System.Diagnostics.CodeAnalysis;

namespace Trueup.Core.Values;

/// <summary>The rule that every code written by a person or a system keeps: not blank, not padded, no control
/// characters.</summary>
internal static class CodeText
{
    public static bool IsClean([NotNullWhen(true)] string? text, int lengthMax)
    {
        if (string.IsNullOrEmpty(text) || text.Length > lengthMax ||
            char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
        {
            return false;
        }

        foreach (var character in text)
        {
            if (char.IsControl(character))
            {
                return false;
            }
        }

        return true;
    }
}
