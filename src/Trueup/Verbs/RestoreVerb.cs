using System.CommandLine;
using Spectre.Console;
using Trueup.Endpoints;
using Trueup.Settings;
using Trueup.Storage.Backups;
using Trueup.Wires;

namespace Trueup.Verbs;

/// <summary><c>restore</c>: brings a backup back, proves it, and only then puts it in place.</summary>
/// <param name="connectors">The kinds of connections there are.</param>
/// <param name="wires">Makes the ways to remotes; none is used.</param>
/// <param name="clock">The time.</param>
public sealed class RestoreVerb(ConnectorCatalogue connectors, IWireFactory wires, TimeProvider clock) : IVerb
{
    private readonly HubOptions _hub = new(connectors, clock, wires);
    private readonly Argument<string> _from = new("folder") { Description = "The backup." };
    private readonly Option<bool> _drill = new("--drill")
    {
        Description = "Only prove that it can be restored; nothing is put in place, and the hub may go on running.",
    };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command(
            "restore", "Brings a backup back into an empty data folder. 0 whole, 1 not what it says it is, 2 impossible.")
        {
            _from, _drill,
        };
        command.SetAction(RunAsync);
        return _hub.AddFolderTo(command);
    }

    private async Task<int> RunAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        var plan = await _hub.PlanAsync(asked);
        var from = Path.TrimEndingDirectorySeparator(Path.GetFullPath(asked.GetRequiredValue(_from)));
        var restoration = new Restoration(new Rehearsal(plan, clock).FoldAsync);
        var restored = await restoration.RestoreAsync(from, plan.Folder, asked.GetValue(_drill), cancellationToken);
        _hub.Tell(asked, restored, ApiJson.Default.Restored, console => Show(console, restored, plan.Folder));
        return restored.IsWhole ? 0 : 1;
    }

    private static void Show(IAnsiConsole console, Restored restored, string folder)
    {
        var (said, found) = (restored.Manifest.Figures, restored.Found);
        console.WriteLine($"The backup of {restored.Manifest.Hub}, taken at {restored.Manifest.TakenAt:u}:");
        var table = Tables.Of("what", "backed up", "restored");
        table.Add("journal entries", $"{said.Entries}", $"{found.Entries}");
        table.Add("SKUs", $"{said.Skus}", $"{found.Skus}");
        table.Add("orders", $"{said.Orders}", $"{found.Orders}");
        table.Add("cases", $"{said.Cases}", $"{found.Cases}");
        table.Add("differences between ledger and journal", "0", $"{restored.Differences}");
        console.Write(table);
        console.WriteLine(restored switch
        {
            { IsInPlace: true } => $"It is in {folder} now. What came in after it is not: senders and shops are read again at the next start.",
            { IsWhole: true } => "The drill succeeded: this backup can be restored. Nothing was changed.",
            _ => "It is not what it says it is; nothing was put in place. Take another backup.",
        });
    }
}
