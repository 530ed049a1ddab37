using System.CommandLine;
using Trueup.Settings;
using Trueup.Wires;

namespace Trueup.Verbs;

/// <summary><c>check</c>: validates the configuration; with <c>--live</c> also calls every connection.</summary>
/// <param name="connectors">The kinds of connections there are.</param>
/// <param name="wires">Makes the ways to remotes; null leaves <c>--live</c> out.</param>
public sealed class CheckVerb(ConnectorCatalogue connectors, IWireFactory? wires = null) : IVerb
{
    /// <summary>The configuration file where none is named.</summary>
    public const string ConfigDefault = "trueup.yaml";

    private readonly Option<string> _config = new("--config")
    {
        Description = "The configuration file.",
        HelpName = "PATH",
        DefaultValueFactory = _ => ConfigDefault,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Tell it as JSON." };
    private readonly Option<bool> _schema = new("--schema") { Description = "Print the JSON Schema of the file." };
    private readonly Option<bool> _live = new("--live") { Description = "Also call every connection, read-only." };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("check", "Validates the configuration. 0 clean, 1 findings, 2 unusable.")
        {
            _config, _json, _schema,
        };
        if (wires is not null)
        {
            command.Options.Add(_live);
        }

        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        var output = asked.InvocationConfiguration.Output;
        if (asked.GetValue(_schema))
        {
            await output.WriteLineAsync(CheckJson.TextOf(SettingsSchema.Of(connectors)));
            return 0;
        }

        var config = asked.GetRequiredValue(_config);
        var loaded = new SettingsLoader(connectors).LoadFile(config);
        if (loaded.Settings is { } sound)
        {
            var overruled = await RunTimeMappings.CheckAsync(sound, cancellationToken);
            loaded = loaded with { Problems = loaded.Problems.AddRange(overruled) };
        }

        var report = new CheckReport(config, loaded, []);
        if (wires is not null && loaded.Settings is { } settings && asked.GetValue(_live))
        {
            report = report with { Live = await LiveResult.OfAllAsync(settings, wires, cancellationToken) };
        }

        var lines = asked.GetValue(_json) ? [CheckJson.TextOf(CheckJson.Of(report))] : CheckText.Lines(report);
        foreach (var line in lines)
        {
            await output.WriteLineAsync(line);
        }

        return report.ExitCode;
    }
}
