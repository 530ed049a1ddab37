using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Views;
using Trueup.Hosting;

namespace Trueup.Endpoints;

/// <summary>
/// Pages of positions out of a million: SKUs are kept in the order of their names and looked through by name beside the
/// hub's thread, which is asked only about those that may be on the page, so many at a time.
/// </summary>
internal sealed class StockPages(HubHost host) : IDisposable
{
    /// <summary>SKUs that the hub's thread looks at in one go: some ten milliseconds.</summary>
    private const int LooksAtOnceMax = 4_096;

    /// <summary>SKUs looked at for one page; a rare search goes on by its cursor.</summary>
    private const int LooksMax = 100_000;

    private readonly SemaphoreSlim _sorting = new(1, 1);
    private volatile Sku[] _sorted = [];

    /// <summary>One page.</summary>
    public async Task<Page<PositionView>> FindAsync(PositionQuery query, CancellationToken cancellationToken)
    {
        var sorted = await SortedAsync(cancellationToken);
        var search = new Search(query);
        var place = query.After is { } after ? PlaceBehind(sorted, after) : 0;
        var atOnce = Math.Min(query.Limit + 1, LooksAtOnceMax);
        for (var looks = 0; !search.IsFull && looks < LooksMax; atOnce = Math.Min(atOnce * 4, LooksAtOnceMax))
        {
            var candidates = Candidates(sorted, query.Text, ref place, atOnce);
            if (candidates.Count == 0)
            {
                return search.Page(next: null);
            }

            await host.Thread.PostAsync(hub => search.Look(hub, candidates));
            looks += candidates.Count;
            search.LookedThrough = candidates[^1].Text;
        }

        return search.Page(search.LookedThrough);
    }

    /// <inheritdoc/>
    public void Dispose() => _sorting.Dispose();

    /// <summary>The next SKUs whose name may be meant.</summary>
    private static List<Sku> Candidates(Sku[] sorted, string? text, ref int place, int max)
    {
        var found = new List<Sku>(max);
        for (; place < sorted.Length && found.Count < max; place++)
        {
            if (string.IsNullOrEmpty(text) || sorted[place].Text.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                found.Add(sorted[place]);
            }
        }

        return found;
    }

    /// <summary>All SKUs in the order of their names; sorted again when there are more.</summary>
    private async Task<Sku[]> SortedAsync(CancellationToken cancellationToken)
    {
        if (await host.Thread.PostAsync(hub => hub.State.Stock.Count) == _sorted.Length)
        {
            return _sorted;
        }

        await _sorting.WaitAsync(cancellationToken);
        try
        {
            var all = await host.Thread.PostAsync(hub => hub.State.Stock.Keys.ToArray());
            if (all.Length != _sorted.Length)
            {
                _sorted = await Task.Run(() => Sort(all, _sorted), cancellationToken);
            }

            return _sorted;
        }
        finally
        {
            _sorting.Release();
        }
    }

    /// <summary>SKUs come one by one and never go: those that are new are sorted, and put between the others.</summary>
    private static Sku[] Sort(Sku[] all, Sku[] before)
    {
        var known = before.ToHashSet();
        var fresh = before.Length == 0 ? all : Array.FindAll(all, sku => !known.Contains(sku));
        Array.Sort(fresh, static (left, right) => string.CompareOrdinal(left.Text, right.Text));
        if (before.Length == 0)
        {
            return fresh;
        }

        var merged = new Sku[before.Length + fresh.Length];
        for (int i = 0, j = 0; i + j < merged.Length;)
        {
            var takesOld = j == fresh.Length ||
                (i < before.Length && string.CompareOrdinal(before[i].Text, fresh[j].Text) < 0);
            merged[i + j] = takesOld ? before[i] : fresh[j];
            (i, j) = takesOld ? (i + 1, j) : (i, j + 1);
        }

        return merged;
    }

    private static int PlaceBehind(Sku[] sorted, string after)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = string.CompareOrdinal(sorted[middle].Text, after) > 0 ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>A page in the making; its <see cref="Look"/> runs on the hub's thread.</summary>
    private sealed class Search(PositionQuery query)
    {
        private readonly List<(Sku Sku, Items<PositionView> Positions)> _found = [];

        /// <summary>One more than goes on the page is found: there is a next one.</summary>
        public bool IsFull => _found.Count > query.Limit;

        /// <summary>The last SKU looked at; null before the first.</summary>
        public string? LookedThrough { get; set; }

        public bool Look(HubLoop hub, List<Sku> candidates)
        {
            var context = new StockContext(hub);
            foreach (var sku in candidates)
            {
                var positions = PositionView.Of(sku, context, query);
                if (!positions.IsEmpty)
                {
                    _found.Add((sku, positions));
                }

                if (IsFull)
                {
                    break;
                }
            }

            return true;
        }

        public Page<PositionView> Page(string? next)
        {
            var shown = _found.Take(query.Limit).ToArray();
            return new Page<PositionView>(
                shown.SelectMany(each => each.Positions).ToItems(), IsFull ? shown[^1].Sku.Text : next);
        }
    }
}
