using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Dispatch;

namespace Trueup.Engine.Reconcile;

/// <summary>Reads what may explain a difference before it is called one.</summary>
/// <param name="outlet">The storefront.</param>
/// <param name="hub">The hub around it.</param>
/// <param name="wire">The way to the storefront.</param>
internal sealed class Enquiry(Outlet outlet, OutboundSurroundings hub, IWire wire)
{
    /// <summary>Reads what polls of a purpose have not read yet; false when that could not be done.</summary>
    public async ValueTask<bool> PollAsync(PollPurpose purpose, CancellationToken cancellationToken)
    {
        foreach (var poll in outlet.Polls)
        {
            if (poll.Purpose == purpose && !await poll.CatchUpAsync(cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads the settings of products one by one: a list cannot give them.</summary>
    public async ValueTask ReadProductsAsync(Items<Sku> skus, CancellationToken cancellationToken)
    {
        foreach (var sku in skus)
        {
            if (outlet.Connection is IProductObserver products &&
                await products.ObserveProductAsync(wire, sku, cancellationToken) is PollOutcome.Page page)
            {
                await hub.AppendAsync(
                    page.Messages.Select(message => new Entry(
                        EntryKind.Seen, outlet.Name.Text, Key: "", message.Form, hub.Clock.GetUtcNow(), message.Body)).ToArray(),
                    cancellationToken);
            }
        }
    }

    /// <summary>Waits until everything taken in before this moment is decided.</summary>
    public async ValueTask DecidedAsync(CancellationToken cancellationToken)
    {
        var end = hub.Tail.End;
        while (hub.Lanes.Through < end)
        {
            await hub.Lanes.WaitForProgressAsync(cancellationToken);
        }
    }
}
