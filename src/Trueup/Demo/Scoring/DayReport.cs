using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trueup.Core.Values;

namespace Trueup.Demo.Scoring;

/// <summary>The report of a day as JSON.</summary>
/// <param name="Held">Whether everything held.</param>
/// <param name="Seconds">How long the day lasted.</param>
/// <param name="Parity">Share of SKUs that the shop offers exactly as it must, 0 to 1.</param>
/// <param name="Checks">What had to hold.</param>
/// <param name="Calls">Calls to the shop.</param>
/// <param name="Freshness">From a change at an owner to a right shop.</param>
internal sealed record DayReport(
    bool Held, double Seconds, decimal Parity, IReadOnlyList<Check> Checks, CallEvidence Calls, FreshnessReport Freshness)
{
    /// <summary>The report as text.</summary>
    public static string Write(Evidence evidence, Items<Check> checks, TimeSpan lasted)
    {
        var report = new DayReport(
            checks.All(check => check.Held), Math.Round(lasted.TotalSeconds, 1), Scorecard.ParityOf(evidence), checks,
            evidence.Calls,
            new FreshnessReport(
                evidence.Freshness.Usual.Count,
                Milliseconds(evidence, 0.5), Milliseconds(evidence, 0.95), Milliseconds(evidence, 0.99)));
        return JsonSerializer.Serialize(report, Readable);
    }

    private static readonly JsonSerializerOptions PlainText = new(DayReportJson.Default.Options)
    {
        // For a terminal or a file, not for a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static System.Text.Json.Serialization.Metadata.JsonTypeInfo<DayReport> Readable =>
        (System.Text.Json.Serialization.Metadata.JsonTypeInfo<DayReport>)PlainText.GetTypeInfo(typeof(DayReport));

    private static double Milliseconds(Evidence evidence, double share) =>
        Math.Round(Scorecard.Percentile(evidence.Freshness.Usual, share).TotalMilliseconds);
}

/// <summary>How fresh the shop was, in milliseconds, while it could be written.</summary>
/// <param name="Changes">Changes measured.</param>
/// <param name="P50">Half of them were faster.</param>
/// <param name="P95">Nineteen of twenty were faster.</param>
/// <param name="P99">Ninety-nine of a hundred were faster.</param>
internal sealed record FreshnessReport(int Changes, double P50, double P95, double P99);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DayReport))]
internal sealed partial class DayReportJson : JsonSerializerContext;
