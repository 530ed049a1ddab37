using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Orders;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>
/// Looks for orders that stay in a stage too long or are not paid in time, and for events that wait too long for the one before
/// them. It only notes that a moment came due: what follows is decided from the journal like everything else.
/// </summary>
public sealed class OrderWatch(HubState state, IJournal journal, JournalTail tail, OwnershipContract contract, TimeProvider clock)
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, DateTimeOffset> _waiting = new(StringComparer.Ordinal);

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(_every, clock, cancellationToken).ContinueOnCancel();
            if (!cancellationToken.IsCancellationRequested)
            {
                await LookAsync();
            }
        }
    }

    /// <summary>Looks once, and journals the moment where something came due.</summary>
    public async ValueTask LookAsync()
    {
        var now = clock.GetUtcNow();
        await NoteWaitingAsync(now);
        var late = LateEvents(now).ToArray();
        if (late.Length > 0 ||
            state.Orders.Values.Any(order => OrderExpiry.DueAt(order, contract) <= now || IsNews(state, order, now, contract)))
        {
            await tail.AppendAsync([Ticks.OrdersDue(late, now)]);
        }
    }

    /// <summary>Whether an order is stuck and nobody was told.</summary>
    internal static bool IsNews(HubState state, OrderRecord order, DateTimeOffset now, OwnershipContract contract) =>
        StuckOrders.Judge(order, now, contract, state.Find) is { } finding && !IsTold(state, finding);

    private static bool IsTold(HubState state, Finding finding) =>
        state.Cases.TryGetValue(finding.CaseKey, out var known) && known.State != CaseState.Resolved;

    /// <summary>Events wait since the hub took in the oldest of them, whatever restarts lay between.</summary>
    private async ValueTask NoteWaitingAsync(DateTimeOffset now)
    {
        foreach (var gone in _waiting.Keys.Where(key => !state.ParkedMessages.ContainsKey(key)).ToArray())
        {
            _waiting.Remove(gone);
        }

        foreach (var (key, messages) in state.ParkedMessages.ToArray())
        {
            if (key.StartsWith(OrderRouting.EarlyPrefix, StringComparison.Ordinal) && !_waiting.ContainsKey(key))
            {
                var oldest = await journal.ReadAsync(new JournalPosition(messages[0].Value - 1), max: 1, CancellationToken.None);
                _waiting[key] = oldest.Count == 0 ? now : oldest[0].Entry.At;
            }
        }
    }

    /// <summary>Orders whose events have waited for longer than the contract allows, and of which nobody was told.</summary>
    private IEnumerable<string> LateEvents(DateTimeOffset now)
    {
        foreach (var (key, since) in _waiting.ToArray())
        {
            var text = key[OrderRouting.EarlyPrefix.Length..];
            if (now - since >= contract.Terms.Orders.EarlyWait && OrderId.TryParse(text, out var id) && state.Find(id) is { } order &&
                !IsTold(state, new Finding(OrderCases.EarlyEvent, StuckOrders.LineageOf(order), "")))
            {
                yield return text;
            }
        }
    }
}
