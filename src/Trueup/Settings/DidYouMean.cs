namespace Trueup.Settings;

/// <summary>Finds the word that was probably meant.</summary>
public static class DidYouMean
{
    /// <summary>Longer words have no nearest one: nobody mistypes that much.</summary>
    public const int LengthMax = 64;

    private const int FewWords = 12;

    /// <summary>
    /// A sentence's tail that offers the nearest word, or lists the few there are; empty when neither helps.
    /// </summary>
    public static string Hint(string word, IEnumerable<string> known)
    {
        var words = known.Distinct(StringComparer.Ordinal).ToList();
        if (Nearest(word, words) is { } meant)
        {
            return $"; did you mean \"{meant}\"?";
        }

        return words.Count is > 0 and <= FewWords ? $"; known are {string.Join(", ", words)}" : "";
    }

    /// <summary>The known word within a third of the longer word's length in edits; null when none is.</summary>
    public static string? Nearest(string word, IEnumerable<string> known) => known
        .Where(candidate => Math.Max(word.Length, candidate.Length) <= LengthMax)
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
                edits[i, j] = i == 0 || j == 0 ? i + j : Cheapest(edits, a, b, i, j);
            }
        }

        return edits[a.Length, b.Length];
    }

    /// <summary>
    /// The fewest edits between the first <c>i</c> and <c>j</c> characters, from those of shorter beginnings.
    /// </summary>
    private static int Cheapest(int[,] edits, string a, string b, int i, int j)
    {
        var replaced = edits[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        var cheapest = Math.Min(replaced, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
        var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return swapped ? Math.Min(cheapest, edits[i - 2, j - 2] + 1) : cheapest;
    }
}
