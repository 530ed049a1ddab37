using System.Globalization;
using Trueup.Connectors.AdobeCommerce.Answers;
using Trueup.Connectors.AdobeCommerce.Reading;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce.Polling;

/// <summary>
/// Lists the orders of the website by the time of their creation, ids and numbers only: what was created in a stretch that is
/// over does not change any more, so pages do not shift.
/// </summary>
internal sealed class OrderListingReader(AdobeApi api)
{
    private const int PageSize = 300;

    private readonly StoreFilter _stores = new(api);
    private readonly OrderMessages _messages = new(api);

    /// <summary>One page of the list.</summary>
    public async ValueTask<OrderListing> ListAsync(
        IWire wire, OrderListingAsk ask, CancellationToken cancellationToken)
    {
        var (denied, stores) = await _stores.StoresAsync(wire, cancellationToken);
        if (denied is not null)
        {
            return Failed(denied);
        }

        var number = ask.Page.Length == 0 ? 1 : int.Parse(ask.Page, CultureInfo.InvariantCulture);
        var (answer, size) = await api.GetPageAsync(
            wire, asked => Search(ask, stores).Page(asked, number), PageSize, cancellationToken);
        if (answer.Kind != AnswerKind.Done)
        {
            return Failed(answer);
        }

        if (RecordPage.Read(answer.Body, "entity_id", "created_at") is not { } page)
        {
            return new OrderListing.Failed(new Receipt.Deferred("The list of orders is not a list."));
        }

        var orders = page.Records.Select(record => new ListedOrder(record.Id, NumberOf(record.Raw))).ToItems();
        var read = ((long)(number - 1) * (page.PageSize ?? size)) + page.Records.Count;
        return new OrderListing.Page(
            orders,
            page.Total,
            page.Records.Count > 0 && read < page.Total ? (number + 1).ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>Orders as messages, as the poll would bring them.</summary>
    public async ValueTask<PollOutcome> ReadAsync(IWire wire, Items<string> ids, CancellationToken cancellationToken)
    {
        var (failure, messages) = await _messages.ReadAsync(wire, ids, cancellationToken);
        return failure is not null
            ? new PollOutcome.Failed(failure.AsReadReceipt(CaseCodes.ConnectionDown))
            : new PollOutcome.Page(messages, Cursor: "", More: false);
    }

    private static AdobeSearch Search(OrderListingAsk ask, string? stores)
    {
        // The shop keeps whole seconds: rounded down on both sides, every order is in exactly one stretch.
        var search = new AdobeSearch("/orders")
            .Where("created_at", "gteq", ShopTime.Write(ask.From)).Where("created_at", "lt", ShopTime.Write(ask.Until));
        if (stores is not null)
        {
            search = search.Where("store_id", "in", stores);
        }

        return search.OrderBy("entity_id").Fields("items[entity_id,increment_id,created_at],search_criteria,total_count");
    }

    private static string NumberOf(ReadOnlyMemory<byte> order)
    {
        using var json = JsonText.Parse(order);
        return json.RootElement.TryGetProperty("increment_id", out var number) ? number.ToString() : "";
    }

    private static OrderListing.Failed Failed(AdobeAnswer answer) => new(answer.AsReadReceipt(CaseCodes.ConnectionDown));
}
