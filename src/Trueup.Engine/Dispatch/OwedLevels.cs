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
    private readonly Dictionary<SlotName, DateTimeOffset> _taken = [];

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
            _places[slot] = list.AddLast(new Owed(slot, now, _taken.Remove(slot, out var first) ? first : now));
        }
        else if (haste > HasteOf(place.List!))
        {
            place.List!.Remove(place);
            _places[slot] = list.AddLast(place.Value);
        }
    }

    /// <summary>The waiting slots in the order in which they should go.</summary>
    public IEnumerable<(SlotName Slot, bool IsUrgent)> InOrder() =>
        _urgent.Select(owed => (owed.Slot, true)).Concat(_routine.Concat(_patient).Select(owed => (owed.Slot, false)));

    /// <summary>Since when a slot is owed a write, however often it was tried; null when it is not.</summary>
    public DateTimeOffset? OwedSince(SlotName slot) =>
        _places.TryGetValue(slot, out var place) ? place.Value.First : _taken.TryGetValue(slot, out var first) ? first : null;

    /// <summary>A slot has its turn: it no longer waits, and is owed all the same.</summary>
    public void Take(SlotName slot)
    {
        if (OwedSince(slot) is { } first)
        {
            Remove(slot);
            _taken[slot] = first;
        }
    }

    /// <summary>A slot is owed nothing any more.</summary>
    public void Remove(SlotName slot)
    {
        _taken.Remove(slot);
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

    /// <param name="Slot">The slot.</param>
    /// <param name="Since">Since when it waits for its turn.</param>
    /// <param name="First">Since when it is owed.</param>
    private readonly record struct Owed(SlotName Slot, DateTimeOffset Since, DateTimeOffset First);
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
