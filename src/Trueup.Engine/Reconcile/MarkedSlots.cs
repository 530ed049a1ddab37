namespace Trueup.Engine.Reconcile;

/// <summary>
/// Ticks off which of a SKU's slots were seen: a bit each, where a set of names would cost a comparison of a million
/// positions more memory than the positions themselves.
/// </summary>
internal sealed class MarkedSlots
{
    private const int Bits = 64;

    private readonly HashSet<(int Number, int Place)> _beyond = [];
    private ulong[] _marks = [];

    /// <summary>Ticks a slot off.</summary>
    /// <param name="number">The SKU's number.</param>
    /// <param name="place">The slot's place among the SKU's slots.</param>
    public void Mark(int number, int place)
    {
        if (place >= Bits)
        {
            _beyond.Add((number, place));
            return;
        }

        if (number >= _marks.Length)
        {
            Array.Resize(ref _marks, Math.Max(number + 1, _marks.Length * 2));
        }

        _marks[number] |= 1UL << place;
    }

    /// <summary>Whether a slot is ticked off.</summary>
    public bool IsMarked(int number, int place) => place >= Bits
        ? _beyond.Contains((number, place))
        : number < _marks.Length && (_marks[number] & (1UL << place)) != 0;
}
