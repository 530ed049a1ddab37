using System.CommandLine;
using Spectre.Console;
using Trueup.Core.Values;
using Trueup.Endpoints;
using Trueup.Engine.Views;
using Trueup.Settings;

namespace Trueup.Verbs;

/// <summary><c>parity</c>: compares the two ends now; without a running hub it tells the last comparison. Exit code 0:
/// in step.</summary>
/// <param name="connectors">The kinds of connections there are.</param>
/// <param name="clock">The time.</param>
public sealed class ParityVerb(ConnectorCatalogue connectors, TimeProvider clock) : IVerb
{
    private readonly HubOptions _hub = new(connectors, clock);
    private readonly Option<bool> _heal = new("--heal") { Description = "Correct what differs." };
    private readonly Option<string?> _connection = new("--connection") { Description = "Only this storefront." };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("parity", "Compares the two ends. 0 in step, 1 discrepancies.")
        {
            _heal, _connection,
        };
        command.SetAction(RunAsync);
        return _hub.AddTo(command);
    }

    private async Task<int> RunAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        await using var hub = await _hub.OpenAsync(asked, cancellationToken);
        var (connection, heal) = (asked.GetValue(_connection), asked.GetValue(_heal));
        if (heal && hub is not RunningHub)
        {
            throw new HubAnswerException("Only a running hub can heal: name it with --hub URL.");
        }

        var runs = hub is RunningHub running
            ? await running.CompareAsync(new ParityRunRequest(connection, heal, Skus: null), cancellationToken)
            : await LastRunsAsync(hub, connection, cancellationToken);
        _hub.Tell(asked, runs, ApiJson.Default.ItemsParityRunView, console => Show(console, runs));
        return runs.All(run => run.Failure is null && run.InStep == run.Compared) ? 0 : 1;
    }

    private static async Task<Items<ParityRunView>> LastRunsAsync(
        IHubReading hub, string? connection, CancellationToken cancellationToken) =>
        (await hub.ParityAsync(cancellationToken)).Runs
        .Where(run => connection is null || run.Connection.Text == connection)
        .DistinctBy(run => run.Connection)
        .ToItems();

    private static void Show(IAnsiConsole console, Items<ParityRunView> runs)
    {
        var table = Tables.Of("storefront", "scope", "ended", "parity", "compared", "in flight", "discrepancies");
        foreach (var run in runs)
        {
            table.Add(
                run.Connection.Text,
                run.Scope,
                Tables.Moment(run.EndedAt),
                run.Failure is null ? Tables.Percent(run.Parity) : run.Failure,
                $"{run.Compared}",
                $"{run.InFlight}",
                string.Join(", ", run.Discrepancies.Select(found => $"{found.Value} {found.Key}")));
        }

        console.Write(table);
    }
}
