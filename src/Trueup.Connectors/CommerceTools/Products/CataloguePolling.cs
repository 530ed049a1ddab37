using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Messages;
using Trueup.Connectors.CommerceTools.Orders;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Products;

/// <summary>
/// Reads what is published: everything the first time, then what changed since. Messages say sooner, but not what was
/// published before the hub came, nor while the project kept no messages.
/// </summary>
internal sealed class CataloguePolling(ProjectApi api)
{
    /// <summary>Products of one page: each comes with all its variants.</summary>
    private const int PageSize = 100;

    /// <summary>One page of products as published.</summary>
    public async ValueTask<PollOutcome> PollAsync(IWire wire, string cursor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var start = cursor.Length == 0 ? OrderCursor.From(DateTimeOffset.UnixEpoch) : OrderCursor.Parse(cursor, now);
        var at = start.Begin(api.Options.Overlap);
        var query = new ProjectQuery("/product-projections").Add("staged", "false").Expand("productType")
            .Where(at.Id.Length == 0
                ? $"lastModifiedAt >= \"{at.Time}\""
                : $"lastModifiedAt = \"{at.Time}\" and id > \"{at.Id}\" or lastModifiedAt > \"{at.Time}\"")
            .By("lastModifiedAt asc").By("id asc");
        var answer = await api.GetAsync(wire, query.Page(PageSize), cancellationToken);
        if (!answer.IsDone || Loose.Parse(answer.Body) is not { } body)
        {
            return new PollOutcome.Failed(answer.AsReadReceipt(CaseCodes.ConnectionDown));
        }

        var products = body.List("results").ToList();
        var more = products.Count >= PageSize;
        var last = products.Count == 0 ? default : products[^1];
        var next = at.After(last.Text("lastModifiedAt") ?? "", last.Text("id") ?? "", more);
        return new PollOutcome.Page(
            products.Select(product => Notifications.Product(product, isPublished: true)).ToItems(), next.ToString(), more);
    }
}
