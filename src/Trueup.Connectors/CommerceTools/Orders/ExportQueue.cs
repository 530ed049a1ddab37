using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Connectors.CommerceTools.Stock;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Orders;

/// <summary>
/// A work queue that survives any crash on either side: orders without the hub's mark are read, and marked with the
/// platform's own sync info when they are durable here (commercetools.md §4.9). That is when this is asked again with the
/// cursor that was journalled together with them. A mark that is there already changes nothing.
/// </summary>
internal sealed class ExportQueue(ProjectApi api, OrderPolling orders, ChannelBook channels)
{
    /// <summary>Acknowledges what the cursor names, and reads what is not acknowledged yet.</summary>
    public async ValueTask<PollOutcome> PollAsync(IWire wire, string cursor, CancellationToken cancellationToken)
    {
        var key = api.Options.ExportChannel!;
        if (await channels.LearnAsync(wire, [key], cancellationToken) is { } failure)
        {
            return Failed(failure);
        }

        if (channels.IdOf(key) is not { } channel)
        {
            return new PollOutcome.Failed(new Core.Entries.Receipt.Refused(
                CaseCodes.SourceUnknown, $"The project has no channel with the key '{key}' to mark orders on."));
        }

        var isStuck = false;
        foreach (var taken in cursor.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (await MarkAsync(wire, taken, channel, cancellationToken) is { } unmarked)
            {
                if (!unmarked.IsConflict && unmarked.Status is not 404)
                {
                    return Failed(unmarked);
                }

                // Changed since: it is still in the queue, and comes again as it is now.
                isStuck = true;
            }
        }

        var (unread, found) = await orders.UnmarkedAsync(wire, channel, cancellationToken);
        if (unread is not null)
        {
            return Failed(unread);
        }

        var next = string.Join(',', found.Select(order => string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{order.Text("id")}:{order.Whole("version")}")));
        return new PollOutcome.Page(
            found.Select(OrderPolling.MessageOf).ToItems(), next, More: found.Count > 0 && !isStuck);
    }

    private async ValueTask<Answer?> MarkAsync(IWire wire, string taken, string channel, CancellationToken cancellationToken)
    {
        var colon = taken.IndexOf(':', StringComparison.Ordinal);
        var version = long.Parse(taken.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture);
        var answer = await api.UpdateAsync(
            wire, $"/orders/{taken[..colon]}", version, json => WriteMark(json, channel), cancellationToken);
        return answer.IsDone ? null : answer;
    }

    private static void WriteMark(Utf8JsonWriter json, string channel)
    {
        json.WriteStartObject();
        json.WriteString("action", "updateSyncInfo");
        json.WriteStartObject("channel");
        json.WriteString("typeId", "channel");
        json.WriteString("id", channel);
        json.WriteEndObject();
        json.WriteString("externalId", "trueup");
        json.WriteEndObject();
    }

    private static PollOutcome.Failed Failed(Answer answer) => new(answer.AsReadReceipt(CaseCodes.ConnectionDown));
}
