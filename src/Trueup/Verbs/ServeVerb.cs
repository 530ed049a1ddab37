using System.CommandLine;
using Microsoft.Extensions.Logging.Console;
using Trueup.Hosting;
using Trueup.Settings;
using Trueup.Wires;

namespace Trueup.Verbs;

/// <summary><c>serve</c>: runs the hub until it is stopped, and drains then.</summary>
/// <param name="connectors">The kinds of connections there are.</param>
/// <param name="wires">Makes the ways to remotes.</param>
/// <param name="clock">The time.</param>
public sealed class ServeVerb(ConnectorCatalogue connectors, IWireFactory wires, TimeProvider clock) : IVerb
{
    private readonly Option<string> _config = ConfigOption.Make();

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("serve", "Runs the hub until it is stopped; drains on SIGTERM.") { _config };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        var (output, error) = (asked.InvocationConfiguration.Output, asked.InvocationConfiguration.Error);
        if (await ConfigOption.LoadAsync(asked.GetRequiredValue(_config), connectors, error) is not { } settings)
        {
            return CommandLine.Failed;
        }

        using var loggers = LoggerFactory.Create(Configure);
        var around = new HostSurroundings(
            clock, loggers, token => output.WriteLine($"API token, shown only now: {token}"));
        var plan = HubPlan.Of(settings, wires) with
        {
            Configuration = new HubConfiguration(asked.GetRequiredValue(_config), connectors, wires),
        };
        await using var host = await HubHost.StartAsync(plan, around, cancellationToken);
        await output.WriteLineAsync($"Listening on {host.Address}".AsMemory(), cancellationToken);
        if (host.FirstLink is { } link)
        {
            await output.WriteLineAsync(
                $"Nobody may sign in yet. Make the first administrator at {link}".AsMemory(), cancellationToken);
        }

        await Task.WhenAny(host.Ended, Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken));
        return host.Ended.IsFaulted ? CommandLine.Failed : 0;
    }

    private static void Configure(ILoggingBuilder logging) => logging
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)

        // That the keys of sessions are kept by the folder's own protection is said in the operations pages.
        .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)

        // A start that fails is told once, in one sentence, by the command line.
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .AddConsole(console =>
        {
            console.FormatterName = ConsoleFormatterNames.Simple;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        })
        .AddSimpleConsole(format =>
        {
            format.SingleLine = true;
            format.UseUtcTimestamp = true;
            format.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
        });
}
