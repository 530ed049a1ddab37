using System.CommandLine;
using Spectre.Console;
using Trueup.Demo;
using Trueup.Demo.Sandboxes;
using Trueup.Demo.Scoring;
using Trueup.Demo.Screens;
using Trueup.Settings;

namespace Trueup.Verbs;

/// <summary><c>demo</c>: plays a trading day against simulated systems, and judges it by their books.</summary>
/// <param name="clock">The time.</param>
public sealed class DemoVerb(TimeProvider clock) : IVerb
{
    /// <summary>Share of calls and deliveries that meet with a mishap under <c>--chaos</c>.</summary>
    private const double ChaosShare = 0.04;

    /// <summary>How often something happens in a sandbox that is left to itself.</summary>
    private static readonly TimeSpan TradeEvery = TimeSpan.FromSeconds(2);

    /// <summary>How much longer than the quick run the trading phases of the full one last.</summary>
    private const int FullStretch = 4;

    /// <summary>Columns of the report where there is no terminal to ask.</summary>
    private const int PlainWidth = 140;

    private readonly Option<bool> _quick = new("--quick") { Description = "Play it in about a minute, and exit." };
    private readonly Option<bool> _chaos = new("--chaos") { Description = "Inject faults throughout the day." };
    private readonly Option<bool> _keep = new("--keep") { Description = "Leave everything running until Ctrl+C." };
    private readonly Option<bool> _json = new("--json") { Description = "Tell the report as JSON; the day itself is told on the error output." };
    private readonly Option<bool> _sandbox = new("--sandbox")
    {
        Description = "Serve only the simulated systems that the configuration names, for \"trueup serve\" to run against, until Ctrl+C.",
    };
    private readonly Option<bool> _idle = new("--idle") { Description = "With --sandbox: nothing happens there by itself." };
    private readonly Option<string> _config = ConfigOption.Make();
    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Seed of the assortment and of all choices.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command(
            "demo", "Plays a trading day in a sandbox. 0 only if parity is 100 % and everything held.")
        {
            _quick, _chaos, _keep, _seed, _json, _sandbox, _idle, _config,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        var output = asked.InvocationConfiguration.Output;
        if (asked.GetValue(_sandbox))
        {
            return await ServeSandboxAsync(asked, cancellationToken);
        }

        var asJson = asked.GetValue(_json);
        var console = ConsoleOn(asJson ? asked.InvocationConfiguration.Error : output);
        var plan = new DemoPlan
        {
            Seed = asked.GetValue(_seed),
            Stretch = asked.GetValue(_quick) ? 1 : FullStretch,
            MishapShare = asked.GetValue(_chaos) ? ChaosShare : 0,
        };

        await using var run = await DemoRun.StartAsync(plan, clock, cancellationToken);
        IDayScreen screen = console.Profile.Capabilities.Interactive
            ? new LiveScreen(console, $"Trueup · a trading day in a sandbox · seed {plan.Seed}", clock)
            : new PlainScreen(asJson ? asked.InvocationConfiguration.Error : output, clock);
        var outcome = await run.PlayAsync(screen, cancellationToken);
        if (asJson)
        {
            await output.WriteLineAsync(DayReport.Write(outcome.Evidence, outcome.Checks, outcome.Lasted));
        }
        else
        {
            ReportTable.Write(console, outcome.Evidence, outcome.Checks, outcome.Lasted);
        }

        if (asked.GetValue(_keep))
        {
            await KeepAsync(run, output, cancellationToken);
        }

        return outcome.AllHeld ? 0 : 1;
    }

    private async Task<int> ServeSandboxAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        var (output, error) = (asked.InvocationConfiguration.Output, asked.InvocationConfiguration.Error);
        var path = asked.GetRequiredValue(_config);
        if (await ConfigOption.LoadAsync(path, ConnectorCatalogue.Installed, error) is not { } settings)
        {
            return CommandLine.Failed;
        }

        await using var sandbox = await ConfiguredSandbox.OpenAsync(settings, clock, cancellationToken);
        foreach (var line in sandbox.Told)
        {
            await output.WriteLineAsync(line.AsMemory(), cancellationToken);
        }

        await output.WriteLineAsync(
            $"Ready for \"trueup serve --config {path}\" with an empty data folder, until Ctrl+C.".AsMemory(), cancellationToken);
        await output.FlushAsync(cancellationToken);
        try
        {
            await sandbox.RunAsync(asked.GetValue(_idle) ? null : TradeEvery, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Somebody has seen enough.
        }

        return 0;
    }

    /// <summary>A terminal with all that it can do, or plain wide lines where there is none.</summary>
    private static IAnsiConsole ConsoleOn(TextWriter output)
    {
        var isTerminal = !Console.IsOutputRedirected && output == Console.Out;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }

    private async Task KeepAsync(DemoRun run, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"The hub goes on at {run.Hub} until Ctrl+C.");
        if (run.FirstLink is { } link)
        {
            await output.WriteLineAsync($"Open the console as its first administrator: {link}");
        }

        await output.WriteLineAsync($"Token: {run.Token}");
        await output.WriteLineAsync($"Configuration and data: {run.Folder}");
        await Task.WhenAny(Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken));
    }
}
