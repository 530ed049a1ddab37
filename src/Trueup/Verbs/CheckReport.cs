using Trueup.Core.Values;
using Trueup.Settings;

namespace Trueup.Verbs;

/// <summary>Everything that a check found.</summary>
/// <param name="Config">The configuration file as it was named.</param>
/// <param name="Loaded">What came of reading it.</param>
/// <param name="Live">What calling the connections showed; empty when they were not called.</param>
public sealed record CheckReport(string Config, LoadedSettings Loaded, Items<LiveResult> Live)
{
    /// <summary>0 clean, 1 findings, 2 unusable.</summary>
    public int ExitCode
    {
        get
        {
            if (Loaded.Settings is null || Live.Any(result => result.State == LiveState.Unusable))
            {
                return 2;
            }

            return Loaded.Problems.IsEmpty && Live.All(result => result.Findings.IsEmpty) ? 0 : 1;
        }
    }

    /// <summary>Which location is known where; null when the file is unusable.</summary>
    public Coverage? Coverage => Loaded.Settings is { } settings ? Coverage.Of(settings.Contract) : null;
}
