using System.Text.Json;
using System.Text.Json.Serialization;
using Trueup.Core.Values;
using Trueup.Storage;

namespace Trueup.Alerts;

/// <summary>
/// What the alerts remember over a restart, in the data folder: which are raised, so that nobody is told twice, and
/// what each hour usually brings. It is no truth about trade: losing it costs a second notice and the learning.
/// </summary>
internal sealed class AlertFile(string folder)
{
    private string Path => System.IO.Path.Combine(folder, "alerts.json");

    /// <summary>Reads what was kept; empty when there is nothing, or nothing that can be read.</summary>
    public Items<AlertState> Read(IReadOnlyDictionary<string, VolumeBaseline> baselines)
    {
        try
        {
            if (!File.Exists(Path) || JsonSerializer.Deserialize(File.ReadAllBytes(Path), AlertJson.Default.KeptAlerts) is not { } kept)
            {
                return [];
            }

            foreach (var (what, usual) in kept.Usual)
            {
                if (baselines.TryGetValue(what, out var baseline))
                {
                    baseline.Restore(usual.Counts, usual.Weeks);
                }
            }

            return kept.States.ToItems();
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Keeps it; whole or not at all.</summary>
    /// <returns>Whether it could be written.</returns>
    public bool Write(Items<AlertState> states, IReadOnlyDictionary<string, VolumeBaseline> baselines)
    {
        var kept = new KeptAlerts(
            states.ToArray(),
            baselines.ToDictionary(
                pair => pair.Key, pair => new KeptUsual(pair.Value.Kept.Usual, pair.Value.Kept.Weeks), StringComparer.Ordinal));
        return WholeFile.Write(Path, JsonSerializer.SerializeToUtf8Bytes(kept, AlertJson.Default.KeptAlerts));
    }
}

/// <summary>The file's form.</summary>
internal sealed record KeptAlerts(IReadOnlyList<AlertState> States, IReadOnlyDictionary<string, KeptUsual> Usual);

/// <summary>What each hour of the week brings, and from how many weeks that is known.</summary>
internal sealed record KeptUsual(IReadOnlyList<double> Counts, IReadOnlyList<int> Weeks);

[JsonSerializable(typeof(KeptAlerts))]
internal sealed partial class AlertJson : JsonSerializerContext;
