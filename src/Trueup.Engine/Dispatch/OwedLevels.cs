using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// The slots of one connection that may be owed a write, the urgent ones first. It holds names only: what is to be
/// written is looked up
/// when it is sent, so a newer figure replaces an older one by itself.
/// </summary>
internal sealed class OwedLevels
{
    private readonly LinkedList<Owed> _urgent = new();
    private readonly LinkedList<Owed> _routine = new();
    private readonly Dictionary<SlotName, LinkedListNode<Owed>> _places = [];

    /// <summary>Slots waiting.</summary>
    public int Count => _places.Count;

    /// <summary>Slots waiting that must go at once.</summary>
    public int UrgentCount => _urgent.Count;

    /// <summary>When the longest-waiting slot began to wait; null when none waits.</summary>
    public DateTimeOffset? Oldest => (_urgent.First, _routine.First) switch
    {
        (null, null) => null,
        ({ } urgent, null) => urgent.Value.Since,
        (null, { } routine) => routine.Value.Since,
        ({ } urgent, { } routine) => urgent.Value.Since < routine.Value.Since ? urgent.Value.Since : routine.Value.Since,
    };

    /// <summary>When the longest-waiting slot that must go at once began to wait; null when none waits.</summary>
    public DateTimeOffset? OldestUrgent => _urgent.First?.Value.Since;

    /// <summary>When the longest-waiting routine slot began to wait; null when none waits.</summary>
    public DateTimeOffset? OldestRoutine => _routine.First?.Value.Since;

    /// <summary>A slot may be owed a write. Waiting already, it keeps its place, but may become urgent.</summary>
    public void Add(SlotName slot, Urgency urgency, DateTimeOffset now)
    {
        if (!_places.TryGetValue(slot, out var place))
        {
            _places[slot] = (urgency == Urgency.Urgent ? _urgent : _routine).AddLast(new Owed(slot, now));
        }
        else if (urgency == Urgency.Urgent && place.List == _routine)
        {
            _routine.Remove(place);
            _places[slot] = _urgent.AddLast(place.Value);
        }
    }

    /// <summary>The waiting slots in the order in which they should go.</summary>
    public IEnumerable<SlotName> InOrder() => _urgent.Concat(_routine).Select(owed => owed.Slot);

    /// <summary>A slot no longer waits.</summary>
    public void Remove(SlotName slot)
    {
        if (_places.Remove(slot, out var place))
        {
            place.List!.Remove(place);
        }
    }

    private readonly record struct Owed(SlotName Slot, DateTimeOffset Since);
}

/// <summary>The name of a slot within a connection.</summary>
public readonly record struct SlotName(Sku Sku, RemoteCode Source);
