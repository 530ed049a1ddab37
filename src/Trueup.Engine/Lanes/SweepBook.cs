using Trueup.Engine.Journal;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Lanes;

/// <summary>What the latest counts of orders came to, window by window.</summary>
public sealed class SweepBook
{
    private readonly SortedDictionary<string, SweepWindow> _windows = new(StringComparer.Ordinal);

    /// <summary>The windows by key: by storefront, the oldest first.</summary>
    public IReadOnlyDictionary<string, SweepWindow> Windows => _windows;

    /// <summary>The latest count of a window; null when it was never counted, or is too long ago.</summary>
    public SweepWindow? Find(string key) => _windows.GetValueOrDefault(key);

    /// <summary>Makes a count true.</summary>
    internal void Apply(SweepWindow window, Stack<Action> undo, DirtyRows dirty)
    {
        var before = _windows.GetValueOrDefault(window.Key);
        undo.Push(() => Put(window.Key, before));
        Put(window.Key, window);
        dirty.Add(Fold.Sweep, window.Key);
        var kept = _windows.Values.Where(known => known.Storefront == window.Storefront).ToArray();
        foreach (var old in kept.Take(kept.Length - SweepWindow.KeptMax))
        {
            undo.Push(() => Put(old.Key, old));
            Put(old.Key, window: null);
            dirty.Add(Fold.Sweep, old.Key);
        }
    }

    /// <summary>Puts a count in place as the ledger kept it.</summary>
    internal void Restore(SweepWindow window) => Put(window.Key, window);

    private void Put(string key, SweepWindow? window)
    {
        if (window is null)
        {
            _windows.Remove(key);
        }
        else
        {
            _windows[key] = window;
        }
    }
}
