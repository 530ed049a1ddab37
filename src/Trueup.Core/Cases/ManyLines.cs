namespace Trueup.Core.Cases;

/// <summary>The same trouble with many lines of one order is one case, or nobody would find the others among them.</summary>
internal static class ManyLines
{
    /// <summary>As many lines have a case each; of more there is one.</summary>
    public const int AloneMax = 3;

    /// <summary>One finding for all: it tells the first ones, and how many they are.</summary>
    public static Finding InOne(IReadOnlyCollection<Finding> alike, Lineage about) => alike.First() with
    {
        About = about,
        Detail = $"{string.Join(' ', alike.Take(AloneMax).Select(finding => finding.Detail))} " +
            $"{alike.Count - AloneMax} more lines are the same; {alike.Count} in all.",
    };
}
