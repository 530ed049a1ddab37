using System.Globalization;
using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Reading;

/// <summary>Reads how the shop's sources are wired to the connection's stock.</summary>
internal sealed class Wiring(AdobeApi api)
{
    private const int PerPage = 100;
    private const int PagesMax = 50;

    /// <summary>Every source that exists.</summary>
    public async ValueTask<SourceList> SourcesAsync(IWire wire, CancellationToken cancellationToken)
    {
        var (failure, items) = await AllAsync(
            wire, () => new AdobeSearch("/inventory/sources").OrderBy("source_code"), cancellationToken);
        return new SourceList(failure, items.Select(Source).ToItems());
    }

    /// <summary>Every source linked to the stock, enabled or not.</summary>
    public async ValueTask<SourceList> LinksAsync(IWire wire, CancellationToken cancellationToken)
    {
        var stock = api.Options.StockId.ToString(CultureInfo.InvariantCulture);
        var (failure, items) = await AllAsync(
            wire,
            () => new AdobeSearch("/inventory/stock-source-links")
                .Where("stock_id", "eq", stock).OrderBy("source_code"),
            cancellationToken);
        return new SourceList(failure, items.Select(Source).ToItems());
    }

    private async ValueTask<(AdobeAnswer? Failure, List<JsonElement> Items)> AllAsync(
        IWire wire, Func<AdobeSearch> search, CancellationToken cancellationToken)
    {
        var items = new List<JsonElement>();
        for (var number = 1; number <= PagesMax; number++)
        {
            var page = number;
            var (answer, _) = await api.GetPageAsync(
                wire, size => search().Page(size, page), PerPage, cancellationToken);
            if (answer.Kind != AnswerKind.Done)
            {
                return (answer, items);
            }

            if (ItemsOf(answer.Body) is not { } read)
            {
                return (answer with { Kind = AnswerKind.Broken, Detail = "The shop's answer is not a list." }, items);
            }

            items.AddRange(read.Items);
            if (read.Items.Count == 0 || items.Count >= read.Total)
            {
                break;
            }
        }

        return (null, items);
    }

    private static (List<JsonElement> Items, int Total)? ItemsOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonText.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("items", out var items))
            {
                return null;
            }

            var total = root.TryGetProperty("total_count", out var stated) &&
                        stated.ValueKind == JsonValueKind.Number && stated.TryGetInt32(out var count)
                ? count
                : 0;
            return items.ValueKind == JsonValueKind.Array
                ? (items.EnumerateArray().Select(item => item.Clone()).ToList(), total)
                : ([], total);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ShopSource Source(JsonElement item) => new(
        item.TryGetProperty("source_code", out var code) ? code.ToString() : "",
        !item.TryGetProperty("enabled", out var enabled) || enabled.ToString() is "True" or "true" or "1");
}

/// <summary>A source of the shop.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Enabled">Whether it counts; a link says nothing of it and leaves it true.</param>
internal sealed record ShopSource(string Code, bool Enabled);

/// <summary>Sources, or the answer that kept them from being read.</summary>
internal sealed record SourceList(AdobeAnswer? Failure, Items<ShopSource> Sources);
