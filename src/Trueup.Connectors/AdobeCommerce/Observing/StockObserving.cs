using System.Globalization;
using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Observing;

/// <summary>Reads what the shop holds at its sources, and what it would sell.</summary>
internal sealed class StockObserving(AdobeApi api)
{
    /// <summary>Source rows per page: 1,000 took 75 ms, 3,000 twice as long (adobe-commerce-observed.md §6).</summary>
    private const int RowsPerPage = 1_000;

    /// <summary>
    /// Products per page of salable quantities: 1,000 took 4.5 to 5.6 s (adobe-commerce-observed.md §3).
    /// </summary>
    private const int SalablePerPage = 250;

    /// <summary>Up to so many SKUs are asked one by one, at about 40 ms each.</summary>
    private const int SinglesMax = 2;

    /// <summary>How the shop refuses a configurable, bundle or group (adobe-commerce.md §2.4).</summary>
    private const string CompositeRefusal = "Can't check requested quantity for products without Source Items support";

    /// <summary>
    /// Source rows, all or those of some SKUs. Rows of the source <c>default</c> are left out unless the website sells
    /// from stock 1: no other stock can be linked to it (adobe-commerce.md §2.2), and every product made over REST
    /// leaves such a row behind.
    /// </summary>
    public async ValueTask<ObserveOutcome> RowsAsync(IWire wire, ObserveAsk ask, CancellationToken cancellationToken)
    {
        var token = PageToken.Parse(ask.Page);
        var skus = ask.Skus.IsEmpty ? default : SkuFilter.Take(ask.Skus, token.First);
        var (answer, size) = await api.GetPageAsync(
            wire, asked => RowsSearch(skus, asked, token.Page), RowsPerPage, cancellationToken);
        if (Understand(answer, out var page) is { } failed)
        {
            return failed;
        }

        var read = ((long)(token.Page - 1) * (page!.PageSize ?? size)) + page.Count;
        var more = page.Count > 0 && read < page.Total;
        var next = more ? (token with { Page = token.Page + 1 }).ToString() : Next(ask, token, skus);
        return new ObserveOutcome.Page(page.Rows, next);
    }

    /// <summary>
    /// Salable quantities, all or those of some SKUs; SKUs without a row in the stock and composites may be absent.
    /// </summary>
    public ValueTask<ObserveOutcome> SalableAsync(IWire wire, ObserveAsk ask, CancellationToken cancellationToken)
    {
        var token = PageToken.Parse(ask.Page);
        return ask.Skus.IsEmpty
            ? EverythingSalableAsync(wire, token, cancellationToken)
            : SomeSalableAsync(wire, ask, token, cancellationToken);
    }

    /// <summary>
    /// The export's own count is the length of the page, and products outside the stock are left out of it, so neither
    /// a short nor an empty page is the end: the number of products is counted first.
    /// </summary>
    private async ValueTask<ObserveOutcome> EverythingSalableAsync(
        IWire wire, PageToken token, CancellationToken cancellationToken)
    {
        if (token == PageToken.Start)
        {
            var count = new AdobeSearch("/products").Page(1).Fields("items[sku],total_count").ToString();
            if (Understand(await api.GetAsync(wire, count, cancellationToken), out var counted) is { } uncounted)
            {
                return uncounted;
            }

            token = token with { Total = counted!.Total };
        }

        var (answer, size) = await api.GetPageAsync(
            wire, asked => Export().OrderBy("entity_id").Page(asked, token.Page), SalablePerPage, cancellationToken);
        if (Understand(answer, out var page) is { } failed)
        {
            return failed;
        }

        var rows = await ConfirmZeroesAsync(wire, page!.Rows, cancellationToken);
        var more = (long)token.Page * (page.PageSize ?? size) < token.Total;
        return rows.AsPage(more ? (token with { Page = token.Page + 1 }).ToString() : null);
    }

    private async ValueTask<ObserveOutcome> SomeSalableAsync(
        IWire wire, ObserveAsk ask, PageToken token, CancellationToken cancellationToken)
    {
        var skus = SkuFilter.Take(ask.Skus, token.First);
        var read = await FewAsync(wire, skus, cancellationToken);
        if (read.Failed is null)
        {
            read = await ConfirmZeroesAsync(wire, read.Rows, cancellationToken);
        }

        return read.AsPage(Next(ask, token, skus));
    }

    /// <summary>
    /// Reads zeroes a second time: while a SKU's rows are being saved, 3 to 6 of 100 readers see 0
    /// (adobe-commerce-observed.md §1.8).
    /// </summary>
    private async ValueTask<SalableRead> ConfirmZeroesAsync(
        IWire wire, IReadOnlyList<ObservedRow> rows, CancellationToken cancellationToken)
    {
        var zeroes = rows.Where(row => row.Quantity.IsZero).Select(row => row.Sku).ToItems();
        if (zeroes.IsEmpty)
        {
            return new SalableRead(rows, Failed: null);
        }

        var second = new Dictionary<Sku, ObservedRow>();
        for (var first = 0; first < zeroes.Count;)
        {
            var skus = SkuFilter.Take(zeroes, first);
            var read = await FewAsync(wire, skus, cancellationToken);
            if (read.Failed is not null)
            {
                return read;
            }

            foreach (var row in read.Rows)
            {
                second[row.Sku] = row;
            }

            first += skus.Count;
        }

        return new SalableRead(rows.Select(row => second.GetValueOrDefault(row.Sku, row)).ToList(), Failed: null);
    }

    private async ValueTask<SalableRead> FewAsync(IWire wire, Items<Sku> skus, CancellationToken cancellationToken)
    {
        if (skus.Count > SinglesMax)
        {
            return await ExportAsync(wire, skus, cancellationToken);
        }

        var rows = new List<ObservedRow>();
        for (var i = 0; i < skus.Count; i++)
        {
            var read = await SingleAsync(wire, skus[i], cancellationToken);
            if (read.Failed is not null)
            {
                return read;
            }

            rows.AddRange(read.Rows);
        }

        return new SalableRead(rows, Failed: null);
    }

    private async ValueTask<SalableRead> SingleAsync(IWire wire, Sku sku, CancellationToken cancellationToken)
    {
        var stock = api.Options.StockId.ToString(CultureInfo.InvariantCulture);
        var answer = await api.GetAsync(
            wire,
            $"/inventory/get-product-salable-quantity/{Uri.EscapeDataString(sku.Text)}/{stock}",
            cancellationToken);
        return answer.Kind switch
        {
            AnswerKind.Done => System.Buffers.Text.Utf8Parser.TryParse(answer.Body.Span, out decimal units, out _) &&
                               Quantity.TryOf(units, out var quantity)
                ? new SalableRead([new ObservedRow(sku, "", State: null, quantity)], Failed: null)
                : SalableRead.Not(new Receipt.Deferred($"The salable quantity of {sku} is not a number.")),
            AnswerKind.Invalid when answer.Detail.StartsWith(CompositeRefusal, StringComparison.Ordinal) =>
                new SalableRead([], Failed: null),
            // An unknown SKU answers 404, or 500 in 2.4.7 (observed §3), as a shop in trouble does; and a SKU with a
            // slash may not get through the web server at all: the export tells.
            AnswerKind.NotFound or AnswerKind.NoRoute or AnswerKind.Broken or AnswerKind.AccessDenied =>
                await ExportAsync(wire, [sku], cancellationToken),
            _ => SalableRead.Not(answer.AsReadReceipt(CaseCodes.WriteRefused)),
        };
    }

    private async ValueTask<SalableRead> ExportAsync(IWire wire, Items<Sku> skus, CancellationToken cancellationToken)
    {
        var rows = new List<ObservedRow>();
        var number = 1;
        for (var asked = 0; asked < skus.Count; number++)
        {
            var page = number;
            var (answer, size) = await api.GetPageAsync(
                wire,
                wanted => SkuFilter.Apply(Export(), skus).OrderBy("entity_id").Page(wanted, page),
                SalablePerPage,
                cancellationToken);
            if (Understand(answer, out var read) is { } failed)
            {
                return new SalableRead([], failed);
            }

            rows.AddRange(read!.Rows);
            asked += Math.Max(1, read.PageSize ?? size);
        }

        return new SalableRead(rows, Failed: null);
    }

    private AdobeSearch Export() =>
        new($"/inventory/export-stock-salable-qty/website/{Uri.EscapeDataString(api.Options.Website)}");

    private AdobeSearch RowsSearch(Items<Sku> skus, int size, int page)
    {
        var search = new AdobeSearch("/inventory/source-items");
        search = skus.IsEmpty ? search : SkuFilter.Apply(search, skus);
        search = api.Options.StockId == 1 ? search : search.Where("source_code", "neq", "default");
        return search.OrderBy("sku").OrderBy("source_code").Page(size, page)
            .Fields("items[sku,source_code,quantity,status],search_criteria,total_count");
    }

    private static string? Next(ObserveAsk ask, PageToken token, Items<Sku> skus) =>
        token.First + skus.Count < ask.Skus.Count ? new PageToken(token.First + skus.Count, Page: 1).ToString() : null;

    private static ObserveOutcome.Failed? Understand(AdobeAnswer answer, out StockPage? page)
    {
        page = answer.Kind == AnswerKind.Done ? StockPage.Read(answer.Body.Span) : null;
        return answer.Kind != AnswerKind.Done
            ? new ObserveOutcome.Failed(answer.AsReadReceipt(CaseCodes.WriteRefused))
            : page is null
                ? new ObserveOutcome.Failed(new Receipt.Deferred("The shop's answer is not a list."))
                : null;
    }

    private readonly record struct SalableRead(IReadOnlyList<ObservedRow> Rows, ObserveOutcome.Failed? Failed)
    {
        public ObserveOutcome AsPage(string? next) => Failed is null ? new ObserveOutcome.Page(Rows, next) : Failed;

        public static SalableRead Not(Receipt receipt) => new([], new ObserveOutcome.Failed(receipt));
    }
}
