using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;
using Trueup.Core.Contract;
using Trueup.Endpoints;
using Trueup.Hosting;
using Trueup.Settings;

namespace Trueup.Verbs;

/// <summary>Which hub a verb talks to, and how it tells the answer: <c>--hub --token --config --json</c>.</summary>
internal sealed class HubOptions(ConnectorCatalogue connectors, TimeProvider clock)
{
    private readonly Option<string?> _hub = new("--hub")
    {
        Description = "Address of a running hub; without it the data folder of the configuration is read.",
        HelpName = "URL",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("TRUEUP_HUB"),
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = "API token of the hub; default: the variable TRUEUP_TOKEN.",
        HelpName = "TOKEN",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("TRUEUP_TOKEN"),
    };

    private readonly Option<string> _config = ConfigOption.Make();
    private readonly Option<bool> _json = new("--json") { Description = "Tell it as JSON." };

    /// <summary>Adds the options to a verb.</summary>
    public Command AddTo(Command command)
    {
        command.Options.Add(_hub);
        command.Options.Add(_token);
        command.Options.Add(_config);
        command.Options.Add(_json);
        return command;
    }

    /// <summary>The hub to look at.</summary>
    /// <exception cref="HubAnswerException">The address makes no sense, or there is neither hub nor folder.</exception>
    public async Task<IHubReading> OpenAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        if (asked.GetValue(_hub) is not null)
        {
            return Running(asked);
        }

        var config = asked.GetRequiredValue(_config);
        if (await ConfigOption.LoadAsync(config, connectors, asked.InvocationConfiguration.Error) is not { } settings)
        {
            throw new HubAnswerException($"{config} cannot be used: mend it, or name a running hub with --hub.");
        }

        return await FolderHub.OpenAsync(
            HubPlan.FolderOf(settings), new OwnershipContract(settings.Contract), clock, cancellationToken);
    }

    /// <summary>The running hub that something is to be done in.</summary>
    /// <exception cref="HubAnswerException">None is named, or its address makes no sense.</exception>
    public RunningHub Running(ParseResult asked)
    {
        var text = asked.GetValue(_hub)
            ?? throw new HubAnswerException("Only a running hub can do this: name it with --hub URL.");
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new RunningHub(address, asked.GetValue(_token))
            : throw new HubAnswerException($"\"{text}\" is no address of a hub; http://127.0.0.1:8080 is one.");
    }

    /// <summary>Tells an answer, as JSON or as people read it.</summary>
    public void Tell<T>(ParseResult asked, T answer, JsonTypeInfo<T> type, Action<IAnsiConsole> show)
    {
        var output = asked.InvocationConfiguration.Output;
        if (asked.GetValue(_json))
        {
            var options = new JsonSerializerOptions(ApiJson.Default.Options)
            {
                WriteIndented = true,

                // For a terminal or a file, not for a web page.
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            };
            output.WriteLine(JsonSerializer.Serialize(answer, (JsonTypeInfo<T>)options.GetTypeInfo(type.Type)));
        }
        else
        {
            show(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }));
        }
    }
}
