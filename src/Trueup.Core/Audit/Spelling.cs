namespace Trueup.Core.Audit;

/// <summary>Tells names apart that differ in more than spelling.</summary>
internal static class Spelling
{
    /// <summary>What two names share that differ only by letter case, spaces, dashes or underscores.</summary>
    public static string Of(string name) => string.Concat(
        name.Where(letter => !char.IsWhiteSpace(letter) && letter is not ('-' or '_' or '.'))).ToUpperInvariant();
}
