using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Trueup.Tests.Storage;

namespace Trueup.Tests.Hosting;

/// <summary>The real program as a process of its own, killed without warning or told to stop.</summary>
public sealed class KilledProcessTests : IDisposable
{
    /// <summary>How often the program is killed: 10 times, or as often as the variable says.</summary>
    private static readonly int Rounds = int.Parse(
        Environment.GetEnvironmentVariable("TRUEUP_KILL_ROUNDS") ?? "10", System.Globalization.CultureInfo.InvariantCulture);

    private const int BatchSize = 20;
    private const int SendersMax = 4;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public async Task Whatever_was_acknowledged_before_a_kill_is_applied_exactly_once()
    {
        await File.WriteAllTextAsync(_folder.File("trueup.yaml"), ServedHub.Warehouse, CancellationToken.None);
        var chance = new Random(20_260_102);
        var acknowledged = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            await SendUntilKilledAsync(round, chance.Next(5, 60), acknowledged);
        }

        await using var program = await ServingProgram.StartAsync(_folder);
        await program.UntilDecidedAsync();
        var known = await program.QuantitiesAsync();
        Assert.True(acknowledged.Count > Rounds * BatchSize, $"only {acknowledged.Count} acknowledged");
        foreach (var (sku, quantity) in acknowledged)
        {
            Assert.Equal(quantity, known.GetValueOrDefault(sku, -1));
        }

        // Sent again, all of it is known: nothing was taken twice, and nothing will be.
        var batches = acknowledged.Keys.Select(sku => sku.Split('/')[0]).Distinct(StringComparer.Ordinal);
        foreach (var batch in batches.Take(20))
        {
            Assert.Equal(0, await program.SendAsync(batch));
        }

        Assert.Equal(0, await program.StopAsync());
    }

    private async Task SendUntilKilledAsync(int round, int batches, ConcurrentDictionary<string, int> acknowledged)
    {
        await using var program = await ServingProgram.StartAsync(_folder);
        var answered = 0;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var senders = Enumerable.Range(0, SendersMax).Select(async sender =>
        {
            for (var n = 0; n < 10_000; n++)
            {
                var batch = $"r{round}-s{sender}-{n}";
                try
                {
                    await program.SendAsync(batch);
                }
                catch (HttpRequestException)
                {
                    // Killed: what was not acknowledged may or may not be there.
                    return;
                }

                for (var i = 0; i < BatchSize; i++)
                {
                    acknowledged[$"{batch}/{i}"] = i;
                }

                if (Interlocked.Increment(ref answered) == batches)
                {
                    enough.TrySetResult();
                }
            }
        }).ToArray();

        await enough.Task.WaitAsync(ServedHub.Patience, TimeProvider.System);
        program.Kill();
        await Task.WhenAll(senders);
    }

    /// <summary>The program, serving.</summary>
    private sealed class ServingProgram : IAsyncDisposable
    {
        private readonly Process _process;
        private readonly HttpClient _http;

        private ServingProgram(Process process, Uri address)
        {
            _process = process;
            _http = new HttpClient { BaseAddress = address, Timeout = ServedHub.Patience };
        }

        public static async Task<ServingProgram> StartAsync(TemporaryFolder folder)
        {
            var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
                WorkingDirectory = folder.Path,
            };
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "trueup.dll"));
            start.ArgumentList.Add("serve");
            var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
            const string mark = "Listening on ";
            string? line;
            do
            {
                line = await process.StandardOutput.ReadLineAsync(CancellationToken.None)
                    .AsTask().WaitAsync(ServedHub.Patience, TimeProvider.System);
            }
            while (line?.StartsWith(mark, StringComparison.Ordinal) == false);

            return new ServingProgram(process, new Uri(Assert.IsType<string>(line)[mark.Length..]));
        }

        public void Kill() => _process.Kill();

        /// <summary>Tells it to stop, and returns its exit code.</summary>
        public async Task<int> StopAsync()
        {
            using var kill = Process.Start(
                "kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(ServedHub.Patience, TimeProvider.System);
            return _process.ExitCode;
        }

        /// <summary>Sends a batch, and returns how much of it was new.</summary>
        public async Task<int> SendAsync(string batch)
        {
            var events = Enumerable.Range(0, BatchSize).Select(i => ServedHub.Level($"{batch}/{i}", $"{batch}/{i}", i));
            using var request = new HttpRequestMessage(HttpMethod.Post, "/in/wms");
            request.Content = new StringContent($"[{string.Join(',', events)}]", Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents-batch+json");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ServedHub.WarehouseToken);
            using var answer = await _http.SendAsync(request, CancellationToken.None);
            return (await ServedHub.ReadAsync(answer)).GetProperty("accepted").GetInt32();
        }

        public async Task UntilDecidedAsync()
        {
            using var patience = new CancellationTokenSource(ServedHub.Patience, TimeProvider.System);
            JsonElement journal;
            do
            {
                patience.Token.ThrowIfCancellationRequested();
                journal = (await GetAsync("/api/status")).GetProperty("journal");
            }
            while (journal.GetProperty("applied").GetInt64() < journal.GetProperty("accepted").GetInt64());
        }

        /// <summary>What the hub holds to be at the warehouse, by SKU.</summary>
        public async Task<Dictionary<string, int>> QuantitiesAsync()
        {
            var quantities = new Dictionary<string, int>(StringComparer.Ordinal);
            for (string? after = ""; after is not null;)
            {
                var page = await GetAsync($"/api/stock?limit=1000&after={Uri.EscapeDataString(after)}");
                foreach (var item in page.GetProperty("items").EnumerateArray())
                {
                    quantities.Add(item.GetProperty("sku").GetString()!, item.GetProperty("sellable").GetInt32());
                }

                after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
            }

            return quantities;
        }

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            if (!_process.HasExited)
            {
                _process.Kill();
                await _process.WaitForExitAsync(CancellationToken.None);
            }

            _process.Dispose();
        }

        private async Task<JsonElement> GetAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ServedHub.Token);
            return await ServedHub.ReadAsync(await _http.SendAsync(request, CancellationToken.None));
        }
    }
}
