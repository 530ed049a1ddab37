namespace Trueup.Settings;

/// <summary>Finds the word that was probably meant.</summary>
public static class DidYouMean
{
    /// <summary>
    /// A sentence's tail that offers the nearest word, or lists the few there are; empty when neither helps.
    /// </summary>
    public static string Hint(string word, IEnumerable<string> known)
    {
        var words = known.Distinct(StringComparer.Ordinal).ToList();
        return Nearest(word, words) is { } meant ? $"; did you mean \"{meant}\"?"
            : words.Count is > 0 and <= 12 ? $"; known are {string.Join(", ", words)}"
            : "";
    }

    /// <summary>The known word within a third of the longer word's length in edits; null when none is.</summary>
    public static string? Nearest(string word, IEnumerable<string> known) => known
        .Select(candidate => (Word: candidate, Edits: Distance(word, candidate)))
        .Where(candidate => candidate.Edits <= Math.Max(1, Math.Max(word.Length, candidate.Word.Length) / 3) &&
            candidate.Edits < Math.Min(word.Length, candidate.Word.Length))
        .OrderBy(candidate => candidate.Edits)
        .ThenBy(candidate => candidate.Word, StringComparer.Ordinal)
        .Select(candidate => candidate.Word)
        .FirstOrDefault();

    /// <summary>
    /// Insertions, deletions, replacements and swaps of neighbours between two words, letter case ignored.
    /// </summary>
    public static int Distance(string left, string right)
    {
        var (a, b) = (left.ToUpperInvariant(), right.ToUpperInvariant());
        var edits = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                edits[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1,
                    edits[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
                }
            }
        }

        return edits[a.Length, b.Length];
    }
}
