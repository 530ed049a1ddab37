using System.Text.Json;
using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.AdobeCommerce.Polling;

/// <summary>
/// Finds the store views of the connection's website: lists hold the orders of every website, and those of another one
/// reserve at another stock (adobe-commerce.md §3.2).
/// </summary>
internal sealed class StoreFilter(AdobeApi api)
{
    private string? _stores;

    /// <summary>Reads the stores anew next time: a website may get another view.</summary>
    public void Forget() => _stores = null;

    /// <summary>
    /// Ids of the website's store views as a list for a condition, read once; null in a shop that does not tell its
    /// stores.
    /// </summary>
    public async ValueTask<(AdobeAnswer? Failure, string? Stores)> StoresAsync(
        IWire wire, CancellationToken cancellationToken)
    {
        if (_stores is not null)
        {
            return (null, _stores);
        }

        var websites = await api.GetAsync(wire, "/store/websites", cancellationToken);
        var views = websites.Kind == AnswerKind.Done
            ? await api.GetAsync(wire, "/store/storeViews", cancellationToken)
            : websites;
        if (views.Kind == AnswerKind.NoRoute)
        {
            return (null, null);
        }

        if (views.Kind != AnswerKind.Done)
        {
            return (views, null);
        }

        var sites = Find(websites.Body, site => Text(site, "code") == api.Options.Website);
        var ids = sites.SelectMany(site => Find(views.Body, view => Text(view, "website_id") == Text(site, "id")))
            .Select(view => Text(view, "id"));
        var stores = string.Join(',', ids);
        if (stores.Length == 0)
        {
            var missing = $"The shop has no website '{api.Options.Website}' with a store view.";
            return (new AdobeAnswer(AnswerKind.NotFound, missing), null);
        }

        _stores = stores;
        return (null, stores);
    }

    private static List<JsonElement> Find(ReadOnlyMemory<byte> body, Func<JsonElement, bool> match)
    {
        try
        {
            using var list = JsonText.Parse(body);
            return list.RootElement.ValueKind == JsonValueKind.Array
                ? list.RootElement.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object && match(item))
                    .Select(item => item.Clone()).ToList()
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string Text(JsonElement item, string field) =>
        item.TryGetProperty(field, out var value) ? value.ToString() : "";
}
