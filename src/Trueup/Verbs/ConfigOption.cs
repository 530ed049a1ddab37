using System.CommandLine;
using Trueup.Settings;

namespace Trueup.Verbs;

/// <summary>The configuration file that a verb works with.</summary>
internal static class ConfigOption
{
    /// <summary><c>--config PATH</c>.</summary>
    public static Option<string> Make() => new("--config")
    {
        Description = "The configuration file.",
        HelpName = "PATH",
        DefaultValueFactory = _ => CheckVerb.ConfigDefault,
    };

    /// <summary>Reads the configuration; null, and everything that is wrong told, when the hub cannot work with
    /// it.</summary>
    public static async Task<TrueupSettings?> LoadAsync(string path, ConnectorCatalogue connectors, TextWriter error)
    {
        var loaded = new SettingsLoader(connectors).LoadFile(path);
        if (loaded.Settings is null)
        {
            foreach (var line in CheckText.Lines(new CheckReport(path, loaded, [])))
            {
                await error.WriteLineAsync(line);
            }
        }

        return loaded.Settings;
    }
}
