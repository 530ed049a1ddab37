using System.CommandLine;
using Spectre.Console;
using Trueup.Endpoints;
using Trueup.Engine.Cases;
using Trueup.Engine.Views;
using Trueup.Settings;

namespace Trueup.Verbs;

/// <summary><c>exceptions</c>: operational problems, and what people do about them.</summary>
/// <param name="connectors">The kinds of connections there are.</param>
/// <param name="clock">The time.</param>
public sealed class ExceptionsVerb(ConnectorCatalogue connectors, TimeProvider clock) : IVerb
{
    private readonly HubOptions _hub = new(connectors, clock);
    private readonly Argument<string> _id = new("ID") { Description = "The exception's id." };
    private readonly Option<string> _state = new("--state")
    {
        Description = "open, assigned, waiting, snoozed, resolved, ignored or all.",
        DefaultValueFactory = _ => "open",
    };

    private readonly Option<string?> _code = new("--code") { Description = "Only of this kind." };
    private readonly Option<string?> _owner = new("--owner") { Description = "Only those of this owner." };
    private readonly Option<string?> _query = new("--query") { Description = "Part of what it is about." };
    private readonly Option<int> _limit = new("--limit")
    {
        Description = "How many.",
        DefaultValueFactory = _ => Asked.LimitDefault,
    };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("exceptions", "Lists operational problems, and deals with them.");
        var list = new Command("list", "Exceptions, the last met first.") { _state, _code, _owner, _query, _limit };
        list.SetAction(ListAsync);
        command.Subcommands.Add(_hub.AddTo(list));
        var show = new Command("show", "One exception with its history.") { _id };
        show.SetAction(ShowAsync);
        command.Subcommands.Add(_hub.AddTo(show));
        command.Subcommands.Add(ActionOf("retry", "Tries again what it is about.", textName: null));
        command.Subcommands.Add(ActionOf("resolve", "Says that it is settled: what proves itself is tried again and waits for the proof.", "REASON"));
        command.Subcommands.Add(ActionOf("ignore", "Lives with it.", "REASON"));
        command.Subcommands.Add(ActionOf("assign", "Gives it to somebody.", "PERSON"));
        command.Subcommands.Add(ActionOf("comment", "Says something about it.", "TEXT"));
        command.Subcommands.Add(ActionOf("tag", "Puts tags on it, between commas.", "TAGS"));
        command.Subcommands.Add(SnoozeCommand());
        return command;
    }

    private Command SnoozeCommand()
    {
        var until = new Argument<DateTimeOffset>("UNTIL") { Description = "Until when, such as 2026-03-01T09:00Z." };
        var command = new Command("snooze", "Puts it off until a time.") { _id, until };
        command.SetAction(async (asked, cancellationToken) =>
        {
            await using var hub = await _hub.RunningAsync(asked, cancellationToken);
            var known = await hub.ActAsync(
                asked.GetRequiredValue(_id), "snooze", (null, asked.GetValue(until)), cancellationToken);
            _hub.Tell(asked, known, ApiJson.Default.CaseView, console => Show(console, known));
            return 0;
        });
        return _hub.AddTo(command);
    }

    private Command ActionOf(string action, string description, string? textName)
    {
        var command = new Command(action, description) { _id };
        var text = textName is null ? null : new Argument<string?>(textName)
        {
            Description = "In words.",
            Arity = action == "resolve" ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        };
        if (text is not null)
        {
            command.Arguments.Add(text);
        }

        command.SetAction(async (asked, cancellationToken) =>
        {
            await using var hub = await _hub.RunningAsync(asked, cancellationToken);
            var known = await hub.ActAsync(
                asked.GetRequiredValue(_id), action, (text is null ? null : asked.GetValue(text), null), cancellationToken);
            _hub.Tell(asked, known, ApiJson.Default.CaseView, console => Show(console, known));
            return 0;
        });
        return _hub.AddTo(command);
    }

    private async Task<int> ListAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        var state = asked.GetRequiredValue(_state);
        var query = new CaseQuery(
            state == "all" ? null : state,
            asked.GetValue(_code),
            asked.GetValue(_owner),
            asked.GetValue(_query),
            After: null,
            asked.GetValue(_limit));
        HubAnswerException.ThrowFor(ListFaults.Of(query, catalogue: "docs/operations/runbooks has a page for each"));
        await using var hub = await _hub.OpenAsync(asked, cancellationToken);
        var page = await hub.CasesAsync(query, cancellationToken);
        _hub.Tell(asked, page, ApiJson.Default.PageCaseView, console => Show(console, page));
        return 0;
    }

    private async Task<int> ShowAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        await using var hub = await _hub.OpenAsync(asked, cancellationToken);
        var known = await hub.CaseAsync(asked.GetRequiredValue(_id), cancellationToken);
        _hub.Tell(asked, known, ApiJson.Default.CaseView, console => Show(console, known));
        return 0;
    }

    private static void Show(IAnsiConsole console, Page<CaseView> page)
    {
        var table = Tables.Keyed(keys: 2, "id", "code", "owner", "what");
        foreach (var known in page.Items)
        {
            var whose = known.Assignee ?? known.Owner;
            table.Add(known.Id, known.Code, whose, known.Detail);
        }

        console.Write(table);
        console.WriteLine(page.Items.IsEmpty ? "Nothing to deal with."
            : page.Next is null ? ""
            : "There are more: raise --limit.");
    }

    private static void Show(IAnsiConsole console, CaseView known)
    {
        console.WriteLine(
            $"{known.Code}: {known.Title} ({known.State}, {known.Severity}, {known.Assignee ?? known.Owner})");
        console.WriteLine(known.Detail);
        console.WriteLine($"What it means: {known.Meaning}");
        console.WriteLine($"What to do: {known.NextAction}");
        console.WriteLine(
            $"Met {known.Met} times since {Tables.Moment(known.OpenedAt)}; last in message {known.LastMessage}.");
        var table = Tables.Of("at", "by", "note");
        foreach (var note in known.Notes)
        {
            table.Add(Tables.Moment(note.At), note.By, note.Text);
        }

        console.Write(table);
    }
}
