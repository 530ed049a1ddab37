using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>Ends what people keep in storefronts when its time is over: the hub asks for that as a person would, so that the audit log
/// tells it.</summary>
public sealed class OverrideWatch(HubState state, JournalTail tail, TimeProvider clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Every, clock, cancellationToken).ContinueOnCancel();
            if (!cancellationToken.IsCancellationRequested)
            {
                await LookAsync();
            }
        }
    }

    /// <summary>Looks once.</summary>
    public async ValueTask LookAsync()
    {
        var now = clock.GetUtcNow();
        var over = state.Overridden
            .SelectMany(sku => state.Find(sku)!.Overrides.Where(kept => kept.Until <= now).Select(kept => (Sku: sku, Kept: kept)))
            .OrderBy(each => each.Sku.Text, StringComparer.Ordinal)
            .Select(each => OverrideRequests.Free("hub", each.Sku, each.Kept).ToEntry(now)).ToArray();
        if (over.Length > 0)
        {
            await tail.AppendAsync(over);
        }
    }
}
