using Trueup.Core.Values;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// The slots of one connection that may be owed a write, the urgent ones first. It holds names only: what is to be
/// written is looked up when it is sent, so a newer figure replaces an older one by itself.
/// </summary>
internal sealed class OwedLevels
{
    private readonly LinkedList<Owed> _urgent = new();
    private readonly LinkedList<Owed> _routine = new();
    private readonly LinkedList<Owed> _patient = new();
    private readonly Dictionary<SlotName, LinkedListNode<Owed>> _places = [];

    /// <summary>Slots waiting.</summary>
    public int Count => _places.Count;

    /// <summary>Slots waiting that must go at once.</summary>
    public int UrgentCount => _urgent.Count;

    /// <summary>When the longest-waiting slot began to wait; null when none waits.</summary>
    public DateTimeOffset? Oldest => Earliest(Earliest(OldestUrgent, OldestRoutine), OldestPatient);

    /// <summary>When the longest-waiting slot that must go at once began to wait; null when none waits.</summary>
    public DateTimeOffset? OldestUrgent => _urgent.First?.Value.Since;

    /// <summary>When the longest-waiting routine slot began to wait; null when none waits.</summary>
    public DateTimeOffset? OldestRoutine => _routine.First?.Value.Since;

    /// <summary>When the longest-waiting slot that may wait for company began to wait; null when none waits.</summary>
    public DateTimeOffset? OldestPatient => _patient.First?.Value.Since;

    /// <summary>A slot may be owed a write. Waiting already, it keeps its place, but may become more urgent.</summary>
    public void Add(SlotName slot, Haste haste, DateTimeOffset now)
    {
        var list = ListOf(haste);
        if (!_places.TryGetValue(slot, out var place))
        {
            _places[slot] = list.AddLast(new Owed(slot, now));
        }
        else if (haste > HasteOf(place.List!))
        {
            place.List!.Remove(place);
            _places[slot] = list.AddLast(place.Value);
        }
    }

    /// <summary>The waiting slots in the order in which they should go.</summary>
    public IEnumerable<SlotName> InOrder() => _urgent.Concat(_routine).Concat(_patient).Select(owed => owed.Slot);

    /// <summary>A slot no longer waits.</summary>
    public void Remove(SlotName slot)
    {
        if (_places.Remove(slot, out var place))
        {
            place.List!.Remove(place);
        }
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? left, DateTimeOffset? right) =>
        left is null || right < left ? right ?? left : left;

    private LinkedList<Owed> ListOf(Haste haste) => haste switch
    {
        Haste.Urgent => _urgent,
        Haste.Routine => _routine,
        _ => _patient,
    };

    private Haste HasteOf(LinkedList<Owed> list) =>
        list == _urgent ? Haste.Urgent : list == _routine ? Haste.Routine : Haste.Patient;

    private readonly record struct Owed(SlotName Slot, DateTimeOffset Since);
}

/// <summary>The name of a slot within a connection.</summary>
public readonly record struct SlotName(Sku Sku, RemoteCode Source);

/// <summary>How soon a slot must be written.</summary>
internal enum Haste
{
    /// <summary>More of what there is plenty of: it may wait until a write goes anyway.</summary>
    Patient,

    /// <summary>After a moment's quiet.</summary>
    Routine,

    /// <summary>At once.</summary>
    Urgent,
}
