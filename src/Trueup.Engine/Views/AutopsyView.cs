using Trueup.Core.Drift;
using Trueup.Core.Values;

namespace Trueup.Engine.Views;

/// <summary>How the differences of one comparison came about.</summary>
/// <param name="Causes">What made them, the most frequent first.</param>
/// <param name="Differences">Every difference with its first cause.</param>
public sealed record AutopsyView(Items<DriftCauseView> Causes, Items<DriftAutopsyView> Differences)
{
    /// <summary>SKUs named of a cause; the others are among the differences.</summary>
    private const int SkusMax = 20;

    /// <summary>Shows examined differences.</summary>
    public static AutopsyView Of(Items<DriftAutopsy> examined)
    {
        var causes = examined.GroupBy(each => (each.Cause, each.Found.Location)).OrderByDescending(group => group.Count())
            .Select(group => new DriftCauseView(
                Words.Of(group.Key.Cause), group.Key.Location, group.Count(),
                group.Min(each => each.At), group.Select(each => each.Found.Sku).Take(SkusMax).ToItems()))
            .ToItems();
        return new AutopsyView(causes, examined.Select(each => new DriftAutopsyView(
            DiscrepancyView.Of(each.Found), Words.Of(each.Cause), each.First?.Value, each.At, each.Explanation,
            examined.Count(other => other.Cause == each.Cause && other.Found.Location == each.Found.Location) - 1)).ToItems());
    }
}

/// <summary>One cause, and how much it explains.</summary>
/// <param name="Cause">What made the ends differ.</param>
/// <param name="Location">The location whose source differs; null when no single one does.</param>
/// <param name="Count">Differences that it explains.</param>
/// <param name="Since">When the first of them began; null when the history does not reach back to it.</param>
/// <param name="Skus">Some of the SKUs.</param>
public sealed record DriftCauseView(string Cause, LocationCode? Location, int Count, DateTimeOffset? Since, Items<Sku> Skus);

/// <summary>One difference with its first cause.</summary>
/// <param name="Difference">The difference.</param>
/// <param name="Cause">What made it.</param>
/// <param name="Message">The first message after which the ends differed, or the last before; null when not
/// known.</param>
/// <param name="At">When that message was taken in, UTC; null when not known.</param>
/// <param name="Explanation">What happened, in one sentence.</param>
/// <param name="Siblings">Other differences of the same cause at the same location.</param>
public sealed record DriftAutopsyView(
    DiscrepancyView Difference, string Cause, long? Message, DateTimeOffset? At, string Explanation, int Siblings);
