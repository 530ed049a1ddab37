using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Tests.Hostile;

/// <summary>A wire to a remote whose answers hold, now and then, a text that nobody can read: half a character, or bytes that are no
/// UTF-8, in a value or in a name. JSON's grammar lets both through.</summary>
internal sealed class SpoiltAnswers(IWire wire, int seed) : IWire
{
    private static readonly byte[][] Unreadable = ["\\ud800"u8.ToArray(), "\\udc00x"u8.ToArray(), [0xff], [0xc3]];

    private readonly Random _chance = new(seed);

    /// <summary>Answers that were spoilt.</summary>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        var outcome = await wire.SendAsync(request, cancellationToken);
        return outcome is WireOutcome.Answered { Reply: var reply } && _chance.Next(3) == 0
            ? new WireOutcome.Answered(reply with { Body = Spoil(reply.Body.ToArray()) })
            : outcome;
    }

    /// <summary>Asks the remote for everything that a connection can ask for.</summary>
    /// <returns>What could not be read.</returns>
    public Task<int> AskForAllAsync(IConnection connection, string location, DateTimeOffset now) =>
        AskForAllAsync(this, connection, location, now);

    /// <summary>Asks a remote for everything that a connection can ask for. What fails is told, never thrown.</summary>
    /// <returns>What could not be read.</returns>
    public static async Task<int> AskForAllAsync(IWire wire, IConnection connection, string location, DateTimeOffset now)
    {
        var failed = 0;
        foreach (var plan in (connection as IPoller)?.Polls ?? [])
        {
            var outcome = await ((IPoller)connection).PollAsync(wire, plan.Name, "", now, CancellationToken.None);
            failed += outcome is PollOutcome.Failed ? 1 : 0;
            foreach (var message in (outcome as PollOutcome.Page)?.Messages ?? [])
            {
                ((IMessageReader)connection).Read(new Entry(EntryKind.Seen, "conn", message.Key, message.Form, now, message.Body));
            }
        }

        var sku = Sku.Parse("CAP");
        if (connection is IStockObserver observer)
        {
            foreach (var ask in new ObserveAsk[] { new([sku]), new([]) })
            {
                failed += await observer.ObserveAsync(wire, ask, CancellationToken.None) is ObserveOutcome.Failed ? 1 : 0;
                failed += await observer.ObserveSalableAsync(wire, ask, CancellationToken.None) is ObserveOutcome.Failed ? 1 : 0;
            }
        }

        if (connection is IProductObserver products)
        {
            failed += await products.ObserveProductAsync(wire, sku, CancellationToken.None) is PollOutcome.Failed ? 1 : 0;
        }

        if (connection is IOrderLister { ListsOrders: true } lister)
        {
            var ask = new OrderListingAsk(now.AddDays(-1), now.AddDays(1));
            failed += await lister.ListOrdersAsync(wire, ask, CancellationToken.None) is OrderListing.Failed ? 1 : 0;
        }

        if (connection is ILiveCheck check)
        {
            failed += (await check.CheckAsync(wire, [location], CancellationToken.None)).Count > 0 ? 1 : 0;
        }

        if (connection is ILevelWriter writer)
        {
            await writer.SetAsync(wire, [new SetLevel(sku, RemoteCode.Parse(location), 3)], CancellationToken.None);
        }

        return failed;
    }

    private byte[] Spoil(byte[] body)
    {
        var quotes = Enumerable.Range(0, body.Length).Where(place => body[place] == '"').ToList();
        if (quotes.Count == 0)
        {
            return body;
        }

        Count++;
        var at = quotes[_chance.Next(quotes.Count)];

        // Behind an opening quote it is in the text, before a closing one as well.
        var isOpening = quotes.IndexOf(at) % 2 == 0;
        return [.. body[..(isOpening ? at + 1 : at)], .. Unreadable[_chance.Next(Unreadable.Length)], .. body[(isOpening ? at + 1 : at)..]];
    }
}
