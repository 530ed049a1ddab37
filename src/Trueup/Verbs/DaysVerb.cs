using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Trueup.Endpoints;
using Trueup.Engine.Views;
using Trueup.Settings;

namespace Trueup.Verbs;

/// <summary><c>days</c>: stores' days, how they compare with the tills', and what became of them in the books.</summary>
/// <param name="connectors">The kinds of connections there are.</param>
/// <param name="clock">The time.</param>
public sealed class DaysVerb(ConnectorCatalogue connectors, TimeProvider clock) : IVerb
{
    private readonly HubOptions _hub = new(connectors, clock);
    private readonly Argument<string> _id =
        new("DAY") { Description = "What names the day, as list shows it: pos/soho/2026-03-01/GBP." };
    private readonly Option<string?> _store = new("--store") { Description = "Only of this store." };
    private readonly Option<string?> _state = new("--state")
    {
        Description = "Only open, differs or agreed days; or those that the books left waiting, posted or refused.",
    };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = "How many.",
        DefaultValueFactory = _ => Asked.LimitDefault,
    };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("days", "Lists stores' days, and tells what one came to.");
        var list = new Command("list", "Days, the newest first.") { _store, _state, _limit };
        list.SetAction(ListAsync);
        var show = new Command("show", "One day: taxes, payments, differences, postings.") { _id };
        show.SetAction(ShowAsync);
        var retry = new Command("retry", "Posts a day again to whoever refused it.") { _id };
        retry.SetAction(RetryAsync);
        command.Subcommands.Add(_hub.AddTo(list));
        command.Subcommands.Add(_hub.AddTo(show));
        command.Subcommands.Add(_hub.AddTo(retry));
        return command;
    }

    private async Task<int> ListAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        var query = new StoreDayQuery(
            asked.GetValue(_store), asked.GetValue(_state), After: null, asked.GetValue(_limit));
        HubAnswerException.ThrowFor(ListFaults.Of(query));
        await using var hub = await _hub.OpenAsync(asked, cancellationToken);
        var page = await hub.StoreDaysAsync(query, cancellationToken);
        _hub.Tell(asked, page, ApiJson.Default.PageStoreDayView, console => Show(console, page));
        return 0;
    }

    private async Task<int> ShowAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        await using var hub = await _hub.OpenAsync(asked, cancellationToken);
        var day = await hub.StoreDayAsync(asked.GetRequiredValue(_id), cancellationToken);
        _hub.Tell(asked, day, ApiJson.Default.StoreDayView, console => Show(console, day));
        return 0;
    }

    private async Task<int> RetryAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        await using var hub = await _hub.RunningAsync(asked, cancellationToken);
        var day = await hub.RetryStoreDayAsync(asked.GetRequiredValue(_id), cancellationToken);
        _hub.Tell(asked, day, ApiJson.Default.StoreDayView, console => Show(console, day));
        return 0;
    }

    private static void Show(IAnsiConsole console, Page<StoreDayView> page)
    {
        var table = Tables.Of("day", "state", "sales", "net", "tax", "differences", "in the books");
        foreach (var day in page.Items)
        {
            table.Add(
                day.Id,
                day.State,
                Text(day.Transactions),
                Text(day.Net),
                Text(day.Tax),
                Text(day.Differences.Count + day.Missing.Count),
                string.Join(", ", day.Postings.Select(static posting => $"{posting.Target} {posting.State}")));
        }

        console.Write(table);
        console.WriteLine(page.Next is null ? "" : "There are more: raise --limit.");
    }

    private static void Show(IAnsiConsole console, StoreDayView day)
    {
        console.WriteLine($"{day.Id}: {day.State}, {Text(day.Transactions)} transactions");
        var figures = Tables.Of("what", "net or taken", "tax");
        foreach (var tax in day.Taxes)
        {
            figures.Add($"tax code {(tax.TaxCode.Length == 0 ? "none" : tax.TaxCode)}", Text(tax.Net), Text(tax.Tax));
        }

        foreach (var tender in day.Tenders)
        {
            figures.Add($"taken by {tender.Type}", Text(tender.Amount), "");
        }

        console.Write(figures);
        foreach (var difference in day.Differences.Concat(day.Missing.Select(static gap => $"missing {gap}")))
        {
            console.WriteLine(difference);
        }

        foreach (var posting in day.Postings)
        {
            console.WriteLine($"{posting.Target}: {posting.State} {posting.RemoteId}{posting.Refusal}");
        }
    }

    private static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
