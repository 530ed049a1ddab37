using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools.Stock;

/// <summary>
/// Reads which channels there are, and which of them stock is sold from: those with the role of a supply channel and,
/// where the connection is for a store that names its own, named by it (commercetools.md §3).
/// </summary>
internal sealed class ChannelPolling(ProjectApi api)
{
    /// <summary>The wiring as it is now, when it is not what it was; the cursor is what was seen last.</summary>
    public async ValueTask<PollOutcome> PollAsync(IWire wire, string cursor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (failure, channels) = await ChannelsAsync(wire, cancellationToken);
        var (unread, store) = failure is null ? await StoreAsync(wire, cancellationToken) : (failure, []);
        if (unread is not null)
        {
            return new PollOutcome.Failed(unread.AsReadReceipt(CaseCodes.ConnectionDown));
        }

        var linked = channels.Where(channel => channel.IsSupply && (store.Count == 0 || store.Contains(channel.Id)))
            .Select(channel => channel.Key).Append(ChannelBook.Channelless);
        var body = Write(channels.Select(channel => channel.Key).Append(ChannelBook.Channelless), linked);
        var hash = Convert.ToHexStringLower(SHA256.HashData(body.Span).AsSpan(0, 12));
        return new PollOutcome.Page(
            hash == cursor
                ? []
                : [new RawMessage($"wiring/{Loose.Moment(now)}/{hash}", MessageForms.Wiring, body)],
            hash,
            More: false);
    }

    /// <summary>What a journalled wiring says.</summary>
    public static Items<Fact> Read(ReadOnlyMemory<byte> body) => Loose.Parse(body) is { } wiring
        ? [new Fact.WiringObserved(KeysOf(wiring, "sources"), KeysOf(wiring, "linked"))]
        : [new Fact.Unusable(CaseCodes.Unreadable, "The list of channels is not JSON of the expected form.")];

    private static Items<string> KeysOf(JsonElement wiring, string name) => wiring.List(name)
        .Select(static key => key.Text()).OfType<string>().ToItems();

    private async ValueTask<(Answer? Failure, List<Channel> Channels)> ChannelsAsync(
        IWire wire, CancellationToken cancellationToken)
    {
        var channels = new List<Channel>();
        for (var last = ""; ;)
        {
            var query = new ProjectQuery("/channels").By("id asc");
            if (last.Length > 0)
            {
                query.Where("id > :last").With("last", last);
            }

            var (failure, page) = Channel.ReadPage(await api.GetAsync(wire, query.Page(), cancellationToken));
            channels.AddRange(page);
            if (failure is not null || page.Count < ProjectQuery.PageMax)
            {
                return (failure, channels);
            }

            last = page[^1].Id;
        }
    }

    private async ValueTask<(Answer? Failure, HashSet<string> Channels)> StoreAsync(
        IWire wire, CancellationToken cancellationToken)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        if (api.Options.Store is not { } store)
        {
            return (null, named);
        }

        var answer = await api.GetAsync(wire, $"/stores/key={Uri.EscapeDataString(store)}", cancellationToken);
        if (!answer.IsDone || Loose.Parse(answer.Body) is not { } body)
        {
            return (answer.IsDone ? answer with { Status = 0, Detail = "The store is not JSON of the expected form." } : answer, named);
        }

        named.UnionWith(body.List("supplyChannels").Select(channel => channel.Text("id")).OfType<string>());
        return (null, named);
    }

    private static ReadOnlyMemory<byte> Write(IEnumerable<string> sources, IEnumerable<string> linked)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, keys) in new[] { ("sources", sources), ("linked", linked) })
            {
                json.WriteStartArray(name);
                foreach (var key in keys.Order(StringComparer.Ordinal))
                {
                    json.WriteStringValue(key);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
