using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <summary>Names the ledger rows that changed since they were last written, each once.</summary>
internal sealed class DirtyRows
{
    private readonly Dictionary<Fold, HashSet<string>> _keys = [];

    /// <summary>Rows named.</summary>
    public int Count { get; private set; }

    /// <summary>A row changed.</summary>
    public void Add(Fold fold, string key)
    {
        if (!_keys.TryGetValue(fold, out var keys))
        {
            _keys[fold] = keys = new HashSet<string>(StringComparer.Ordinal);
        }

        Count += keys.Add(key) ? 1 : 0;
    }

    /// <summary>Takes the names; from here on none is named.</summary>
    public List<(Fold Fold, string Key)> Take()
    {
        var taken = new List<(Fold Fold, string Key)>(Count);
        foreach (var (fold, keys) in _keys)
        {
            foreach (var key in keys)
            {
                taken.Add((fold, key));
            }
        }

        _keys.Clear();
        Count = 0;
        return taken;
    }
}
