using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Engine.Dispatch;

/// <summary>
/// What goes in one turn of a lane: levels to be written, and levels to be looked at beside that. Of one SKU it is the one or the
/// other, whichever comes first: what is read while a write is under way is worth nothing.
/// </summary>
/// <param name="batch">Levels in one turn.</param>
/// <param name="perCall">Levels in one call.</param>
internal sealed class LevelTurn(int batch, int perCall)
{
    private readonly List<SetLevel> _known = [];
    private readonly List<SetLevel> _doubtful = [];
    private readonly Dictionary<Sku, bool> _sides = [];
    private int _urgentKnown;
    private bool _looksAtUrgent;

    /// <summary>What went in: what is to be written, and what is to be looked at.</summary>
    public (Items<SetLevel> Known, Items<SetLevel> Doubtful) Taken() => (_known.ToItems(), _doubtful.ToItems());

    /// <summary>Whether nothing more goes in.</summary>
    public bool IsFull => _known.Count + _doubtful.Count >= batch;

    /// <summary>Whether a routine level may be written as well: beside urgent ones where that costs no call more, and not before urgent
    /// ones that are still to be looked at.</summary>
    public bool HasRoutineRoom => _urgentKnown > 0
        ? _known.Count < (_urgentKnown + perCall - 1) / perCall * perCall
        : !_looksAtUrgent;

    /// <summary>Adds a level; false when it has to wait for another of its SKU.</summary>
    public bool TryAdd(SetLevel level, bool isDoubtful, bool isUrgent)
    {
        if (_sides.TryGetValue(level.Sku, out var side) && side != isDoubtful)
        {
            return false;
        }

        _sides[level.Sku] = isDoubtful;
        (isDoubtful ? _doubtful : _known).Add(level);
        _looksAtUrgent |= isDoubtful && isUrgent;
        _urgentKnown += isUrgent && !isDoubtful ? 1 : 0;
        return true;
    }
}
