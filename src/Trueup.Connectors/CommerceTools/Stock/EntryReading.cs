using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Stock;

/// <summary>Reads inventory entries, by SKU or all of them, and remembers their versions.</summary>
internal sealed class EntryReading(ProjectApi api, ChannelBook channels, EntryBook book)
{
    /// <summary>SKUs asked for in one call; each may have an entry per channel, so a page holds them all up to five.</summary>
    private const int SkusPerCall = 100;

    /// <summary>
    /// One page. By SKU the token is the place in the list and the id last seen; for everything the id alone, so that no
    /// offset is ever counted: beyond 10,000 there is none (commercetools.md §4.4).
    /// </summary>
    public async ValueTask<(Answer? Failure, List<(InventoryEntry Entry, string Channel)> Entries, string? Next)> PageAsync(
        IWire wire, Items<Sku> skus, string page, CancellationToken cancellationToken)
    {
        var query = new ProjectQuery("/inventory");
        var groups = ProjectQuery.Groups(skus.Select(sku => sku.Text).Distinct(StringComparer.Ordinal), SkusPerCall).ToList();
        var (place, after) = TokenOf(page);
        if (groups.Count > 0)
        {
            query.WhereIn("sku", groups[place]);
        }

        if (after.Length > 0)
        {
            query.Where("id > :after").With("after", after);
        }

        var answer = await api.GetAsync(wire, query.By("id asc").Page(), cancellationToken);
        if (!answer.IsDone || Loose.Parse(answer.Body) is not { } body)
        {
            return (answer.IsDone ? answer with { Status = 0, Detail = "/inventory is not a list." } : answer, [], null);
        }

        var rows = body.List("results").Select(row => InventoryEntry.Read(row)).ToList();
        var entries = rows.OfType<InventoryEntry>().ToList();
        if (await channels.LearnIdsAsync(wire, entries.Select(entry => entry.Channel).OfType<string>(), cancellationToken)
            is { } failure)
        {
            return (failure, [], null);
        }

        var named = new List<(InventoryEntry, string)>(entries.Count);
        foreach (var entry in entries)
        {
            // A channel without a key the API does not make, but a channel deleted meanwhile has none.
            if (channels.KeyOf(entry.Channel) is { } channel &&
                (api.Options.Channels.IsEmpty || api.Options.Channels.Span.Contains(channel)))
            {
                book.Keep(entry, channel);
                named.Add((entry, channel));
            }
        }

        var next = rows.Count >= ProjectQuery.PageMax && entries.Count > 0 ? $"{place}|{entries[^1].Id}"
            : place + 1 < groups.Count ? $"{place + 1}|"
            : null;
        return (null, named, next);
    }

    /// <summary>One entry as it is now; no entry and no failure when there is none.</summary>
    public async ValueTask<(Answer? Failure, InventoryEntry? Entry)> OneAsync(
        IWire wire, string sku, string channel, CancellationToken cancellationToken)
    {
        if (channel != ChannelBook.Channelless && channels.IdOf(channel) is null &&
            await channels.LearnAsync(wire, [channel], cancellationToken) is { } unread)
        {
            return (unread, null);
        }

        var query = new ProjectQuery("/inventory").Where("sku = :sku").With("sku", sku);
        if (channel == ChannelBook.Channelless)
        {
            query.Where("supplyChannel is not defined");
        }
        else if (channels.IdOf(channel) is { } id)
        {
            query.Where("supplyChannel(id = :channel)").With("channel", id);
        }
        else
        {
            return (null, null);
        }

        var answer = await api.GetAsync(wire, query.By("id asc").Page(2), cancellationToken);
        if (!answer.IsDone)
        {
            return (answer, null);
        }

        var entry = Loose.Parse(answer.Body)?.List("results").Select(row => InventoryEntry.Read(row))
            .OfType<InventoryEntry>().FirstOrDefault();
        if (entry is not null)
        {
            book.Keep(entry, channel);
        }
        else
        {
            book.Forget(sku, channel);
        }

        return (null, entry);
    }

    private static (int Place, string After) TokenOf(string page)
    {
        var bar = page.IndexOf('|', StringComparison.Ordinal);
        return bar < 0
            ? (0, "")
            : (int.Parse(page.AsSpan(0, bar), System.Globalization.CultureInfo.InvariantCulture), page[(bar + 1)..]);
    }
}
