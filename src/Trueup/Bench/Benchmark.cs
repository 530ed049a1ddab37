using System.Text.Json.Serialization;

namespace Trueup.Bench;

/// <summary>One thing that is measured, beside what it is to be compared with.</summary>
internal interface IBenchmark
{
    /// <summary>The name under which it is run alone.</summary>
    string Id { get; }

    /// <summary>Measures; a temporary folder is given and is gone afterwards.</summary>
    Task<IReadOnlyList<BenchResult>> RunAsync(string folder, CancellationToken cancellationToken);
}

/// <summary>One figure.</summary>
/// <param name="Id">Name of the figure.</param>
/// <param name="What">What was measured, in plain words.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Target">What it should reach, in words.</param>
/// <param name="Met">Whether it does.</param>
internal sealed record BenchResult(string Id, string What, double Value, string Unit, string Target, bool Met)
{
    /// <summary>The same work done in the plainest way, in the same run; null where nothing compares.</summary>
    public BenchBaseline? Baseline { get; init; }

    /// <summary>Value over baseline; null without one.</summary>
    public double? Ratio => Baseline is { Value: > 0 } baseline ? Math.Round(Value / baseline.Value, 3) : null;
}

/// <summary>What a figure is compared with.</summary>
internal sealed record BenchBaseline(string What, double Value);

/// <summary>Where the figures were taken.</summary>
internal sealed record BenchMachine(string System, string Runtime, int Cores, double MemoryGib);

/// <summary>All figures of a run.</summary>
internal sealed record BenchReport(BenchMachine Machine, IReadOnlyList<BenchResult> Results);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BenchReport))]
internal sealed partial class BenchJson : JsonSerializerContext;
