using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Endpoints;
using Trueup.Engine.Views;
using Trueup.Settings;

namespace Trueup.Verbs;

/// <summary><c>orders</c>: orders, and every step of one in every system.</summary>
/// <param name="connectors">The kinds of connections there are.</param>
/// <param name="clock">The time.</param>
public sealed class OrdersVerb(ConnectorCatalogue connectors, TimeProvider clock) : IVerb
{
    private readonly HubOptions _hub = new(connectors, clock);
    private readonly Argument<string> _id =
        new("ORDER") { Description = "The hub's id, or a number that only one order has." };
    private readonly Option<string?> _query = new("--query") { Description = "Part of the id or the number." };
    private readonly Option<string?> _storefront = new("--storefront") { Description = "Only of this storefront." };
    private readonly Option<string?> _status = new("--status") { Description = "Only with this status." };
    private readonly Option<string?> _stage = new("--stage") { Description = "Only in this stage." };
    private readonly Option<bool> _byAge = new("--by-age") { Description = "Those longest in their stage first." };
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A field to correct before trying again: FIELD=VALUE.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string> _since = new("--since")
    {
        Description = "Orders placed within this duration, such as 24h or 7d.",
        DefaultValueFactory = _ => "7d",
    };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = "How many.",
        DefaultValueFactory = _ => Asked.LimitDefault,
    };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("orders", "Lists orders, and tells every step of one.");
        var list = new Command("list", "Orders, the newest first.") { _query, _storefront, _status, _stage, _byAge, _limit };
        list.SetAction(ListAsync);
        var show = new Command("show", "One order with its timeline.") { _id };
        show.SetAction(ShowAsync);
        var retry = new Command("retry", "Tries again what another system refused.") { _id, _set };
        retry.SetAction(RetryAsync);
        command.Subcommands.Add(_hub.AddTo(list));
        command.Subcommands.Add(_hub.AddTo(show));
        var approve = new Command("approve", "Lets an order go that waits for approval.") { _id };
        approve.SetAction(ApproveAsync);
        command.Subcommands.Add(_hub.AddTo(retry));
        command.Subcommands.Add(_hub.AddTo(approve));
        var sweep = new Command("sweep", "Counts orders in every system now. 0 all proved, 1 something is missing.") { _storefront };
        sweep.SetAction(SweepAsync);
        command.Subcommands.Add(_hub.AddTo(sweep));
        var splits = new Command("splits", "What goes in more than one parcel, why, and what that costs.") { _since };
        splits.SetAction(SplitsAsync);
        command.Subcommands.Add(_hub.AddTo(splits));
        return command;
    }

    private async Task<int> ListAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        var query = new OrderQuery(
            asked.GetValue(_query),
            asked.GetValue(_storefront),
            asked.GetValue(_status),
            After: null,
            asked.GetValue(_limit))
        {
            Stage = asked.GetValue(_stage),
            ByAge = asked.GetValue(_byAge),
        };
        HubAnswerException.ThrowFor(ListFaults.Of(query));
        await using var hub = await _hub.OpenAsync(asked, cancellationToken);
        var page = await hub.OrdersAsync(query, cancellationToken);
        _hub.Tell(asked, page, ApiJson.Default.PageOrderSummary, console => Show(console, page));
        return 0;
    }

    private static Dictionary<string, string?> EditsOf(string[] written)
    {
        var edits = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var pair in written.Select(text => text.Split('=', 2)))
        {
            if (pair.Length == 1 || !edits.TryAdd(pair[0], pair[1]))
            {
                throw new HubAnswerException(pair.Length == 1
                    ? $"--set {pair[0]} has no value: write FIELD=VALUE, or FIELD= to empty it."
                    : $"--set names {pair[0]} twice.");
            }
        }

        return edits;
    }

    private async Task<int> ShowAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        await using var hub = await _hub.OpenAsync(asked, cancellationToken);
        var (order, steps) = await hub.OrderAsync(asked.GetRequiredValue(_id), cancellationToken);
        _hub.Tell(asked, order, ApiJson.Default.OrderView, console => Show(console, order, steps));
        return 0;
    }

    private Task<int> RetryAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        var edit = EditsOf(asked.GetValue(_set)!);
        return ActAsync(asked, (hub, id) => hub.RetryOrderAsync(id, edit, cancellationToken), cancellationToken);
    }

    private Task<int> ApproveAsync(ParseResult asked, CancellationToken cancellationToken) =>
        ActAsync(asked, (hub, id) => hub.ApproveOrderAsync(id, cancellationToken), cancellationToken);

    /// <summary>Does something about an order, and tells what followed in it and how it is then.</summary>
    private async Task<int> ActAsync(
        ParseResult asked, Func<RunningHub, string, ValueTask<OrderView>> act, CancellationToken cancellationToken)
    {
        await using var hub = await _hub.RunningAsync(asked, cancellationToken);
        var id = asked.GetRequiredValue(_id);
        var (_, before) = await hub.OrderAsync(id, cancellationToken);
        await act(hub, id);
        var (order, after) = await hub.OrderAsync(id, cancellationToken);
        _hub.Tell(asked, order, ApiJson.Default.OrderView, console => Show(console, order, after.Skip(before.Count).ToItems()));
        return 0;
    }

    private async Task<int> SweepAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        await using var hub = await _hub.RunningAsync(asked, cancellationToken);
        var windows = await hub.SweepOrdersAsync(asked.GetValue(_storefront), cancellationToken);
        _hub.Tell(asked, windows, ApiJson.Default.ItemsSweepView, console => Show(console, windows));
        return windows.All(window => window.Proved) ? 0 : 1;
    }

    private async Task<int> SplitsAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        var written = asked.GetValue(_since)!;
        if (!Notation.TryDuration(written, out var back))
        {
            throw new HubAnswerException($"--since is a duration such as 24h or 7d, not \"{written}\".");
        }

        await using var hub = await _hub.OpenAsync(asked, cancellationToken);
        var splits = await hub.SplitsAsync(back, cancellationToken);
        _hub.Tell(asked, splits, ApiJson.Default.SplitView, console => Show(console, splits));
        return 0;
    }

    private static void Show(IAnsiConsole console, SplitView splits)
    {
        console.WriteLine($"Orders since {Tables.Moment(splits.Since)}, places given by {splits.Policy}.");
        var table = Tables.Of("channel", "orders", "in several parcels", "cause", "extra parcels", "cost");
        foreach (var channel in splits.Channels)
        {
            table.Add(channel.Channel, $"{channel.Orders}", $"{channel.Split}", "all", $"{channel.ExtraParcels}", Cost(channel.Cost));
            foreach (var cause in channel.Causes)
            {
                table.Add("", "", $"{cause.Orders}", cause.Cause, $"{cause.ExtraParcels}", Cost(cause.Cost));
            }
        }

        console.Write(table);
        console.WriteLine(splits.ParcelCost is null ? "What a parcel costs is not known: set stock.sourcing.parcel_cost." : "");
        console.WriteLine(splits.Complete ? "" : "There are more orders than were counted: ask for a shorter while.");

        static string Cost(decimal? cost) => cost is { } known ? known.ToString(CultureInfo.InvariantCulture) : "";
    }

    private static void Show(IAnsiConsole console, Items<SweepView> windows)
    {
        var table = Tables.Of("storefront", "from", "until", "listed", "in the hub", "in other systems", "missing", "proved");
        foreach (var window in windows)
        {
            table.Add(
                window.Storefront.Text,
                Tables.Moment(window.From),
                Tables.Moment(window.Until),
                window.Listed is { } listed ? $"{listed}" : "",
                $"{window.Known}",
                string.Join(", ", window.Targets.Select(target => $"{target.Target} {target.Present}/{target.Expected}")),
                string.Join(", ", window.Missed.Concat(window.Unreadable).Concat(window.Targets.SelectMany(target =>
                    target.Missing.Concat(target.Twice).Select(order => $"{order} in {target.Target}")))),
                window.Proved ? "yes" : window.Trouble
                    ?? window.Targets.FirstOrDefault(target => target.Trouble is not null)?.Trouble ?? "no");
        }

        console.Write(table);
    }

    private static void Show(IAnsiConsole console, Page<OrderSummary> page)
    {
        var table = Tables.Keyed(keys: 2, "order", "placed", "stage", "charged", "to do");
        foreach (var order in page.Items)
        {
            table.Add(
                order.Id.Text,
                Tables.Moment(order.PlacedAt),
                order.Stage == order.Status ? order.Stage : $"{order.Status}, {order.Stage}",
                string.Create(CultureInfo.InvariantCulture, $"{order.Gross} {order.Currency}"),
                DocumentsOf(order));
        }

        console.Write(table);
        console.WriteLine(page.Next is null ? "" : "There are more: raise --limit.");
    }

    private static string DocumentsOf(OrderSummary order) => string.Join(", ", new[]
    {
        order.DocumentsRefused > 0 ? $"{order.DocumentsRefused} refused" : "",
        order.DocumentsPending > 0 ? $"{order.DocumentsPending} waiting" : "",
    }.Where(text => text.Length > 0));

    private static void Show(IAnsiConsole console, OrderView order, Items<TimelineStep> steps)
    {
        console.WriteLine($"{order.Id} ({order.Number}) from {order.Storefront}: {order.Status}");
        console.WriteLine($"Placed {Tables.Moment(order.PlacedAt)}.");
        foreach (var goods in order.Awaited)
        {
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Waits for {goods.Units} of {goods.Sku} at {goods.Location}{(goods.Expected is { } day ? $", expected {day:yyyy-MM-dd}" : "")}."));
        }

        if (!order.Documents.IsEmpty)
        {
            var documents = Tables.Of("document", "for", "how it is");
            foreach (var document in order.Documents)
            {
                documents.Add(document.Kind.ToString(), document.Target.Text, HowIs(document));
            }

            console.Write(documents);
        }

        if (steps.IsEmpty)
        {
            console.WriteLine("Nothing in the order changed.");
            return;
        }

        var timeline = Tables.Keyed(keys: 1, "at", "from", "message", "what");
        foreach (var step in steps.Where(step => !IsNoted(step) || steps.All(other => other.Message != step.Message || IsNoted(other))))
        {
            timeline.Add(Tables.Moment(step.At), step.System, $"{step.Message}", step.Detail);
        }

        console.Write(timeline);
    }

    /// <summary>What the hub notes for itself, so that nothing counts twice; told where nothing else came of a message.</summary>
    private static bool IsNoted(TimelineStep step) => step.Detail.EndsWith("is accounted for", StringComparison.Ordinal);

    private static string HowIs(OrderDocument document) =>
        document.Refusal is { } refusal ? $"refused: {refusal}"
        : !document.IsSettled ? "on its way"
        : document.RemoteId is { } id ? $"made as {id}" : "done";
}
