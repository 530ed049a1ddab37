using System.Buffers;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Trueup.Bench;

/// <summary>A real browser without a window, asked over its own debugging protocol; only where one is installed.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const string PortFile = "DevToolsActivePort";
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PaintMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly HttpClient _http;

    private Chromium(Process process, int port)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    /// <summary>Starts the browser with a profile of its own; null where none is installed.</summary>
    public static async Task<Chromium?> StartAsync(string profile, CancellationToken cancellationToken)
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(place => Names.Select(name => Path.Combine(place, name))).FirstOrDefault(File.Exists);
        if (program is null)
        {
            return null;
        }

        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in new[]
                 {
                     "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0",
                     $"--user-data-dir={profile}", "about:blank",
                 })
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("The browser did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var told = Path.Combine(profile, PortFile);
        var began = Stopwatch.GetTimestamp();
        while (!File.Exists(told) || (await File.ReadAllLinesAsync(told, cancellationToken)).Length == 0)
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(began) > StartMax)
            {
                process.Dispose();
                return null;
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        var port = int.Parse((await File.ReadAllLinesAsync(told, cancellationToken))[0], System.Globalization.CultureInfo.InvariantCulture);
        return new Chromium(process, port);
    }

    /// <summary>Opens an address in a tab of its own with nothing in its cache; milliseconds until it showed something.</summary>
    public async Task<double> FirstPaintAsync(Uri address, CancellationToken cancellationToken)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Put, "/json/new?about:blank");
        using var answer = await _http.SendAsync(asked, cancellationToken);
        using var tab = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(tab.RootElement.GetProperty("webSocketDebuggerUrl").GetString()!), cancellationToken);
        await CallAsync(socket, 1, """{"id":1,"method":"Network.enable"}""", cancellationToken);
        await CallAsync(socket, 2, """{"id":2,"method":"Network.setCacheDisabled","params":{"cacheDisabled":true}}""", cancellationToken);
        await CallAsync(socket, 3, $$$"""{"id":3,"method":"Page.navigate","params":{"url":"{{{address}}}"}}""", cancellationToken);
        var began = Stopwatch.GetTimestamp();
        for (var id = 4; Stopwatch.GetElapsedTime(began) < PaintMax; id++)
        {
            var shown = await CallAsync(
                socket, id,
                $$$"""
                {"id":{{{id}}},"method":"Runtime.evaluate","params":{"expression":
                "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"}}
                """,
                cancellationToken);
            if (shown.GetProperty("result").TryGetProperty("value", out var value) && value.GetDouble() >= 0)
            {
                return value.GetDouble();
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        throw new InvalidOperationException("The browser showed nothing.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    /// <summary>Asks a tab something; what else it tells meanwhile is let pass.</summary>
    private static async Task<JsonElement> CallAsync(ClientWebSocket socket, int id, string call, CancellationToken cancellationToken)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(call), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        while (true)
        {
            var message = new ArrayBufferWriter<byte>();
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(message.GetMemory(16_384), cancellationToken);
                message.Advance(part.Count);
            }
            while (!part.EndOfMessage);
            using var json = JsonDocument.Parse(message.WrittenMemory);
            if (json.RootElement.TryGetProperty("id", out var answers) && answers.GetInt32() == id)
            {
                return json.RootElement.GetProperty("result").Clone();
            }
        }
    }
}
