using Trueup.Core.Values;

namespace Trueup.Engine.Views;

/// <summary>What deciding messages again would change.</summary>
/// <param name="Messages">Messages decided again.</param>
/// <param name="Changes">What that would change, in order.</param>
public sealed record ReplayPreview(int Messages, Items<PreviewedChange> Changes);

/// <summary>One thing that would change.</summary>
/// <param name="Message">The message.</param>
/// <param name="What">What kind of thing.</param>
/// <param name="Subject">Which one.</param>
/// <param name="Detail">What would become of it.</param>
public sealed record PreviewedChange(long Message, string What, string Subject, string Detail);

/// <summary>Two ways to the same state, compared.</summary>
/// <param name="Entries">Journal entries folded.</param>
/// <param name="Differences">Where they disagree.</param>
public sealed record StateComparison(long Entries, Items<StateDifference> Differences);
