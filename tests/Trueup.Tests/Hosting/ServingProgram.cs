using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Trueup.Tests.Storage;

namespace Trueup.Tests.Hosting;

/// <summary>The real program as a process of its own, serving a folder's <c>trueup.yaml</c>.</summary>
internal sealed class ServingProgram : IAsyncDisposable
{
    private const string Mark = "Listening on ";

    /// <summary>A machine that is busy with hundreds of starts takes its time over one.</summary>
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Task<string> _complaints;

    private ServingProgram(Process process, Task<string> complaints, string? line)
    {
        (_process, _complaints) = (process, complaints);
        Address = line is null ? null : new Uri(line[Mark.Length..]);
        Http = new HttpClient { BaseAddress = Address, Timeout = ServedHub.Patience };
    }

    /// <summary>Where it serves; null when it ended before.</summary>
    public Uri? Address { get; }

    public HttpClient Http { get; }

    public int Id => _process.Id;

    /// <summary>Whether it has ended, by itself or killed.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Everything it complained of; complete once it has ended.</summary>
    public Task<string> Complaints => _complaints;

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="folder">Where its configuration lies.</param>
    /// <param name="wrap">Words of a shell before which it is put, ending in <c>exec</c>; null for none.</param>
    public static async Task<ServingProgram> StartAsync(TemporaryFolder folder, string? wrap = null)
    {
        var begun = Begin(folder, wrap);
        var complaints = begun.StandardError.ReadToEndAsync(CancellationToken.None);
        var line = await begun.StandardOutput.ReadLineAsync(CancellationToken.None)
            .AsTask().WaitAsync(StartMax, TimeProvider.System);
        while (line?.StartsWith(Mark, StringComparison.Ordinal) == false)
        {
            line = await begun.StandardOutput.ReadLineAsync(CancellationToken.None)
                .AsTask().WaitAsync(StartMax, TimeProvider.System);
        }

        return new ServingProgram(begun, complaints, line);
    }

    /// <summary>Starts it and waits for nothing.</summary>
    public static Process Begin(TemporaryFolder folder, string? wrap = null)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var program = Path.Combine(AppContext.BaseDirectory, "trueup.dll");
        var start = new ProcessStartInfo(wrap is null ? dotnet : "sh")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
        };
        IEnumerable<string> words = wrap is null ? [program, "serve"] : ["-c", $"{wrap} \"$0\" \"$1\" serve", dotnet, program];
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }

    public void Kill() => _process.Kill();

    /// <summary>Waits until it has ended, and returns its exit code.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(ServedHub.Patience, TimeProvider.System);
        return _process.ExitCode;
    }

    /// <summary>Tells it to stop, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        return await EndAsync();
    }

    public Task<HttpResponseMessage> DeliverAsync(string body, string type = "application/cloudevents-batch+json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/in/wms") { Content = new StringContent(body, Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ServedHub.WarehouseToken);
        return Http.SendAsync(request, CancellationToken.None);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ServedHub.Token);
        return await ServedHub.ReadAsync(await Http.SendAsync(request, CancellationToken.None));
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
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        await _complaints;
        _process.Dispose();
    }
}
