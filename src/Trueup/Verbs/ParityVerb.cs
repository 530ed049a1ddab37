using System.CommandLine;
using Spectre.Console;
using Trueup.Core.Values;
using Trueup.Endpoints;
using Trueup.Engine;
using Trueup.Engine.Journal;
using Trueup.Engine.Views;
using Trueup.Hosting;
using Trueup.Settings;
using Trueup.Storage.Sqlite;
using Trueup.Wires;

namespace Trueup.Verbs;

/// <summary>
/// <c>parity</c>: compares the two ends now. A running hub does it itself, and may heal; where none runs, the data
/// folder and the live systems are read, and nothing is written anywhere. Exit code 0: in step.
/// </summary>
/// <param name="connectors">The kinds of connections there are.</param>
/// <param name="wires">Makes the ways to remotes.</param>
/// <param name="clock">The time.</param>
public sealed class ParityVerb(ConnectorCatalogue connectors, IWireFactory wires, TimeProvider clock) : IVerb
{
    private readonly HubOptions _hub = new(connectors, clock, wires);
    private readonly Option<bool> _heal = new("--heal") { Description = "Correct what differs; needs a running hub." };
    private readonly Option<bool> _why = new("--why") { Description = "Tell how every difference came about; needs a running hub." };
    private readonly Option<bool> _approve = new("--approve")
    {
        Description = "With --heal: correct it even where that is more than the contract lets the hub correct unasked.",
    };

    private readonly Option<string?> _undo = new("--undo")
    {
        Description = "Put back what this comparison corrected, and keep it for a day; needs a running hub.",
    };

    private readonly Option<string?> _connection = new("--connection") { Description = "Only this storefront." };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("parity", "Compares the two ends now. 0 in step, 1 discrepancies.")
        {
            _heal, _approve, _undo, _connection, _why,
        };
        command.SetAction(RunAsync);
        return _hub.AddTo(command);
    }

    private async Task<int> RunAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        var (connection, heal) = (asked.GetValue(_connection), asked.GetValue(_heal));
        if (asked.GetValue(_undo) is { } undone)
        {
            return await UndoAsync(asked, undone, cancellationToken);
        }

        if (asked.GetValue(_approve) && !heal)
        {
            throw new HubAnswerException("--approve corrects nothing by itself: give --heal, too.");
        }

        await using var running = heal || asked.GetValue(_why)
            ? await _hub.RunningAsync(asked, cancellationToken)
            : await _hub.FindRunningAsync(asked, cancellationToken);
        var runs = running is not null
            ? await running.CompareAsync(new ParityRunRequest(connection, heal, Skus: null, asked.GetValue(_approve)), cancellationToken)
            : await LookAsync(await _hub.PlanAsync(asked), connection, cancellationToken);
        _hub.Tell(asked, runs, ApiJson.Default.ItemsParityRunView, console => Show(console, runs));
        if (asked.GetValue(_why))
        {
            await TellWhyAsync(asked, running!, runs, cancellationToken);
        }

        return runs.All(run => run.Failure is null && run.InStep == run.Compared) ? 0 : 1;
    }

    private async Task<int> UndoAsync(ParseResult asked, string run, CancellationToken cancellationToken)
    {
        await using var running = await _hub.RunningAsync(asked, cancellationToken);
        var undone = await running.UndoRepairsAsync(run, cancellationToken);
        _hub.Tell(asked, undone, ApiJson.Default.UndoneView, console => console.WriteLine(
            $"{undone.Count} figures are as they were before, and are kept until {Tables.Moment(undone.Until)}."));
        return 0;
    }

    private async Task TellWhyAsync(
        ParseResult asked, RunningHub running, Items<ParityRunView> runs, CancellationToken cancellationToken)
    {
        foreach (var run in runs.Where(run => run.Discrepancies.Count > 0))
        {
            var autopsy = await running.ExamineAsync(run.Id, cancellationToken);
            _hub.Tell(asked, autopsy, ApiJson.Default.AutopsyView, console => Show(console, autopsy));
        }
    }

    private static void Show(IAnsiConsole console, AutopsyView autopsy)
    {
        var table = Tables.Of("SKU", "class", "cause", "message", "since", "what happened", "siblings");
        foreach (var each in autopsy.Differences)
        {
            table.Add(
                each.Difference.Sku.Text, each.Difference.Class, each.Cause, $"{each.Message}", Tables.Moment(each.At),
                each.Explanation, $"{each.Siblings}");
        }

        console.Write(table);
    }

    /// <summary>Compares without a hub: what the folder holds, what the journal adds, and what both ends say
    /// now.</summary>
    private async Task<Items<ParityRunView>> LookAsync(HubPlan plan, string? connection, CancellationToken cancellationToken)
    {
        ConnectionName? storefront = ConnectionName.TryParse(connection, out var name) ? name : null;
        if (connection is not null && (storefront is not { } known || !plan.Contract.Terms.Stock.Subscribers.Contains(known)))
        {
            throw new HubAnswerException($"There is no storefront \"{connection}\" that follows stock.");
        }

        await using var folder = DataFolder.OpenForReading(
            plan.Folder, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var hub = new HubLoop(
            plan.Contract,
            plan.Connections.Select(planned => (planned.Connection, planned.Wire)).ToArray(),
            new ScratchJournal(folder.Journal),
            folder.Ledger,
            clock);
        await using var thread = new HubThread(hub);
        await thread.RecoverAsync(cancellationToken);
        var runs = await thread.RunAsync(looking => looking.LookAsync(storefront, cancellationToken));
        return runs.Select(run => ParityRunView.Of(run, hub)).ToItems();
    }

    private static void Show(IAnsiConsole console, Items<ParityRunView> runs)
    {
        var table = Tables.Of("storefront", "parity", "compared", "in flight", "discrepancies", "at stake");
        foreach (var run in runs)
        {
            table.Add(
                run.Connection.Text,
                run.Failure is null ? Tables.Percent(run.Parity) : run.Failure,
                $"{run.Compared}",
                $"{run.InFlight}",
                string.Join(", ", run.Discrepancies.Select(found => $"{found.Value} {found.Key}")),
                string.Join(", ", run.Gaps.Where(gap => !gap.AtStake.IsEmpty)
                    .Select(gap => $"{string.Join(" + ", gap.AtStake)} {gap.Kind}")));
        }

        console.Write(table);
        foreach (var run in runs.Where(run => run.Held))
        {
            console.WriteLine(
                $"{run.Connection}: {run.Repairs} corrections are held, more than the contract allows unasked. Look at comparison {run.Id}, " +
                "then run again with --heal --approve.");
        }
    }
}
