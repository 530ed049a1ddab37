using System.CommandLine;
using Spectre.Console;
using Trueup.Endpoints;
using Trueup.Engine.Views;
using Trueup.Settings;

namespace Trueup.Verbs;

/// <summary><c>explain SKU</c>: why a figure is what it is, down to the messages that made it.</summary>
/// <param name="connectors">The kinds of connections there are.</param>
/// <param name="clock">The time.</param>
public sealed class ExplainVerb(ConnectorCatalogue connectors, TimeProvider clock) : IVerb
{
    private readonly HubOptions _hub = new(connectors, clock);
    private readonly Argument<string> _sku = new("SKU") { Description = "The SKU." };
    private readonly Option<string?> _storefront = new("--storefront")
    {
        Description = "What this storefront must hold; without it what may be sold.",
    };

    private readonly Option<string?> _location = new("--location") { Description = "Only at this location." };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("explain", "Tells why a SKU's figure is what it is.")
        {
            _sku, _storefront, _location,
        };
        command.SetAction(RunAsync);
        return _hub.AddTo(command);
    }

    private async Task<int> RunAsync(ParseResult asked, CancellationToken cancellationToken)
    {
        await using var hub = await _hub.OpenAsync(asked, cancellationToken);
        var question = new ExplainQuestion(
            asked.GetRequiredValue(_sku), asked.GetValue(_storefront), asked.GetValue(_location));
        var explanation = await hub.ExplainAsync(question, cancellationToken);
        _hub.Tell(asked, explanation, ApiJson.Default.Explanation, console => Show(console, explanation));
        return 0;
    }

    private static void Show(IAnsiConsole console, Explanation explained)
    {
        var what = explained.Storefront is { } storefront ? $"{storefront} must hold" : "may be sold";
        var where = explained.Location is { } location ? $" at {location}" : "";
        console.WriteLine($"{explained.Sku}: {what} {explained.Value?.ToString() ?? "an unknown quantity"}{where}");
        console.Write(TableOf(explained.Terms));
        foreach (var part in explained.Kits.SelectMany(kit => kit.Parts))
        {
            console.WriteLine($"{part.Sku}, {part.PerKit} a kit: {part.Available} available make {part.Sets} sets");
            console.Write(TableOf(part.Terms));
        }
    }

    private static Table TableOf(IEnumerable<ExplainedTerm> terms)
    {
        var table = Tables.Of("quantity", "term", "location", "message", "because", "at", "order");
        foreach (var term in terms)
        {
            var first = true;
            foreach (var reason in term.Because)
            {
                table.Add(
                    first ? term.Quantity.ToString() : "",
                    first ? term.Term : "",
                    first ? term.Location.Text : "",
                    reason.Message?.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    reason.Event,
                    Tables.Moment(reason.At),
                    reason.Order);
                first = false;
            }
        }

        return table;
    }
}
