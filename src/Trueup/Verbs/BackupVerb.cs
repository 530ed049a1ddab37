using System.CommandLine;
using Spectre.Console;
using Trueup.Endpoints;
using Trueup.Settings;
using Trueup.Storage.Backups;
using Trueup.Wires;

namespace Trueup.Verbs;

/// <summary><c>backup</c>: copies the data folder as it stands at one moment, also while the hub runs.</summary>
/// <param name="connectors">The kinds of connections there are.</param>
/// <param name="wires">Makes the ways to remotes; none is used.</param>
/// <param name="clock">The time.</param>
public sealed class BackupVerb(ConnectorCatalogue connectors, IWireFactory wires, TimeProvider clock) : IVerb
{
    private readonly HubOptions _hub = new(connectors, clock, wires);
    private readonly Argument<string> _to = new("folder") { Description = "Where to: a folder that does not exist yet." };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command(
            "backup", "Copies the data folder as it stands at one moment, also while the hub runs, and checks the copy.") { _to };
        command.SetAction(RunAsync);
        return _hub.AddFolderTo(command);
    }

    private async Task<int> RunAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        var plan = await _hub.PlanAsync(asked);
        var to = Path.TrimEndingDirectorySeparator(Path.GetFullPath(asked.GetRequiredValue(_to)));
        var backup = new Backup(new Rehearsal(plan, clock).FoldAsync, clock);
        var taken = await backup.TakeAsync(plan.Folder, to, plan.Name, cancellationToken);
        var report = new BackupReport(to, taken.TakenAt, taken.Figures, taken.Files.Sum(file => file.Bytes));
        _hub.Tell(asked, report, ApiJson.Default.BackupReport, console => console.WriteLine(
            $"{to} holds {taken.Figures.Entries} journal entries, {taken.Figures.Skus} SKUs, {taken.Figures.Orders} orders "
            + $"and {taken.Figures.Cases} cases in {report.Bytes} bytes. Try it: trueup restore {to} --drill"));
        return 0;
    }
}

/// <summary>What was backed up.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="TakenAt">When it was begun, UTC.</param>
/// <param name="Figures">What it holds.</param>
/// <param name="Bytes">Length of all files together.</param>
public sealed record BackupReport(string Folder, DateTimeOffset TakenAt, BackupFigures Figures, long Bytes);
