using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;
using Trueup.Core.Contract;
using Trueup.Endpoints;
using Trueup.Hosting;
using Trueup.Settings;
using Trueup.Storage.Sqlite;
using Trueup.Wires;

namespace Trueup.Verbs;

/// <summary>Which hub a verb talks to, and how it tells the answer: <c>--hub --token --config --json</c>.</summary>
internal sealed class HubOptions(ConnectorCatalogue connectors, TimeProvider clock, IWireFactory? wires = null)
{
    private readonly Option<string?> _hub = new("--hub")
    {
        Description = "Address of a running hub; without it the configuration tells where hub and data are.",
        HelpName = "URL",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("TRUEUP_HUB"),
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = "API token of the hub; default: the variable TRUEUP_TOKEN.",
        HelpName = "TOKEN",
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

    /// <summary>Adds the options to a verb that works on the data folder itself.</summary>
    public Command AddFolderTo(Command command)
    {
        command.Options.Add(_config);
        command.Options.Add(_json);
        return command;
    }

    /// <summary>The hub to look at.</summary>
    /// <exception cref="HubAnswerException">The address makes no sense, or there is neither hub nor folder.</exception>
    public async Task<IHubReading> OpenAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        if (asked.GetValue(_hub) is { } named)
        {
            return Running(named, TokenOf(asked));
        }

        var settings = await SettingsAsync(asked);
        return await FolderHub.OpenAsync(
            HubPlan.FolderOf(settings), new OwnershipContract(settings.Contract), clock, cancellationToken);
    }

    /// <summary>The running hub that something is to be done in: the one that is named, or the one that serves the
    /// configuration.</summary>
    /// <exception cref="HubAnswerException">There is none, or its address makes no sense.</exception>
    public async Task<RunningHub> RunningAsync(ParseResult asked, CancellationToken cancellationToken) =>
        await FindRunningAsync(asked, cancellationToken)
        ?? throw new HubAnswerException("Only a running hub can do this: start one with trueup serve, or name it with --hub URL.");

    /// <summary>The running hub that is named, or that serves the configuration; null where none does.</summary>
    /// <exception cref="HubAnswerException">The address makes no sense.</exception>
    public async Task<RunningHub?> FindRunningAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        if (asked.GetValue(_hub) is { } named)
        {
            return Running(named, TokenOf(asked));
        }

        var settings = await SettingsAsync(asked);
        if (!DataFolder.IsInUse(settings.Hub.Store.Path))
        {
            return null;
        }

        var known = settings.Hub.Tokens.FirstOrDefault(token => token.Scopes.Max() >= ApiScope.Operate);
        var hub = new RunningHub(Reachable(settings.Hub.Listen), TokenOf(asked) ?? known?.Token.Reveal());
        if (await hub.AnswersAsync(clock, cancellationToken))
        {
            return hub;
        }

        await hub.DisposeAsync();
        return null;
    }

    /// <summary>What the configuration makes a hub of.</summary>
    /// <exception cref="HubAnswerException">It cannot be used.</exception>
    public async Task<HubPlan> PlanAsync(ParseResult asked) => HubPlan.Of(
        await SettingsAsync(asked), wires ?? throw new InvalidOperationException("This verb speaks to no remote."));

    private async Task<TrueupSettings> SettingsAsync(ParseResult asked)
    {
        var config = asked.GetRequiredValue(_config);
        return await ConfigOption.LoadAsync(config, connectors, asked.InvocationConfiguration.Error)
            ?? throw new HubAnswerException($"{config} cannot be used: mend it, or name a running hub with --hub.");
    }

    /// <summary>The token to show. The variable is no default of the option: the help would tell it.</summary>
    private string? TokenOf(ParseResult asked) => asked.GetValue(_token) ?? Environment.GetEnvironmentVariable("TRUEUP_TOKEN");

    private static RunningHub Running(string named, string? token) =>
        Uri.TryCreate(named, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new RunningHub(address, token)
            : throw new HubAnswerException($"\"{named}\" is no address of a hub; http://127.0.0.1:8080 is one.");

    /// <summary>An address that every interface answers at is reached over loopback.</summary>
    private static Uri Reachable(Uri listen) => listen.Host is "0.0.0.0" or "[::]" or "*" or "+"
        ? new UriBuilder(listen) { Host = "127.0.0.1" }.Uri
        : listen;

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
