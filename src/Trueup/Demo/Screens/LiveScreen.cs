using System.Globalization;
using Spectre.Console;

namespace Trueup.Demo.Screens;

/// <summary>Shows the day as a picture that moves, for terminals.</summary>
/// <param name="console">The terminal.</param>
/// <param name="title">What stands on top.</param>
/// <param name="clock">The time.</param>
public sealed class LiveScreen(IAnsiConsole console, string title, TimeProvider clock) : IDayScreen
{
    private const int ExceptionsMax = 5;
    private const int HistoryMax = 60;

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    private readonly Queue<decimal> _history = new();

    /// <inheritdoc/>
    public Task ShowAsync(Func<Glance> look, Task day)
    {
        ArgumentNullException.ThrowIfNull(look);
        ArgumentNullException.ThrowIfNull(day);
        return console.Live(new Text("")).Overflow(VerticalOverflow.Crop).StartAsync(async picture =>
        {
            while (!day.IsCompleted)
            {
                picture.UpdateTarget(Draw(look()));
                await Task.WhenAny(day, Task.Delay(Every, clock, CancellationToken.None));
            }

            picture.UpdateTarget(Draw(look()));
        });
    }

    private Rows Draw(Glance glance)
    {
        _history.Enqueue(glance.Parity);
        while (_history.Count > HistoryMax)
        {
            _history.Dequeue();
        }

        return new Rows(
            new Rule($"[bold]{title.EscapeMarkup()}[/] [grey]{glance.Elapsed:mm\\:ss}[/]")
                .LeftJustified().RuleStyle("grey"),
            new Padder(Timeline(glance), new Padding(1, 1, 1, 0)),
            new Padder(Gauge(glance), new Padding(1, 1, 1, 1)),
            new Columns(Trade(glance), Network(glance), Connections(glance)) { Expand = false },
            new Padder(Exceptions(glance), new Padding(1, 0, 1, 0)));
    }

    private static Markup Timeline(Glance glance)
    {
        var place = glance.Playing is { } playing
            ? glance.Phases.FindIndex(phase => phase == playing)
            : glance.Phases.Count;
        var steps = glance.Phases.Select((phase, i) => i < place
            ? $"[green]✓[/] [grey]{phase.Name}[/]"
            : i == place ? $"[yellow bold]▶ {phase.Name}[/]" : $"[grey39]· {phase.Name}[/]");
        var story = glance.Playing?.Story ?? "The day is over.";
        return new Markup($"{string.Join("  ", steps)}\n[italic]{story.EscapeMarkup()}[/]");
    }

    private Markup Gauge(Glance glance)
    {
        const int Width = 40;
        const string Blocks = "▁▂▃▄▅▆▇█";
        var full = (int)Math.Floor(glance.Parity * Width);
        var tone = Tone(glance.Parity);

        // The upper tenth is what moves: a shop below that is loading, or in deep trouble.
        var history = string.Concat(_history.Select(share =>
            Blocks[(int)Math.Clamp((share - 0.9m) * 80m, 0m, 7m)]));
        return new Markup(
            $"[bold]Parity[/]  [{tone}]{new string('━', full)}[/][grey23]{new string('━', Width - full)}[/]  " +
            $"[bold {tone}]{Number(glance.Parity, "0.00%")}[/]\n        [grey46]{history}[/]");
    }

    private static Table Trade(Glance glance) => Figures("Trade",
        ("orders placed", Number(glance.Trade.Placed), "white"),
        ("sold out", Number(glance.Trade.TurnedAway), "white"),
        ("shipped", Number(glance.Trade.Shipped), "white"),
        ("given back", Number(glance.Trade.GivenBack), "white"),
        ("oversold", Number(glance.Trade.Oversold), glance.Trade.Oversold == 0 ? "green" : "yellow"));

    private static Table Network(Glance glance) => Figures("Network",
        ("events pushed", Number(glance.Traffic.Pushed), "white"),
        ("on disk", Number(glance.Traffic.Accepted), "white"),
        ("journal lag", $"{Number(glance.Hub.Journal.LagMs)} ms", glance.Hub.Journal.LagMs < 1000 ? "green" : "yellow"),
        ("calls to the shop", Number(glance.Traffic.Calls), "white"),
        ("SKUs wrong now", Number(glance.Traffic.WrongNow), glance.Traffic.WrongNow == 0 ? "green" : "yellow"));

    private static Table Connections(Glance glance)
    {
        var table = Titled("Connection").AddColumn("").AddColumn(Right("[grey]orders[/]"))
            .AddColumn(Right("[grey]levels[/]")).AddColumn(Right("[grey]calls/s[/]"));
        foreach (var connection in glance.Hub.Connections)
        {
            table.AddRow(
                connection.Name.EscapeMarkup(),
                $"[{(connection.State == "up" ? "green" : "red")}]{connection.State.EscapeMarkup()}[/]",
                Number(connection.Pending.Orders),
                Number(connection.Pending.Stock),
                $"{Number(connection.Rate.Used)}[grey]/{Number((decimal)connection.Rate.Limit, "0.#")}[/]");
        }

        while (table.Rows.Count < 5)
        {
            table.AddEmptyRow();
        }

        return table;
    }

    private static Rows Exceptions(Glance glance)
    {
        var table = new Table().NoBorder().HideHeaders()
            .AddColumn("").AddColumn("").AddColumn(new TableColumn("").NoWrap());
        foreach (var known in glance.Exceptions.Take(ExceptionsMax))
        {
            table.AddRow(
                $"[{(known.Severity == "critical" ? "red" : "yellow")}]●[/] {known.Code.EscapeMarkup()}",
                $"[grey]{known.Owner.EscapeMarkup()}[/]",
                $"[grey]{Cut(known.Detail).EscapeMarkup()}[/]");
        }

        for (var i = table.Rows.Count; i < ExceptionsMax; i++)
        {
            table.AddEmptyRow();
        }

        return new Rows(new Markup($"[bold]Exceptions[/] [grey]{glance.Hub.Exceptions.Open} open[/]"), table);
    }

    private static Table Figures(string name, params ReadOnlySpan<(string Name, string Value, string Tone)> figures)
    {
        var table = Titled(name).AddColumn(Right(""));
        foreach (var (label, value, tone) in figures)
        {
            table.AddRow($"[grey]{label}[/]", $"[{tone}]{value}[/]");
        }

        return table;
    }

    private static Table Titled(string name) =>
        new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey35).AddColumn($"[bold]{name}[/]");

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned();

    private static string Tone(decimal parity) => parity switch
    {
        1m => "green",
        >= 0.99m => "yellow",
        _ => "red",
    };

    private static string Cut(string text) => text.Length <= 70 ? text : text[..69] + "…";

    private static string Number(IFormattable number, string format = "N0") =>
        number.ToString(format, CultureInfo.InvariantCulture);
}
