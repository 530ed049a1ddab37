using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Views;

namespace Trueup.Engine.Lanes;

/// <summary>
/// Decides messages again on a running hub and takes everything back at once: nothing is journalled, nothing is sent. Each
/// message stands alone, on what is true now; a guard counts it as if it were the first. On the hub's thread only.
/// </summary>
/// <param name="hub">The hub.</param>
public sealed class DryRun(HubLoop hub)
{
    private readonly Deciding _deciding = new(
        hub.State, hub.Contract, hub.Outlets.Select(outlet => outlet.Connection), new Codecs());

    /// <summary>What deciding messages again would change.</summary>
    public ReplayPreview Of(IReadOnlyList<Recorded> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return new ReplayPreview(messages.Count, messages.SelectMany(Try).ToItems());
    }

    private List<PreviewedChange> Try(Recorded message)
    {
        try
        {
            return _deciding.Decide([message]).Decisions
                .SelectMany(decided => decided.Changes.Select(change => ChangeView.Of(change)))
                .Select(change => new PreviewedChange(
                    message.Position.Value, change.What, change.Subject, change.Detail)).ToList();
        }
        finally
        {
            hub.State.Rollback();
            _deciding.Due.Clear();
        }
    }
}
