using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Engine;

namespace Trueup.Bench;

/// <summary>
/// A full comparison of a million positions with what a storefront shows, streamed from its paged JSON: every source
/// row and every
/// salable figure. The pages are made up in process, and the time that takes is left out.
/// </summary>
internal sealed class ParityBenchmark : IBenchmark
{
    private const int Positions = 1_000_000;
    private const int Chunk = 2_000;

    public string Id => "parity";

    public async Task<IReadOnlyList<BenchResult>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var pages = new PagedShop(Positions);
        var shop = BenchHub.Adobe(new Uri("http://127.0.0.1:9"), "1000000/s", burst: 10_000, batch: 100);
        await using var hub = await BenchHub.StartAsync(folder, GuardRule.None, (shop, pages), cancellationToken);
        await hub.Thread.RunAsync(async at => await LoadAsync(at));
        await hub.DrainedAsync(cancellationToken);

        // The first comparison teaches the hub what the storefront holds; the second is the one that is measured.
        await CompareAsync(hub, cancellationToken);
        GC.Collect();
        using var self = Process.GetCurrentProcess();
        var before = self.WorkingSet64;
        pages.Watch();
        var start = Stopwatch.GetTimestamp();
        var run = await CompareAsync(hub, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds - pages.Seconds;
        var megabytes = (pages.PeakBytes - before) / 1e6;
        if (run.Compared != Positions || run.Parity != 1m)
        {
            throw new InvalidOperationException(
                $"The comparison saw {run.Compared} positions at parity {run.Parity}; {run.Failure ?? "nothing failed"}.");
        }

        return
        [
            new BenchResult("parity", "parity compare of 1,000,000 positions, source rows and salable figures",
                Math.Round(Positions / seconds), "positions/s", "≥ 500,000", Positions / seconds >= 500_000),
            new BenchResult("parity-memory", "memory above the ledger while comparing",
                Math.Round(Math.Max(0, megabytes)), "MB", "≤ 200", megabytes <= 200),
        ];
    }

    private static async ValueTask<bool> LoadAsync(HubLoop hub)
    {
        for (var done = 0; done < Positions; done += Chunk)
        {
            var first = done;
            await hub.Tail.AppendAsync(Enumerable.Range(first, Chunk)
                .Select(sku => BenchWorld.Entry(sku + 1, sku, PagedShop.QuantityOf(sku), hub.Clock.GetUtcNow())).ToList());
        }

        return true;
    }

    private static Task<Engine.Reconcile.ParityRun> CompareAsync(BenchHub hub, CancellationToken cancellationToken) =>
        hub.Thread.RunAsync(async at =>
            (await at.Reconciler.CompareAsync(BenchWorld.Storefront, [], heal: true, cancellationToken))[0]);

    /// <summary>A shop that is nothing but pages.</summary>
    private sealed class PagedShop(int positions) : IWire
    {
        private readonly StringBuilder _page = new();
        private long _ticks;

        public double Seconds => _ticks / (double)Stopwatch.Frequency;

        public long PeakBytes { get; private set; }

        public static int QuantityOf(int sku) => 10 + (sku % 900);

        public void Watch() => (_ticks, PeakBytes) = (0, 0);

        public ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
        {
            var start = Stopwatch.GetTimestamp();
            var body = Encoding.UTF8.GetBytes(Answer(Uri.UnescapeDataString(request.Target)));
            PeakBytes = Math.Max(PeakBytes, Environment.WorkingSet);
            _ticks += Stopwatch.GetTimestamp() - start;
            return new(new WireOutcome.Answered(new WireReply(200, body)));
        }

        private string Answer(string target)
        {
            var size = Number(target, "pageSize]=", "page_size]=") ?? 100;
            var first = ((Number(target, "currentPage]=", "current_page]=") ?? 1) - 1) * size;
            if (target.Contains("export-stock-salable-qty", StringComparison.Ordinal))
            {
                return Page(first, size, static (page, sku) => page.Append(CultureInfo.InvariantCulture,
                    $"{{\"sku\":\"{BenchWorld.Sku(sku)}\",\"qty\":{QuantityOf(sku)},\"is_salable\":true}}"));
            }

            if (target.Contains("/source-items", StringComparison.Ordinal))
            {
                return Page(first, size, static (page, sku) => page.Append(CultureInfo.InvariantCulture,
                    $"{{\"sku\":\"{BenchWorld.Sku(sku)}\",\"source_code\":\"leeds_src\",\"quantity\":{QuantityOf(sku)},\"status\":1}}"));
            }

            return target.Contains("/products", StringComparison.Ordinal)
                ? $"{{\"items\":[],\"search_criteria\":{{\"page_size\":{size}}},\"total_count\":{positions}}}"
                : "{\"items\":[],\"search_criteria\":{},\"total_count\":0}";
        }

        private string Page(int first, int size, Action<StringBuilder, int> write)
        {
            _page.Clear().Append("{\"items\":[");
            for (var sku = first; sku < Math.Min(first + size, positions); sku++)
            {
                if (sku > first)
                {
                    _page.Append(',');
                }

                write(_page, sku);
            }

            return _page.Append(CultureInfo.InvariantCulture,
                $"],\"search_criteria\":{{\"page_size\":{size}}},\"total_count\":{positions}}}").ToString();
        }

        private static int? Number(string target, params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                var at = target.IndexOf(name, StringComparison.Ordinal);
                if (at >= 0 && Utf8Parser.TryParse(
                        Encoding.ASCII.GetBytes(target[(at + name.Length)..]), out int number, out _))
                {
                    return number;
                }
            }

            return null;
        }
    }
}
