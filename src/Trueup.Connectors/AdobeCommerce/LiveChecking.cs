using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Connectors.AdobeCommerce.Polling;
using Trueup.Connectors.AdobeCommerce.Reading;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce;

/// <summary>Checks a live shop without changing anything: rights, store view, website, stock, sources.</summary>
internal sealed class LiveChecking(AdobeApi api, Wiring wiring)
{
    /// <summary>
    /// One small read of everything that the connection reads, and the resource that an integration needs for it.
    /// </summary>
    private static readonly (string Resource, string Needs)[] Reads =
    [
        ("/orders", "Sales > Operations > Orders"),
        ("/shipments", "Sales > Operations > Shipments"),
        ("/invoices", "Sales > Operations > Invoices"),
        ("/creditmemos", "Sales > Operations > Credit Memos"),
        ("/products", "Catalog > Inventory > Products"),
        (SourceItems, "Stores > Inventory > Sources"),
    ];

    private const string SourceItems = "/inventory/source-items";

    /// <summary>
    /// What the connection does with orders, asked of an order that no shop has: whoever lacks the right is told so before
    /// the order is looked for (observed §5), and nobody's order is touched.
    /// </summary>
    private static readonly (string Resource, string What, string Needs)[] Writes =
    [
        ("/order/0/ship", "Shipments cannot be posted", "Sales > Operations > Orders > Actions > Ship"),
        ("/orders/0/cancel", "Orders cannot be cancelled", "Sales > Operations > Orders > Actions > Cancel"),
        ("/order/0/refund", "Refunds cannot be made", "Sales > Operations > Orders > Actions > Credit Memos"),
        ("/orders/0/comments", "Comments cannot be written", "Sales > Operations > Orders > Actions > Comment"),
    ];

    /// <summary>Everything found that would keep the hub from working; empty when all is well.</summary>
    /// <param name="wire">The way to the shop.</param>
    /// <param name="locationCodes">Sources that the contract maps to locations.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    public async ValueTask<Items<LiveFinding>> CheckAsync(
        IWire wire, Items<string> locationCodes, CancellationToken cancellationToken)
    {
        var findings = new List<LiveFinding>();
        if (await CheckReadsAsync(wire, findings, cancellationToken) is { } alone)
        {
            return [alone];
        }

        var stores = await new StoreFilter(api).StoresAsync(wire, cancellationToken);
        if (stores.Failure is { Kind: not AnswerKind.NotFound } untold)
        {
            Add(findings, untold, "Store views cannot be read (resource Stores > Settings > All Stores)");
        }

        await CheckWritesAsync(wire, findings, cancellationToken);
        await CheckStockAsync(wire, findings, cancellationToken);
        await CheckSalableAsync(wire, findings, cancellationToken);
        await CheckSourcesAsync(wire, locationCodes, findings, cancellationToken);
        return findings.ToItems();
    }

    /// <summary>Reads one of everything; what is wrong with all of it is one finding, not one for each question.</summary>
    private async ValueTask<LiveFinding?> CheckReadsAsync(
        IWire wire, List<LiveFinding> findings, CancellationToken cancellationToken)
    {
        var denied = 0;
        foreach (var (resource, needs) in Reads)
        {
            var answer = await api.GetAsync(wire, new AdobeSearch(resource).Page(1).ToString(), cancellationToken);
            if (answer.Kind is AnswerKind.NotSent or AnswerKind.NoAnswer or AnswerKind.Moved)
            {
                Add(findings, answer, $"{resource} cannot be read");
                return findings[^1];
            }

            if (answer.Kind == AnswerKind.Invalid && answer.Detail.StartsWith(UnknownStoreView, StringComparison.Ordinal))
            {
                return new LiveFinding(
                    CaseCodes.ConnectionDown, $"store: the shop has no store view '{api.Options.StoreView}'.");
            }

            if (answer.Kind == AnswerKind.NoRoute && resource == SourceItems)
            {
                return new LiveFinding(
                    CaseCodes.ConnectionDown,
                    "The shop has no Multi-Source Inventory (modules Magento_Inventory…), so it has no sources to write to.");
            }

            denied += answer.Kind == AnswerKind.AccessDenied ? 1 : 0;
            Add(findings, answer, $"{resource} cannot be read (resource {needs})");
        }

        // Magento Open Source has no returns, and lacks nothing for it.
        var returns = await api.GetAsync(wire, new AdobeSearch("/returns").Page(1).ToString(), cancellationToken);
        if (returns.Kind != AnswerKind.NoRoute && denied < Reads.Length)
        {
            Add(findings, returns, "/returns cannot be read (resource Sales > Operations > Returns)");
        }

        return denied == Reads.Length ? new LiveFinding(CaseCodes.PermissionDenied, $"auth: {Locked()} ({Said(findings)})") : null;
    }

    /// <summary>How the shop refuses a store view that it does not have (observed §5).</summary>
    private const string UnknownStoreView = "Specified request cannot be processed";

    /// <summary>The shop tells a wrong token, a revoked one, one without rights and a switch that is off by the same words
    /// (observed §5).</summary>
    private string Locked() => api.Options.Access is AdobeAccess.Bearer
        ? "the shop lets the token do nothing: it is wrong, revoked or has no rights, or the shop takes no integration's token as a " +
          "bearer token, as a fresh shop does not (bin/magento config:set oauth/consumer/enable_integration_as_bearer 1, or oauth1)."
        : "the shop lets the credentials do nothing: they are wrong, revoked or have no rights, or a proxy hands on another host than " +
          "the one in url, which breaks every signature.";

    private static string Said(List<LiveFinding> findings) =>
        findings[0].Detail.Split(": ", 2) is [_, var words] ? words : findings[0].Detail;

    private async ValueTask CheckWritesAsync(IWire wire, List<LiveFinding> findings, CancellationToken cancellationToken)
    {
        foreach (var (resource, what, needs) in Writes)
        {
            var answer = await api.PostAsync(wire, resource, AdobeApi.Json("{}"), cancellationToken);
            if (answer.Kind == AnswerKind.AccessDenied)
            {
                Add(findings, answer, $"{what} (resource {needs})");
            }
        }
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
            using var document = JsonText.Parse(body);
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
