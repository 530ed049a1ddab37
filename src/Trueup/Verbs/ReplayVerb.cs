using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Trueup.Endpoints;
using Trueup.Engine.Views;
using Trueup.Settings;
using Trueup.Wires;

namespace Trueup.Verbs;

/// <summary>
/// <c>replay</c>: translates and decides journal messages again after a mapping was mended; tells what that would
/// change; and proves that journal and ledger agree.
/// </summary>
/// <param name="connectors">The kinds of connections there are.</param>
/// <param name="wires">Makes the ways to remotes, none of which is used.</param>
/// <param name="clock">The time.</param>
public sealed class ReplayVerb(ConnectorCatalogue connectors, IWireFactory wires, TimeProvider clock) : IVerb
{
    /// <summary>Rows of a table.</summary>
    private const int RowsMax = 200;

    private readonly HubOptions _hub = new(connectors, clock, wires);
    private readonly Option<long[]> _id = new("--id")
    {
        Description = "Journal position of a message; may be given several times.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _since = new("--since")
    {
        Description = "All messages since a time (2026-03-01T12:00:00Z) or for so long (2h).",
        HelpName = "TIME",
    };

    private readonly Option<string?> _connection = new("--connection") { Description = "Only messages of this connection." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only tell what would change." };
    private readonly Option<bool> _newRules = new("--with-new-rules")
    {
        Description = "Tell what today's rules and mappings would have made of the whole past; changes nothing.",
    };

    private readonly Option<bool> _rebuild = new("--rebuild")
    {
        Description = "Fold the ledger again from the journal; the hub must be stopped.",
    };

    private readonly Option<bool> _verify = new("--verify") { Description = "Prove that journal and ledger agree." };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("replay", "Decides messages again, after a mapping was mended.")
        {
            _id, _since, _connection, _dryRun, _newRules, _rebuild, _verify,
        };
        command.SetAction(RunAsync);
        return _hub.AddTo(command);
    }

    private async Task<int> RunAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        var (ids, since, connection) = (asked.GetRequiredValue(_id), Since(asked.GetValue(_since)), asked.GetValue(_connection));
        if (asked.GetValue(_verify) || asked.GetValue(_rebuild) || asked.GetValue(_newRules))
        {
            return await CompareAsync(asked, cancellationToken);
        }

        if (ids.Length == 0 && since is null && connection is null)
        {
            throw new HubAnswerException("Say which messages: --id, --since, --connection.");
        }

        if (asked.GetValue(_dryRun))
        {
            var rehearsal = new Rehearsal(await _hub.PlanAsync(asked), clock);
            var preview = await rehearsal.PreviewAsync(ids, since, connection, cancellationToken);
            _hub.Tell(asked, preview, ApiJson.Default.ReplayPreview, console => Show(console, preview));
            return 0;
        }

        await using var hub = await _hub.RunningAsync(asked, cancellationToken);
        var count = await hub.ReplayAsync(new ReplayRequest(ids.Length > 0 ? ids : null, since, connection), cancellationToken);
        _hub.Tell(asked, new BulkOutcome(count), ApiJson.Default.BulkOutcome, console =>
            console.WriteLine($"{count} decided again."));
        return 0;
    }

    private async Task<int> CompareAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        var rehearsal = new Rehearsal(await _hub.PlanAsync(asked), clock);
        if (asked.GetValue(_newRules))
        {
            var would = await rehearsal.RedecideAsync(cancellationToken);
            _hub.Tell(asked, would, ApiJson.Default.StateComparison, console => Show(console, would, "is", "would be"));
            return 0;
        }

        var found = asked.GetValue(_verify) ? await rehearsal.VerifyAsync(cancellationToken) : null;
        if (asked.GetValue(_rebuild))
        {
            var entries = await rehearsal.RebuildAsync(cancellationToken);
            found ??= new StateComparison(entries, []);
        }

        _hub.Tell(asked, found!, ApiJson.Default.StateComparison, console => Show(console, found!, "ledger", "journal"));
        return found!.Differences.IsEmpty ? 0 : 1;
    }

    private DateTimeOffset? Since(string? text) => text switch
    {
        null => null,
        _ when Notation.TryDuration(text, out var ago) => clock.GetUtcNow() - ago,
        _ when DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => throw new HubAnswerException($"\"{text}\" is no time; 2026-03-01T12:00:00Z and 2h are."),
    };

    private static void Show(IAnsiConsole console, ReplayPreview preview)
    {
        console.WriteLine($"{preview.Messages} messages decided again would change {preview.Changes.Count} things; nothing was changed.");
        var table = Tables.Of("message", "what", "which", "would be");
        foreach (var change in preview.Changes.Take(RowsMax))
        {
            table.Add($"{change.Message}", change.What, change.Subject, change.Detail);
        }

        Write(console, table, preview.Changes.Count);
    }

    private static void Show(IAnsiConsole console, StateComparison compared, string held, string told)
    {
        console.WriteLine($"{compared.Entries} entries of the journal; {compared.Differences.Count} differences.");
        var table = Tables.Of("what", "which", held, told);
        foreach (var difference in compared.Differences.Take(RowsMax))
        {
            table.Add(difference.What, difference.Subject, difference.Held ?? "nothing", difference.Told ?? "nothing");
        }

        Write(console, table, compared.Differences.Count);
    }

    private static void Write(IAnsiConsole console, Table table, int rows)
    {
        if (rows > 0)
        {
            console.Write(table);
        }

        if (rows > RowsMax)
        {
            console.WriteLine($"The first {RowsMax} are shown; --json tells all.");
        }
    }
}
