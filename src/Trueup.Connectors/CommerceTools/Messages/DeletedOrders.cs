using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Orders;

namespace Trueup.Connectors.CommerceTools.Messages;

/// <summary>
/// Orders that messages speak of and a query does not show. A delta never shows a deletion (commercetools.md §4.4), and
/// its message may be among those that are missing: the order itself, asked for by its id, says whether it is gone.
/// </summary>
internal sealed class DeletedOrders(ProjectApi api, OrderPolling orders)
{
    /// <summary>Orders asked for in one page; of a great many that are gone the messages of their deletion tell.</summary>
    private const int PerPage = 20;

    /// <summary>Adds what says that an order is gone.</summary>
    public async ValueTask<Answer?> ReadAsync(
        MessagePolling.Round round, IReadOnlyList<JsonElement> about, IReadOnlyList<JsonElement> shown,
        CancellationToken cancellationToken)
    {
        // A store's orders are not all of the project's: those of others are not shown and not gone.
        if (api.Options.Store is not null)
        {
            return null;
        }

        var told = about.Where(message => message.Text("type") == "OrderDeleted").Concat(shown.AsEnumerable())
            .Select(known => known.At("resource").Text("id") ?? known.Text("id")).ToHashSet(StringComparer.Ordinal);
        var unseen = about.Select(message => (Message: message, Id: message.At("resource").Text("id")))
            .Where(one => one.Id is not null && !told.Contains(one.Id)).DistinctBy(one => one.Id, StringComparer.Ordinal).Take(PerPage);
        foreach (var (message, id) in unseen)
        {
            var (failure, order) = await orders.OneAsync(round.Wire, id!, cancellationToken);
            if (failure is not null)
            {
                return failure;
            }

            if (order is null)
            {
                round.Messages.Add(Notifications.Gone(message));
            }
        }

        return null;
    }
}
