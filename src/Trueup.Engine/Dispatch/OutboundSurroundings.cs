using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Dispatch;

/// <summary>What the lanes of dispatch share.</summary>
/// <param name="State">The folds, read only.</param>
/// <param name="Contract">The contract.</param>
/// <param name="Tail">The journal, where outcomes go.</param>
/// <param name="Lanes">The deciders, whose progress dispatch waits for.</param>
/// <param name="Clock">The time.</param>
/// <param name="Codecs">The codecs of journal bodies.</param>
internal sealed record OutboundSurroundings(
    HubState State, OwnershipContract Contract, JournalTail Tail, LaneLoop Lanes, TimeProvider Clock, Codecs Codecs)
{
    private const int ProvedMax = 200_000;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <summary>Documents under way that were tried at least once since the start.</summary>
    public HashSet<string> TriedDocuments { get; } = new(StringComparer.Ordinal);

    /// <summary>Orders that were found in a system one by one: they are not looked up again and again.</summary>
    public HashSet<(ConnectionName Target, OrderId Order)> ProvedOrders { get; } = [];

    /// <summary>Which figures of storefronts that lower them themselves may not be believed yet.</summary>
    public SelfLowering SelfLowering { get; } = new(Lanes, Tail, Clock);

    /// <summary>Who follows messages on their way out; null: nobody.</summary>
    public IFollower? Follower { get; set; }

    /// <summary>Which SKUs each storefront lists.</summary>
    public required ListingCheck Listings { get; init; }

    /// <summary>An order was found in a system.</summary>
    public void RememberProved(ConnectionName target, OrderId order)
    {
        if (ProvedOrders.Count >= ProvedMax)
        {
            ProvedOrders.Clear();
        }

        ProvedOrders.Add((target, order));
    }

    /// <summary>
    /// Journals what happened outside, and waits until it is decided: what is sent next must know it. A journal that
    /// cannot be written holds the lane, since an effect that is not recorded must not be followed by another.
    /// </summary>
    public async ValueTask AppendAsync(IReadOnlyList<Entry> entries, CancellationToken cancellationToken) =>
        await DecidedAsync(await JournalAsync(entries, cancellationToken), cancellationToken);

    /// <summary>Journals what happened outside, however long the journal cannot be written, and says where the last of it lies.</summary>
    public async ValueTask<JournalPosition> JournalAsync(IReadOnlyList<Entry> entries, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await Tail.AppendAsync(entries) is AppendOutcome.Durable durable)
            {
                return durable.First.Plus(entries.Count - 1);
            }

            await Task.Delay(RetryPause, Clock, cancellationToken);
        }
    }

    /// <summary>Waits until an entry is decided, and all before it.</summary>
    public async ValueTask DecidedAsync(JournalPosition entry, CancellationToken cancellationToken)
    {
        while (Lanes.Through < entry)
        {
            await Lanes.WaitForProgressAsync(cancellationToken);
        }
    }
}
