using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Trueup.Core.Contract;

namespace Trueup.Bench;

/// <summary>
/// What a browser must have before the console shows anything: the page, every script and style that it names, and the
/// answer to who is signed in; over a connection of its own each time, as packed as a browser asks for it.
/// </summary>
internal sealed partial class ConsoleBenchmark : IBenchmark
{
    private const int Loads = 50;
    private const int Paints = 20;
    private const double LoadMsMax = 1_000;
    private const double PackedKbMax = 600;

    public string Id => "console";

    public async Task<IReadOnlyList<BenchResult>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        await using var hub = await BenchHub.StartAsync(folder, GuardRule.None, storefront: null, cancellationToken);
        var times = new List<double>(Loads);
        var bytes = 0L;
        for (var load = 0; load < Loads; load++)
        {
            var watch = Stopwatch.StartNew();
            bytes = await LoadAsync(hub.Address, cancellationToken);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        var slow = times[(int)Math.Ceiling(Loads * 0.95) - 1];
        return
        [
            .. await PaintAsync(hub.Address, Path.Combine(folder, "browser"), cancellationToken),
            new BenchResult("console-first-load", "fetching all that the console's first page needs, 95 of 100 loads",
                Math.Round(slow, 1), "ms", "≤ 1,000", bytes > 0 && slow <= LoadMsMax),
            new BenchResult("console-first-bytes", "what is fetched for the first page, packed with gzip, fonts not counted",
                Math.Round(bytes / 1_000.0, 1), "kB", "≤ 600", bytes > 0 && bytes / 1_000.0 <= PackedKbMax),
        ];
    }

    /// <summary>How soon a real browser shows something; nothing where none is installed.</summary>
    private static async Task<IReadOnlyList<BenchResult>> PaintAsync(
        Uri hub, string profile, CancellationToken cancellationToken)
    {
        await using var browser = await Chromium.StartAsync(profile, cancellationToken);
        if (browser is null)
        {
            return [];
        }

        var times = new List<double>(Paints);
        for (var load = 0; load < Paints; load++)
        {
            times.Add(await browser.FirstPaintAsync(hub, cancellationToken));
        }

        times.Sort();
        var slow = times[(int)Math.Ceiling(Paints * 0.95) - 1];
        return
        [
            new BenchResult("console-first-paint", "from the address to the first thing shown in Chromium, nothing cached, 95 of 100",
                Math.Round(slow), "ms", "≤ 1,000", slow <= LoadMsMax)
            {
                Baseline = new BenchBaseline("median", Math.Round(times[Paints / 2])),
            },
        ];
    }

    /// <summary>One load; the bytes that came over the wire.</summary>
    private static async Task<long> LoadAsync(Uri hub, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None };
        using var browser = new HttpClient(handler) { BaseAddress = hub };
        browser.DefaultRequestHeaders.Add("Accept", "text/html,*/*");
        var page = await browser.GetStringAsync(new Uri("/", UriKind.Relative), cancellationToken);
        browser.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        var parts = Named().Matches(page).Select(match => match.Groups["path"].Value).Append("/api/session");
        var sizes = await Task.WhenAll(parts.Select(async part =>
            (await browser.GetByteArrayAsync(new Uri(part, UriKind.Relative), cancellationToken)).LongLength));
        return sizes.Sum();
    }

    [GeneratedRegex("(?:src|href)=\"(?<path>/assets/[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Named();
}
