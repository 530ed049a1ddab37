using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Connectors.AdobeCommerce.Reading;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce;

/// <summary>Checks a live shop without changing anything: rights, website, stock, sources.</summary>
internal sealed class LiveChecking(AdobeApi api, Wiring wiring)
{
    /// <summary>
    /// One small read of everything that the connection reads, and the resource that an integration needs for it.
    /// </summary>
    private static readonly (string Resource, string Needs)[] Reads =
    [
        ("/orders", "Sales > Operations > Orders"),
        ("/shipments", "Sales > Operations > Shipments"),
        ("/creditmemos", "Sales > Operations > Credit Memos"),
        ("/products", "Catalog > Inventory > Products"),
        ("/inventory/source-items", "Stores > Inventory > Sources"),
    ];

    /// <summary>Everything found that would keep the hub from working; empty when all is well.</summary>
    /// <param name="wire">The way to the shop.</param>
    /// <param name="locationCodes">Sources that the contract maps to locations.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    public async ValueTask<Items<LiveFinding>> CheckAsync(
        IWire wire, Items<string> locationCodes, CancellationToken cancellationToken)
    {
        var findings = new List<LiveFinding>();
        foreach (var (resource, needs) in Reads)
        {
            var answer = await api.GetAsync(wire, new AdobeSearch(resource).Page(1).ToString(), cancellationToken);
            Add(findings, answer, $"{resource} cannot be read (resource {needs})");
            if (answer.Kind is AnswerKind.NotSent or AnswerKind.NoAnswer)
            {
                // A shop that does not answer at all is one finding, not one for each question.
                return findings.ToItems();
            }
        }

        await CheckStockAsync(wire, findings, cancellationToken);
        await CheckSalableAsync(wire, findings, cancellationToken);
        await CheckSourcesAsync(wire, locationCodes, findings, cancellationToken);
        return findings.ToItems();
    }

    private async ValueTask CheckStockAsync(IWire wire, List<LiveFinding> findings, CancellationToken cancellationToken)
    {
        var website = api.Options.Website;
        var answer = await api.GetAsync(
            wire, $"/inventory/stock-resolver/website/{Uri.EscapeDataString(website)}", cancellationToken);
        if (answer.Kind == AnswerKind.NotFound)
        {
            findings.Add(new LiveFinding(
                CaseCodes.ConnectionDown, $"website: the shop has no website '{website}' linked to a stock."));
            return;
        }

        Add(findings, answer, "The website's stock cannot be read (resource Stores > Inventory > Stocks)");
        if (answer.Kind == AnswerKind.Done && StockIdOf(answer.Body) is { } stock && stock != api.Options.StockId)
        {
            findings.Add(new LiveFinding(
                CaseCodes.SourceNotAssigned,
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"stock_id: website '{website}' sells from stock {stock}, not from stock {api.Options.StockId}.")));
        }
    }

    private async ValueTask CheckSalableAsync(
        IWire wire, List<LiveFinding> findings, CancellationToken cancellationToken)
    {
        var resource = $"/inventory/export-stock-salable-qty/website/{Uri.EscapeDataString(api.Options.Website)}";
        var answer = await api.GetAsync(wire, new AdobeSearch(resource).Page(1).ToString(), cancellationToken);
        Add(findings, answer, "Salable quantities cannot be read (resource Stores > Inventory > Stocks)");
    }

    private async ValueTask CheckSourcesAsync(
        IWire wire, Items<string> locationCodes, List<LiveFinding> findings, CancellationToken cancellationToken)
    {
        var sources = await wiring.SourcesAsync(wire, cancellationToken);
        var links = await wiring.LinksAsync(wire, cancellationToken);
        if ((sources.Failure ?? links.Failure) is { } failure)
        {
            Add(findings, failure, "Sources and their links cannot be read (resource Stores > Inventory)");
            return;
        }

        foreach (var code in locationCodes)
        {
            var source = sources.Sources.FirstOrDefault(known => known.Code == code);
            if (source is null)
            {
                findings.Add(new LiveFinding(CaseCodes.SourceUnknown, $"The shop has no source '{code}'."));
            }
            else if (!source.Enabled)
            {
                findings.Add(new LiveFinding(CaseCodes.SourceNotAssigned, $"Source '{code}' is disabled in the shop."));
            }
            else if (links.Sources.All(known => known.Code != code))
            {
                findings.Add(new LiveFinding(
                    CaseCodes.SourceNotAssigned,
                    string.Create(
                        System.Globalization.CultureInfo.InvariantCulture,
                        $"Source '{code}' is not linked to stock {api.Options.StockId}.")));
            }
        }
    }

    private static void Add(List<LiveFinding> findings, AdobeAnswer answer, string what)
    {
        if (answer.Kind != AnswerKind.Done)
        {
            var code = answer.AsReadReceipt(CaseCodes.ConnectionDown) is Receipt.Refused refused
                ? refused.Code
                : CaseCodes.ConnectionDown;
            findings.Add(new LiveFinding(code, $"{what}: {answer.Detail}"));
        }
    }

    private static int? StockIdOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object &&
                   document.RootElement.TryGetProperty("stock_id", out var id) &&
                   int.TryParse(id.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var stock)
                ? stock
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
